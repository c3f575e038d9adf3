"""Runs that are not whole: what is whole is shown, the rest is named, and nothing ends in a traceback."""

import json
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import UsageError
from contracts.exchanges.traffic import Role, Sent
from contracts.judging.violations import broken
from reports.choices.options import RunOptions
from reports.renderings.annotations import annotations
from reports.renderings.comment import comment
from reports.renderings.ctrf import ctrf
from reports.renderings.history import history, write_history
from reports.renderings.html import html
from reports.renderings.junit import junit_of
from reports.renderings.markdown import markdown
from reports.renderings.sarif import sarif
from reports.renderings.text import closing_summary
from reports.runs import damage, reading, summary
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from tests.unit.reports.builders import ALICE, finding, result
from tests.unit.reports.commands import call

STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
VIOLATION = broken("C301", expected="identity: 'alice'", actual="identity: 'ALICE'")
FOUND = finding("C301", "identity-simple")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The record of a run with two exchanges, a finding and a footer, and no summary."""
    with Recorder(tmp_path / "run.ndjson") as recorder:
        recorder.header("http://127.0.0.1:1", "gate", 7, STARTED)
        for violations in ((), (VIOLATION,)):
            recorder.request(Sent(Role.CASE, "POST", "/v1/", 201, 0.001))
            recorder.exchange("identity-simple", result(violations=violations))
        recorder.finding(FOUND)
        recorder.footer("violates", {"cases": 2}, 1.5)
    return tmp_path


def whole() -> summary.Summary:
    """A summary with one of everything."""
    tally = Tally()
    tally.start("identity-simple", ["C201"])
    tally.add("identity-simple", result(violations=(VIOLATION,)))
    tally.findings.append(FOUND)
    tally.unconfirmed.append(finding("C303"))
    tally.leave_out("whatsapp-pair", "no sender", chosen=True)
    found = summary.summary(tally, RunOptions(), 7, 1.0, {Role.CASE: 1}, started=STARTED)
    found["partitions"][0] |= {"unspecified": {"201": 1}, "judged": {"C101": 1}}
    found["fields"] = {"Identity": found["fields"]["Identity"]}
    return found | {
        "versions": {"python": "3.11"},
        "changes": {"against": "the run before", "lines": ["new: C301"]},
    }


def write(folder: Path, text: str | bytes) -> None:
    """A summary.json."""
    (folder / "summary.json").write_bytes(text if isinstance(text, bytes) else text.encode())


def reasons(found: summary.Summary) -> dict[str, str]:
    """What was not run, and why."""
    return {one["partition"]: one["reason"] for one in found["not_run"]}


def test_a_whole_record_stands_for_its_summary(folder: Path) -> None:
    """With the verdict of its footer; that the summary is missing is named."""
    found = damage.read(folder)
    assert (found["verdict"], found["cases"], found["requests"]["case"]) == ("violates", 2, 2)
    assert (found["target"], found["profile"], found["seed"]) == ("http://127.0.0.1:1", "gate", 7)
    assert found["started"] == "2026-01-02T03:04:05Z"
    assert [one["id"] for one in found["findings"]] == [FOUND.id]
    assert found["findings"][0]["evidence"]["status"] == 201
    (partition,) = found["partitions"]
    assert (partition["observed"], partition["violated"]) == ({"201": 2}, {"C301": 1})
    assert partition["judged"]["C101"] == 2
    assert "No such file" in reasons(found)["summary.json"]
    assert all(one["explained"] for one in found["not_judged"])


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", '"violates"', "\0" * 4096, b"\xff\xfe{}", '{"schema": 1, "verd', "[" * 100_000),
        *(
            '{"total": {"lines": {"pct": 87.5}}}',
            '{"schema": 1, "verdict": "conforms"}',
            '{"schema": 2, "verdict": 1}',
        ),
    ],
)
def test_a_summary_that_is_none_is_made_again(folder: Path, text: str | bytes) -> None:
    """Half-written, foreign, or of another schema; without a record it is refused, in one line."""
    write(folder, text)
    found = damage.read(folder)
    assert (found["verdict"], found["cases"]) == ("violates", 2)
    assert "must be the summary of a run" in reasons(found)["summary.json"]
    (folder / "run.ndjson").unlink()
    with pytest.raises(UsageError, match="must be the summary of a run"):
        damage.read(folder)


def test_a_record_that_was_cut_off_is_inconclusive(folder: Path) -> None:
    """Wherever it ends: whole exchanges are counted, and it is said that there is more."""
    content = (folder / "run.ndjson").read_bytes()
    header = content.index(b"\n") + 1
    for end in range(header, len(content) - 2, 97):
        (folder / "run.ndjson").write_bytes(content[:end])
        found = damage.read(folder)
        assert found["verdict"] == "inconclusive"
        assert reasons(found)["the rest"] == summary.UNFINISHED
        assert found["cases"] == sum('"type":"exchange"' in one for one in content[:end].decode().split("\n")[:-1])
        assert ("lines of run.ndjson" in reasons(found)) == (not content[:end].endswith(b"\n"))
        assert "\nINCONCLUSIVE: the run has not come to its end" in closing_summary(found)


def test_what_a_killed_run_found_is_shown(folder: Path) -> None:
    """Its summary says only that it began; its record has more, and so have the page and the terminal."""
    begun = Tally()
    begun.leave_out("the rest", summary.UNFINISHED)
    write(folder, json.dumps(summary.summary(begun, RunOptions(), 7, 0.0, {})))
    lines = (folder / "run.ndjson").read_text().splitlines(keepends=True)
    (folder / "run.ndjson").write_text("".join(lines[:-1]))
    done = call("report", str(folder))
    assert done.exception is None, done.output
    told = "INCONCLUSIVE: the run has not come to its end; so far 1 finding about C301."
    assert told in " ".join(done.output.split())
    assert f'id="{FOUND.id}"' in (folder / "report.html").read_text()
    assert json.loads((folder / "summary.json").read_text())["cases"] == 0


SPOILED = {
    "what": b"what",
    "zeros, as a crash leaves them": b"\0" * 512,
    "no UTF-8": b'{"type": "note", "text": "\xff"}',
    "too deep": b"[" * 100_000,
    "another program's": b'{"level": "info", "msg": "started"}',
    "an exchange without a case": b'{"type": "exchange", "n": 1}',
    "an exchange of another kind": b'{"type": "exchange", "n": 1, "case": [], "partition": {}, "place": 7}',
    "a role that is none": b'{"type": "request", "role": "admin"}',
    "half a finding": b'{"type": "finding", "rule": "C301"}',
    "a declaration of nothing": b'{"type": "declared", "senders": 7, "roles": {}}',
}


@pytest.mark.parametrize("line", SPOILED.values(), ids=SPOILED)
def test_lines_that_are_no_records_are_named(folder: Path, line: bytes) -> None:
    """By number; the others count, and the run is inconclusive though it has a footer."""
    lines = (folder / "run.ndjson").read_bytes().splitlines()
    (folder / "run.ndjson").write_bytes(b"\n".join([*lines[:3], line, *lines[3:]]) + b"\n")
    found = damage.read(folder)
    assert (found["cases"], len(found["findings"])) == (2, 1)
    if line != SPOILED["a declaration of nothing"]:
        assert "line 4" in reasons(found)["lines of run.ndjson"]
        assert found["verdict"] == "inconclusive"


def test_a_line_longer_than_any_record_is_no_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is passed over without being held, and those behind it are read."""
    lines = (folder / "run.ndjson").read_bytes().splitlines(keepends=True)
    longest = max(map(len, lines)) + 1
    monkeypatch.setattr(reading, "LONGEST_LINE", longest)
    huge = b'{"type": "note", "text": "' + b"x" * 3 * longest + b'"}\n'
    (folder / "run.ndjson").write_bytes(b"".join([*lines[:2], huge, *lines[2:]]))
    found = damage.read(folder)
    assert (found["cases"], reasons(found)["lines of run.ndjson"]) == (2, "no records that can be read: line 3")
    with pytest.raises(UsageError, match=r"line 3, must be a record of a run \(got '.{50,60}\.\.\.\)"):
        list(reading.read(folder).records)


