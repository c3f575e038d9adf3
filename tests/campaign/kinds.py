"""Kinds of cases: those that cost much (never answered, answered without an end, the end of the target), and those
that fail alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from contracts.cases.case import Case, Sequence
from contracts.judging.finding import Finding
from contracts.judging.violations import Violation
from contracts.trials.reduction import cases_of
from tests.campaign.believing import ALIKE, CAUSES

ENOUGH = 2
"""Costly cases that show a kind, of which one is believed: then no other of the kind is tried."""


@dataclass(slots=True)
class Kinds:
    """Each kind is known by the names of the fields that all of its cases have. Where a case with all of these was
    accepted, they are not what is wrong.

    `costly` holds the names of each kind, and the number of its cases; `believed` when one of them is; `told` are
    the partitions of which it is said that cases are spared.
    """

    costly: list[tuple[frozenset[str], int]] = field(default_factory=list)
    accepted: set[frozenset[str]] = field(default_factory=set)
    believed: bool = False
    told: set[str] = field(default_factory=set)

    def note(self, case: Case, *, cost: bool, accepted: bool) -> None:
        """A case was tried, and cost much or did not."""
        names = frozenset(name for name, _ in case.fields)
        if accepted and case.method == "POST":
            self.accepted.add(names)
        if not cost:
            return
        for number, (known, met) in enumerate(self.costly):
            if not self._is_refuted(known & names):
                self.costly[number] = (known & names, met + 1)
                return
        self.costly.append((names, 1))

    def spares(self, case: Case) -> bool:
        """Whether enough is known of the kind of a case to do without it."""
        return self.believed and any(
            names and met >= ENOUGH and self._has(case, names) for names, met in self.costly
        )

    def are_one(self, first: Case, second: Case) -> bool:
        """Whether two costly cases are of one kind."""
        return any(self._has(first, names) and self._has(second, names) for names, _ in self.costly)

    def _has(self, case: Case, names: frozenset[str]) -> bool:
        given = {name for name, _ in case.fields}
        found = names <= given or (case.body is not None and all(name.encode() in case.content for name in names))
        return found and not self._is_refuted(names)

    def _is_refuted(self, names: frozenset[str]) -> bool:
        return any(names <= one for one in self.accepted)


@dataclass(slots=True)
class Causes:
    """Failures by rule and, where it tells them apart, by what came: those of one kind have one cause."""

    accepted: set[frozenset[str]]
    kinds: dict[tuple[str, str], Kinds] = field(default_factory=dict)

    def note(self, case: Case, violations: Iterable[Violation]) -> None:
        """A case was tried; what was accepted is known already."""
        for violation in violations:
            if violation.rule.code in CAUSES + ALIKE:
                kinds = self.kinds.setdefault(_key(violation), Kinds(accepted=self.accepted))
                kinds.note(case, cost=True, accepted=False)

    def are_one(self, finding: Finding, shown: Case | Sequence, violation: Violation) -> bool:
        """Whether a violation has the cause of a finding."""
        kinds = self.kinds.get(_key(violation))
        if kinds is None or finding.rule != violation.rule.code:
            return False
        if finding.actual != violation.actual and finding.rule not in ALIKE:
            return False
        return any(kinds.are_one(known, case) for known in cases_of(finding.case) for case in cases_of(shown))


def _key(violation: Violation) -> tuple[str, str]:
    code = violation.rule.code
    return code, "" if code in ALIKE else violation.actual
