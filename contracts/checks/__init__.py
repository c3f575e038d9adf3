"""The checks: what one exchange shows of the rules. Each check is a function from a `Subject` to violations."""

from contracts.checks import decision, errors, relation, safety, shape
from contracts.checks.subject import Subject
from contracts.exchange import Exchange
from contracts.expectation import Expectation
from contracts.violations import Violation

CHECKS = (*safety.CHECKS, *decision.CHECKS, *errors.CHECKS, *shape.CHECKS, *relation.CHECKS)


def judge(exchange: Exchange, expectation: Expectation) -> list[Violation]:
    """All violations that the exchange shows, the gravest first."""
    subject = Subject.of(exchange, expectation)
    found = [violation for check in CHECKS for violation in check(subject)]
    return sorted(found, key=lambda violation: violation.gravity)
