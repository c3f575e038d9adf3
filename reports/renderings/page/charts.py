"""Charts as numbers: where the bars of an SVG stand, and how long they are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.runs.coverage import PER_DECADE

WIDTH, HEIGHT = 640, 44
"""Of one row of the chart of times."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a list: its label, how many, and its length in per cent of the longest."""

    label: str
    count: int
    length: float


def bars(counts: Mapping[str, int]) -> list[Bar]:
    """One bar for each class, in the order given; the longest is 100."""
    most = max(counts.values(), default=0) or 1
    return [Bar(str(label), count, round(100 * count / most, 1)) for label, count in counts.items()]


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one outcome: `bars` are x, y, width and height; `median` and `high` (95 %) are x."""

    outcome: str
    answers: int
    quantiles: dict[str, str]
    bars: list[tuple[float, float, float, float]]
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Latency:
    """The chart of times by outcome over one logarithmic scale; `ticks` are x and label."""

    rows: list[Times]
    ticks: list[tuple[float, str]]


def latency(found: Mapping[str, Any]) -> Latency:
    """The chart of a summary's `latency`."""
    ends = [end for times in found.values() for end, _ in times["histogram"]]
    if not ends:
        return Latency([], [])
    low = math.floor(math.log10(min(ends)) - 1 / PER_DECADE + 1e-6)
    high = max(math.ceil(math.log10(max(ends)) - 1e-6), low + 1)
    scale = WIDTH / (high - low)

    def place(ms: float) -> float:
        return round((math.log10(max(ms, 10.0**low)) - low) * scale, 1)

    ticks = [(round((power - low) * scale, 1), milliseconds(10.0**power)) for power in range(low, high + 1)]
    return Latency([_row(outcome, times, place, scale) for outcome, times in found.items()], ticks)


def _row(outcome: str, times: Mapping[str, Any], place: Any, scale: float) -> Times:
    most = max(count for _, count in times["histogram"])
    width = scale / PER_DECADE
    drawn = [
        (round(place(end) - width, 1), round(HEIGHT - size, 1), round(width - 1, 1), round(size, 1))
        for end, count in times["histogram"]
        for size in (max(HEIGHT * count / most, 1.0),)
    ]
    names = ("p50_ms", "p95_ms", "p99_ms", "max_ms")
    quantiles = {name: milliseconds(times[name]) for name in names}
    return Times(outcome, times["answers"], quantiles, drawn, place(times["p50_ms"]), place(times["p95_ms"]))


def milliseconds(ms: float) -> str:
    """A time for people: `0.3 ms`, `12 ms`, `1.5 s`."""
    if ms >= 1000:
        return f"{ms / 1000:.3g} s"
    return f"{ms:.2g} ms" if ms < 10 else f"{round(ms):,} ms"
