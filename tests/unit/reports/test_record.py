"""The record holds what happened, line by line, and is readable however the run ended."""

import base64
import errno
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.cases.case import Body, Case
from contracts.errors import RecordingError, UsageError
from contracts.exchanges.traffic import Role, Sent
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import broken
from reports.runs import reading, record
from reports.runs.record import Recorder
from tests.unit.reports.builders import ALICE, finding, result

SENT = Sent(Role.READ_BACK, "GET", "/v1/Conversations/CH1/Participants?PageSize=100", 200, 0.00123)
STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def whole_run(path: Path) -> None:
    """Records a run with one of everything."""
    with Recorder(path) as recorder:
        recorder.header("mock", "gate", 7, STARTED)
        recorder.request(SENT)
        recorder.exchange("identity-simple", result())
        recorder.finding(finding())
        recorder.note("left behind: nothing")
        recorder.footer("violates", {"cases": 1}, 1.23456)


def test_a_whole_run_is_read_back(tmp_path: Path) -> None:
    """Header, records and footer come back as they were written, from a file and from its folder."""
    whole_run(tmp_path / "run.ndjson")
    run = reading.read(tmp_path)
    assert (run.header["target"], run.header["seed"], run.header["started"]) == ("mock", 7, "2026-01-02T03:04:05Z")
    assert run.header["versions"]["hypothesis"]
    assert run.footer is not None
    assert (run.footer["verdict"], run.footer["counts"], run.footer["duration_s"]) == (
        "violates",
        {"cases": 1},
        1.235,
    )
    assert [entry["type"] for entry in run.records] == ["request", "exchange", "finding", "note"]
    assert list(run.records) == list(run.records)


def test_an_exchange_has_all_its_parts(tmp_path: Path) -> None:
    """Case, expectation, answer and violations stand in the record."""
    violation = broken("C301", expected="identity: 'alice'", actual="identity: 'ALICE'")
    with Recorder(tmp_path / "r") as recorder:
        recorder.header("mock", "gate", None, STARTED)
        recorder.exchange("p", result(violations=(violation,)))
    (entry,) = reading.read(tmp_path / "r").records
    assert (entry["n"], entry["partition"], entry["status"], entry["elapsed_ms"]) == (1, "p", 201, 3.1)
    assert entry["case"] == {"fields": [["Identity", "alice"]]}
    assert entry["expectation"] == {"outcome": "accept", "statuses": [201], "codes": [], "rules": ["C201"]}
    assert entry["response"]["headers"] == [["Content-Type", "application/json"]]
    assert json.loads(entry["response"]["body"]) == {"sid": "MB" + "c" * 32}
    assert entry["violations"] == ["C301"]
    assert entry["place"]["conversation_sid"].startswith("CH")


@pytest.mark.parametrize(
    "content", [b"", "zoë\u2028\x85 \U0001f600".encode(), b"\xff\xfe", b'{"a":"\\ud800"}', b"a\nb\r\n"]
)
def test_every_body_survives(tmp_path: Path, content: bytes) -> None:
    """Bodies come back byte for byte, whatever they are; one record stays one line."""
    with Recorder(tmp_path / "r") as recorder:
        recorder.header("mock", "gate", None, STARTED)
        recorder.exchange("p", result(body=content))
    (entry,) = reading.read(tmp_path / "r").records
    response = entry["response"]
    body = base64.b64decode(response["body_base64"]) if "body_base64" in response else response["body"].encode()
    assert body == content
    assert (tmp_path / "r").read_bytes().count(b"\n") == 2


def test_a_request_is_one_short_line(tmp_path: Path) -> None:
    """Its role, what was asked, the status and the milliseconds; without an answer the status is null."""
    with Recorder(tmp_path / "r") as recorder:
        recorder.header("mock", "gate", None, STARTED)
        recorder.request(SENT)
        recorder.request(Sent(Role.CASE, "POST", "/v1/" + "a" * 9000, None, 3.0))
    first, second = reading.read(tmp_path / "r").records
    assert first == {
        "type": "request",
        "role": "read_back",
        "method": "GET",
        "path": "/v1/Conversations/CH1/Participants?PageSize=100",
        "status": 200,
        "ms": 1.23,
    }
    assert (second["status"], second["ms"], len(second["path"])) == (None, 3000.0, record.LONGEST_PATH)


