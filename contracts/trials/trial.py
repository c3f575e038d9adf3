"""A trial: one case is sent, judged, read back and undone, so that the next case finds an empty conversation."""

import contextlib
import enum
import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from contracts.cases.case import Case, Conversation
from contracts.cases.documents import dumps
from contracts.exchanges.exchange import Exchange
from contracts.exchanges.traffic import Role
from contracts.judging.checks import judge, judgement
from contracts.judging.violations import Violation, broken
from contracts.promises.expectation import Expectation
from contracts.promises.oracle import expect
from contracts.targets.session import Session
from contracts.trials.drops import Drops
from contracts.trials.reading_back import created_is_readable, sid_is_fresh

SLOW = 2.0
"""Seconds under which no answer is slow."""
TIMES_SLOWER = 20
"""How many times the median of the run an answer must take to be slow."""
BRIEF = 0.35
"""Seconds that a case of a kind that goes unanswered is waited for at least, where others take far less."""
RESENDS = 3
"""How often a case is sent again whose connection broke: networks do it too. Once is enough where a target is
known to hang up on some cases."""
REPEATS = 4
"""How often a trial is made that shows something while requests around it go unanswered."""


class ReadBack(enum.StrEnum):
    """Which trials are read back: all, the boundaries and one in `SAMPLE` of the rest, or none."""

    ALL = "all"
    SAMPLE = "sample"
    NONE = "none"


