"""Sessions with targets in process."""

from collections.abc import Callable

import httpx

from contracts.cases.case import IDENTITY, case
from contracts.simulator import Simulator
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


def session_with(answer: Callable[[httpx.Request], httpx.Response]) -> Session:
    """A session with a target that answers so."""
    transport = Transport(InProcess(answer, ORIGIN), ORIGIN, sleep=lambda _: None)
    return Session(Target("fake", MOCK, transport), "test")
