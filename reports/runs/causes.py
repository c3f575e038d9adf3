"""Findings of one cause: rules that the same cases break, about the same property of the answer.

A server that keeps identities in lower case answers a fetch and a list in it: two rules, and one thing to mend.
They are told as one, which the gravest leads.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.judging.finding import Finding
from contracts.judging.violations import ACCEPTANCE, Violation, gravity

SHARED = 0.8
"""Of the cases that break the rule that is broken more rarely, the part that must break the other one too: what is
read back may change meanwhile."""


UNDELETED = "C516"
"""What was deleted is still there: then participants that are added again are refused as duplicates (409)."""


@dataclass(slots=True)
class Alike:
    """Counts, by the property that violations are about, the cases that broke a rule and those that broke two."""

    broken: Counter[tuple[str, str]] = field(default_factory=Counter)
    both: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)

    def add(self, violations: Iterable[Violation]) -> None:
        """What one case showed."""
        codes = {(one.about, one.rule.code) for one in violations if one.about and one.fails}
        self.broken.update(codes)
        for about, code in codes:
            others = (other for property_, other in codes if property_ == about and other > code)
            self.both.update((about, frozenset((code, other))) for other in others)

    def are_one(self, about: str, first: str, second: str) -> bool:
        """Whether two rules are broken by the same cases."""
        both = self.both[about, frozenset((first, second))]
        fewer = min(self.broken[about, first], self.broken[about, second])
        return both > 0 and both >= SHARED * fewer


def causes(findings: Sequence[Finding], alike: Alike) -> dict[str, str]:
    """By the id of a finding that another one leads, the id of that other one."""
    first: dict[tuple[str, str], Finding] = {}
    led: dict[str, str] = {}
    violations = [one for one in findings if one.kind == "violation" and one.about]
    undeleted = next((one for one in findings if one.rule == UNDELETED), None)
    for finding in sorted(violations, key=lambda one: gravity(one.rule)):
        leader = next((f for (about, code), f in first.items() if _leads(alike, about, code, finding)), None)
        if leader is None:
            first.setdefault((finding.about, finding.rule), finding)
        else:
            led[finding.id] = leader.id
    if undeleted is not None:
        led |= {one.id: undeleted.id for one in findings if _is_taken_for_a_twin(one)}
    return led


def _is_taken_for_a_twin(finding: Finding) -> bool:
    return finding.rule in ACCEPTANCE and finding.actual.startswith("409")


def _leads(alike: Alike, about: str, code: str, finding: Finding) -> bool:
    return about == finding.about and code != finding.rule and alike.are_one(about, code, finding.rule)


def told_as_one(found: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The entries of a summary in groups: those of one rule, and of one property where others have their cause;
    without those others."""
    entries = list(found)
    led = led_by(entries)
    under = {one["id"] for others in led.values() for one in others}
    leading = {(one["rule"], one.get("about")) for one in entries if one["id"] in led}
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in entries:
        about = one.get("about", "") if (one["rule"], one.get("about")) in leading else ""
        if one["id"] not in under:
            groups.setdefault((one["rule"], about), []).append(one)
    return list(groups.values())


def led_by(found: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The entries of a summary that have the cause of another one, by the id of that one, if it is there."""
    entries = list(found)
    ids = {one["id"] for one in entries}
    led: dict[str, list[dict[str, Any]]] = {}
    for one in entries:
        if one.get("cause") in ids:
            led.setdefault(one["cause"], []).append(one)
    return led
