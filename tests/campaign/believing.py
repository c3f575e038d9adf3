"""What has to hold before a violation is believed: it is shown again, and a plain participant is served
meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.cases.case import Auth, Case, Conversation, Sequence
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import Violation
from contracts.trials.reduction import cases_of

CONFIRMATIONS = 3
"""Times that a violation is tried again."""
CAUSES = ("C901", "C902")
"""Rules whose findings in other partitions have one cause, when the case has the fields of the smallest one."""
ALIKE = ("C903", "C906", "C907")
"""The same; what they show may differ, by how long was waited or in the number of a redirection."""
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
    """Whether a finding with some of the fields showed the very same of the shape of an answer, or the same
    failure; of a failure the smallest case must be smaller in each field."""
    if finding.rule != violation.rule.code or not is_usual(finding.case):
        return False
    if finding.actual != violation.actual and finding.rule not in ALIKE:
        return False
    if finding.rule in CAUSES + ALIKE:
        told = finding.rule == "C906" or bool(_names(finding.case))
        return told and any(is_smaller(finding.case, case) for case in cases_of(shown))
    return finding.rule.startswith("C1") and _names(finding.case) <= _names(shown)


def is_smaller(small: Case | Sequence, case: Case) -> bool:
    """Whether a case has the fields of a smaller one, none of them with a shorter value."""
    if isinstance(small, Sequence) or not is_usual(small):
        return False
    longest = {name: max(map(len, case.values(name))) for name, _ in case.fields}
    return all(len(value) <= longest.get(name, -1) for name, value in small.fields)


def is_usual(shown: Case | Sequence) -> bool:
    """Whether nothing but its fields is special about a case."""
    if isinstance(shown, Sequence) or shown.headers or shown.body is not None:
        return False
    return (shown.method, shown.conversation, shown.auth) == ("POST", Conversation.EXISTING, Auth.VALID)


def _names(shown: Case | Sequence) -> set[str]:
    return {name for case in cases_of(shown) for name, _ in case.fields}


def make_finding(partition: str, violation: Violation, shown: Case | Sequence, confirmed: str) -> Finding:
    """A finding that fails, unless it was tried to show it again, and it never was."""
    verdict = Verdict.INCONCLUSIVE if confirmed.startswith("0/") and confirmed != "0/0" else Verdict.FAIL
    code, expected, actual = violation.rule.code, violation.expected, violation.actual
    case = shown.labelled(partition)
    return Finding(code, partition, verdict, expected, actual, case, confirmed, about=violation.about)


def is_again(known: Finding, finding: Finding) -> bool:
    """Whether a finding is another one of the same rule and partition, or of the same rule and case."""
    same_case = known.case.labelled("") == finding.case.labelled("")
    return known.rule == finding.rule and (known.partition == finding.partition or same_case)
