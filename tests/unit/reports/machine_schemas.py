"""What readers of machine formats require, as JSON Schemas. Closed: a property that is not listed is a mistake.

SARIF: of the OASIS standard (2.1.0, section 3) what we write, with what GitHub's page on code scanning marks as
required, and its limits; an empty text is none there. CTRF: the required properties of its schema (ctrf.io).
"""

from typing import Any

Schema = dict[str, Any]


def _closed(required: Schema, optional: Schema | None = None) -> Schema:
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def _text(longest: int = 30_000) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _list(items: Schema, most: int = 25_000, least: int = 0) -> Schema:
    return {"type": "array", "items": items, "maxItems": most, "minItems": least}


_NUMBER: Schema = {"type": "integer", "minimum": 1}
_LEVEL: Schema = {"enum": ["none", "note", "warning", "error"]}
_BAG: Schema = {"type": "object"}
_REGION = _closed(dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _NUMBER))
_ARTIFACT = _closed({"uri": _text() | {"pattern": "^[a-z]"}})
_LOCATION = _closed({"physicalLocation": _closed({"artifactLocation": _ARTIFACT, "region": _REGION})})
_RULE = _closed(
    {
        "id": _text(255),
        "shortDescription": _closed({"text": _text(1024)}),
        "fullDescription": _closed({"text": _text(1024)}),
        "help": _closed({"text": _text()}),
        "defaultConfiguration": _closed({"level": _LEVEL}),
    },
    {"properties": _BAG},
)
_RESULT = _closed(
    {
        "ruleId": _text(255),
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "message": _closed({"text": _text()}),
        "locations": _list(_LOCATION, 10, 1),
        "partialFingerprints": {
            "type": "object",
            "required": ["primaryLocationLineHash"],
            "properties": {"primaryLocationLineHash": {"type": "string", "pattern": "^[0-9a-f]{16}:1$"}},
            "additionalProperties": _text(),
        },
    },
    {"properties": _BAG},
)
_DRIVER = _closed({"name": _text(255), "semanticVersion": _text(), "rules": _list(_RULE)})
_RUN = _closed(
    {
        "tool": _closed({"driver": _DRIVER}),
        "automationDetails": _closed({"id": _text() | {"pattern": "/$"}}),
        "invocations": _list(_closed({"executionSuccessful": {"type": "boolean"}}), 1, 1),
        "results": _list(_RESULT),
    },
    {"properties": _BAG},
)
_URI = _text() | {"pattern": "^https://"}
SARIF = _closed({"$schema": _URI, "version": {"const": "2.1.0"}, "runs": _list(_RUN, 20, 1)})

_COUNT: Schema = {"type": "integer", "minimum": 0}
_TEST = _closed(
    {"name": _text(), "status": {"enum": ["passed", "failed", "skipped", "pending", "other"]}, "duration": _COUNT},
    {
        "message": {"type": "string"},
        "trace": {"type": "string"},
        "suite": _list({"type": "string"}, least=1),
        "tags": _list({"type": "string"}),
        "extra": _BAG,
    },
)
_COUNTS = ("tests", "passed", "failed", "skipped", "pending", "other", "start", "stop")
CTRF = _closed(
    {
        "reportFormat": {"const": "CTRF"},
        "specVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "results": _closed(
            {
                "tool": _closed({"name": _text()}, {"version": {"type": "string"}}),
                "summary": _closed(dict.fromkeys(_COUNTS, _COUNT)),
                "tests": _list(_TEST),
            },
            {"extra": _BAG},
        ),
    },
    {"generatedBy": {"type": "string"}},
)
