"""Batches: cases that go to one conversation together, and are read back by one list, to spare requests.

Only what is perfectly as promised is believed of a case in company. Whatever else a batch shows says nothing: the
case is then tried alone, as if there had been no batch.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from contracts.cases.case import ADDRESS, IDENTITY, PROJECTED_ADDRESS, Auth, Case, Conversation
from contracts.exchanges.exchange import Answer, Exchange, Place
from contracts.judging.checks import Judgement, judge, judgement
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.oracle import expect
from contracts.targets.session import Participant, Session
from contracts.trials.reading_back import differs, fetched_is_equal
from contracts.trials.trial import SLOW, Result, is_fetched

SIZE = 25
"""Participants of a batch at most: half of what a conversation takes with an address."""
FEWEST = 4
"""Cases of a batch at least: it takes three requests beside them."""
PATIENCE = 3
"""Batches that may go wrong before there are no more of them: then each case is tried alone."""


@dataclass(slots=True)
class _Batch:
    """What one conversation has so far: `members` were accepted, `refused` were refused as promised."""

    place: Place
    members: list[Result] = field(default_factory=list)
    refused: list[Result] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Batches:
    """Tries cases in batches. `sids_seen` are the SIDs of the run, and `before_send` hears of each case; `wrong`
    counts batches that went wrong, and `last` is the case that was sent last."""

    session: Session
    sids_seen: set[str]
    before_send: Callable[[Case], None] = lambda case: None
    wrong: int = 0
    last: Case | None = None

    def fine(self, cases: Iterable[Case]) -> Iterator[Result]:
        """The cases that are as promised; of others nothing is said. Raises what `Session.send` raises."""
        for todo in self._planned(case for case in cases if fits(case)):
            if self.wrong >= PATIENCE:
                return
            batch = _Batch(self.session.new_place())
            before = self.session.disturbances
            clear = all(self._send(batch, case) for case in todo)
            if clear and self.session.disturbances == before:
                yield from self._read_back(batch)
            else:
                self.wrong += 1
            self.session.delete_conversation(batch.place.conversation_sid)

    def _planned(self, cases: Iterable[Case]) -> Iterator[list[Case]]:
        """The cases in batches: first what is to be refused, which is in nothing's way; then what no other of the
        batch can be taken for. Few of them would spare nothing, and are left alone."""
        refused: list[Case] = []
        others: list[Case] = []
        names: set[str] = set()
        for case in cases:
            if expect(case, self.session.declared).outcome is Outcome.REJECT:
                refused.append(case)
            elif names.isdisjoint(names_of(case)):
                others.append(case)
                names |= names_of(case)
        while len(refused) + len(others) >= FEWEST:
            yield refused[:SIZE] + others[:SIZE]
            refused, others = refused[SIZE:], others[SIZE:]

    def _send(self, batch: _Batch, case: Case) -> bool:
        """Whether it is clear what became of the case."""
        expectation = expect(case, self.session.declared)
        is_first = not (batch.members or batch.doubtful)
        self.last = case
        self.before_send(case)
        exchange = self.session.send(case, batch.place)
        if not (exchange.accepted or exchange.refused) or exchange.obstacle:
            return False
        judged = judge(exchange, expectation, self.session.declared)
        fine = not any(one.fails for one in judged) and exchange.elapsed <= SLOW and not exchange.withheld
        if exchange.refused:
            if fine and (is_first or expectation.outcome is Outcome.REJECT):
                batch.refused.append(_fine(exchange, expectation, judged, "C504"))
            return True
        sid = exchange.sid
        if sid is None:
            return False
        if fine and sid not in self.sids_seen:
            batch.members.append(_fine(exchange, expectation, judged, "C501", "C503"))
        else:
            batch.doubtful.add(sid)
        self.sids_seen.add(sid)
        return True

    def _read_back(self, batch: _Batch) -> Iterator[Result]:
        """What the list shows to be as it was created; when it shows more, nothing is believed of the refused."""
        if not batch.members and not batch.refused:
            return
        listed = self.session.participants(batch.place.conversation_sid)
        sids = [str(participant.get("sid")) for participant in listed]
        known = batch.doubtful | {one.exchange.sid for one in batch.members}
        if len(set(sids)) != len(sids) or not known.issuperset(sids):
            self.wrong += 1
            return
        yield from batch.refused
        bodies = dict(zip(sids, listed, strict=True))
        for number, one in enumerate(batch.members):
            found = bodies.get(str(one.exchange.sid))
            if found is not None and (kept := self._compared(one, found, first=number == 0)) is not None:
                yield kept

    def _compared(self, one: Result, listed: Participant, *, first: bool) -> Result | None:
        """The case, if what was listed is what was created, and what is fetched, if it is."""
        created = Answer(one.exchange.response).object if one.exchange.response else None
        if created is None or any(differs("C503", "listed", created, listed)):
            return None
        if not first and not is_fetched(one.exchange.case):
            return one
        if any(fetched_is_equal(self.session, one.exchange.place.conversation_sid, created)):
            return None
        return replace(one, judged=one.judged | {"C502"})


def _fine(exchange: Exchange, expectation: Expectation, judged: Judgement, *codes: str) -> Result:
    shown = judgement([*judged.shown, *codes, "C903"])
    return Result(exchange, expectation, shown.violations, shown.judged)


def fits(case: Case) -> bool:
    """Whether a case can be tried in company: a create in the usual conversation whose fields are read in one way,
    and which nothing but its own names would keep out. Of what wrong credentials bring, too little may be kept."""
    names = [name for name, _ in case.fields]
    usual = case.method == "POST" and case.conversation == Conversation.EXISTING and case.body is None
    usual = usual and case.auth is not Auth.WRONG and not case.credentials
    return usual and len(set(names)) == len(names) and PROJECTED_ADDRESS not in names


def names_of(case: Case) -> set[str]:
    """What no two participants of a conversation may have in common, however a server compares it."""
    identity, address = case.get(IDENTITY) or "", case.get(ADDRESS) or ""
    folded = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", identity).casefold()))
    digits = "".join(filter(str.isdecimal, address))[-8:]
    given = {f"identity {folded}": identity, f"address {digits}": address}
    return {name for name, value in given.items() if value}
