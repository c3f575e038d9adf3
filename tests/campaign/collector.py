"""What a partition showed so far: for each rule the smallest case that broke it."""

from collections import Counter
from dataclasses import dataclass, field

from contracts.cases.case import Case
from contracts.judging.violations import Violation
from contracts.trials.reduction import size


@dataclass(slots=True)
class Collector:
    """`smallest` is by rule code; `seen` counts the violations of each rule in all partitions of the run."""

    smallest: dict[str, tuple[Case, Violation]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, case: Case, violation: Violation) -> None:
        """Takes note of a violation."""
        code = violation.rule.code
        known = self.smallest.get(code)
        if known is None or size(case) < size(known[0]):
            self.smallest[code] = (case, violation)

    def finish(self) -> dict[str, tuple[Case, Violation]]:
        """What was collected since the last call."""
        collected, self.smallest = self.smallest, {}
        self.seen.update(collected.keys())
        return collected
