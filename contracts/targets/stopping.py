"""When a run has to end: on a signal, or when its time is up, also within an exchange or a wait."""

import time
from dataclasses import dataclass, field

from contracts.errors import OutOfBudget, Stopped
from contracts.targets.clock import Clock


@dataclass(slots=True)
class Stopper:
    """What may end a run; `ends` is a time of `time.monotonic()`.

    A signal handler may call `stop`: it sets one attribute, and takes no lock that the interrupted code may hold.
    """

    ends: float | None = None
    stopped: bool = False
    clock: Clock = field(default_factory=Clock)

    def stop(self) -> None:
        """From now on every exchange and every wait raises Stopped."""
        self.stopped = True

    def release(self, seconds: float) -> None:
        """Gives the run this time to clean up, whatever ended it; `stop` ends that too."""
        self.stopped = False
        self.ends = time.monotonic() + seconds

    def check(self) -> None:
        """Raises Stopped, or OutOfBudget when the time is up."""
        if self.stopped:
            raise Stopped("interrupted")
        if self.ends is not None and time.monotonic() >= self.ends:
            raise OutOfBudget("the time is up; give a longer --max-time")

    def wait(self, seconds: float) -> None:
        """Sleeps. Raises what `check` does, within a slice."""
        self.clock.wait(seconds, self.check)
