"""The one way out: a wire request goes to the target by a client, and comes back as a wire response.

Waiting is done here, and is no finding: a target that is overloaded (429, 503) is asked again later, and so is one
that was there and takes no connection for a while.
"""

import contextlib
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Any

from contracts.cases.case import Pairs
from contracts.errors import TargetGone, TargetUnavailable
from contracts.exchanges.traffic import Failure, Role, Sent, key_of
from contracts.exchanges.wire import Replayed, Request, Response
from contracts.targets.client import SAFE, Client, NoAnswer, NotThere
from contracts.targets.discretion import Discretion
from contracts.targets.ledger import Ledger
from contracts.targets.pace import Pace
from contracts.targets.stopping import Stopper

OVERLOADED = (429, 503)
MAX_TRIES = 5
MAX_WAIT = 30.0
"""Seconds: the longest that one Retry-After is followed."""
COMING_BACK = 0.2
"""Seconds between the looks at a target that went away."""
HOPELESS = 600.0
"""Seconds of a Retry-After that is not followed at all: no run is waited for that long."""
RECOVERY = 1.0
"""Seconds that an instrument is given after a request that ran out of time, if others took no longer; half of it
when that was an instrument too."""
USUAL = 4.0
"""How many times as long as the longest answer of the run it is given then."""
TRIES_TO_INSIST = 5
"""How often a request is sent that gets no answer: a network that loses one in 20 loses one in three million
so."""


