"""A run as tests, for those formats that know nothing else: one for each partition, named after it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reports.runs.summary import Summary


@dataclass(frozen=True, slots=True)
class Test:
    """A partition: `failing` and `known` are its findings, `skipped` says why it was not run."""

    name: str
    cases: int = 0
    rules: tuple[str, ...] = ()
    failing: list[dict[str, Any]] = field(default_factory=list)
    known: list[dict[str, Any]] = field(default_factory=list)
    skipped: str | None = None

    @property
    def status(self) -> str:
        """`passed`, `failed` or `skipped`; known failures fail nothing."""
        if self.failing:
            return "failed"
        return "passed" if self.skipped is None else "skipped"


def tests(summary: Summary) -> Iterator[Test]:
    """The partitions that were run, then what else has a finding, then what was not run."""
    found: dict[str, list[Summary]] = {}
    for one in summary["findings"]:
        found.setdefault(one["partition"], []).append(one)
    left = {one["partition"].partition(" (")[0]: one["reason"] for one in summary["not_run"]}
    partitions = {one["name"]: one for one in summary["partitions"] if one["cases"]}
    for name in dict.fromkeys([*partitions, *found, *left]):
        partition, here = partitions.get(name, {}), found.get(name, [])
        failing = [one for one in here if one["verdict"] != "known"]
        known = [one for one in here if one["verdict"] == "known"]
        rules = tuple(partition.get("rules", ()))
        yield Test(name, partition.get("cases", 0), rules, failing, known, None if failing else left.get(name))


def headline(found: Summary) -> str:
    """A finding in one line."""
    return f"{found['rule'] or found.get('kind')}: expected {found['expected']}, got {found['actual']}"
