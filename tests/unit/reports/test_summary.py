"""The summary has the documented shape, is written whole, and decides the exit code."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.cases import documents
from contracts.cases.case import Auth, Case, Sequence, Step, case
from contracts.errors import RecordingError, UsageError
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from contracts.promises.rules import RULES
from reports.choices.options import RunOptions
from reports.exit_codes import ExitCode
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import finding, result


def tallied(*findings: Finding) -> Tally:
    """A tally of one case, with these findings."""
    counted = Tally()
    counted.add("identity-simple", result())
    counted.findings += findings
    return counted


def test_the_shape_is_the_documented_one() -> None:
    """Keys are those of the design, in its order, and the values are plain JSON."""
    counted = tallied(finding())
    counted.leave_out("whatsapp-pair", "no whatsapp sender", chosen=True)
    found = summary.summary(counted, RunOptions("live", "nightly"), 7, 1.23456, {Role.CASE: 9})
    assert list(found) == [
        *("schema", "target", "profile", "seed", "verdict", "cases", "exchanges", "requests", "duration_s"),
        *("rules", "partitions", "findings", "not_run", "not_judged", "latency", "fields", "versions", "started"),
        *("unconfirmed", "command", "baseline", "combinations"),
    ]
    assert json.loads(json.dumps(found)) == found
    assert (found["schema"], found["target"], found["seed"], found["duration_s"]) == (1, "live", 7, 1.235)
    assert found["requests"] == {"case": 9, "read_back": 0, "undo": 0, "instrument": 0, "retry": 0}
    assert found["not_run"] == [{"partition": "whatsapp-pair", "reason": "no whatsapp sender"}]
    (partition,) = found["partitions"]
    assert list(partition)[:4] == ["name", "cases", "verdict", "observed"]
    assert (partition["name"], partition["cases"], partition["observed"]) == ("identity-simple", 1, {"201": 1})


def test_every_rule_has_a_line() -> None:
    """Rules that were not tried are listed too."""
    found = summary.summary(tallied(), RunOptions(), 0, 1.0, {Role.CASE: 1})
    assert [rule["code"] for rule in found["rules"]] == list(RULES)
    by_code = {rule["code"]: rule for rule in found["rules"]}
    assert by_code["C201"] == {
        "code": "C201",
        "level": "documented",
        "exercised": 1,
        "violated": 0,
        "verdict": "pass",
    }
    assert by_code["C232"]["verdict"] == "inconclusive"


def test_a_finding_can_be_acted_upon() -> None:
    """It has its case, a command without secrets, and how often it was confirmed."""
    found = summary.entry(finding(), "http://127.0.0.1:8080")
    assert list(found) == [
        *(
            "id",
            "rule",
            "partition",
            "verdict",
            "expected",
            "actual",
            "case",
            "curl",
            "script",
            "confirmed",
            "kind",
            "remark",
            "about",
        )
    ]
    assert found["case"] == {"partition": "attributes-sizes", "fields": [["Identity", "alice"]]}
    assert found["curl"].startswith(
        'curl -sS -X POST "http://127.0.0.1:8080/v1/Conversations/${CONVERSATION_SID:?'
    )
    assert (found["verdict"], found["confirmed"]) == ("fail", "3/3")
    assert found["script"].startswith("(\n")


@pytest.mark.parametrize(
    ("shown", "remark"),
    [
        (case({}).labelled("body-in-chunks"), "# A plain request only: what body-in-chunks is about, "),
        (case({"Identity": "a"}, auth=Auth.WRONG), "# The nearest credentials that curl can give: "),
    ],
)
def test_a_script_says_what_it_leaves_out(shown: Case, remark: str) -> None:
    """It would look like a server that conforms."""
    found = summary.entry(replace(finding(), case=shown))
    assert found["script"].startswith(remark)


@pytest.mark.parametrize(
    "shown",
    [
        case({"Identity": "zoë"}).labelled("p"),
        Sequence((Step(case({"Identity": "a"})), Step(case({"Identity": "a"}))), "p"),
        Case(partition="p", conversation="a/b"),
    ],
)
def test_findings_are_written_as_documents(tmp_path: Path, shown: Case | Sequence) -> None:
    """findings/<id>.json holds the very case, sequence or not."""
    one = Finding("C301", "p", Verdict.FAIL, "a", "b", shown, "3/3")
    found = summary.summary(tallied(one), RunOptions(), 0, 1.0, {Role.CASE: 1})
    summary.write(tmp_path, found, [one])
    text = summary.finding_path(tmp_path, one.id).read_text("utf-8")
    assert documents.loads(text) == shown
    assert summary.read(tmp_path) == found
    assert sorted(path.name for path in tmp_path.iterdir()) == ["findings", "summary.json"]


def test_lone_surrogates_are_escaped(tmp_path: Path) -> None:
    """What UTF-8 cannot carry does not keep the summary from being written."""
    one = Finding("C301", "p", Verdict.FAIL, "\ud800", "b", case({"Identity": "a"}))
    found = summary.summary(tallied(one), RunOptions(), 0, 1.0, {Role.CASE: 1})
    summary.write(tmp_path, found, [one])
    assert summary.read(tmp_path)["findings"][0]["expected"] == "\ud800"


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """Writing fails with a message that names the file."""
    (tmp_path / "file").touch()
    with pytest.raises(RecordingError, match=r"summary\.json cannot be written"):
        summary.write(tmp_path / "file", summary.summary(tallied(), RunOptions(), 0, 1.0, {Role.CASE: 1}), [])


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"schema": 2, "verdict": "conforms"}', '{"schema": 1}', "\0"]
)
def test_what_is_no_summary_is_refused(tmp_path: Path, content: str) -> None:
    """Other JSON, other schemas and broken files are wrong usage."""
    (tmp_path / "summary.json").write_text(content)
    with pytest.raises(UsageError, match="must be the summary of a run"):
        summary.read(tmp_path)


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (Verdict.FAIL, ExitCode.VIOLATES),
        (Verdict.KNOWN, ExitCode.CONFORMS),
        (Verdict.INCONCLUSIVE, ExitCode.INCONCLUSIVE),
    ],
)
def test_the_verdict_is_the_exit_code(verdict: Verdict, code: ExitCode) -> None:
    """Conforms is 0, violates is 1, inconclusive is 3."""
    counted = tallied(finding(verdict=verdict))
    assert summary.exit_code(summary.summary(counted, RunOptions(), 0, 1.0, {Role.CASE: 1})) is code