@dataclass(slots=True)
class Transport:
    """Sends requests to `origin` (scheme and authority) with the headers `defaults`, where a request has none of
    its own. Times are in seconds: `timeout` is for one whole exchange, `patience` for a target that went away.

    `ledger` counts what was sent, retries included, and tells of it what `discretion` lets it; `lost` counts what
    went unanswered; `returns` how often the target went away and came back; `longest` is the time of the slowest
    answer.
    """

    client: Client
    origin: str
    defaults: Pairs = ()
    timeout: float = 10.0
    patience: float = 0.0
    stopper: Stopper = field(default_factory=Stopper)
    sleep: Callable[[float], None] | None = None
    ledger: Ledger = field(default_factory=Ledger)
    discretion: Discretion | None = None
    pace: Pace | None = None
    waited: int = field(default=0, init=False)
    returns: int = field(default=0, init=False)
    lost: int = field(default=0, init=False)
    longest: float = field(default=0.0, init=False)
    _was_there: bool = field(default=False, init=False)
    _away_since: float | None = field(default=None, init=False)
    _silent: int = field(default=0, init=False)

    @property
    def requests(self) -> int:
        """How many requests were sent, retries included."""
        return self.ledger.requests

    def send(
        self,
        request: Request,
        tries: int = MAX_TRIES,
        role: Role = Role.INSTRUMENT,
        timeout: float | None = None,
    ) -> tuple[Response, float]:
        """The response and the seconds it took; `role` is that of the first try, `timeout` may be a shorter one.

        Raises NoAnswer; TargetUnavailable when nothing listens there; Stopped and OutOfBudget.
        """
        for attempt in range(1, tries + 1):
            response, elapsed = self._send_once(request, role if attempt == 1 else Role.RETRY, timeout)
            if response.status not in OVERLOADED or attempt == tries:
                break
            wait = _wait(response.header("Retry-After"), attempt)
            if wait > HOPELESS:
                break
            self.waited += 1
            self._wait(min(wait, MAX_WAIT))
        return response, elapsed

    def insist(self, request: Request, role: Role = Role.INSTRUMENT, *, patient: bool = True) -> Response:
        """The response to a request that may be sent again, as the network may lose it; when it ran out of time,
        only once, and not even that unless `patient`. A target that was silent just now, or has said nothing yet,
        is not waited for over and over again. Raises what `send` raises."""
        tries = TRIES_TO_INSIST
        while True:
            once = self._silent > 0 or not self._was_there or not patient
            try:
                return self.send(request, role=role, timeout=self._time_for_instruments())[0]
            except NoAnswer as error:
                role = Role.RETRY
                tries -= 1 if not error.slow else TRIES_TO_INSIST if once else 3
                if tries <= 0:
                    raise

    def _time_for_instruments(self) -> float:
        """Less than for others when the exchange before ran out of time."""
        if not self._silent:
            return self.timeout
        return min(self.timeout, max(RECOVERY / self._silent, USUAL * self.longest))

    def send_and_lose(self, request: Request) -> None:
        """Sends a request and hangs up: whatever is answered is not read."""
        self._take_turn()
        self.ledger.spend(Role.CASE)
        start = time.perf_counter()
        try:
            with contextlib.suppress(NoAnswer, NotThere):
                self.client.lose(self._complete(request), time.monotonic() + self.timeout)
        finally:
            self._note(self._complete(request), Role.CASE, None, time.perf_counter() - start)

    def _wait(self, seconds: float) -> None:
        wait = self.sleep or self.stopper.wait
        wait(seconds)

    def _take_turn(self) -> None:
        """Waits as the pace asks. Raises Stopped and OutOfBudget when the run has to end."""
        self.stopper.wait(0.0 if self.pace is None else self.pace.delay())

    def _complete(self, request: Request) -> Request:
        given = {name.lower() for name, _ in request.headers}
        defaults = tuple(pair for pair in self.defaults if pair[0].lower() not in given)
        return replace(request, headers=defaults + request.headers)

    def _note(self, request: Request, role: Role, came: "_Came", elapsed: float) -> None:
        """Tells the ledger what came of a request, as far as a record may hold it."""
        if self.ledger.on_sent is None:
            return
        status = came.status if isinstance(came, Response) else None
        sent = Sent(role, request.method, request.target, status, elapsed)
        if self.discretion is not None:
            aside = threading.current_thread() is not threading.main_thread()
            sent = replace(sent, key=key_of(request), aside=aside, **_told(self.discretion, request, came))
        self.ledger.sent(sent)

    def _send_once(self, request: Request, role: Role, timeout: float | None) -> tuple[Response, float]:
        complete = self._complete(request)
        try:
            return self._exchange(complete, role, timeout)
        except NoAnswer as error:
            if not (error.stale and request.method in SAFE):
                raise
        return self._exchange(complete, Role.RETRY, timeout)

    def _exchange(self, request: Request, role: Role, timeout: float | None) -> tuple[Response, float]:
        while True:
            try:
                response, elapsed = self._once(request, role, timeout or self.timeout)
            except NotThere as error:
                self._wait_for_return(error)
                continue
            except NoAnswer as error:
                self.lost += 1
                self._silent = self._silent + 1 if error.slow else 0
                self._is_there()
                raise
            self._silent = 0
            self.longest = max(self.longest, elapsed)
            self._is_there()
            return response, elapsed

    def _once(self, request: Request, role: Role, timeout: float) -> tuple[Response, float]:
        """One try, which is in the ledger unless no connection could be made."""
        self._take_turn()
        self.ledger.spend(role)
        start, elapsed = time.perf_counter(), 0.0
        came: _Came = None
        try:
            came = self.client.exchange(request, time.monotonic() + timeout)
        except NotThere as error:
            self.ledger.take_back(role)
            came = error
            raise
        except NoAnswer as error:
            came = error
            raise
        finally:
            elapsed = came.elapsed if isinstance(came, Replayed) else time.perf_counter() - start
            self._note(request, role, came, elapsed)
        return came, elapsed

    def _wait_for_return(self, error: NotThere) -> None:
        """Waits a moment for a target that was there. Raises TargetUnavailable when it has been away for too
        long."""
        now = time.monotonic()
        self._away_since = self._away_since or now
        if not self._was_there or now - self._away_since >= self.patience:
            kind = TargetGone if self._was_there else TargetUnavailable
            raise kind(f"{self.origin} could not be reached ({error}); is it running?") from None
        self._wait(COMING_BACK)

    def _is_there(self) -> None:
        self._was_there = True
        self.returns += self._away_since is not None
        self._away_since = None


_Came = Response | NoAnswer | NotThere | None
"""What came of a request; nothing when it was broken off."""


def _told(discretion: Discretion, request: Request, came: _Came) -> dict[str, Any]:
    """What a record may hold of what came."""
    if came is None:
        return {}
    if isinstance(came, Response):
        return {"answer": discretion.answer(request, came)}
    return {"failure": _failure(came), "error": discretion.reason(request, came)}


def _failure(error: NoAnswer | NotThere) -> Failure:
    if isinstance(error, NotThere):
        return Failure.ABSENT
    return Failure.SLOW if error.slow else Failure.STALE if error.stale else Failure.LOST


def _wait(retry_after: str | None, attempt: int) -> float:
    """Seconds to wait: what Retry-After says (RFC 9110 10.2.3: seconds or a date), or 1, 2, 4, ... seconds when it
    says nothing that can be followed, such as a number below 0."""
    backoff = float(2 ** (attempt - 1))
    seconds = _seconds(retry_after or "")
    return backoff if seconds is None else seconds


def _seconds(retry_after: str) -> float | None:
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            return max(parsedate_to_datetime(retry_after).timestamp() - time.time(), 0.0)
        except (ValueError, OverflowError):
            return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
