"""Shapes that sequences of every kind of participant have: added twice, added again, watched over an update."""

from dataclasses import replace

from contracts.cases.case import ATTRIBUTES, DATE_CREATED, IDENTITY, Case, Op, Sequence, Step, case
from strategies.fields import timestamps
from strategies.sequences.partition import of
from strategies.sequences.steps import about, create, listing, update


def duplicates(first: Case) -> tuple[Sequence, ...]:
    """The same twice, with a look at the first; a third time; and over another connection."""
    twice = create(first), create(first)
    closing = Step(replace(create(first).case, headers=(("Connection", "close"),)))
    return (
        of(*twice),
        of(*twice, about(Op.FETCH, 0), listing()),
        of(*twice, create(first)),
        of(closing, create(first)),
    )


def duplicates_in_other_dress(first: Case, fields: dict[str, str]) -> tuple[Sequence, ...]:
    """The same with each other field, either of them first."""
    others = [first.with_field(name, value) for name, value in fields.items()]
    return (
        *(of(create(first), create(other), about(Op.FETCH, 0)) for other in others),
        *(of(create(other), create(first)) for other in others),
    )


def in_plain(participant: Case) -> Sequence:
    """Deleted and added again, without what was given the first time."""
    full = participant.with_field(DATE_CREATED, timestamps.SAMPLE).with_field(ATTRIBUTES, '{"role":"driver"}')
    return of(create(full), about(Op.DELETE, 0), create(participant), about(Op.FETCH, 2))


def again(participant: Case) -> tuple[Sequence, ...]:
    """Added, deleted and added again, with looks at it."""
    twice = (create(participant), about(Op.DELETE, 0), create(participant))
    return of(*twice), of(*twice, about(Op.FETCH, 2), create(participant), listing())


def watched(participant: Case) -> Sequence:
    """An answer that was read before an update must not be given after it."""
    changed = update(0, **{ATTRIBUTES: '{"seat":2}'})
    return of(create(participant), about(Op.FETCH, 0), changed, about(Op.FETCH, 0), listing())


def people(count: int) -> list[Case]:
    """As many participants with identities."""
    return [case({IDENTITY: f"person-{number}"}) for number in range(count)]


def at_once(*participants: Case) -> Sequence:
    """Creates that are sent at the same moment."""
    return Sequence(tuple(create(participant) for participant in participants), together=True)
