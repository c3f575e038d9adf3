"""The checks: an answer that is wrong in one place breaks one rule, and the gravest comes first."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from contracts.cases.case import (
    Auth,
    Case,
)
from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import judge
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES
from tests.unit.core.answers import (
    ACCOUNT,
    ALICE,
    PLACE,
    alice,
    exchange,
    failing,
    found,
    participant,
    refused,
    text,
)
from tests.unit.core.check_rows import BROKEN, DECISIONS, NOT_HERE, OBSERVED, REFUSALS


@pytest.mark.parametrize(("codes", "make"), BROKEN.values(), ids=BROKEN)
def test_one_change_breaks_one_rule(codes: str, make: Callable[[], Exchange]) -> None:
    """And no other that fails a run."""
    assert failing(make()) == set(codes.split())


@pytest.mark.parametrize(("code", "one"), [(code, one) for code, cases in DECISIONS.items() for one in cases])
def test_a_wrong_decision_breaks_the_first_rule_of_the_case(code: str, one: Case) -> None:
    """What must be accepted is refused, or what must be refused is accepted; the right decision breaks nothing."""
    accepts, refuses = exchange(one), refused(one, *REFUSALS.get(code, (400,)))
    right, wrong = (accepts, refuses) if code < "C220" else (refuses, accepts)
    assert code in failing(wrong)
    # A value that must be refused is no good echo either.
    assert {other for other in failing(wrong) if other[1] not in "13"} == {code}
    assert not found(right)


def test_every_rule_that_an_exchange_shows_has_a_row() -> None:
    """Of the hundreds 1, 2, 3 and 9, save a few for a reason."""
    shown = {code for code, rule in RULES.items() if code[1] in "1239" and rule.level.fails_a_run}
    assert shown - set(NOT_HERE) == {codes for codes, _ in BROKEN.values() if codes in shown} | set(DECISIONS)
    assert set(NOT_HERE) <= shown


@pytest.mark.parametrize(("code", "make"), OBSERVED.values(), ids=OBSERVED)
def test_inferred_rules_are_observed(code: str, make: Callable[[], Exchange]) -> None:
    """They are found, and fail no run."""
    violations = found(make())
    assert [violation.rule.code for violation in violations] == [code]
    assert not any(violation.fails for violation in violations)


def test_no_answer_in_time_is_not_judged_here() -> None:
    """C903 needs another try, and C902 is for what never comes."""
    assert not found(Exchange(ALICE, PLACE, error="no response", timed_out=True))


def test_the_gravest_comes_first() -> None:
    """Servers that fail, then wrong decisions, then wrong echoes, then wrong shapes; observations last."""
    many = exchange(
        text('{"a": 1}'),
        200,
        participant(text('{"a": 1}'), {"identity": "bob", "attributes": '{"a":1}'}),
        (),
        leaked=True,
    )
    expectation = expect(replace(ALICE, auth=Auth.NONE))
    codes = [violation.rule.code for violation in judge(many, expectation)]
    assert codes == ["C904", "C401", "C301", "C101", "C102", "C316"]


def test_a_violation_reads_as_a_report() -> None:
    """Title, the words that promise it with their source, what was expected and what came."""
    (violation,) = found(alice(account_sid="AC" + "b" * 32))
    lines = str(violation).splitlines()
    assert lines[0] == f"C310 {RULES['C310'].title}"
    assert lines[1].startswith("  -> ")
    assert RULES["C310"].source in lines[1]
    pointed = "(from character 3: 'a' * 32 came back as 'b' * 32)"
    assert lines[2:] == [
        f"  Expected: account_sid: '{ACCOUNT}'",
        f"  Actual:   account_sid: 'AC{'b' * 32}' {pointed}",
    ]
