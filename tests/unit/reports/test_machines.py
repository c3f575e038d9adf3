"""What machines read: the summary by its schema, JUnit, SARIF, annotations; and what they must not obey."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from contracts.cases.case import Case, case
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from contracts.promises.rules import CATALOGUE
from reports.choices.options import RunOptions
from reports.renderings.annotations import annotations
from reports.renderings.ctrf import ctrf
from reports.renderings.every import write_machines
from reports.renderings.junit import junit_of
from reports.renderings.sarif import sarif
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import finding, result
from tests.unit.reports.machine_schemas import CTRF, SARIF

SCHEMA = json.loads((Path(summary.__file__).parent / "summary.schema.json").read_text())
EVIL = "<x>&\"'\n::error::no %0A ]]> \x00 \x1b[31m"


@pytest.fixture
def run() -> summary.Summary:
    """A run with every kind of finding, and with texts that try to be markup."""
    tally = Tally()
    for name in ("attributes-sizes", "identity-odd", "held"):
        tally.start(name, ["C207"])
        tally.add(name, result())
    known = Finding("C303", "attributes-sizes", Verdict.KNOWN, EVIL, EVIL, case({"Identity": EVIL}), "3/3")
    drift = Finding("", "identity-odd", Verdict.FAIL, EVIL, EVIL, Case(), kind="drift")
    fixed = Finding("C301", "attributes-sizes", Verdict.FIXED, "a", "b", Case(), kind="fixed")
    tally.findings += [finding(), known, drift, fixed]
    tally.leave_out("whatsapp-pair", EVIL, chosen=True)
    return summary.summary(tally, RunOptions(f"http://{EVIL}"), 7, 1.5, {Role.CASE: 3})


def test_the_summary_keeps_to_its_schema(run: summary.Summary) -> None:
    """Which is one itself; every key that a run writes is described."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(run, SCHEMA)
    assert set(run) <= set(SCHEMA["properties"])
    for part in ("rules", "partitions", "findings", "not_run", "not_judged"):
        items = SCHEMA["properties"][part]["items"]
        described = set(items.get("properties") or SCHEMA["$defs"]["finding"]["properties"])
        assert all(set(entry) <= described for entry in run[part]), part


@pytest.mark.parametrize("fault", [{"verdict": "fine"}, {"cases": -1}, {"findings": [{}]}, {"seed": "7"}])
def test_the_schema_refuses_what_is_none(run: summary.Summary, fault: dict[str, object]) -> None:
    """It can fail."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(run | fault, SCHEMA)


def test_junit_names_partitions(run: summary.Summary) -> None:
    """A failure is that of its partition and rule; a known one fails nothing; what was not run is skipped."""
    suite = ET.fromstring(junit_of(run))[0]
    tests = {test.get("name"): test for test in suite.findall("testcase")}
    assert set(tests) == {"attributes-sizes", "identity-odd", "held", "whatsapp-pair"}
    assert [one.get("type") for one in tests["attributes-sizes"].findall("failure")] == ["C207", "C301"]
    assert [one.get("type") for one in tests["identity-odd"].findall("failure")] == ["drift"]
    assert tests["whatsapp-pair"].find("skipped") is not None
    assert len(tests["held"]) == 1
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("4", "2", "1")
    properties = {one.get("name"): one.get("value") for one in suite.iterfind("properties/property")}
    assert (properties["seed"], properties["profile"]) == ("7", "gate")


def test_sarif_has_a_result_for_each_finding(run: summary.Summary) -> None:
    """With a rule that is described, where the rule stands, and a fingerprint of its own."""
    (found,) = sarif(run)["runs"]
    rules, lines = found["tool"]["driver"]["rules"], CATALOGUE.read_text().splitlines()
    for one, entry in zip(found["results"], run["findings"], strict=True):
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["partialFingerprints"]["findingId/v1"] == entry["id"]
        place = one["locations"][0]["physicalLocation"]["region"]
        if entry["rule"]:
            assert lines[place["startLine"] - 1] == f"[{entry['rule']}]"
        assert place["endColumn"] == (len("[C101]") + 1 if entry["rule"] else 2)
    assert [one["level"] for one in found["results"]] == ["error", "note", "error", "warning"]
    prints = [one["partialFingerprints"]["primaryLocationLineHash"] for one in found["results"]]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(("make", "schema"), [(sarif, SARIF), (ctrf, CTRF)], ids=["SARIF", "CTRF"])
def test_documents_are_what_their_readers_require(run: summary.Summary, make: Any, schema: Any) -> None:
    """Whatever was found, also when that is nothing; and a document without one of its properties is not."""
    jsonschema.Draft202012Validator.check_schema(schema)
    nothing = summary.summary(Tally(), RunOptions(), None, 0.0, {Role.CASE: 0})
    foreign = run | {"findings": [run["findings"][0] | {"rule": "C999"}]}
    for found in (run, nothing, foreign):
        document = json.loads(json.dumps(make(found)))
        jsonschema.validate(document, schema)
        for key in schema["required"]:
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate({name: value for name, value in document.items() if name != key}, schema)


def test_no_more_results_are_written_than_are_shown(run: summary.Summary) -> None:
    """A file with over 25,000 is refused, and 5,000 are shown."""
    many = run | {"findings": [entry | {"id": str(n)} for n in range(1500) for entry in run["findings"]]}
    assert len(sarif(many)["runs"][0]["results"]) == 5000


def test_ctrf_has_a_test_for_each_partition(run: summary.Summary) -> None:
    """As JUnit has, with the same outcomes."""
    results = ctrf(run)["results"]
    suite = ET.fromstring(junit_of(run))[0]
    assert [one["name"] for one in results["tests"]] == [test.get("name") for test in suite.findall("testcase")]
    counts = [str(results["summary"][key]) for key in ("tests", "failed", "skipped")]
    assert counts == [suite.get(key) for key in ("tests", "failures", "skipped")]
    failed = next(one for one in results["tests"] if one["status"] == "failed")
    assert failed["message"].startswith("C207: expected 201, got 400, code 50304")
    assert len(failed["extra"]["known"]) == 1


def test_annotations_are_one_line_each(run: summary.Summary) -> None:
    """No text of a server becomes a command; known failures are silent."""
    lines = list(annotations(run))
    assert len(lines) == 3
    assert all(line.startswith("::error title=") and "\n" not in line for line in lines)
    assert "%0A%3A%3Aerror" not in lines[0]
    assert all("%250A" in line for line in lines if "no " in line)


def test_the_step_summary_is_added_to(tmp_path: Path, run: summary.Summary) -> None:
    """GitHub's file is appended to, and the SARIF file stands beside the summary."""
    step = tmp_path / "step.md"
    step.write_text("before\n")
    write_machines(tmp_path, run, {"GITHUB_STEP_SUMMARY": str(step)})
    assert step.read_text().startswith("before\n## VIOLATES")
    assert json.loads((tmp_path / "results.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tmp_path / "results.ctrf.json").read_text())["reportFormat"] == "CTRF"
