"""The constraints of the OpenAPI document: each has a negative example that it refuses."""

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.promises import openapi
from contracts.simulator import recorded

PARTICIPANT = recorded.by_name()["sms"].body
ERROR = recorded.by_name()["error_20404"].body
ANNOTATIONS = {"$ref", "description", "properties", "default", "contentMediaType"}

# Schema -> (property or "" for the whole, keyword) -> an instance that this keyword refuses.
Negatives = dict[tuple[str, str], object]
NEGATIVES: dict[str, Negatives] = {
    "NewParticipant": {
        ("", "type"): [],
        ("", "anyOf"): {"MessagingBinding.ProxyAddress": "+15017122661"},
        ("Identity", "type"): {"Identity": 1},
        ("Identity", "minLength"): {"Identity": ""},
        ("Identity", "maxLength"): {"Identity": "x" * 257},
        ("Identity", "not"): {"Identity": "US" + "a" * 32},
        ("MessagingBinding.Address", "type"): {"MessagingBinding.Address": 1},
        ("MessagingBinding.Address", "minLength"): {"MessagingBinding.Address": ""},
        ("MessagingBinding.Address", "maxLength"): {"MessagingBinding.Address": "+" + "1" * 256},
        ("MessagingBinding.ProxyAddress", "type"): {"Identity": "a", "MessagingBinding.ProxyAddress": 1},
        ("MessagingBinding.ProxyAddress", "minLength"): {
            "Identity": "a",
            "MessagingBinding.ProxyAddress": "",
        },
        ("MessagingBinding.ProxyAddress", "maxLength"): {
            "Identity": "a",
            "MessagingBinding.ProxyAddress": "+" + "1" * 256,
        },
        ("DateCreated", "type"): {"Identity": "a", "DateCreated": 0},
        ("DateCreated", "format"): {"Identity": "a", "DateCreated": "2015-02-29T00:00:00Z"},
        ("DateUpdated", "type"): {"Identity": "a", "DateUpdated": 0},
        ("DateUpdated", "format"): {"Identity": "a", "DateUpdated": "2015-12-16"},
        ("Attributes", "type"): {"Identity": "a", "Attributes": {}},
        ("Attributes", "maxLength"): {"Identity": "a", "Attributes": f'"{"x" * 4095}"'},
        ("MessagingBinding.ProjectedAddress", "type"): {"MessagingBinding.ProjectedAddress": 1},
        ("RoleSid", "type"): {"Identity": "a", "RoleSid": 1},
        ("RoleSid", "pattern"): {"Identity": "a", "RoleSid": "RL" + "a" * 31},
    },
    "Participant": {
        ("", "type"): [PARTICIPANT],
        ("", "required"): {},
        ("account_sid", "type"): {**PARTICIPANT, "account_sid": 1},
        ("account_sid", "pattern"): {**PARTICIPANT, "account_sid": "ACg" + "a" * 31},
        ("conversation_sid", "type"): {**PARTICIPANT, "conversation_sid": 1},
        ("conversation_sid", "pattern"): {**PARTICIPANT, "conversation_sid": "CH" + "a" * 33},
        ("sid", "type"): {**PARTICIPANT, "sid": 1},
        ("sid", "pattern"): {**PARTICIPANT, "sid": "CH" + "a" * 32},
        ("identity", "type"): {**PARTICIPANT, "identity": 1},
        ("attributes", "type"): {**PARTICIPANT, "attributes": {"role": "driver"}},
        ("role_sid", "type"): {**PARTICIPANT, "role_sid": 1},
        ("role_sid", "pattern"): {**PARTICIPANT, "role_sid": "rl" + "a" * 32},
        ("date_created", "type"): {**PARTICIPANT, "date_created": 1450304317},
        ("date_created", "format"): {**PARTICIPANT, "date_created": "2015-12-16 22:18"},
        ("date_updated", "type"): {**PARTICIPANT, "date_updated": 1450304318},
        ("date_updated", "format"): {**PARTICIPANT, "date_updated": "2015-12-16T22:18:38"},
        ("url", "type"): {**PARTICIPANT, "url": {}},
        ("url", "format"): {**PARTICIPANT, "url": "/v1/Conversations"},
        ("last_read_message_index", "type"): {**PARTICIPANT, "last_read_message_index": "0"},
        ("last_read_timestamp", "type"): {**PARTICIPANT, "last_read_timestamp": 0},
    },
    "MessagingBinding": {
        ("", "type"): "sms",
        ("", "required"): {"address": "+15558675310"},
        ("type", "type"): {"type": None},
        ("address", "type"): {"type": "sms", "address": 15558675310},
        ("proxy_address", "type"): {"type": "sms", "proxy_address": 15017122661},
        ("projected_address", "type"): {"type": "sms", "projected_address": 15017122661},
    },
    "Error": {
        ("", "type"): "Not Found",
        ("", "required"): {"message": "Not Found", "status": 404},
        ("code", "type"): {**ERROR, "code": "20404"},
        ("message", "type"): {**ERROR, "message": None},
        ("more_info", "type"): {**ERROR, "more_info": None},
        ("more_info", "format"): {**ERROR, "more_info": "docs/errors/20404"},
        ("status", "type"): {**ERROR, "status": "404"},
        ("details", "type"): {**ERROR, "details": "none"},
    },
}
NEGATIVE_CASES = [
    pytest.param(schema, constraint, instance, id=" ".join((schema, *constraint)))
    for schema, negatives in NEGATIVES.items()
    for constraint, instance in negatives.items()
]


def constraints(schema: dict[str, Any], name: str = "") -> Iterator[tuple[str, str]]:
    """Each keyword of a schema and of its properties that can refuse something."""
    yield from ((name, keyword) for keyword in schema if keyword not in ANNOTATIONS)
    for child, subschema in schema.get("properties", {}).items():
        yield from constraints(subschema, child)


@pytest.mark.parametrize(("schema", "constraint", "instance"), NEGATIVE_CASES)
def test_constraint_refuses(schema: str, constraint: tuple[str, str], instance: object) -> None:
    """Each constraint refuses its negative example, and no other constraint does."""
    errors = [
        (str(error.instance_path[0]) if error.instance_path else "", error.schema_path[-1])
        for error in openapi.compile_schema({"$ref": f"#/components/schemas/{schema}"}).iter_errors(instance)
    ]
    assert set(errors) == {constraint}


@pytest.mark.parametrize("schema", sorted(NEGATIVES))
def test_every_constraint_has_a_negative_example(schema: str) -> None:
    """No constraint of a schema is without a negative example."""
    assert set(constraints(openapi.spec()["components"]["schemas"][schema])) == set(NEGATIVES[schema])


def test_no_schema_is_untested() -> None:
    """No schema of the document is without negative examples."""
    assert set(openapi.spec()["components"]["schemas"]) == set(NEGATIVES)
