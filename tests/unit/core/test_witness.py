"""The witness is looked at less and less often, and a change is told with the rule that it breaks."""

from collections.abc import Callable

import pytest

from contracts.cases.case import Conversation
from contracts.exchanges.wire import Response
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Conversation as Stored
from contracts.simulator.state import Participant
from contracts.targets.clock import Clock
from contracts.targets.connect import Target, connect
from contracts.targets.session import Session
from contracts.trials import witness


class TestClock(Clock):
    """A clock that goes when it is told to."""

    __test__ = False
    now = 0.0

    def read(self, purpose: str) -> float:
        return self.now

    def wait(self, seconds: float, check: Callable[[], None]) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


def session_with(target: Target, clock: Clock) -> Session:
    target.transport.stopper.clock = clock
    session = Session(target, "test")
    session.open()
    return session


def forgetful(clock: TestClock, after: float) -> Session:
    """A session with a server that forgets its participants after so many seconds."""
    target = connect("mock", {})
    simulator = target.simulator
    assert simulator is not None
    find = simulator.find_participant

    def find_participant(call: Call, conversation: Stored) -> Participant:
        if clock.now >= after:
            raise Refusal(20404)
        return find(call, conversation)

    simulator.find_participant = find_participant  # type: ignore[method-assign]
    return session_with(target, clock)


def test_looks_become_rare(clock: TestClock) -> None:
    """At one second, and then whenever the age has doubled."""
    kept = witness.admit(session_with(connect("mock", {}), clock))
    due = []
    for second in range(40):
        clock.now = float(second)
        if kept.is_due:
            due.append(second)
            assert not kept.look()
    assert due == [1, 2, 4, 8, 16, 32]


def test_a_change_is_told_with_the_age(clock: TestClock) -> None:
    """A fetch that finds nothing breaks C502; a participant gone from the list, C503."""
    kept = witness.admit(forgetful(clock, 5))
    clock.now = 4.0
    assert not kept.look()
    clock.now = 7.0
    (violation,) = kept.look()
    assert violation.rule.code == "C502"
    assert violation.actual == "404 to a fetch by SID, 7 s after the creation"
    simulator = kept.session.target.simulator
    assert simulator is not None
    simulator.conversations[kept.exchange.place.conversation_sid].participants.clear()
    assert [violation.rule.code for violation in kept.look()] == ["C502", "C503"]


def test_a_replay_waits_for_the_change(clock: TestClock) -> None:
    """As long as a minute."""
    exchange, found = witness.wait_for_change(forgetful(clock, 20))
    assert exchange.accepted
    assert [violation.rule.code for violation in found] == ["C502"]
    assert 20 <= clock.now <= 40


def test_a_replay_ends(clock: TestClock) -> None:
    """Where nothing changes."""
    assert not witness.wait_for_change(session_with(connect("mock", {}), clock))[1]
    assert clock.now == pytest.approx(witness.PATIENCE, abs=0.5)


def test_a_refused_witness_shows_nothing(clock: TestClock) -> None:
    """That it must be accepted is for others to say."""

    class Refusing(Simulator):
        def create_participant(self, call: Call) -> Response:
            raise Refusal(50204)

    target = connect("mock", {})
    assert target.simulator is not None
    target.simulator.create_participant = Refusing().create_participant  # type: ignore[method-assign]
    kept = witness.admit(session_with(target, clock))
    clock.now = 2.0
    assert kept.is_due
    assert not kept.look()


def test_the_witness_is_cleaned_up() -> None:
    """Its conversation and its User go with the session, and no other conversation is touched."""
    session = session_with(connect("mock", {}), Clock())
    kept = witness.admit(session)
    assert kept.exchange.place.conversation_sid != session.conversations[Conversation.EXISTING]
    session.close()
    assert session.target.simulator is not None
    assert session.target.simulator.leftovers() == {"conversations": 0, "participants": 0, "users": 0}
