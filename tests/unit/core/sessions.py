"""Sessions with targets in process."""

from collections.abc import Callable

import httpx

from contracts.cases.case import IDENTITY, case
from contracts.exchanges.wire import Request, Response
from contracts.simulator import Simulator
from contracts.targets.client import Client
from contracts.targets.connect import Target, connect
from contracts.targets.in_process import InProcess
from contracts.targets.session import Session
from contracts.targets.settings import MOCK
from contracts.targets.transport import Transport

ALICE = case({IDENTITY: "alice"})
BOB = case({IDENTITY: "bob"})
ORIGIN = "https://example.com"
NOTHING = {"conversations": 0, "participants": 0, "users": 0}


def opened(target: str = "mock") -> Session:
    """A session with a target in process, opened."""
    session = Session(connect(target, {}), "test")
    session.open()
    return session


def simulator_of(session: Session) -> Simulator:
    assert session.target.simulator is not None
    return session.target.simulator


Fault = Callable[[Request, Callable[[], Response]], Response]
"""Answers a request, or lets it go on to the target: `fault(request, go_on)`. May raise what a client raises."""


class Faulty:
    """A client at which things go wrong."""

    def __init__(self, client: Client, fault: Fault) -> None:
        self.client = client
        self.fault = fault

    def exchange(self, request: Request, ends: float) -> Response:
        return self.fault(request, lambda: self.client.exchange(request, ends))

    def lose(self, request: Request, ends: float) -> None:
        self.client.lose(request, ends)

    def close(self) -> None:
        self.client.close()


def faulty(session: Session, fault: Fault) -> Session:
    """The session, from now on with such a fault on its way to the target, and without patience."""
    session.target.transport.client = Faulty(session.target.transport.client, fault)
    session.target.transport.sleep = lambda _: None
    return session


def session_with(answer: Callable[[httpx.Request], httpx.Response]) -> Session:
    """A session with a target that answers so."""
    transport = Transport(InProcess(answer, ORIGIN), ORIGIN, sleep=lambda _: None)
    return Session(Target("fake", MOCK, transport), "test")
