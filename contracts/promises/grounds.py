"""Grounds: what speaks for and against a request; here those of attributes, dates and roles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contracts.cases.case import ATTRIBUTES, DATE_CREATED, DATE_UPDATED, ROLE_SID
from contracts.promises.declared import Declared
from contracts.promises.grammar import attributes, json_text, sids, timestamps
from contracts.promises.grammar.grade import Grade


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule says no. `codes` are the error codes that Twilio's dictionary has for it."""

    rule: str
    codes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """A rule says yes. The rule with the highest `weight` speaks of the most particular part of the case."""

    rule: str
    weight: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """The documents leave it open; `reading` when servers may not even read the same request."""

    reading: bool = False


Ground = Refusal | Promise | Doubt
Form = Mapping[str, str]


def attribute_grounds(fields: Form) -> Iterator[Ground]:
    """JSON of at most 4 KB."""
    text = fields.get(ATTRIBUTES)
    if text is None:
        return
    size = attributes.size_grade(text)
    if size is Grade.BAD:  # which only JSON can be
        yield Refusal("C232", (50303,))
        return
    structure = json_text.grade(text)
    if structure is Grade.BAD:
        yield Refusal("C231", (50304,))
    elif (structure, size) == (Grade.GOOD, Grade.GOOD):
        yield Promise("C207" if len(text) > 1024 else "C206", 2)
    else:
        yield Doubt()


def date_grounds(fields: Form) -> Iterator[Ground]:
    """Date-times, the creation not after the update."""
    created, updated = fields.get(DATE_CREATED), fields.get(DATE_UPDATED)
    for text, refusal in ((created, Refusal("C233", (50308,))), (updated, Refusal("C234", (50309,)))):
        grade = Grade.GOOD if text is None else timestamps.grade(text)
        if grade is Grade.BAD:
            yield refusal
        elif grade is not Grade.GOOD:
            yield Doubt()
    if created is None and updated is None:
        return
    yield Promise("C208", 3)
    if updated is not None and not _in_order(created, updated):
        yield Doubt()


def _in_order(created: str | None, updated: str) -> bool:
    """Whether nothing speaks against the two dates; updated before created, or alone, is not documented."""
    if created is None or not (timestamps.is_date_time(created) and timestamps.is_date_time(updated)):
        return False
    return timestamps.instant(created) <= timestamps.instant(updated)


def role_grounds(fields: Form, declared: Declared) -> Iterator[Ground]:
    """A role that is known to be one of conversations is good. A well-formed SID may name no role, or none of a
    conversation (errors 50109, 50105): which it does is known when the target lists its roles."""
    text = fields.get(ROLE_SID)
    if text is None:
        return
    known = {sid.lower() for sid in (*declared.roles, *declared.service_roles)}
    if text in declared.roles:
        yield Promise("C244", 5)
    elif sids.grade_role(text) is Grade.BAD:
        yield Refusal("C235")
    elif text in declared.service_roles:
        yield Refusal("C245", (50105,))
    elif text in declared.foreign_roles or (declared.every_role and text and text.lower() not in known):
        yield Refusal("C246", (50109, 50101, 50100))
    else:
        yield Doubt()
