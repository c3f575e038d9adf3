"""What a replay tries: a case or a sequence, whether it breaks a rule, and what is promised of it."""

from collections.abc import Callable, Iterable

from contracts.cases.case import IDENTITY, Case, Sequence
from contracts.exchanges.exchange import Exchange
from contracts.judging.violations import Violation, family
from contracts.promises.expectation import Outcome
from contracts.promises.model import expect_steps
from contracts.promises.oracle import expect
from contracts.targets.session import Session
from contracts.trials import scenario, together
from contracts.trials.probed import Unsupported
from contracts.trials.reduction import cases_of
from contracts.trials.trial import Tester

RACES = 4
"""Times that creates are sent together until they show something: which of them comes first is chance."""


Played = tuple[dict[int, Exchange], Iterable[Violation]]


def insist(session: Session, sequence: Sequence) -> Played:
    """Carries a sequence out, several times when its creates are sent together, until it breaks a rule."""
    for _ in range(RACES if sequence.together else 1):
        exchanges, violations = carry_out(session, sequence)
        if any(violation.fails for violation in violations):
            break
    return exchanges, violations


def carry_out(session: Session, sequence: Sequence) -> Played:
    """The exchanges of the creates by the number of their step, and what they and the other steps broke."""
    if sequence.together:
        exchanges, violations = together.run_together(session, sequence)
        return dict(enumerate(exchanges)), violations
    played, violations, _ = scenario.run(session, sequence, set())
    return played.exchanges, violations


def breaks(tester: Tester, shown: Case | Sequence, code: str) -> bool:
    """Whether a fresh trial breaks rule `code`, or another of its family."""
    if isinstance(shown, Case):
        return shows(code, lambda: tester.try_case(shown, thorough=True).violations)
    for identity in {case.get(IDENTITY) for case in cases_of(shown)} - {None, ""}:
        tester.session.forget_user(str(identity))
    races = RACES if shown.together else 1
    return any(shows(code, lambda: carry_out(tester.session, shown)[1]) for _ in range(races))


def shows(code: str, find: Callable[[], Iterable[Violation]]) -> bool:
    """Whether rule `code`, or another of its family, is among what is found."""
    try:
        return any(found.rule.code in family(code) for found in find())
    except (Unsupported, UnicodeEncodeError):
        return False


def outcomes(tester: Tester, shown: Case | Sequence) -> list[Outcome | None]:
    """What is promised of a case; of a sequence, of each step as it comes, `None` where it is no create, and of
    the case of each step alone."""
    declared = tester.session.declared
    alone = [expect(case, declared).outcome for case in cases_of(shown)]
    if isinstance(shown, Case):
        return [*alone]
    return [*(step.outcome if step else None for step in expect_steps(shown, declared)), *alone]