def test_a_summary_that_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how large one may be."""
    write(folder, json.dumps(whole()))
    assert summary.read(folder)["cases"] == 1
    monkeypatch.setattr(summary, "LARGEST", 1000)
    with pytest.raises(UsageError, match="over 1,000 bytes"):
        summary.read(folder)


@pytest.mark.parametrize("schema", [0, 2, "1", None])
def test_another_schema_is_refused_with_what_to_do(folder: Path, schema: object) -> None:
    """Of a record and of a summary."""
    lines = (folder / "run.ndjson").read_text().splitlines()
    header = json.loads(lines[0]) | {"schema": schema}
    (folder / "run.ndjson").write_text("\n".join([json.dumps(header), *lines[1:]]))
    write(folder, json.dumps(whole() | {"schema": schema}))
    for read in (reading.read, summary.read, damage.read):
        with pytest.raises(UsageError, match=r"of schema 1 \(got .*read it with the version that wrote it"):
            read(folder)


def test_an_earlier_version_is_read(folder: Path) -> None:
    """Which did not yet say what was requested, and not judged."""
    old = whole()
    for key in ("requests", "not_judged", "latency", "fields", "versions", "started", "command", "unconfirmed"):
        del old[key]
    write(folder, json.dumps(old))
    found = damage.read(folder)
    assert (found["requests"], found["not_judged"]) == ({}, [])
    render(found)


def places(document: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where values stand; of a list only the first."""
    if path:
        yield path
    if isinstance(document, dict):
        for key, value in document.items():
            yield from places(value, (*path, key))
    elif isinstance(document, list) and document:
        yield from places(document[0], (*path, 0))


