"""Overload is waited out; an input that is refused while others are served is judged, one among all is not."""

import itertools
from collections.abc import Iterator

import httpx
import pytest

from contracts.cases.case import IDENTITY, Conversation, case
from contracts.errors import TargetUnavailable
from contracts.simulator import Simulator
from contracts.targets.connect import Target, connect
from contracts.targets.in_process import InProcess
from contracts.targets.overload import HURRIED_TRIES, ROUNDS
from contracts.targets.session import PLAIN_IDENTITY, Session
from contracts.targets.settings import MOCK
from contracts.targets.transport import MAX_TRIES, Transport
from contracts.trials import trial

ALICE = case({IDENTITY: "alice"})


class Fake:
    """A server that creates nothing; `statuses` are those of its answers about alice, `others` about others."""

    def __init__(self, statuses: Iterator[int], others: Iterator[int] | None = None) -> None:
        self.statuses = statuses
        self.others = others or itertools.repeat(201)
        self.asked: list[str] = []
        self.waits: list[float] = []
        origin = "https://example.com"
        transport = Transport(InProcess(self.answer, origin), origin, sleep=self.waits.append)
        self.session = Session(Target("fake", MOCK, transport), "test")
        self.session.conversations[Conversation.EXISTING] = "CH1"

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/Conversations"):
            return httpx.Response(201, json={"sid": "CH2"})
        if request.method == "DELETE":
            return httpx.Response(204)
        alice = request.content == b"Identity=alice"
        self.asked.append("alice" if alice else request.content.decode().removeprefix("Identity="))
        return httpx.Response(next(self.statuses if alice else self.others), json={})

    def status(self) -> int:
        response = self.session.send(ALICE).response
        assert response is not None
        return response.status


@pytest.mark.parametrize("status", [429, 503])
def test_overload_for_one_request_alone_is_a_refusal(status: int) -> None:
    """After the usual patience, another participant is served twice meanwhile; from then on it is quicker."""
    fake = Fake(itertools.repeat(status))
    assert fake.status() == status
    assert fake.asked == ["alice"] * MAX_TRIES + [PLAIN_IDENTITY, "alice"] * ROUNDS
    fake.asked.clear()
    assert fake.status() == status
    assert fake.asked == ["alice"] * HURRIED_TRIES + [PLAIN_IDENTITY, "alice"] * ROUNDS


@pytest.mark.parametrize("late", range(1, MAX_TRIES + ROUNDS))
def test_a_request_served_late_is_served(late: int) -> None:
    """Also after all tries: then the next one is as patient again."""
    fake = Fake(itertools.chain([429] * late, itertools.repeat(201)))
    assert fake.status() == 201
    assert fake.asked.count("alice") == late + 1
    fake.statuses = itertools.repeat(429)
    fake.asked.clear()
    assert fake.status() == 429
    assert fake.asked[:MAX_TRIES] == ["alice"] * MAX_TRIES


def test_overload_for_all_requests_is_inconclusive() -> None:
    """503 to every request."""
    fake = Fake(itertools.repeat(503), itertools.repeat(503))
    with pytest.raises(TargetUnavailable, match=r"^https://example.com stays overloaded \(503 to 5 tries\); come"):
        fake.status()


def test_an_instrument_that_is_put_off_tells_nothing() -> None:
    """429 to a fetch is not the absence of a participant, and 429 to every other request is no finding either."""
    fake = Fake(itertools.repeat(429), itertools.repeat(429))
    with pytest.raises(TargetUnavailable, match=r"stays overloaded \(429 to POST /v1/Conversations/CH2/Part"):
        fake.status()


def test_asking_leaves_no_participant_behind() -> None:
    """The other's conversation goes at once, their User with the session."""
    session = Session(connect("miniature:puts-off-long-identities", {}), "test")
    session.open()
    session.target.transport.sleep = lambda seconds: None
    result = trial.Tester(session).try_case(case({IDENTITY: "a" * 256}))
    assert [violation.rule.code for violation in result.violations] == ["C205"]
    simulator = session.target.simulator
    assert isinstance(simulator, Simulator)
    assert simulator.leftovers() == {"conversations": 1, "participants": 0, "users": 1}
    session.close()
    assert simulator.leftovers() == {"conversations": 0, "participants": 0, "users": 0}
