"""How much of a run is left: in cases, which cost time, and not in tests, of which some have hundreds of cases."""

from collections import Counter
from typing import Any

import pytest

from reports.choices.profiles import Profile
from strategies.partitions import schema_cases
from tests.campaign.plays import STEPS

ENOUGH = 20
"""Cases that make a pace."""


def expected_cases(item: pytest.Item, profile: Profile, partitions: int) -> int:
    """About how many cases a test tries; `partitions` is how many there are."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    partition = params.get("partition")
    kind = getattr(item, "originalname", item.name)
    if profile.brief and kind in ("test_sequences", "test_state_machine"):
        return len(partition.sequences[0].steps) if partition else 1
    if profile.brief and kind in ("test_examples", "test_generated"):
        return 0  # the scouts were all
    if kind == "test_examples":
        return max(len(partition.examples) - profile.scouts, 1) if profile.every_example else 1
    if kind == "test_sequences":
        return sum(len(sequence.steps) for sequence in partition.sequences)
    many = {
        "test_generated": profile.examples,
        "test_scouts": profile.scouts * partitions,
        "test_schema": profile.schema_examples // len(schema_cases.PHASES),
        "test_state_machine": profile.sequences * STEPS // 2,
    }
    return max(many.get(kind, 1), 1)


class Outlook:
    """Expected cases by kind of test, corrected by what the tests of that kind that are over really tried."""

    def __init__(self, items: list[pytest.Item], profile: Profile) -> None:
        partitions = sum(getattr(item, "originalname", "") == "test_examples" for item in items)
        self.expected = {item.nodeid: expected_cases(item, profile, partitions) for item in items}
        self.kinds = {item.nodeid: getattr(item, "originalname", item.name) for item in items}
        self.planned: Counter[Any] = Counter()
        self.tried: Counter[Any] = Counter()
        self.before = 0

    def finish(self, nodeid: str, cases: int) -> None:
        """A test is over, and the run has tried `cases` by now."""
        kind = self.kinds.get(nodeid)
        self.planned[kind] += self.expected.pop(nodeid, 0)
        self.tried[kind] += cases - self.before
        self.before = cases

    def left(self, cases: int, elapsed: float) -> float | None:
        """Seconds until the end, at the pace of the cases so far, which took `elapsed`; `None` without one."""
        if elapsed <= 0 or (cases < ENOUGH and self.expected):
            return None
        ahead = sum(expected * self._correction(self.kinds[nodeid]) for nodeid, expected in self.expected.items())
        return max(ahead - (cases - self.before), 0.0) * elapsed / max(cases, 1)

    def _correction(self, kind: str) -> float:
        """How many cases a planned one has been, of this kind of test."""
        return self.tried[kind] / self.planned[kind] if self.planned[kind] else 1.0
