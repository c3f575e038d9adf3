"""Another OpenAPI document beside ours: what each says that the other does not, and where they contradict."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.promises import openapi
from contracts.promises.described import Claims, Described, described

OURS = "openapi.yaml"
_KINDS = ("server: ", "security: ", r"form: \S+/", r"answer 201: \S+/")
"""Of these each document names some; they contradict each other when they have none in common."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line each, in the order of the documents."""

    theirs: tuple[str, ...]
    ours: tuple[str, ...]
    contradictions: tuple[str, ...]
    shared: int


def compare(there: Described) -> Compared:
    """Our document and another."""
    here = described(openapi.spec())
    if not there.claims:
        return Compared((), (), (f"operation POST {openapi.PATH} is not there",), 0)
    contradictions = tuple(_contradictions(here, there))
    theirs = (*_only(there.claims, here.claims), *_examples(there, here))
    ours = (*_only(here.claims, there.claims), *_examples(here, there))
    shared = sum(1 for place, value in here.claims.items() if there.claims.get(place) == value)
    return Compared(theirs, ours, contradictions, shared)


def _only(these: Claims, those: Claims) -> Iterator[str]:
    """What these have and those have not; of a property that those have not, only its name."""
    for place, value in these.items():
        if place not in those and not _is_within(place, these, those):
            yield _line(place, value)


def _examples(these: Described, those: Described) -> Iterator[str]:
    """Examples that these have and those have not, or have with another value."""
    for what, mine, others in (("form", these.sent, those.sent), ("participant", these.answered, those.answered)):
        for name, value in mine.items():
            if name not in others:
                yield f"example {name} of a {what}"
            elif others[name] != value:
                yield f"example {name} of a {what}: {json.dumps(value, sort_keys=True, default=str)}"


def _is_within(place: str, these: Claims, those: Claims) -> bool:
    """Whether the claim is about something that those do not know at all."""
    heads = [place[:at] for at, letter in enumerate(place) if letter in ":.,[" and at]
    return any(head in these and head not in those for head in heads)


def _line(place: str, value: object) -> str:
    return place if value is True else f"{place} {value}"


def _contradictions(here: Described, there: Described) -> Iterator[str]:
    for place, ours in here.claims.items():
        theirs = there.claims.get(place)
        if theirs is not None and theirs != ours:
            yield f"{place} {ours} in {OURS}, {theirs} there"
    yield from _nothing_in_common(here.claims, there.claims)
    yield from _asked_for(here.claims, there.claims)
    yield from _gone(here.claims, there.claims)
    yield from _refused("form", here.sent, there.sent)
    yield from _refused("participant", here.answered, there.answered)


def _nothing_in_common(here: Claims, there: Claims) -> Iterator[str]:
    for kind in _KINDS:
        ours, theirs = ([place for place in claims if re.match(kind, place)] for claims in (here, there))
        if ours and theirs and not set(ours) & set(theirs):
            yield f"{', '.join(ours)} in {OURS}, {', '.join(theirs)} there"


def _asked_for(here: Claims, there: Claims) -> Iterator[str]:
    """What a request must have there, and need not have by our document."""
    for place in there:
        if (
            place.startswith(("field ", "header ", "query "))
            and place.endswith(": required")
            and place not in here
        ):
            yield f"{place} there, and not in {OURS}"


def _gone(here: Claims, there: Claims) -> Iterator[str]:
    """Fields, parameters and properties that our rules are about, and that are not there."""
    for place in here:
        if re.fullmatch(r"(field [^:]+|header [^:]+|answer 201, [^:.]+)", place) and place not in there:
            yield f"{place} is not there"


def _refused(what: str, ours: dict[str, object], theirs: dict[str, object]) -> Iterator[str]:
    """Examples there that our schema refuses."""
    for name, value in theirs.items():
        if ours.get(name) != value and (fault := _fault(what, value)):
            yield f"example {name} of a {what} there: {fault}"


def _fault(what: str, value: object) -> str:
    if what == "participant":
        return "; ".join(openapi.schema_errors(201, value))
    validator = openapi.compile_schema({"$ref": "#/components/schemas/NewParticipant"})
    return "; ".join(error.message for error in validator.iter_errors(value))