SAMPLE = 8
FETCHED = 4
"""One in so many is fetched singly too, where requests are spared: a fetch may read otherwise than a list."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one trial showed: violations, the gravest first, and the rules that it could have broken."""

    exchange: Exchange
    expectation: Expectation
    violations: tuple[Violation, ...]
    judged: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tester:
    """Makes trials in a session. What it remembers of a run is held here: SIDs seen, usual times, drops.

    `sparing` when most of what is read back is only listed, to spare requests. `hurried` when the target is known
    never to answer some cases; a case whose connection broke is sent again `resends` times.
    """

    session: Session
    read_back: ReadBack = ReadBack.SAMPLE
    sids_seen: set[str] = field(default_factory=set)
    _times: deque[float] = field(default_factory=lambda: deque(maxlen=200))
    drops: Drops = field(default_factory=Drops)
    sparing: bool = False
    hurried: bool = False
    resends: int = RESENDS
    _returns: int = 0

    def try_case(self, case: Case, *, thorough: bool = False, whole: bool = False) -> Result:
        """One trial; `thorough` reads it back whatever the policy samples, `whole` in every way. Raises
        TargetUnavailable.

        What is shown while something else goes wrong, which is none of the case's doing, has to be shown again.
        """
        for _ in range(REPEATS):
            result, disturbed = self._try(case, thorough, whole)
            if not disturbed or not any(violation.fails for violation in result.violations):
                break
        return result

    def hurry(self, *, slow: bool = True) -> None:
        """From now on a case that is not answered as soon as others are is waited for no longer than needed:
        until it is slow, or for a brief time.

        A target that never answers some cases would make a run take hours.
        """
        self.hurried = True
        self.session.target.transport.timeout = self._patience(SLOW if slow else BRIEF)

    @contextlib.contextmanager
    def hurrying(self, least: float = BRIEF) -> Iterator[None]:
        """Meanwhile nothing is waited for much longer than others take, or `least` seconds, nor asked again."""
        transport, hurried = self.session.target.transport, self.hurried
        before, transport.timeout, self.hurried = transport.timeout, self._patience(least), True
        try:
            yield
        finally:
            transport.timeout, self.hurried = before, hurried

    def _patience(self, least: float) -> float:
        timeout = self.session.target.transport.timeout
        usual = median(self._times) if self._times else self.session.target.transport.longest or timeout
        return min(timeout, max(least, TIMES_SLOWER * usual))

    def _try(self, case: Case, thorough: bool, whole: bool) -> tuple[Result, bool]:
        returns, declared = self.session.target.transport.returns, self.session.declared
        if returns > self._returns:
            self._returns = returns
            self.session.renew()
        expectation = expect(case, declared)
        exchange, in_time = self._exchange(case)
        answer = judge(exchange, expectation, declared)
        before = self.session.disturbances
        shown = judgement([*in_time, *answer.shown, *self._effects(exchange, thorough, whole)])
        disturbed = self.session.disturbances > before
        return Result(exchange, expectation, shown.violations, shown.judged), disturbed

    def _exchange(self, case: Case) -> tuple[Exchange, list[Violation | str]]:
        """An exchange, sent again where the first may have suffered from the network and not from the server."""
        exchange = self._answered(case)
        if exchange.timed_out:
            return exchange, [broken("C903", expected="a response in time", actual=exchange.error)]
        if exchange.response is not None and self._is_slow(exchange):
            tries = [exchange]
            for _ in range(2):
                self._undo(tries[-1])
                tries.append(self.session.send(case, role=Role.RETRY))
            exchange = tries[-1]
            if all(map(self._is_slow, tries)):
                usual = f"as the others, {median(self._times) * 1000:.0f} ms"
                return exchange, [broken("C903", expected=usual, actual=f"{exchange.elapsed:.1f} s, three times")]
        if exchange.response is not None:
            self._times.append(exchange.elapsed)
        return exchange, ["C903"] if exchange.response is not None else []

    def _answered(self, case: Case) -> Exchange:
        """An exchange with an answer, if the target gives one; what went unanswered may have taken effect.

        A case that is waited for in vain, or that the target dies of, is sent again once at most, and then waited
        for as long as makes an answer a slow one.
        """
        exchange = first = self.session.send(case)
        self.drops.count(lost=exchange.response is None and not (exchange.timed_out or exchange.stale))
        costly, returns = self.hurried, self.session.target.transport.returns
        left = self.resends
        while exchange.response is None and left > 0:
            with self.hurrying() if exchange.timed_out else contextlib.nullcontext():
                self._clear(exchange)
            cost = exchange.timed_out or self.session.target.transport.returns > returns
            if cost and costly:
                break
            costly = costly or cost
            left -= not exchange.stale
            with self.hurrying() if exchange.timed_out else contextlib.nullcontext():
                exchange = self.session.send(case, role=Role.RETRY)
        return first if exchange.timed_out and first.timed_out else exchange

    def _is_slow(self, exchange: Exchange) -> bool:
        """Slower than the others; the first answer of a run has none to be compared with."""
        return bool(self._times) and exchange.elapsed > max(SLOW, TIMES_SLOWER * median(self._times))

    def _undo(self, exchange: Exchange) -> None:
        if exchange.created:
            self.session.undo(exchange)

    def _clear(self, exchange: Exchange) -> None:
        """Makes sure that an exchange without a clear answer has no effect: what was too slow may come yet."""
        conversation = exchange.case.conversation
        if conversation in (Conversation.EXISTING, Conversation.OTHER):
            if exchange.timed_out:
                self.session.replace(conversation)
            else:
                self.session.empty(conversation)
        self.session.renew()

    def _effects(self, exchange: Exchange, thorough: bool, whole: bool) -> list[Violation | str]:
        """What the case did beside its answer; afterwards it is undone."""
        case = exchange.case
        read_back = self._reads_back(case, thorough)
        if exchange.created:
            found = list(sid_is_fresh(exchange, self.sids_seen))
            if read_back and exchange.sid is not None:
                fetches = whole or not self.sparing or is_fetched(case)
                found += created_is_readable(self.session, exchange, fetches=fetches)
            self.session.undo(exchange)
            return found
        if exchange.response is None or exchange.response.status // 100 in (3, 5):
            # It may have taken effect, and was not refused.
            self._clear(exchange)
        elif exchange.refused and read_back and case.conversation in set(Conversation):
            return self._refused(exchange, exchange.response.status)
        return []

    def _refused(self, exchange: Exchange, status: int) -> list[Violation | str]:
        """C504: a refused case added no participant."""
        if self._left(exchange):
            again = self.session.send(exchange.case, role=Role.RETRY)
            if self._left(again) and again.refused:
                actual = f"refused with {status}, yet listed"
                return [broken("C504", expected="no participant in the conversation", actual=actual)]
            # An earlier case left it, and was not read back: from now on every case is.
            self.read_back = ReadBack.ALL
        return ["C504"]

    def _reads_back(self, case: Case, thorough: bool) -> bool:
        if self.read_back is not ReadBack.SAMPLE or thorough:
            return self.read_back is not ReadBack.NONE
        return _digest(case)[0] % SAMPLE == 0

    def _left(self, exchange: Exchange) -> bool:
        """Whether a refused case left a participant behind, in the conversation that it was sent to."""
        known = exchange.case.conversation in (Conversation.EXISTING, Conversation.OTHER, Conversation.CLOSED)
        where = exchange.case.conversation if known else Conversation.EXISTING
        return bool(self.session.empty(where))


def is_fetched(case: Case) -> bool:
    """Whether a case is one of those that are fetched too, where requests are spared; always the same."""
    return _digest(case)[1] % FETCHED == 0


def _digest(case: Case) -> bytes:
    return hashlib.sha256(dumps(case).encode()).digest()
