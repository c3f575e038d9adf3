"""The gate: known failures, fixed ones, expired ones, and drift; and the one way to change a baseline."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.cases.case import Case, case
from contracts.errors import UsageError
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import broken
from contracts.promises.expectation import Expectation, Outcome
from contracts.trials.trial import Result
from reports.baselines import baseline as baselines
from reports.baselines import gate
from reports.baselines.accepting import Decision, accept, changes
from reports.baselines.baseline import Baseline, KnownFailure
from reports.baselines.changes import changes as changes_of_runs
from reports.baselines.drift import differs
from reports.choices.options import RunOptions
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import result

TODAY = date(2026, 11, 25)


def tally_of(*broken_ones: tuple[str, str], status: int = 201, violated: bool = True) -> Tally:
    """A run in which these rules were broken in these partitions, and one partition was left to the target."""
    tally = Tally(fixed=frozenset({"identity-odd"}))
    for partition in ("identity-boundary", "attributes-sizes", "identity-odd"):
        tally.start(partition, [])
    for partition in ("identity-boundary", "attributes-sizes"):
        codes = [code for code, name in broken_ones if name == partition]
        violations = tuple(broken(code, expected="kept", actual="broken") for code in codes)
        tally.add(partition, result(violations=violations))
        tally.findings += [
            Finding(code, partition, Verdict.FAIL, "kept", "broken", Case(), "3/3") for code in codes
        ]
    left_open = result(case({"Identity": "é"}), status)
    tally.add("identity-odd", Result(left_open.exchange, Expectation(Outcome.UNSPECIFIED), (), frozenset()))
    return tally


def summary_of(tally: Tally) -> summary.Summary:
    """Its summary."""
    return summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 3})


TWO = (("C301", "identity-boundary"), ("C302", "attributes-sizes"))


def accepted(*known: tuple[str, str], expires: date | None = None, status: int = 201) -> Baseline:
    """A baseline that accepted a run with these failures."""
    decision = Decision("since ever", "API-1", TODAY, expires)
    return accept(Baseline(), summary_of(tally_of(*known, status=status)), decision)


def kinds(tally: Tally) -> list[tuple[str, str, str]]:
    """Kind, rule and verdict of every finding."""
    return [(one.kind, one.rule, one.verdict.name.lower()) for one in tally.findings]


def test_what_is_known_passes_while_it_fails() -> None:
    """Two known failures that still fail are no reason to stop."""
    tally = tally_of(*TWO)
    gate.apply(tally, accepted(*TWO), TODAY)
    assert kinds(tally) == [("violation", "C301", "known"), ("violation", "C302", "known")]
    assert tally.rule_verdict("C301") is Verdict.KNOWN
    assert "API-1" in tally.findings[0].remark


def test_what_is_fixed_fails_until_it_is_accepted() -> None:
    """So that the list never rots."""
    tally, known = tally_of(TWO[0]), accepted(*TWO)
    tally.add("attributes-sizes", result(case({"Identity": "a", "Attributes": "{}"}), 201, {"attributes": "{}"}))
    gate.apply(tally, known, TODAY)
    assert ("fixed", "C302", "fixed") in kinds(tally)
    assert tally.verdict() == "violates"
    again = accept(known, summary_of(tally), Decision("fixed", "API-1", TODAY))
    assert [one.rule for one in again.known] == ["C301"]


def test_what_was_not_tried_is_not_fixed() -> None:
    """That is not known."""
    tally = Tally()
    tally.leave_out("attributes-sizes", "the budget is spent")
    gate.apply(tally, accepted(*TWO), TODAY)
    assert kinds(tally) == []


def test_what_is_new_fails() -> None:
    """Beside what is known."""
    tally = tally_of(*TWO)
    gate.apply(tally, accepted(TWO[0]), TODAY)
    assert kinds(tally) == [("violation", "C301", "known"), ("violation", "C302", "fail")]
    assert tally.verdict() == "violates"


@pytest.mark.parametrize(("days", "verdict"), [(0, "known"), (1, "fail")])
def test_what_expires_fails_from_the_next_day_on(days: int, verdict: str) -> None:
    """On its last day it still passes."""
    tally = tally_of(TWO[0])
    gate.apply(tally, accepted(TWO[0], expires=TODAY), TODAY + timedelta(days=days))
    assert kinds(tally) == [("violation", "C301", verdict)]
    assert ("expired" in tally.findings[0].remark) == (verdict == "fail")


def test_applying_the_gate_again_changes_nothing() -> None:
    """A run whose files could not be written sums up twice."""
    tally = tally_of(TWO[0])
    known = accepted(*TWO, status=400)
    gate.apply(tally, known, TODAY)
    before = kinds(tally)
    gate.apply(tally, known, TODAY)
    assert kinds(tally) == before
    assert len(before) >= 2


def test_another_answer_where_documents_are_silent_is_drift() -> None:
    """With both observations, and a case that shows the new one."""
    tally = tally_of(status=400)
    gate.apply(tally, accepted(), TODAY)
    (found,) = tally.findings
    assert (found.kind, found.partition, found.expected) == ("drift", "identity-odd", "as accepted: 201 (1)")
    assert found.actual == "400 50207 (1)"
    assert found.case == case({"Identity": "é"})
    assert tally.verdict() == "violates"


@pytest.mark.parametrize(
    ("old", "new", "same_cases", "drift"),
    [
        ({"201": 40}, {"201": 40}, True, False),
        ({"201": 40}, {"201": 39, "400 50207": 1}, True, True),
        ({"201": 40}, {"201": 39, "400 50207": 1}, False, False),
        ({"201": 40}, {"201": 20, "400 50207": 20}, False, True),
        ({"201": 20, "400 50207": 20}, {"201": 40}, False, True),
        ({"201": 1}, {"400 50207": 1}, True, True),
        ({"201": 1}, {"400 50407": 1, "400 50412": 1}, False, False),
        ({"201": 7}, {"400 50207": 7}, False, True),
        ({"201": 40}, {"201": 20, "503": 10, "429": 5, "no response": 5}, False, False),
        ({"201": 40}, {"no response": 40}, False, False),
        ({}, {"201": 40}, False, False),
    ],
)
def test_noise_is_no_drift(old: dict[str, int], new: dict[str, int], same_cases: bool, drift: bool) -> None:
    """Weather, and what other cases explain."""
    assert differs(old, new, same_cases=same_cases) is drift


def test_only_accepts_a_part() -> None:
    """By rule, partition or finding; what is named and not there is wrong usage."""
    found = summary_of(tally_of(*TWO))
    for only in ("C301", "identity-boundary", found["findings"][0]["id"]):
        known = accept(Baseline(), found, Decision("r", "i", TODAY, only=(only,))).known
        assert [one.rule for one in known] == ["C301"]
    with pytest.raises(UsageError, match="--only"):
        accept(Baseline(), found, Decision("r", "i", TODAY, only=("C999",)))


def test_what_is_known_keeps_its_reason_and_date() -> None:
    """Accepting a later run does not make old failures young."""
    old = Baseline((KnownFailure("C301", "identity-boundary", "old", "API-0", date(2025, 1, 1)),))
    new = accept(old, summary_of(tally_of(*TWO)), Decision("new", "API-1", TODAY))
    assert {(one.rule, one.reason) for one in new.known} == {("C301", "old"), ("C302", "new")}
    assert changes(old, new)[0] == "+ known failure C302 attributes-sizes: new (API-1)"


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Byte for byte the same when nothing changed."""
    path = tmp_path / "baseline.json"
    baselines.write(path, accepted(*TWO, expires=TODAY))
    before = path.read_bytes()
    baselines.write(path, baselines.read(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"suite": "0.0.1"}, "contract baseline accept"),
        ({"schema": 9}, "schema 1"),
        ({"operation": "GET /"}, "got another file"),
        ({"known": [{"rule": "C301", "partition": "p", "reason": "r", "since": "2026-01-01"}]}, "needs 'issue'"),
        ({"known": [{"rule": "C301"}]}, "needs 'partition'"),
        ({"known": None}, "a fault"),
    ],
)
def test_other_baselines_are_refused_with_what_to_do(tmp_path: Path, change: dict[str, object], said: str) -> None:
    """Another version, another contract, or half a baseline."""
    path = tmp_path / "baseline.json"
    baselines.write(path, accepted(*TWO))
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(UsageError, match=said) as raised:
        baselines.read(path)
    assert "contract baseline accept RUN --reason" in str(raised.value)


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    """Without a traceback."""
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(UsageError, match="must be a baseline"):
        baselines.read(path)


def test_a_diff_tells_what_changed() -> None:
    """Findings that came and went, and answers where documents are silent; nothing when nothing changed."""
    old, new = summary_of(tally_of(TWO[0])), summary_of(tally_of(TWO[1], status=400))
    lines = changes_of_runs(old, new)
    assert "new: C302 in attributes-sizes: broken (expected kept)" in lines
    assert "gone: C301 in identity-boundary" in lines
    assert "left to the target, identity-odd: 201 (1) -> 400 50207 (1)" in lines
    assert changes_of_runs(old, old) == []
