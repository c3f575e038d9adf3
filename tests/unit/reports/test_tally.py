"""The tally counts honestly: what was exercised, what was seen, what was not run."""

import pytest

from contracts.cases.case import case
from contracts.judging.finding import Verdict
from contracts.judging.violations import broken
from reports.runs.tally import Tally, observed
from tests.unit.reports.builders import ALICE, finding, result


def test_what_is_broken_was_exercised() -> None:
    """A rule never counts as broken without counting as exercised."""
    violation = broken("C504", expected="none", actual="one")
    counted = Tally()
    counted.add("p", result(case({}), 400, violations=(violation, violation)))
    assert (counted.exercised["C504"], counted.violated["C504"]) == (1, 1)


@pytest.mark.parametrize(
    ("status", "body", "seen"),
    [
        (201, None, "201"),
        (400, {"code": 50207}, "400 50207"),
        (400, {"code": True}, "400"),
        (400, {"code": "50207"}, "400"),
        (400, b"<html>", "400"),
        (400, [], "400"),
        (500, b"", "500"),
        (200, {"code": 1}, "200"),
        (None, None, "no response"),
    ],
)
def test_observations_are_a_word_or_two(status: int | None, body: object, seen: str) -> None:
    """Status and error code, if there is one."""
    assert observed(result(ALICE, status, body).exchange) == seen


def test_partitions_count_cases_and_answers() -> None:
    """Cases, answers and the rules of the partition are counted for each partition."""
    counted = Tally()
    counted.start("p", ("C502",))
    for status in (201, 201, 400):
        counted.add("p", result(status=status))
    counted.add("q", result(status=None))
    assert counted.cases == 4
    assert counted.partitions["p"].observed == {"201": 2, "400 50207": 1}
    assert counted.exercised["C502"] == 0


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.FAIL, "violates"),
        (Verdict.ERROR, "violates"),
        (Verdict.FIXED, "violates"),
        (Verdict.INCONCLUSIVE, "inconclusive"),
        (Verdict.KNOWN, "conforms"),
    ],
)
def test_the_worst_finding_decides(verdict: Verdict, expected: str) -> None:
    """A known failure passes, one that is fixed does not."""
    counted = Tally()
    counted.add("p", result())
    counted.findings += [finding(verdict=Verdict.KNOWN), finding(verdict=verdict)]
    assert counted.verdict() == expected


def test_nothing_run_conforms_to_nothing() -> None:
    """A run without a case is inconclusive."""
    assert Tally().verdict() == "inconclusive"


@pytest.mark.parametrize(("chosen", "expected"), [(True, "conforms"), (False, "inconclusive")])
def test_what_was_left_out_without_a_choice_is_missing(chosen: bool, expected: str) -> None:
    """Left out on purpose it does not count, otherwise it is inconclusive; a violation is one all the same."""
    counted = Tally()
    counted.add("p", result())
    counted.leave_out("q", "no whatsapp sender", chosen=chosen)
    assert counted.verdict() == expected
    assert counted.partition_verdict("q") is Verdict.INCONCLUSIVE
    counted.findings.append(finding())
    assert counted.verdict() == "violates"


def test_a_violation_without_a_finding_never_conforms() -> None:
    """When a run breaks off before a violation is confirmed, it is not settled."""
    counted = Tally()
    counted.add("p", result(violations=(broken("C301", expected="a", actual="b"),)))
    assert counted.verdict() == "inconclusive"
    assert counted.rule_verdict("C301") is Verdict.FAIL


def test_inferred_rules_are_only_observed() -> None:
    """A broken rule that is no promise leaves the verdict alone, and is counted."""
    counted = Tally()
    counted.add("p", result(violations=(broken("C316", expected="a", actual="b"),)))
    assert counted.verdict() == "conforms"
    assert (counted.violated["C316"], counted.rule_verdict("C316")) == (1, Verdict.PASS)


def test_rules_that_were_never_tried_are_inconclusive() -> None:
    """A rule without a case has no verdict."""
    counted = Tally()
    counted.add("p", result())
    assert counted.rule_verdict("C201") is Verdict.PASS
    assert counted.rule_verdict("C231") is Verdict.INCONCLUSIVE


def test_a_rule_that_nothing_judged_is_inconclusive_unless_a_choice_explains_it() -> None:
    """With what was in the way; a partition that came to no judgement is no reason."""
    counted = Tally(known={"sms-pair": ("C202",), "identity": ("C201",)})
    counted.start("identity", ("C201",))
    counted.add("identity", result())
    silent = {one.rule: one for one in counted.not_judged()}
    assert "C201" not in silent
    assert silent["C202"].explained
    counted.start("sms-pair", ("C202",))
    assert {one.rule: one for one in counted.not_judged()}["C202"].reason == (
        "nothing judged it: sms-pair came to no judgement"
    )
    assert counted.verdict() == "inconclusive"
    counted.leave_out("sms-pair", "the target is gone")
    (silent_now,) = [one for one in counted.not_judged() if one.rule == "C202"]
    assert (silent_now.reason, silent_now.explained) == ("the target is gone", False)
    counted.leave_out("sms-pair", "no sms sender", chosen=True)
    assert {one.rule: one for one in counted.not_judged()}["C202"].reason == "no sms sender"


def test_a_partition_that_breaks_its_word_is_not_run_and_named_once() -> None:
    """However many of its cases show it."""
    counted = Tally()
    counted.add("p", result())
    for _ in range(3):
        counted.break_word("p", "the partition says accept, the oracle unspecified")
    assert [left.partition for left in counted.not_run] == ["p"]
    assert counted.verdict() == "inconclusive"