def test_what_utf8_cannot_carry_is_escaped(tmp_path: Path) -> None:
    """A lone surrogate in a message does not end the run."""
    odd = Finding("C301", "p", Verdict.FAIL, "\ud800", "\udfff", ALICE)
    with Recorder(tmp_path / "r") as recorder:
        recorder.header("mock", "gate", None, STARTED)
        recorder.finding(odd)
    (entry,) = reading.read(tmp_path / "r").records
    assert (entry["expected"], entry["actual"]) == ("\ud800", "\udfff")


def test_no_answer_is_recorded_as_such(tmp_path: Path) -> None:
    """Without a response the error says why."""
    with Recorder(tmp_path / "r") as recorder:
        recorder.header("mock", "gate", None, STARTED)
        recorder.exchange("p", result(status=None))
    (entry,) = reading.read(tmp_path / "r").records
    assert (entry["status"], entry["response"], entry["error"]) == (None, None, "ReadError: gone")


def test_records_are_on_disk_at_once(tmp_path: Path) -> None:
    """A reader sees every record before the run has ended, and no footer."""
    with Recorder(tmp_path / "r") as recorder:
        recorder.header("mock", "gate", None, STARTED)
        for number in range(1, 4):
            recorder.exchange("p", result())
            assert len(list(reading.read(tmp_path / "r").records)) == number
        assert reading.read(tmp_path / "r").footer is None


def test_a_run_cut_off_anywhere_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Wherever the file ends, whole records are read and the cut one is passed over."""
    path = tmp_path / "run.ndjson"
    whole_run(path)
    content = path.read_bytes()
    header = content.index(b"\n")
    for cut in range(header, len(content) - 2, 3):
        path.write_bytes(content[:cut])
        run = reading.read(path)
        assert run.footer is None
        complete = content[:cut].count(b"\n")
        assert len(list(run.records)) in (max(complete - 1, 0), complete)


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    """A line that is no record, before the last, is an error with its number."""
    path = tmp_path / "run.ndjson"
    whole_run(path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"what\n", *lines[2:]]))
    with pytest.raises(UsageError, match=r"run\.ndjson, line 3, must be a record of a run \(got 'what'\)"):
        list(reading.read(path).records)


@pytest.mark.parametrize("content", ["", '{"type":"note"}\n', '{"type":"head', "[]"])
def test_without_a_header_it_is_no_run(tmp_path: Path, content: str) -> None:
    """A file that does not begin with a header is refused."""
    (tmp_path / "r").write_text(content)
    with pytest.raises(UsageError, match="must be"):
        reading.read(tmp_path / "r")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(UsageError, match="nothing-here"):
        reading.read(tmp_path / "nothing-here")


def test_a_full_disk_keeps_what_was_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a line can be written in part only, it is taken back, and no footer follows."""
    path = tmp_path / "r"
    write = os.write

    room = [10**6]

    def full(file: int, data: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = write(file, data[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(os, "write", full)
    with Recorder(path) as recorder:
        recorder.header("mock", "gate", None, STARTED)
        recorder.exchange("p", result())
        room[0] = 10
        with pytest.raises(RecordingError, match=r"cannot be written any further \(No space left on device\)"):
            recorder.exchange("p", result())
        with pytest.raises(RecordingError):
            recorder.footer("conforms", {}, 1.0)
    run = reading.read(path)
    assert [entry["n"] for entry in run.records] == [1]
    assert run.footer is None
    assert path.read_bytes().endswith(b"\n")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A record that cannot be opened is a recording error."""
    with pytest.raises(RecordingError, match="cannot be written"), Recorder(tmp_path / "no" / "r"):
        pass


def test_bodies_of_bytes_are_recorded_as_documents(tmp_path: Path) -> None:
    """A case with a body of its own is recorded in base64."""
    odd = Case(body=Body(b"\xff", "text/plain"))
    with Recorder(tmp_path / "r") as recorder:
        recorder.header("mock", "gate", None, STARTED)
        recorder.exchange("p", result(odd))
    (entry,) = reading.read(tmp_path / "r").records
    assert entry["case"] == {"body_base64": "/w==", "content_type": "text/plain"}
