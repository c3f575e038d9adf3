"""The pace of a run: at most so many requests in any second, however many threads send them.

Waiting is left to the transport, whose waits end when the run has to: no library of rate limits knows of that.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

SECOND = 1.0


class Pace:
    """Gives each request its time; `now` tells seconds that only go forward."""

    def __init__(self, rate: int, now: Callable[[], float] = time.monotonic) -> None:
        self._times: deque[float] = deque(maxlen=rate)
        self._rate = rate
        self._now = now
        self._lock = threading.Lock()

    def delay(self) -> float:
        """Seconds that the next request has to wait: until the one that came `rate` requests before is a second
        old. Its place is taken by asking."""
        with self._lock:
            now = self._now()
            is_free = len(self._times) < self._rate
            at = now if is_free else max(now, self._times[0] + SECOND)
            self._times.append(at)
            return at - now
