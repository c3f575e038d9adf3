"""The tally counts honestly: what was exercised, what was seen, what was not run."""

import pytest

from contracts.cases.case import Auth, Body, Case, case
from contracts.judging.finding import Verdict
from contracts.judging.violations import broken
from contracts.promises.rules import RULES
from reports.runs import tally
from reports.runs.tally import Tally, judged, observed
from tests.unit.reports.builders import ALICE, finding, result

FULL = case(
    {
        "Identity": "alice",
        "Attributes": "{}",
        "DateCreated": "2015-12-16T22:18:37Z",
        "DateUpdated": "2015-12-16T22:18:37Z",
        "RoleSid": "RL" + "a" * 32,
    },
    headers=[("Origin", "https://example.com")],
)


def test_all_codes_are_rules() -> None:
    """Whatever the tables name is in the catalogue."""
    cases = (ALICE, FULL, case({"MessagingBinding.Address": "+15558675310"}), case({}))
    named = {code for of in cases for status in (201, 400, 500, None) for code in judged(result(of, status))}
    assert named <= set(RULES)
    assert len(named) > 40


def test_an_acceptance_exercises_what_it_can_show() -> None:
    """Rules about a field are exercised by cases with the field, rules about a default by cases without it."""
    plain, full = judged(result(ALICE)), judged(result(FULL))
    assert {"C201", "C101", "C104", "C301", "C303", "C306", "C314", "C403", "C501", "C901"} <= plain
    assert not plain & {"C302", "C304", "C307", "C308", "C309", "C116", "C111", "C239"}
    assert {"C302", "C306", "C307", "C308", "C309", "C116"} <= full
    assert not full & {"C303", "C304", "C314", "C317"}


def test_a_refusal_exercises_the_rules_of_refusals() -> None:
    """The error body is judged, the participant is not."""
    refused = judged(result(case({}), 400))
    assert {"C220", "C111", "C112", "C113", "C114", "C239", "C906"} <= refused
    assert not {code for code in refused if code.startswith("C3")}


def test_no_answer_exercises_safety_alone() -> None:
    """Without a response nothing else could be judged."""
    assert judged(result(status=None)) == {"C901", "C902", "C903", "C904", "C905"}


@pytest.mark.parametrize("of", [Case(method="GET"), Case(ALICE.fields, conversation="a/b")])
def test_other_operations_exercise_safety_alone(of: Case) -> None:
    """What another method or path answers is nobody's promise."""
    assert judged(result(of)) == {"C901", "C902", "C903", "C904", "C905"}


def test_wrong_credentials_do_not_exercise_valid_ones() -> None:
    """C403 is about valid credentials."""
    assert "C403" not in judged(result(Case(ALICE.fields, auth=Auth.WRONG), 401))


def test_a_body_is_read_as_the_form_it_is() -> None:
    """Fields that come as bytes exercise the rules of these fields."""
    assert "C302" in judged(result(Case(body=Body(b"Identity=a&Attributes=%7B%7D"))))
    assert "C302" not in judged(result(Case(body=Body(b"\xff"))))


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
    assert counted.exercised["C502"] == 3


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
def test_what_nobody_asked_to_leave_out_is_missing(chosen: bool, expected: str) -> None:
    """Left out on purpose it does not count, otherwise nobody can tell; a violation is one all the same."""
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


def test_tables_name_no_rule_twice() -> None:
    """Each rule has one condition."""
    always = [*tally._ALWAYS, *tally._ANSWERED, *tally._AUTHORISED, *tally._ACCEPTED, *tally._PARTICIPANT]
    others = [*tally._REFUSED, *tally._IDENTITY_ALONE, *tally._ORIGIN]
    fields = [
        code for table in (tally._WITH_FIELD, tally._WITHOUT_FIELD) for codes in table.values() for code in codes
    ]
    named = [*always, *others, *fields]
    assert len(named) == len(set(named))
