"""The OpenAPI document: well formed, read by Schemathesis, neither laxer nor stricter than its sources."""

from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest
import schemathesis
from jsonschema_rs import Draft202012Validator
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from contracts.cases.case import FIELDS, FORM, WEBHOOK_HEADER
from contracts.judging.checks import shape
from contracts.promises import openapi
from contracts.simulator import recorded

SETTINGS = Path(__file__).parents[2] / "schemathesis.toml"
SUCCESS = openapi.operation()["responses"]["201"]
PARTICIPANT_EXAMPLES: dict[str, Any] = SUCCESS["content"]["application/json"]["examples"]
FORM_EXAMPLES: dict[str, Any] = openapi.operation()["requestBody"]["content"][FORM]["examples"]
PARTICIPANT: dict[str, Any] = PARTICIPANT_EXAMPLES["createSms"]["value"]
ERROR_ENTRIES: dict[str, tuple[str, dict[str, Any]]] = {
    name: (status, example)
    for status, response in openapi.operation()["responses"].items()
    if status != "201"
    for name, example in response.get("content", {}).get("application/json", {}).get("examples", {}).items()
}
"""By name: the status that lists the example, and the example."""
ERROR_EXAMPLES: dict[str, dict[str, Any]] = {name: entry["value"] for name, (_, entry) in ERROR_ENTRIES.items()}
ERROR = {
    "code": 20404,
    "message": "The requested resource was not found",
    "more_info": "https://www.twilio.com/docs/errors/20404",
    "status": 404,
}
NULLABLE = sorted(PARTICIPANT)
FORM_SCHEMA = openapi.compile_schema({"$ref": "#/components/schemas/NewParticipant"})
HEX = "0123456789abcdefABCDEF0123456789"


def parameter(name: str) -> Draft202012Validator:
    [found] = [entry for entry in openapi.operation()["parameters"] if entry["name"] == name]
    return openapi.compile_schema(found["schema"])


def test_document_is_valid_openapi() -> None:
    """The document conforms to OpenAPI 3.1."""
    openapi_spec_validator.validate(openapi.spec())


def test_schemathesis_finds_the_operation() -> None:
    """Schemathesis loads the document and finds its one operation, whose body is a form."""
    schema = schemathesis.openapi.from_path(openapi.OPENAPI_PATH)
    [result] = schema.get_all_operations()
    assert isinstance(result, Ok)
    operation = result.ok()
    assert operation.label == f"POST {openapi.PATH}"
    assert [body.media_type for body in operation.body] == [FORM]


def test_schemathesis_reads_its_settings() -> None:
    """The settings file is one that Schemathesis accepts, and a run without --url stays on loopback."""
    project = SchemathesisConfig.from_path(SETTINGS).projects.get(openapi.spec())
    off = {
        "positive_data_acceptance",
        "negative_data_rejection",
        "unsupported_method",
        "allow_header_conformance",
    }
    on = {"status_code_conformance", "response_schema_conformance", "not_a_server_error", "ignored_auth"}
    assert {name for name in off | on if not project.checks.get_by_name(name=name).enabled} == off
    assert project.base_url == "http://127.0.0.1:8080"
    assert project.phases.coverage.unexpected_methods == set()


def test_form_has_the_eight_fields() -> None:
    """The form of the document is the form of the case."""
    schema = openapi.spec()["components"]["schemas"]["NewParticipant"]
    assert set(schema["properties"]) == set(FIELDS)


@pytest.mark.parametrize("name", sorted(FORM_EXAMPLES))
def test_published_requests_conform(name: str) -> None:
    """Each published request conforms to the schema of the form."""
    assert list(FORM_SCHEMA.iter_errors(FORM_EXAMPLES[name]["value"])) == []


@pytest.mark.parametrize("name", sorted(PARTICIPANT_EXAMPLES))
def test_published_participants_conform(name: str) -> None:
    """Each published participant conforms to the schema of a 201."""
    assert openapi.schema_errors(201, PARTICIPANT_EXAMPLES[name]["value"]) == []


def test_only_the_request_with_an_unknown_field_is_left_out() -> None:
    """Six of the seven published pairs are whole; the seventh has its answer alone."""
    assert set(PARTICIPANT_EXAMPLES) - set(FORM_EXAMPLES) == {"createRcsWithFallback"}
    assert len(PARTICIPANT_EXAMPLES) == 7


@pytest.mark.parametrize("recording", recorded.load(), ids=lambda recording: recording.name)
def test_recordings_conform(recording: recorded.Recording) -> None:
    """Each recorded body conforms to the schema of its status, which is listed with a body."""
    assert openapi.response_validator(recording.status) is not None
    assert openapi.schema_errors(recording.status, recording.body) == []


@pytest.mark.parametrize("name", NULLABLE)
def test_every_property_is_required_and_may_be_null(name: str) -> None:
    """Each of the twelve properties may be null, and none may be missing."""
    assert openapi.schema_errors(201, {**PARTICIPANT, name: None}) == []
    missing = {key: value for key, value in PARTICIPANT.items() if key != name}
    assert openapi.schema_errors(201, missing) == [f'body: "{name}" is a required property']


@pytest.mark.parametrize("key", sorted(ERROR))
def test_every_key_of_an_error_is_required(key: str) -> None:
    """None of the four keys of an error may be missing."""
    missing = {name: value for name, value in ERROR.items() if name != key}
    assert openapi.schema_errors(404, missing) == [f'body: "{key}" is a required property']


