"""Partitions of the role: conversation roles of the account, roles of another type, and SIDs of no role."""

from collections.abc import Iterable
from itertools import chain

from hypothesis import strategies as st

from contracts.cases.case import IDENTITY, ROLE_SID, WEBHOOK_HEADER, Case, Pairs, case
from contracts.promises.declared import Declared
from contracts.promises.expectation import Outcome
from strategies.fields import roles
from strategies.fields.addresses import CHANNELS
from strategies.partitions.participants import (
    bound,
    bound_participants,
    complete,
    kinds,
    named_participants,
    optional_subsets,
)
from strategies.partitions.partition import Partition, partition, senders_of

ALICE = {IDENTITY: "alice"}
WEBHOOK: Pairs = ((WEBHOOK_HEADER, "true"),)
MOST_ON_A_CHANNEL = 8
"""Roles that are examples on each channel; chat participants get every one, of perhaps hundreds."""


def known(declared: Declared) -> tuple[str, ...]:
    """The conversation roles of the account, or else the SID of a role that is not known to be one."""
    return declared.roles or (roles.SAMPLE,)


def accepted(declared: Declared) -> tuple[Partition, ...]:
    """Every conversation role, for participants of each kind and beside every subset of the other fields; and no
    role, where it is known which roles may not come of that."""
    chat = list(map(_given, known(declared)))
    chat += _dressed(ALICE, declared)
    cases = st.builds(_with_role, complete(named_participants()), st.sampled_from(known(declared))).map(case)
    rules = "C244 C307 C302 C308"
    return (
        partition("roles", rules, Outcome.ACCEPT, chat, cases, needs="roles"),
        partition("role-left-out", "C319", Outcome.ACCEPT, (case({IDENTITY: "alice"}),), needs="service_roles"),
        *(_bound(declared, channel) for channel in CHANNELS),
    )


def _bound(declared: Declared, channel: str) -> Partition:
    senders = senders_of(declared)
    pair = bound(senders, channel)
    plain = dict.fromkeys((*known(declared)[: MOST_ON_A_CHANNEL - 1], known(declared)[-1]))
    examples = [case(pair | {ROLE_SID: role}) for role in plain] + _dressed(pair, declared)
    whole = complete(bound_participants(senders, channel))
    cases = st.builds(_with_role, whole, st.sampled_from(known(declared))).map(case)
    rules = "C244 C307 C304"
    return partition(f"{channel}-roles", rules, Outcome.ACCEPT, examples, cases, channel=channel, needs="roles")


def _dressed(base: dict[str, str], declared: Declared) -> list[Case]:
    """The role that is least likely the default one with every subset of the other fields; first and last of them;
    with and without the header."""
    role = {ROLE_SID: known(declared)[-1]}
    subsets = [
        base | {name: text for name, text in more.items() if name not in base} for more in optional_subsets(base)
    ]
    orders = [*(one | role for one in subsets), *(role | one for one in subsets[:2])]
    return [case(one, headers=headers) for one in orders for headers in ((), WEBHOOK)]


def _with_role(fields: Pairs, role: str) -> Pairs:
    return (*fields, (ROLE_SID, role))


def rejected(declared: Declared) -> tuple[Partition, ...]:
    """Roles that are none of conversations, and SIDs that no role has, for participants of every kind."""
    services = declared.service_roles or (roles.SAMPLE,)
    # A server may take a role that it knows for what is only like its SID.
    misspelt = (roles.broken_samples(role).values() for role in (roles.SAMPLE, known(declared)[-1]))
    broken = map(_given, dict.fromkeys(chain.from_iterable(misspelt)))
    strangers = st.builds(_with_role, complete(named_participants()), roles.role_sids()).map(case)
    return (
        partition("role-broken", "C235 C504", Outcome.REJECT, broken, roles.broken_role_sids().map(_given)),
        partition(
            "roles-of-services",
            "C245 C504",
            Outcome.REJECT,
            _of_every_kind(declared, services),
            needs="service_roles",
        ),
        partition(
            "roles-unknown",
            "C246 C504",
            Outcome.REJECT,
            _of_every_kind(declared, strange(declared)),
            strangers,
            needs="every_role",
        ),
        partition(
            "roles-of-another-account",
            "C246 C504",
            Outcome.REJECT,
            _of_every_kind(declared, declared.foreign_roles[:MOST_ON_A_CHANNEL] or (roles.SAMPLE,)),
            needs="foreign_roles",
        ),
    )


def well_formed() -> tuple[Partition, ...]:
    """SIDs that may be those of roles: refused where the target lists its roles and they are not there."""
    examples = map(_given, roles.WELL_FORMED)
    return (partition("role", "C307 C901", None, examples, roles.role_sids().map(_given)),)


def unspecified() -> tuple[Partition, ...]:
    """A role that is given as nothing."""
    return (partition("role-empty", "C901", Outcome.UNSPECIFIED, (_given(""),)),)


def _given(role: str) -> Case:
    return case({IDENTITY: "alice", ROLE_SID: role})


def _of_every_kind(declared: Declared, sids: tuple[str, ...]) -> Iterable[Case]:
    """Every SID for an identity, and the first one and the last for the other kinds, plain and dressed."""
    first, *others = kinds(senders_of(declared))
    yield from (case(first | {ROLE_SID: sid}) for sid in sids)
    for kind in others:
        yield from (case(kind | {ROLE_SID: sid}) for sid in (sids[0], sids[-1]))
    yield from (case({**dress, ROLE_SID: sids[-1]}, headers=WEBHOOK) for dress in optional_subsets(ALICE)[1:])


def strange(declared: Declared) -> tuple[str, ...]:
    """SIDs that are none of the account's roles, the last ones a digit off one."""
    taken = {sid.lower() for sid in (*declared.roles, *declared.service_roles)}
    role = known(declared)[0]
    altered = (roles.altered(role, place) for place in (2, 17, 33))
    return tuple(sid for sid in (*roles.WELL_FORMED, *altered, "RL" + role[:1:-1]) if sid.lower() not in taken)
