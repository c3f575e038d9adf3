"""Connections that break and answers that are slow: the network now and then, the server again and again."""

import itertools

import pytest

from contracts.cases.case import IDENTITY, case
from contracts.exchanges.wire import Request, Response
from contracts.simulator import Hangup, Simulator
from contracts.simulator.reading import Call
from contracts.targets.client import NoAnswer
from contracts.trials.drops import ENOUGH, compare
from contracts.trials.trial import SLOW, TIMES_SLOWER
from tests.unit.core.trials import ALICE, FAST, SMS, a_tester, codes, participants, transport_of


class Drops(Simulator):
    """Hangs up at the first of every two creates, before or after it took effect."""

    effective = False
    tried = 0

    def create_participant(self, call: Call) -> Response:
        self.tried += 1
        if self.tried % 2 == 0:
            return super().create_participant(call)
        if self.effective:
            super().create_participant(call)
        raise Hangup


class DropsAfter(Drops):
    effective = True


@pytest.mark.parametrize("server", [Drops, DropsAfter])
def test_broken_connections_are_tried_again(server: type[Simulator]) -> None:
    """In an empty conversation; it is their rate that tells something."""
    tester = a_tester(server)
    for _ in range(ENOUGH):
        assert not tester.drops.are_many()
        assert codes(tester, ALICE) == []
    assert tester.drops.are_many()
    assert not tester.drops.are_many()  # it is told once
    assert participants(tester) == 0
    found = compare(tester.session)
    assert found is not None
    assert (found.rule.code, found.actual[:8]) == ("C902", "30 of 60")
    assert participants(tester) == 0


class Loses(Simulator):
    """Hangs up at one request in ten, whatever it is about."""

    requests = 0

    def handle(self, request: Request) -> Response:
        self.requests += 1
        if self.requests % 9 == 8:
            raise Hangup
        return super().handle(request)


@pytest.mark.parametrize("server", [Simulator, Loses])
def test_a_network_is_not_the_server(server: type[Simulator]) -> None:
    """It loses whatever passes, and shows nothing else either."""
    tester = a_tester(server)
    for _ in range(50):
        assert codes(tester, ALICE) == []
    assert compare(tester.session) is None
    assert participants(tester) == 0


class HangsUp(Simulator):
    """Hangs up at an identity."""

    def create_participant(self, call: Call) -> Response:
        if b"hang" in call.request.content:
            raise Hangup
        return super().create_participant(call)


def test_a_connection_that_breaks_again_is_the_server() -> None:
    """Others are not blamed."""
    tester = a_tester(HangsUp)
    assert codes(tester, case({IDENTITY: "hang"})) == ["C902"]
    assert codes(tester, ALICE) == []


LATE = NoAnswer("no response within 10.0 s", slow=True)
USUAL = [FAST] * 5
TIMES: dict[str, tuple[list[float | NoAnswer], list[str], int]] = {
    "as the others": ([FAST], [], 1),
    "at the limit": ([SLOW], [], 1),
    "slow once": ([3.0], [], 3),
    "slow twice": ([3.0, 3.0], [], 3),
    "slow, fast, slow": ([3.0, FAST, 3.0], [], 3),
    "slow three times": ([3.0, 3.0, 3.0], ["C903"], 3),
    "a little over the limit": ([SLOW + 0.01] * 3, ["C903"], 3),
    "late once": ([LATE], [], 2),
    "late twice": ([LATE, LATE], ["C903"], 2),
}


@pytest.mark.parametrize(("times", "found", "sent"), TIMES.values(), ids=TIMES)
def test_slow_is_what_is_slow_again(times: list[float | NoAnswer], found: list[str], sent: int) -> None:
    """One slow answer proves nothing; each is undone, and so is what an answer that came too late had done."""
    tester = a_tester(times=[*USUAL, *times])
    for _ in USUAL:
        assert codes(tester, SMS) == []
    before = transport_of(tester).creates
    assert codes(tester, ALICE) == found
    assert transport_of(tester).creates - before == sent
    assert participants(tester) == 0
    assert codes(tester, ALICE) == []


@pytest.mark.parametrize("usual", [1.0, 3.0, 30.0])
def test_a_slow_target_is_not_a_slow_answer(usual: float) -> None:
    """Only what is many times slower than its like is; from the first answer on."""
    tester = a_tester(
        times=itertools.chain([usual] * 9, [usual * TIMES_SLOWER] * 3, [usual * TIMES_SLOWER + 0.01] * 3)
    )
    assert [codes(tester, ALICE) for _ in range(9)] == [[]] * 9
    assert [codes(tester, ALICE) for _ in range(3)] == [[]] * 3
    assert codes(tester, ALICE) == ["C903"]


def test_a_cold_start_is_no_finding() -> None:
    """The first answer has nothing to be compared with; the second is judged by it."""
    tester = a_tester(times=[9.0, 3.0, FAST])
    assert codes(tester, ALICE) == codes(tester, ALICE) == codes(tester, ALICE) == []
