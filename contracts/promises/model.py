"""The model of a sequence: which participants are where, and what the documentation promises for the next create.

It knows what the target answered, never what the target should have done: a create that was accepted is a member.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from contracts.cases.case import (
    ADDRESS,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    Auth,
    Case,
    Op,
    Sequence,
)
from contracts.exchanges.exchange import Exchange
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.grammar import addresses
from contracts.promises.oracle import expect

PARTICIPANT_LIMIT, UNDISPUTED_LIMIT, NON_CHAT_LIMIT = 1000, 100, 50
"""Participants of a conversation: at the most, by default (error 50417), and those with an address."""
GROUP_LIMIT = 10
"""Participants in Group MMS."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What decides whether two participants may be together. A sequence of a thousand asks half a million times:
    the case is read once."""

    folded: str
    has_address: bool
    in_group: bool
    is_plain: bool

    @classmethod
    def of(cls, case: Case) -> "Traits":
        """Those of a case."""
        address = case.get(ADDRESS) is not None
        return cls(_folded(case.get(IDENTITY) or ""), address, _is_in_group(case), _is_plain(case))


@dataclass(slots=True)
class Member:
    """A participant that a create made: `body` is its latest known answer."""

    case: Case
    body: dict[str, object]
    _traits: Traits | None = None
    _of: Case | None = None

    @property
    def traits(self) -> Traits:
        """Those of its case, as it is now."""
        if self._traits is None or self._of is not self.case:
            self._traits, self._of = Traits.of(self.case), self.case
        return self._traits

    @property
    def sid(self) -> str:
        """The SID that the answer gave it."""
        return str(self.body.get("sid"))


@dataclass(slots=True)
class Model:
    """`members` and `former` are by the number of their step; `closed` holds names of conversations."""

    members: dict[int, Member] = field(default_factory=dict)
    former: dict[int, Member] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    declared: Declared = NOTHING

    def inside(self, conversation: str) -> list[Member]:
        """The members of a conversation, in the order of their creation."""
        return [member for member in self.members.values() if member.case.conversation == conversation]

    def expect(self, case: Case) -> Expectation:
        """What is promised for a create here and now."""
        alone = expect(case, self.declared)
        if alone.outcome is Outcome.REJECT or case.method != "POST":
            return alone
        if case.conversation in self.closed:
            return Expectation(Outcome.REJECT, (), (50377,), ("C238",))
        near = self._near(case)
        inside = [member for member in near if member.case.conversation == case.conversation]
        twins = {rule for member in inside if (rule := clash(member.case, case))}
        for rule, code in (("C505", 50433), ("C506", 50416)):
            if rule in twins:
                return Expectation(Outcome.REJECT, (), (code,), (rule,))
        room = self._room(case)
        if room is not None:
            return room
        open_ones = [member for member in near if member.case.conversation not in self.closed]
        if alone.outcome is not Outcome.ACCEPT or any(_may_clash(member.case, case) for member in open_ones):
            return Expectation(Outcome.UNSPECIFIED)
        if any(member.traits.in_group for member in self.inside(case.conversation)):
            # A conversation of Group MMS takes members of Group MMS only (errors 50434 and 50437).
            return Expectation(Outcome.UNSPECIFIED)
        return replace(alone, rules=(*self._promises(case), *alone.rules))

    def _near(self, case: Case) -> list[Member]:
        """The members that may be taken for the same: those with an address, and those of a similar identity."""
        folded = _folded(case.get(IDENTITY) or "")
        return [m for m in self.members.values() if m.traits.has_address or m.traits.folded == folded]

    def _room(self, case: Case) -> Expectation | None:
        """What the counts of the limits page say: none beyond them; from 101 to 1000 the documents disagree
        (error 50417 speaks of 100 by default)."""
        inside = self.inside(case.conversation)
        group = [member.case for member in inside if member.traits.in_group]
        if _is_in_group(case) and len(group) >= GROUP_LIMIT and any(one.get(PROJECTED_ADDRESS) for one in group):
            return Expectation(Outcome.REJECT, (), (50436,), ("C517",))
        non_chat = sum(member.traits.has_address for member in inside)
        if case.get(ADDRESS) is not None and non_chat >= NON_CHAT_LIMIT:
            return Expectation(Outcome.REJECT, (), (50422, 50418), ("C515",))
        if len(inside) >= PARTICIPANT_LIMIT:
            return Expectation(Outcome.REJECT, (), (50417,), ("C515",))
        return Expectation(Outcome.UNSPECIFIED) if len(inside) >= UNDISPUTED_LIMIT else None

    def _promises(self, case: Case) -> Iterator[str]:
        """What only a sequence can show of an accepted create."""
        if len(self.inside(case.conversation)) >= 20:
            yield "C515"
        near = self._near(case)
        if any(m.case.conversation in self.closed and clash(m.case, case) == "C506" for m in near):
            yield "C519"
        if any(clash(m.case, case) and m.case.conversation == case.conversation for m in self.former.values()):
            yield "C507"
        if any(case.get(IDENTITY) and _same(m.case, case, IDENTITY) for m in near):
            yield "C509"
        if any(case.get(ADDRESS) and _same(m.case, case, ADDRESS) for m in near):
            yield "C514"

    def default_role(self, case: Case) -> str | None:
        """The role that a chat participant without a RoleSid gets; `None` where that is not known.

        It is the one that the configuration names, or else that of the second participant without one: the first
        may be taken for the creator of the conversation, which has a default of its own.
        """
        if not _is_plain(case):
            return None
        before = [member for member in self.inside(case.conversation) if member.traits.is_plain]
        if not before:
            return None
        seen = [role for member in before[1:] if isinstance(role := member.body.get("role_sid"), str)]
        return self.declared.default_role or next(iter(seen), None)

    def created(self, step: int, exchange: Exchange, body: dict[str, object]) -> None:
        """A create was accepted."""
        self.members[step] = Member(exchange.case, body)

    def deleted(self, step: int) -> None:
        """A participant was deleted."""
        self.former[step] = self.members.pop(step)


def expect_steps(sequence: Sequence, declared: Declared = NOTHING) -> list[Expectation | None]:
    """What is promised for each create of a sequence when the target keeps its promises; `None` for other steps.

    After a create that is left to the target, what depends on it is unspecified.
    """
    model, open_creates = Model(declared=declared), Model(declared=declared)
    expectations: list[Expectation | None] = []
    for number, step in enumerate(sequence.steps):
        expectation = None
        if step.op is Op.CREATE:
            expectation = model.expect(step.case)
            # Of creates that are sent together, any may come first.
            twin = sequence.together and any(
                other is not step and clash(other.case, step.case) for other in sequence.steps
            )
            if twin or open_creates.expect(step.case) != expect(step.case, declared):
                expectation = Expectation(Outcome.UNSPECIFIED)
            kind = {Outcome.ACCEPT: model, Outcome.UNSPECIFIED: open_creates}.get(expectation.outcome)
            if kind is not None:
                kind.members[number] = Member(step.case, {})
        elif step.op is Op.DELETE and step.ref in model.members:
            model.deleted(step.ref)
        elif step.op is Op.CLOSE:
            model.closed.add(step.case.conversation)
        expectations.append(expectation)
    return expectations


def _is_plain(case: Case) -> bool:
    """Whether a participant chats, and was given no role."""
    return bool(case.get(IDENTITY)) and not any(case.get(name) for name in (ADDRESS, PROJECTED_ADDRESS, ROLE_SID))


def _is_in_group(case: Case) -> bool:
    """Whether a participant takes part by Group MMS: an address or a projected one, and no proxy."""
    return bool(case.get(ADDRESS) or case.get(PROJECTED_ADDRESS)) and case.get(PROXY_ADDRESS) is None


def _same(one: Case, other: Case, name: str) -> bool:
    return one.get(name) == other.get(name)


def clash(one: Case, other: Case) -> str | None:
    """The rule by which two participants may not be in one conversation."""
    if {one.auth, other.auth} != {Auth.VALID}:
        return None
    if one.get(IDENTITY) and _same(one, other, IDENTITY):
        return "C505"
    if (
        one.get(ADDRESS)
        and one.get(PROXY_ADDRESS)
        and _same(one, other, ADDRESS)
        and _same(one, other, PROXY_ADDRESS)
    ):
        return "C506"
    return None


def _may_clash(one: Case, other: Case) -> bool:
    """Whether a server may take two participants for the same: identities that differ only in case, white space or
    normalisation; the same pair in another conversation (error 50416 and its support article disagree); the same
    number in another spelling."""
    if one.conversation == other.conversation:
        mine, others = one.get(IDENTITY), other.get(IDENTITY)
        if mine and others and _folded(mine) == _folded(others):
            return not _same(one, other, IDENTITY)
    pairs = [(one.get(name), other.get(name)) for name in (ADDRESS, PROXY_ADDRESS)]
    return all(a and b and addresses.same_number(a, b) for a, b in pairs)


def _folded(identity: str) -> str:
    return unicodedata.normalize("NFKC", identity).casefold().strip()
