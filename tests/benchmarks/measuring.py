"""Measures: things that are timed in turn, in several rounds."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Work = Callable[[], int]
"""Does something once, and returns how often: cases, exchanges, commands."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured: `ours` has a figure for each round, and so has `beside`, of what it is compared with.

    `unit` is that of both; `ratio_of` names what the ratio of a round is: ours to beside.
    """

    key: str
    what: str
    unit: str
    ours: tuple[float, ...]
    beside: tuple[float, ...] = ()
    compared_with: str = ""

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours to what it is compared with, in each round."""
        return tuple(mine / other for mine, other in zip(self.ours, self.beside, strict=bool(self.beside)))

    @property
    def ratio(self) -> float | None:
        """The median of the ratios."""
        return median(self.ratios) if self.ratios else None


def rate(work: Work) -> float:
    """How often a second something is done."""
    gc.collect()
    start = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - start)


def side_by_side(key: str, what: str, ours: Work, compared_with: str, beside: Work, *, rounds: int) -> Measure:
    """The rates of two works, which take turns."""
    pairs = [(rate(ours), rate(beside)) for _ in range(rounds)]
    mine, other = zip(*pairs, strict=True)
    return Measure(key, what, "a second", mine, other, compared_with)
