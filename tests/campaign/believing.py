"""What has to hold before a violation is believed: it is shown again, and a plain participant is served
meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.cases.case import Auth, Case, Conversation, Sequence
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import Violation

CONFIRMATIONS = 3
"""Times that a violation is tried again."""
INSISTENCE = 100
"""Times that it is tried when it was not shown again, and the same rule was broken in vain before: a server may
fail at one request in fifty, which is its doing and no weather's."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """So many tries, and in how many of them a violation was shown again."""

    shown: int
    tries: int

    def __str__(self) -> str:
        return f"{self.shown}/{self.tries}"


def repeat(show: Callable[[], bool], tries: int = CONFIRMATIONS, *, insistence: int = 0) -> Confirmation:
    """Tries whether something is shown again; when it is not, up to `insistence` times more until it is."""
    shown = sum(show() for _ in range(tries))
    while not shown and tries < insistence:
        shown, tries = int(show()), tries + 1
    return Confirmation(shown, tries)


def is_same_fault(finding: Finding, shown: Case | Sequence, violation: Violation) -> bool:
    """Whether a finding with some of the fields showed the very same of the shape of an answer."""
    same = finding.rule == violation.rule.code and finding.actual == violation.actual
    if not same or not finding.rule.startswith("C1") or not _is_usual(finding.case):
        return False
    return _names(finding.case) <= _names(shown)


def _is_usual(shown: Case | Sequence) -> bool:
    """Whether nothing but its fields is special about a case."""
    if isinstance(shown, Sequence) or shown.headers or shown.body is not None:
        return False
    return (shown.method, shown.conversation, shown.auth) == ("POST", Conversation.EXISTING, Auth.VALID)


def _names(shown: Case | Sequence) -> set[str]:
    cases = [shown] if isinstance(shown, Case) else [step.case for step in shown.steps]
    return {name for case in cases for name, _ in case.fields}


def make_finding(partition: str, violation: Violation, shown: Case | Sequence, confirmed: str) -> Finding:
    """A finding that fails, unless it was tried to show it again, and it never was."""
    verdict = Verdict.INCONCLUSIVE if confirmed.startswith("0/") and confirmed != "0/0" else Verdict.FAIL
    code, expected, actual = violation.rule.code, violation.expected, violation.actual
    return Finding(code, partition, verdict, expected, actual, shown.labelled(partition), confirmed)


def is_again(known: Finding, finding: Finding) -> bool:
    """Whether a finding is another one of the same rule and partition, or of the same rule and case."""
    same_case = known.case.labelled("") == finding.case.labelled("")
    return known.rule == finding.rule and (known.partition == finding.partition or same_case)
