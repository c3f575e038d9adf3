"""The ledger of a transport: what was sent, by role, and what may still be sent."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from contracts.errors import OutOfBudget
from contracts.exchanges.traffic import Role, Sent


def _nothing() -> int:
    return 0


@dataclass(slots=True)
class Ledger:
    """Counts requests before they are sent, from any thread. `limit` is the most of them (`None`: any number), of
    which `reserve` tells how many are set aside for cleaning up. `on_sent` hears of each when it is answered."""

    limit: int | None = None
    reserve: Callable[[], int] = _nothing
    on_sent: Callable[[Sent], None] | None = None
    counts: Counter[Role] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def requests(self) -> int:
        """How many were sent, retries included."""
        return self.counts.total()

    def spend(self, role: Role) -> None:
        """Counts a request that is sent next. Raises OutOfBudget when it may not be."""
        with self._lock:
            if self.limit is not None and self.requests + self.reserve() >= self.limit:
                raise OutOfBudget(f"the budget of {self.limit} requests is spent; give a larger --budget")
            self.counts[role] += 1

    def take_back(self, role: Role) -> None:
        """A request was not sent after all: no connection could be made."""
        with self._lock:
            self.counts[role] -= 1

    def sent(self, sent: Sent) -> None:
        """A request was sent, and answered or not. Raises what `on_sent` raises."""
        if self.on_sent is not None:
            self.on_sent(sent)
