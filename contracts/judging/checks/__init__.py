"""The checks: what one exchange shows of the rules. Each check is a function of a `Subject`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import decision, errors, relation, safety, shape
from contracts.judging.checks.subject import Subject
from contracts.judging.violations import Violation
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Expectation, Outcome

CHECKS = (*safety.CHECKS, *decision.CHECKS, *errors.CHECKS, *shape.CHECKS, *relation.CHECKS)


@dataclass(frozen=True, slots=True)
class Judgement:
    """`violations` has the gravest first; `judged` are the codes of the rules that could have been broken."""

    violations: tuple[Violation, ...] = ()
    judged: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[Violation | str, ...]:
        """Both, to be put together with what else was shown."""
        return (*self.judged, *self.violations)

    def __iter__(self) -> Iterator[Violation]:
        """The violations."""
        return iter(self.violations)

    def __len__(self) -> int:
        """How many violations there are."""
        return len(self.violations)


def judge(exchange: Exchange, expectation: Expectation, declared: Declared = NOTHING) -> Judgement:
    """What the exchange shows of every rule; of acceptance nothing, when something is in the way of the case."""
    if exchange.obstacle:
        expectation = Expectation(Outcome.UNSPECIFIED)
    subject = Subject.of(exchange, expectation, declared)
    return judgement(one for check in CHECKS for one in check(subject))


def judgement(shown: Iterable[Violation | str]) -> Judgement:
    """What checks gave: codes of rules that were judged, and violations."""
    judged, violations = set(), []
    for one in shown:
        if isinstance(one, str):
            judged.add(one)
        else:
            judged.add(one.rule.code)
            violations.append(one)
    return Judgement(tuple(sorted(violations, key=lambda violation: violation.gravity)), frozenset(judged))
