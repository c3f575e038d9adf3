"""`contract compare`: another OpenAPI document against ours."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # PyYAML has no types of its own

from contracts.promises import openapi
from contracts.promises.comparing import compare
from contracts.promises.described import described
from reports.cli import invoke

Document = dict[str, Any]


def theirs() -> Document:
    """Our document as Twilio would write it: OpenAPI 3.0, nullable, references, another name in the path, and none
    of what is only ours."""
    document: Document = copy.deepcopy(openapi.spec())
    document["openapi"] = "3.0.1"
    document["servers"] = document["servers"][:1]
    operation = document["paths"].pop(openapi.PATH)["post"]
    document["paths"]["/v1/Conversations/{Sid}/Participants"] = {"post": operation}
    operation["parameters"][0]["schema"] = {"type": "string"}
    operation["parameters"][1]["schema"] = {"$ref": "#/components/schemas/webhook"}
    operation["responses"] = {"201": operation["responses"]["201"]}
    del operation["requestBody"]["required"]
    schemas = document["components"]["schemas"]
    schemas["webhook"] = {"type": "string", "enum": ["false", "true"]}
    schemas["Participant"]["required"] = []
    schemas["Participant"]["properties"]["messaging_binding"] = {"nullable": True}
    for schema in schemas["Participant"]["properties"].values():
        if isinstance(schema.get("type"), list):
            schema |= {"type": schema["type"][0], "nullable": True}
    del schemas["NewParticipant"]["anyOf"]
    schemas["NewParticipant"]["properties"]["RoleSid"]["maxLength"] = 34
    return document


def operation(document: Document) -> Document:
    [path] = document["paths"].values()
    found: Document = path["post"]
    return found


def field(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"]["NewParticipant"]["properties"][name]
    return found


def answered(document: Document) -> Document:
    found: Document = document["components"]["schemas"]["Participant"]["properties"]
    return found


def examples(document: Document) -> Document:
    found: Document = operation(document)["responses"]["201"]["content"]["application/json"]["examples"]
    return found


def test_our_document_says_what_it_says() -> None:
    """All of it is shared."""
    found = compare(described(openapi.spec()))
    assert (found.theirs, found.ours, found.contradictions) == ((), (), ())
    assert found.shared > 200


def test_each_says_more_and_nothing_is_in_the_way() -> None:
    """What 3.0 calls nullable, a reference and another name in the path are no difference."""
    found = compare(described(theirs()))
    assert found.contradictions == ()
    assert found.theirs == ("field RoleSid: maxLength 34",)
    assert {
        "answer 401",
        "form: required",
        "answer 201, sid: required",
        "answer 201, messaging_binding.type",
    } <= set(found.ours)
    assert not any("pattern" in line or "content" in line for line in found.ours)


CONTRADICTIONS: dict[str, Callable[[Document], object]] = {
    "field Identity: maxLength 256 in openapi.yaml, 128 there": lambda it: field(it, "Identity").update(
        maxLength=128
    ),
    'header parameter X-Twilio-Webhook-Enabled: enum "false", "true" in openapi.yaml, "true" there': lambda it: it[
        "components"
    ]["schemas"]["webhook"].update(enum=["true"]),
    "answer 201, sid: type null or string in openapi.yaml, string there": lambda it: answered(it)["sid"].pop(
        "nullable"
    ),
    "field Language: required there, and not in openapi.yaml": lambda it: it["components"]["schemas"][
        "NewParticipant"
    ].update(required=["Language"]),
    "answer 201, role_sid is not there": lambda it: answered(it).pop("role_sid"),
    "field MessagingBinding.Address is not there": lambda it: it["components"]["schemas"]["NewParticipant"][
        "properties"
    ].pop("MessagingBinding.Address"),
    "form: application/x-www-form-urlencoded in openapi.yaml, form: multipart/form-data there": lambda it: (
        operation(it).update(
            requestBody={
                "content": {
                    "multipart/form-data": operation(it)["requestBody"]["content"][
                        "application/x-www-form-urlencoded"
                    ]
                }
            }
        )
    ),
    'example createChat of a participant there: attributes: 7 is not of types "null", "string"': lambda it: (
        examples(it)["createChat"]["value"].update(attributes=7)
    ),
    "operation POST /v1/Conversations/{ConversationSid}/Participants is not there": lambda it: it["paths"].clear(),
}


@pytest.mark.parametrize("line", CONTRADICTIONS)
def test_a_contradiction_is_told(line: str) -> None:
    """One edit, one contradiction."""
    document = theirs()
    CONTRADICTIONS[line](document)
    assert compare(described(document)).contradictions == (line,)


def test_what_is_new_there_is_no_contradiction() -> None:
    """Fields, properties within one another, answers, headers, examples, and that it is deprecated."""
    document = theirs()
    operation(document)["deprecated"] = True
    operation(document)["responses"]["202"] = {"description": "Later"}
    document["components"]["schemas"]["NewParticipant"]["properties"]["Language"] = {"type": "string"}
    level = {"type": "array", "items": {"type": "object", "properties": {"level": {"type": "string"}}}}
    answered(document)["bindings"] = {"allOf": [level]}
    examples(document)["createEmail"] = examples(document)["createChat"]
    found = compare(described(document))
    assert found.contradictions == ()
    assert set(found.theirs) == {
        "operation: deprecated",
        "field RoleSid: maxLength 34",
        "field Language",
        "answer 202",
        "answer 201, bindings",
        "example createEmail of a participant",
    }


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exits with 0 when nothing contradicts, in JSON or YAML, and with 1 when something does."""
    document = theirs()
    file = tmp_path / "theirs"
    for text in (json.dumps(document), yaml.safe_dump(document)):
        file.write_text(text)
        assert invoke(["compare", str(file)]) == 0
        told = capsys.readouterr().out
        assert "It says, and openapi.yaml does not (1):\n  field RoleSid: maxLength 34\n" in told
        assert "\nNO CONTRADICTION; " in told
    field(document, "Attributes")["maxLength"] = 16384
    file.write_text(json.dumps(document))
    assert invoke(["compare", str(file)]) == 1
    assert "\nCONTRADICTS in 1 place; " in capsys.readouterr().out
    assert invoke(["compare", str(file), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["contradictions"] == ["field Attributes: maxLength 4096 in openapi.yaml, 16384 there"]


LOOP = {"$ref": "#/components/schemas/loop"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "No such file"),
        ("{", "neither JSON nor YAML"),
        ("[" * 100_000, "neither JSON nor YAML"),
        ("swagger: '2.0'\npaths: {}", "'openapi: 3...' and 'paths' are not both there"),
        (json.dumps({**openapi.spec(), "components": {}}), "one without 'securitySchemes'"),
        (json.dumps({**openapi.spec(), "paths": {openapi.PATH: {"post": 1}}}), "'int' object"),
        (
            json.dumps(
                {**theirs(), "components": {**theirs()["components"], "schemas": {"webhook": LOOP, "loop": LOOP}}}
            ),
            "a reference that leads to itself",
        ),
    ],
)
def test_a_file_that_is_none(
    text: str | None, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exits with 2, in one line that says what is wrong."""
    if text is not None:
        (tmp_path / "file").write_text(text)
    assert invoke(["compare", str(tmp_path / "file")]) == 2
    told = capsys.readouterr().err
    assert told.startswith("contract: 'FILE' must be an OpenAPI document (got ")
    assert problem in told
    assert told.count("\n") == 1
