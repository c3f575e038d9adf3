"""The clock of a run: what it reads decides what is sent, so that a record has to hold it too."""

import time
from collections import deque
from collections.abc import Callable, Mapping

SLICE = 0.1
"""Seconds: every wait is made of pieces no longer than this, so that a stop is heard soon."""


class Clock:
    """The clock of this machine; `on_read` hears of what was read for a purpose."""

    def __init__(self) -> None:
        self.on_read: Callable[[str, float], None] | None = None

    def read(self, purpose: str) -> float:
        """Seconds of `time.monotonic()`, on which it depends what is sent next."""
        now = time.monotonic()
        if self.on_read is not None:
            self.on_read(purpose, now)
        return now

    def wait(self, seconds: float, check: Callable[[], None]) -> None:
        """Sleeps. Raises what `check` does, within a slice."""
        until = time.monotonic() + seconds
        check()
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, SLICE))
            check()


class PlayedClock(Clock):
    """Reads what another run read for the same purpose, in the same order, and waits for nothing."""

    def __init__(self, readings: Mapping[str, list[float]]) -> None:
        super().__init__()
        self._readings = {purpose: deque(values) for purpose, values in readings.items()}
        self._last = 0.0

    def read(self, purpose: str) -> float:
        """What that run read; the last reading of all when it read no more."""
        left = self._readings.get(purpose)
        self._last = left.popleft() if left else self._last
        if self.on_read is not None:
            self.on_read(purpose, self._last)
        return self._last

    def wait(self, seconds: float, check: Callable[[], None]) -> None:
        """Raises what `check` does."""
        check()
