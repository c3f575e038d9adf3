"""Testers whose transport is a simulator without HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from contracts.cases.case import ADDRESS, IDENTITY, PROXY_ADDRESS, Case, case
from contracts.exchanges.traffic import Role
from contracts.exchanges.wire import Request, Response
from contracts.simulator import Hangup, Simulator
from contracts.targets.client import NoAnswer
from contracts.targets.connect import Target
from contracts.targets.in_process import InProcess
from contracts.targets.session import Session
from contracts.targets.settings import MOCK
from contracts.targets.transport import Transport
from contracts.trials import trial
from contracts.trials.trial import ReadBack

SMS = case({ADDRESS: "+15558675310", PROXY_ADDRESS: "+15017122661"})
ALICE = case({IDENTITY: "alice"})
ORIGIN = "https://conversations.twilio.com"
FAST = 0.01


def _unused(request: httpx.Request) -> httpx.Response:
    raise AssertionError("nothing goes by HTTP here")


@dataclass(slots=True)
class Fake(Transport):
    """Reaches a simulator without HTTP. `times` are the seconds that creates take, in turn, then all are fast."""

    simulator: Simulator = field(default_factory=Simulator)
    times: Iterable[float | NoAnswer] = ()
    creates: int = 0

    def send(
        self, request: Request, tries: int = 1, role: Role = Role.INSTRUMENT, timeout: float | None = None
    ) -> tuple[Response, float]:
        is_create = request.method == "POST" and request.target.endswith("/Participants")
        elapsed: float | NoAnswer = FAST
        self.ledger.spend(role)
        if is_create:
            self.creates += 1
            self.times = iter(self.times)
            elapsed = next(self.times, FAST)
        try:
            response = self.simulator.handle(request)
        except Hangup:
            self.lost += 1
            raise NoAnswer("RemoteProtocolError: hung up", slow=False) from None
        if isinstance(elapsed, NoAnswer):
            self.lost += 1
            raise elapsed
        return response, elapsed


def a_tester(
    server: type[Simulator] = Simulator, read_back: ReadBack = ReadBack.ALL, times: Iterable[float | NoAnswer] = ()
) -> trial.Tester:
    """A tester in a session with such a server."""
    simulator = server(account_sid=MOCK.account_sid, auth_token=MOCK.password)
    transport = Fake(InProcess(_unused, ORIGIN), ORIGIN, simulator=simulator, times=times)
    # No other account: a server that refuses its credentials ends a run before it begins.
    session = Session(Target("fake", replace(MOCK, other=None), transport, simulator), "test")
    session.open()
    return trial.Tester(session, read_back)


def transport_of(tester: trial.Tester) -> Fake:
    transport = tester.session.target.transport
    assert isinstance(transport, Fake)
    return transport


def participants(tester: trial.Tester) -> int:
    """How many participants the server has."""
    return transport_of(tester).simulator.leftovers()["participants"]


def codes(tester: trial.Tester, one: Case, **options: Any) -> list[str]:
    """The codes of what a trial shows, gravest first."""
    return [violation.rule.code for violation in tester.try_case(one, **options).violations]
