"""What an OpenAPI document says of the operation: claims, each at its place, to hold against those of another."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # PyYAML has no types of its own

from contracts.errors import UsageError
from contracts.promises.openapi import PATH

_WORDS = {"description", "title", "example", "examples", "summary", "deprecated", "nullable", "$ref", "required"}
"""Keywords of a schema that are no claim, or are read in another way."""
_DEPTH = 20
"""References and properties within one another; a schema that holds itself ends here."""

Claims = dict[str, object]
"""By place, such as `field RoleSid: pattern`."""


@dataclass(slots=True)
class Described:
    """`claims` by place; `sent` and `answered` are examples of forms and participants by name. No claims when the
    document does not have the operation."""

    title: str
    claims: Claims = field(default_factory=dict)
    sent: dict[str, object] = field(default_factory=dict)
    answered: dict[str, object] = field(default_factory=dict)


def load(path: Path) -> dict[str, Any]:
    """An OpenAPI document of version 3, in JSON or YAML. Raises UsageError for a file that is none."""
    try:
        text = path.read_text("utf-8-sig")
        document: Any = json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        reason = getattr(error, "strerror", None) or "it is neither JSON nor YAML in UTF-8"
        raise UsageError(f"'FILE' must be an OpenAPI document (got {path}: {reason}); give another") from None
    known: dict[str, Any] = document if isinstance(document, dict) else {}
    if not str(known.get("openapi")).startswith("3.") or not isinstance(known.get("paths"), dict):
        problem = "'openapi: 3...' and 'paths' are not both there"
        raise UsageError(f"'FILE' must be an OpenAPI document (got {path}: {problem}); give another")
    return known


def described(document: dict[str, Any]) -> Described:
    """What a document says. Raises UsageError where it is not as OpenAPI has it."""
    try:
        return _Reader(document).read()
    except KeyError as error:
        raise UsageError(f"'FILE' must be an OpenAPI document (got one without {error}); correct it") from None
    except (AttributeError, TypeError, ValueError) as error:
        raise UsageError(f"'FILE' must be an OpenAPI document (got {error}); correct it") from None


class _Reader:
    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def read(self) -> Described:
        info = self.document.get("info") or {}
        found = Described(f"{info.get('title', 'no title')} {info.get('version', '')}".strip())
        paths = self.document["paths"].items()
        shared: dict[str, Any] = next((at for path, at in paths if _form(path) == _form(PATH)), {})
        operation = shared.get("post")
        if operation is None:
            return found
        found.claims = dict(self._operation(shared, operation))
        forms = self._resolved(operation.get("requestBody") or {}).get("content") or {}
        found.sent = _examples(forms)
        answer = self._resolved((operation.get("responses") or {}).get("201") or {})
        found.answered = _examples(answer.get("content") or {})
        return found

    def _operation(self, shared: dict[str, Any], operation: dict[str, Any]) -> Iterator[tuple[str, object]]:
        if operation.get("deprecated"):
            yield "operation: deprecated", True
        for server in operation.get("servers") or shared.get("servers") or self.document.get("servers") or []:
            yield f"server: {server['url']}", True
        for need in operation.get("security", self.document.get("security") or []):
            yield from ((f"security: {self._scheme(name)}", True) for name in need)
        for parameter in [*(shared.get("parameters") or []), *(operation.get("parameters") or [])]:
            yield from self._parameter(self._resolved(parameter))
        body = self._resolved(operation.get("requestBody") or {})
        if body.get("required"):
            yield "form: required", True
        for media, content in (body.get("content") or {}).items():
            yield f"form: {media}", True
            yield from self._schema("form", "field ", content.get("schema") or {})
        for status, response in (operation.get("responses") or {}).items():
            yield from self._response(str(status), self._resolved(response))

    def _scheme(self, name: str) -> str:
        scheme = self._resolved(self.document["components"]["securitySchemes"][name])
        return " ".join(filter(None, (scheme["type"], scheme.get("scheme"))))

    def _parameter(self, parameter: dict[str, Any]) -> Iterator[tuple[str, object]]:
        place = f"{parameter['in']} parameter {parameter['name']}"
        yield place, True
        if parameter.get("required"):
            yield f"{place}: required", True
        yield from self._schema(place, f"{place}.", parameter.get("schema") or {})

    def _response(self, status: str, response: dict[str, Any]) -> Iterator[tuple[str, object]]:
        yield f"answer {status}", True
        for name, header in (response.get("headers") or {}).items():
            place = f"answer {status}, header {name}"
            yield place, True
            yield from self._schema(place, f"{place}.", self._resolved(header).get("schema") or {})
        for media, content in (response.get("content") or {}).items():
            yield f"answer {status}: {media}", True
            yield from self._schema(f"answer {status}", f"answer {status}, ", content.get("schema") or {})

    def _schema(self, place: str, inner: str, schema: Any, depth: int = 0) -> Iterator[tuple[str, object]]:
        """The claims of a schema at a place; those of its properties are at `inner` and their names."""
        schema = self._resolved(schema)
        if depth > _DEPTH or not isinstance(schema, dict):
            return
        yield from ((f"{place}: type", kinds) for kinds in [_types(schema)] if kinds)
        for keyword, value in schema.items():
            if (
                keyword in ("properties", "items", "allOf", "type")
                or keyword in _WORDS
                or keyword.startswith("x-")
            ):
                continue
            yield f"{place}: {keyword}", _comparable(value)
        for part in schema.get("allOf") or []:
            yield from self._schema(place, inner, part, depth + 1)
        if "items" in schema:
            yield from self._schema(f"{place}[]", f"{place}[].", schema["items"], depth + 1)
        yield from ((f"{inner}{name}: required", True) for name in schema.get("required") or [])
        for name, child in (schema.get("properties") or {}).items():
            yield f"{inner}{name}", True
            yield from self._schema(f"{inner}{name}", f"{inner}{name}.", child, depth + 1)

    def _resolved(self, part: Any) -> Any:
        """A part of the document, or what its reference leads to."""
        for _ in range(_DEPTH):
            if not isinstance(part, dict) or "$ref" not in part:
                return part
            found: Any = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name.replace("~1", "/").replace("~0", "~")]
            part = found
        raise ValueError("a reference that leads to itself")


def _form(path: str) -> str:
    """A path without the names of its parameters."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _types(schema: dict[str, Any]) -> str:
    """As OpenAPI 3.1 says them: what 3.0 calls nullable has a type more."""
    given = schema.get("type")
    kinds = set(given if isinstance(given, list) else [given] if given else [])
    return " or ".join(sorted(kinds | ({"null"} if kinds and schema.get("nullable") else set())))


def _comparable(value: object) -> object:
    """Lists, in which the order says nothing, in one order."""
    if isinstance(value, list):
        return ", ".join(sorted(json.dumps(one, sort_keys=True, default=str) for one in value))
    return value if isinstance(value, str | int | float) else json.dumps(value, sort_keys=True, default=str)


def _examples(content: dict[str, Any]) -> dict[str, object]:
    return {
        name: entry["value"]
        for media in content.values()
        for name, entry in (media.get("examples") or {}).items()
        if "value" in entry
    }
