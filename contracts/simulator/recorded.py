"""Recordings: published or recorded answers of the service, each with its provenance.

A file of `recordings/` is named after its recording and holds

    {"name": "chat", "provenance": {"kind", "source", "confidence", "note"},
     "request": {"fields": [["Identity", "IDENTITY"], ...]} or null,
     "response": {"status": 201, "headers": [["content-type", "application/json"], ...], "body": {...}}}
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from contracts.cases.case import Pairs
from contracts.errors import UsageError

RECORDINGS = Path(__file__).parents[1] / "recordings"
KINDS = ("published", "recorded")
CONFIDENCES = ("documented", "fixture", "reported")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an answer comes from: transcribed from what is published, or recorded from a sandbox."""

    kind: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Recording:
    """One answer; `fields` is the form that it answered, or None where that is not known."""

    name: str
    provenance: Provenance
    fields: Pairs | None
    status: int
    headers: Pairs
    body: dict[str, Any]


def load(directory: Path = RECORDINGS) -> tuple[Recording, ...]:
    """The recordings of a directory in the order of their names. Raises UsageError that names the file."""
    return tuple(_load_file(path) for path in sorted(directory.glob("*.json")))


@cache
def by_name() -> Mapping[str, Recording]:
    """The recordings of this package by name, read once."""
    return MappingProxyType({recording.name: recording for recording in load()})


def _load_file(path: Path) -> Recording:
    try:
        recording = _recording(json.loads(path.read_text("utf-8")))
        if recording.name != path.stem:
            raise UsageError(f"'name' must be that of the file (got {recording.name!r})")
    except (ValueError, UsageError) as error:
        raise UsageError(f"{path.name}: {error}; see the other recordings") from None
    return recording


def _recording(document: Any) -> Recording:
    _keys("a recording", document, {"name", "provenance", "request", "response"})
    request, response = document["request"], document["response"]
    if request is not None:
        _keys("request", request, {"fields"})
    _keys("response", response, {"status", "headers", "body"})
    return Recording(
        _typed("name", document["name"], str),
        _provenance(document["provenance"]),
        None if request is None else _pairs("request.fields", request["fields"]),
        _typed("response.status", response["status"], int),
        _pairs("response.headers", response["headers"]),
        _typed("response.body", response["body"], dict),
    )


def _provenance(document: Any) -> Provenance:
    keys = ("kind", "source", "confidence", "note")
    _keys("provenance", document, set(keys))
    values = [_typed(f"provenance.{key}", document[key], str) for key in keys]
    provenance = Provenance(*values)
    if provenance.kind not in KINDS:
        raise UsageError(f"'provenance.kind' must be 'published' or 'recorded' (got {provenance.kind!r})")
    if provenance.confidence not in CONFIDENCES:
        choices = ", ".join(CONFIDENCES)
        raise UsageError(f"'provenance.confidence' must be one of {choices} (got {provenance.confidence!r})")
    if not provenance.source:
        raise UsageError("'provenance.source' must say where the answer stands (got '')")
    return provenance


def _keys(name: str, value: object, keys: set[str]) -> None:
    got = sorted(value) if isinstance(value, dict) else value
    if got != sorted(keys):
        raise UsageError(f"'{name}' must be an object with {', '.join(sorted(keys))} (got {got!r})")


def _typed(name: str, value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise UsageError(f"'{name}' must be of type {kind.__name__} (got {value!r})")
    return value


def _pairs(name: str, value: Any) -> Pairs:
    pairs = value if isinstance(value, list) else [value]
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(item, str) for item in pair)):
            raise UsageError(f"'{name}' must be a list of [name, value] pairs of text (got {pair!r})")
    return tuple((first, second) for first, second in pairs)
