"""What was measured, as a Markdown table and as JSON; and what has fallen against what was accepted."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from statistics import median
from typing import Any

from tests.benchmarks.measuring import Measure

FALLEN = 2 / 3
"""A ratio of rates that is less than so much of what it was has fallen; one of costs, when it is as much more."""


def table(measures: Iterable[Measure]) -> str:
    """A Markdown table, one line a measure."""
    lines = ["| what | median | beside | median | ratio (from, to) |", "|---|---:|---|---:|---:|"]
    lines += [
        f"| {one.what} | {_figure(one.ours, one.unit)} | {one.compared_with} "
        f"| {_figure(one.beside, one.unit) if one.beside else ''} | {_ratio(one)} |"
        for one in measures
    ]
    return "\n".join(lines)


def _figure(values: tuple[float, ...], unit: str) -> str:
    value = median(values)
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def _ratio(one: Measure) -> str:
    if one.ratio is None:
        return ""
    return f"{one.ratio:.2f} ({min(one.ratios):.2f}, {max(one.ratios):.2f})"


def machine() -> str:
    """When and where it was measured, in a line."""
    now = datetime.now(UTC)
    return f"{now:%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def as_json(measures: Iterable[Measure]) -> str:
    """All figures of all rounds."""
    found = {
        one.key: {"what": one.what, "unit": one.unit, "ours": one.ours, "beside": one.beside, "ratio": one.ratio}
        for one in measures
    }
    return json.dumps({"measured": machine(), "measures": found}, indent=1)


def fallen(measures: Iterable[Measure], accepted: Mapping[str, Any]) -> list[str]:
    """A line for each ratio that is a third worse than the accepted one."""
    lines = []
    for one in measures:
        before = accepted.get(one.key, {}).get("ratio")
        if one.ratio is None or before is None:
            continue
        change = one.ratio / before if one.unit == "a second" else before / one.ratio
        if change < FALLEN:
            lines.append(f"{one.key}: the ratio was {before:.2f}, and is {one.ratio:.2f}")
    return lines
