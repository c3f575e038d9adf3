"""The pace: in no second more requests than the rate, and none later than that asks for."""

from collections.abc import Callable

import pytest

from contracts.errors import Stopped
from contracts.exchanges.wire import Request
from contracts.targets.clock import Clock
from contracts.targets.connect import connect
from contracts.targets.pace import Pace

GET = Request("GET", "/v1/Users")


def test_a_request_waits_until_the_one_so_many_before_is_a_second_old() -> None:
    """Whenever they come; a pause earns no more than a second's worth."""
    times = iter([0.0, 0.1, 0.2, 0.3, 0.4, 5.0, 5.0, 5.0, 5.0])
    pace = Pace(3, lambda: next(times))
    assert [round(pace.delay(), 3) for _ in range(9)] == [0, 0, 0, 0.7, 0.7, 0, 0, 0, 1.0]


class Waits(Clock):
    """Remembers what was waited."""

    def __init__(self) -> None:
        super().__init__()
        self.waited = 0.0

    def wait(self, seconds: float, check: Callable[[], None]) -> None:
        check()
        self.waited += seconds


def test_every_request_of_a_transport_takes_its_turn() -> None:
    """Also one that is not waited for; a run that has to end waits for nothing."""
    transport = connect("mock", {}).transport
    transport.stopper.clock = clock = Waits()
    transport.pace = Pace(2, lambda: 0.0)
    transport.send(GET)
    transport.send_and_lose(GET)
    assert clock.waited == 0
    transport.send(GET)
    transport.send_and_lose(GET)
    assert clock.waited == 2.0
    transport.stopper.stop()
    with pytest.raises(Stopped):
        transport.send(GET)
    assert transport.requests == 4
