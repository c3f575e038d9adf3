"""Sequences about roles: updated, read back, kept, and given to several."""

from contracts.cases.case import ATTRIBUTES, ROLE_SID, Case, Op, Sequence
from strategies.sequences.steps import about, create, listing, update


def changed(participant: Case, role: str) -> tuple[Sequence, ...]:
    """A role that was given by default is changed, and stays while something else is."""
    look = about(Op.FETCH, 0), listing()
    other = update(0, **{ATTRIBUTES: '{"seat":2}'})
    roled = participant.with_field(ROLE_SID, role)
    return (
        Sequence((create(participant), update(0, **{ROLE_SID: role}), *look)),
        Sequence((create(participant), update(0, **{ROLE_SID: role}), other, *look)),
        Sequence((create(roled), other, *look)),
        Sequence((create(roled), update(0, **{ATTRIBUTES: '{"seat":2}', ROLE_SID: role}), *look)),
    )


def shared(people: tuple[Case, ...], given: tuple[str, ...]) -> tuple[Sequence, ...]:
    """Several with the same role, and with different ones, side by side."""
    same = [one.with_field(ROLE_SID, given[-1]) for one in people]
    turns = [one.with_field(ROLE_SID, given[place % len(given)]) for place, one in enumerate(people)]
    looks = [about(Op.FETCH, place) for place in range(len(people))]
    return tuple(Sequence((*map(create, crowd), listing(), *looks)) for crowd in (same, turns, turns[::-1]))


def by_default(people: tuple[Case, ...], given: tuple[str, ...]) -> tuple[Sequence, ...]:
    """Those who name no role get the default one, after others who were given roles and after an update."""
    one, two, three, *_ = people
    steps = [create(one), create(two)]
    roled = [create(three.with_field(ROLE_SID, given[-1])), create(people[3])]
    return (
        Sequence((*steps, *roled, listing())),
        Sequence((*steps, update(1, **{ROLE_SID: given[-1]}), *roled[1:], listing())),
        Sequence((roled[0], *steps, about(Op.DELETE, 0), roled[1], listing())),
    )


def refused_updates(participant: Case, strange: tuple[str, ...]) -> tuple[Sequence, ...]:
    """A role of another type, or none, is no more accepted by an update than by a create."""
    return tuple(
        Sequence((create(participant), update(0, **{ROLE_SID: role}), about(Op.FETCH, 0))) for role in strange
    )