def test_more_properties_may_come() -> None:
    """A server may add properties to participants, bindings, errors, and fields may be added to the form."""
    binding = {**PARTICIPANT["messaging_binding"], "level": "cc", "projected_address": None}
    participant = {**PARTICIPANT, "chat_service_sid": "IS" + HEX, "messaging_binding": binding}
    assert openapi.schema_errors(201, participant) == []
    assert openapi.schema_errors(404, {**ERROR, "details": {"field": "Sid"}, "user_error": True}) == []
    assert FORM_SCHEMA.is_valid({"Identity": "alice", "Unknown": "x"})


@pytest.mark.parametrize(
    "form",
    [
        {"Identity": "x" * 256},
        {"Identity": "USa"},
        {"MessagingBinding.Address": "+15017122661"},
        {"MessagingBinding.ProjectedAddress": "+15017122661"},
        {"Identity": "a", "Attributes": f'"{"x" * 4094}"', "RoleSid": "RL" + HEX},
        {
            "Identity": "a",
            "DateCreated": "2016-12-31T23:59:60Z",
            "DateUpdated": "2015-12-16T22:18:37.5+01:00",
        },
    ],
)
def test_form_at_its_limits_conforms(form: dict[str, str]) -> None:
    """What lies just within the constraints of the form is within."""
    assert FORM_SCHEMA.is_valid(form)


def test_form_without_anybody_is_refused() -> None:
    """Neither an empty form nor one with a role alone names anybody."""
    assert not FORM_SCHEMA.is_valid({})
    assert not FORM_SCHEMA.is_valid({"RoleSid": "RL" + HEX})


def test_webhook_header_has_two_values() -> None:
    """The header takes the texts true and false."""
    header = parameter(WEBHOOK_HEADER)
    values = ("true", "false", "True", "", True)
    assert [value for value in values if header.is_valid(value)] == ["true", "false"]


def test_conversation_is_any_text() -> None:
    """A unique name may stand where the SID of the conversation stands, but not nothing."""
    path = parameter("ConversationSid")
    assert path.is_valid("room one")
    assert not path.is_valid("")


def test_cors_headers_are_typed_and_optional() -> None:
    """The five CORS headers are described, none is required, and one is boolean."""
    types = {name: header["schema"]["type"] for name, header in SUCCESS["headers"].items()}
    assert len(types) == 5
    assert [name for name, kind in types.items() if kind == "boolean"] == ["Access-Control-Allow-Credentials"]
    assert not any(header.get("required") for header in SUCCESS["headers"].values())


def test_every_body_and_every_header_has_an_example() -> None:
    """Mocks that are made of the document answer with them."""
    for status, response in openapi.operation()["responses"].items():
        bodies = response.get("content", {}).values()
        assert all(body["examples"] for body in bodies), status
        assert bodies or status == "503"
    values = {name: header["example"] for name, header in SUCCESS["headers"].items()}
    assert all(shape.CORS[name][1](str(value)) for name, value in values.items())
    assert set(values) == set(shape.CORS)


@pytest.mark.parametrize("name", sorted(ERROR_ENTRIES))
def test_examples_of_errors_say_where_they_come_from(name: str) -> None:
    """Each is the body of a recording, or says what it was assembled from; code, page and status fit."""
    status, entry = ERROR_ENTRIES[name]
    body, recording = entry["value"], recorded.by_name().get(name)
    assert openapi.schema_errors(body["status"], body) == []
    assert name == f"error_{body['code']}"
    assert body["more_info"].endswith(f"/{body['code']}")
    assert status in (str(body["status"]), "4XX")
    if recording is not None:
        assert (body, body["status"]) == (recording.body, recording.status)
    else:
        assert entry["summary"].startswith("Assembled from the title in the dictionary of errors")


def test_every_recorded_error_is_an_example() -> None:
    """None is left out."""
    assert {one.name for one in recorded.load() if one.name.startswith("error_")} <= set(ERROR_ENTRIES)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 413, 499])
def test_refusals_carry_an_error(status: int) -> None:
    """Each 4xx, listed by itself or not, carries an error."""
    assert openapi.schema_errors(status, ERROR) == []
    assert openapi.schema_errors(status, PARTICIPANT) != []


def test_status_without_a_body_promises_nothing() -> None:
    """A 503 is described without a body."""
    assert openapi.schema_errors(503, "anything") == []


@pytest.mark.parametrize("status", [200, 302, 500])
def test_unknown_status_is_an_error(status: int) -> None:
    """A status that the document has not is the error, whatever the body."""
    [line] = openapi.schema_errors(status, PARTICIPANT)
    assert line.startswith("'status' must be one of 201, 400")
    assert f"(got {status})" in line


def test_errors_name_the_place() -> None:
    """An error line starts with the place that it is about."""
    [line] = openapi.schema_errors(201, {**PARTICIPANT, "messaging_binding": {"type": 1}})
    assert line == 'messaging_binding.type: 1 is not of type "string"'


def nested(depth: int) -> list[object]:
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("\ud800", id="surrogate"),
        pytest.param({**PARTICIPANT, "sid": nested(20_000)}, id="nested"),
    ],
)
def test_body_that_cannot_be_judged_is_an_error(body: object) -> None:
    """A body that the validator cannot take is an error line, not an exception."""
    [line] = openapi.schema_errors(201, body)
    assert line.startswith("body: cannot be judged (")


def test_unknown_format_does_not_compile() -> None:
    """A misspelt format is an error rather than a check that passes everything."""
    with pytest.raises(ValueError, match="Unknown format: 'datetime'"):
        openapi.compile_schema({"type": "string", "format": "datetime"})
