"""The OpenAPI document of the operation, and its judgement of answers."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # PyYAML has no types of its own; `spec` gives them back
from jsonschema_rs import Draft202012Validator, ValidationError

OPENAPI_PATH = Path(__file__).parents[1] / "openapi.yaml"
PATH = "/v1/Conversations/{ConversationSid}/Participants"
MEDIA_TYPE = "application/json"


@cache
def spec() -> dict[str, Any]:
    """The document as it stands in openapi.yaml, read once; not to be changed."""
    document: dict[str, Any] = yaml.safe_load(OPENAPI_PATH.read_text("utf-8"))
    return document


def operation() -> dict[str, Any]:
    """The one operation of the document."""
    found: dict[str, Any] = spec()["paths"][PATH]["post"]
    return found


def response(status: int) -> dict[str, Any] | None:
    """What the document says of answers with this status, 4XX included; None where it says nothing."""
    responses = operation()["responses"]
    found: dict[str, Any] | None = responses.get(str(status), responses.get(f"{status // 100}XX"))
    return found


@cache
def response_validator(status: int) -> Draft202012Validator | None:
    """The compiled schema of the body that goes with a status; None where no body is described.

    Raises LookupError for a status that the document has not.
    """
    described = response(status)
    if described is None:
        known = ", ".join(operation()["responses"])
        raise LookupError(f"'status' must be one of {known} (got {status}); see openapi.yaml")
    content = described.get("content")
    return None if content is None else compile_schema(content[MEDIA_TYPE]["schema"])


def compile_schema(schema: dict[str, Any]) -> Draft202012Validator:
    """A validator of a schema of the document. References are resolved, formats are asserted.

    An OpenAPI 3.1 schema is JSON Schema 2020-12 (OpenAPI 3.1.0, 4.8.24), where a format
    only annotates by default.
    Raises ValidationError, a ValueError, for a schema that does not compile or names an unknown format.
    """
    return Draft202012Validator(
        {**schema, "components": spec()["components"]},
        validate_formats=True,
        ignore_unknown_formats=False,
    )


def schema_errors(status: int, body: object) -> list[str]:
    """What the document has against a parsed JSON body that came with a status, one readable line each.

    Empty when it conforms, and when the document describes no body for the status.
    A status that the document has not is itself the one error.
    """
    try:
        validator = response_validator(status)
    except LookupError as error:
        return [str(error)]
    if validator is None:
        return []
    try:
        return [_line(error) for error in validator.iter_errors(body)]
    except ValueError as error:  # a lone surrogate, or nesting beyond what the validator follows
        return [f"body: cannot be judged ({error})"]


def _line(error: ValidationError) -> str:
    where = "".join(f".{part}" if isinstance(part, str) else f"[{part}]" for part in error.instance_path)
    return f"{where.removeprefix('.') or 'body'}: {error.message}"