def changed(document: summary.Summary, path: tuple[str | int, ...], value: object) -> summary.Summary:
    """A document with another value in one place."""
    whole = deepcopy(document)
    inner: Any = whole
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return whole


def render(found: summary.Summary) -> None:
    """Everything that is made of a summary."""
    for make in (html, markdown, comment, closing_summary, junit_of, sarif, ctrf):
        assert make(found)
    list(annotations(found))


def test_whatever_stands_in_a_summary_it_is_refused_or_rendered(folder: Path) -> None:
    """In every place of it: nothing, a text, a number, a list, an object. A traceback is neither."""
    (folder / "run.ndjson").unlink()
    document = whole()
    tried = rendered = 0
    for path in places(document):
        for value in (None, "x\0</script>", -1.5, [], {}):
            write(folder, json.dumps(changed(document, path, value)))
            with suppress(UsageError):
                tried += 1
                render(damage.read(folder))
                rendered += 1
    assert rendered > 30
    assert tried - rendered > 300


def test_a_time_line_names_what_it_could_not_read(folder: Path) -> None:
    """And shows the others."""
    for name, text in (("good", json.dumps(whole())), ("cut", '{"schema": 1, '), ("foreign", "{}")):
        (folder / name).mkdir()
        write(folder / name, text)
    found = history(folder)
    assert [name for name, _ in found.runs] == ["good"]
    assert [name for name, _ in found.unread] == ["cut", "foreign"]
    page = write_history(folder, found).read_text()
    assert "cut (" in page
    assert "foreign (" in page


def test_a_case_that_is_shown_is_the_recorded_one(folder: Path) -> None:
    """A finding that was made again has the id, and the case, of the run's own."""
    (found,) = damage.read(folder)["findings"]
    assert found["case"]["fields"] == [["Identity", "alice"]] == summary.entry(FOUND)["case"]["fields"]
    assert ALICE.fields == (("Identity", "alice"),)
