"""Combinations that a run has tried: the fields of a case together with the length, alphabets and kind of a value.

A soak is worth its time as long as new ones come.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60.0


@dataclass(slots=True)
class Combinations:
    """Counts each combination once, at some 60 bytes each. `now` gives seconds; `latest` is when the last new one
    came, and `by_minute` counts new ones by the minute of the run."""

    now: Callable[[], float] = time.monotonic
    seen: set[int] = field(default_factory=set)
    by_minute: Counter[int] = field(default_factory=Counter)
    began: float = field(init=False)
    latest: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.latest = self.now()

    def add(self, combination: tuple[object, ...]) -> None:
        """Counts what a case is a combination of."""
        key = hash(combination)
        if key in self.seen:
            return
        self.seen.add(key)
        self.latest = self.now()
        self.by_minute[int((self.latest - self.began) // MINUTE)] += 1

    @property
    def idle(self) -> float:
        """Seconds since the last new one."""
        return self.now() - self.latest

    def document(self) -> dict[str, object]:
        """How many there are, and how many of them each minute brought, from the first to the last."""
        minutes = int((self.now() - self.began) // MINUTE) + 1
        return {"tried": len(self.seen), "by_minute": [self.by_minute[minute] for minute in range(minutes)]}
