"""The checks: what one exchange shows of the rules. Each check is a function from a `Subject` to violations."""

from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import decision, errors, relation, safety, shape
from contracts.judging.checks.subject import Subject
from contracts.judging.violations import Violation
from contracts.promises.expectation import Expectation

CHECKS = (*safety.CHECKS, *decision.CHECKS, *errors.CHECKS, *shape.CHECKS, *relation.CHECKS)


def judge(exchange: Exchange, expectation: Expectation) -> list[Violation]:
    """All violations that the exchange shows, the gravest first."""
    subject = Subject.of(exchange, expectation)
    found = [violation for check in CHECKS for violation in check(subject)]
    return sorted(found, key=lambda violation: violation.gravity)
