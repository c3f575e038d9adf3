"""`contract judge`: a record gives the verdict of its run without a target, and a HAR is judged with care."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import UsageError
from contracts.exchanges.exchange import Exchange
from reports.exit_codes import ExitCode
from reports.runs import rejudging
from reports.runs.reading import read
from tests.unit.core.answers import ACCOUNT, ALICE, CONVERSATION, NEITHER, ORIGIN, alice, created, refused
from tests.unit.reports.commands import call
from tests.unit.runs.support import run, summary

URL = f"{ORIGIN}/v1/Conversations/{CONVERSATION}/Participants"
SOME = ("--partition", "identity-simple", "--partition", "duplicate-identity", "--partition", "sms-attributes")


@pytest.mark.parametrize(
    "target",
    ["mock", "miniature:lowers-identities", "miniature:fetches-days-only", "miniature:accepts-same-identity"],
)
def test_a_record_gives_the_verdict_of_its_run(tmp_path: Path, target: str) -> None:
    """By the same rules, whether one exchange shows them, or reading back, or a sequence."""
    done = run("run", "--profile", "quick", "--target", target, "--out", "out", *SOME, cwd=tmp_path)
    found = summary(tmp_path / "out")
    assert (found["verdict"] == "conforms") == (target == "mock")
    judged, document = judge(tmp_path / "out")
    assert judged == done.returncode
    assert document["verdict"] == found["verdict"]
    assert {one["rule"] for one in document["breaches"]} == {one["rule"] for one in found["findings"]}
    assert document["exchanges"] == found["cases"]


def judge(*paths: Path) -> tuple[int, dict[str, Any]]:
    """The exit code, and what it says of the last file."""
    done = call("judge", *map(str, paths), "--json")
    assert isinstance(done.return_value, int), done.output
    return done.return_value, json.loads(done.output)["files"][-1]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The lines of a record, of a run that conformed."""
    folder = tmp_path_factory.mktemp("run")
    run("run", "--profile", "quick", "--out", "out", "--partition", "identity-simple", cwd=folder)
    return [json.loads(line) for line in (folder / "out/run.ndjson").read_text().splitlines()]


def written(folder: Path, record: list[dict[str, Any]]) -> Path:
    """A record in a file."""
    path = folder / "run.ndjson"
    path.write_text("".join(json.dumps(one) + "\n" for one in record))
    return path


def test_a_record_of_long_ago_is_judged_by_its_own_time(tmp_path: Path, record: list[dict[str, Any]]) -> None:
    """What was created then was created in the present."""
    today = record[0]["started"][:10]
    path = written(tmp_path, record)
    path.write_text(path.read_text().replace(today, "2020-02-02"))
    code, document = judge(path)
    assert (code, document["exchanges"] > 0, "C314" in document["rules"]) == (ExitCode.CONFORMS, True, True)


def test_what_a_recording_does_not_hold_is_not_run(tmp_path: Path, record: list[dict[str, Any]]) -> None:
    """And then a run that plays it is inconclusive, though all else is as it was; its options are those it had."""
    target = f"recording:{written(tmp_path, record)}"
    more = ("--partition", "identity-simple", "--partition", "identity-digits", "--profile", "quick")
    done = run("run", "--target", target, *more, "--out", "out", cwd=tmp_path)
    found = summary(tmp_path / "out")
    assert (done.returncode, found["verdict"]) == (ExitCode.INCONCLUSIVE, "inconclusive")
    (left,) = {one["partition"] for one in found["not_run"]}
    assert left == "identity-digits"
    held = next(one for one in found["partitions"] if one["name"] == "identity-simple")
    assert (held["cases"], held["verdict"]) == (sum(one["type"] == "exchange" for one in record), "pass")


def test_a_rule_that_came_later_is_applied(tmp_path: Path, record: list[dict[str, Any]]) -> None:
    """What the run did not know of is a violation of today; what it saw alone was confirmed by it, or was not."""
    changed = json.loads(json.dumps(record).replace('\\"sid\\": \\"MB', '\\"sid\\": \\"XX'))
    code, document = judge(written(tmp_path, changed))
    assert code == ExitCode.VIOLATES
    assert "C106" in {one["rule"] for one in document["breaches"]}
    assert "FAIL C106" in call("judge", str(tmp_path / "run.ndjson")).output


@pytest.mark.parametrize(
    ("verdicts", "kind", "code"),
    [
        ({"fail"}, "breaches", ExitCode.VIOLATES),
        ({"inconclusive"}, "unconfirmed", ExitCode.CONFORMS),
        (set(), "unsettled", ExitCode.INCONCLUSIVE),
    ],
)
def test_what_a_run_saw_counts_as_it_was_settled(
    tmp_path: Path, record: list[dict[str, Any]], verdicts: set[str], kind: str, code: ExitCode
) -> None:
    """A violation that was never shown again is not one because it is judged again."""
    seen = [dict(one) for one in record]
    next(one for one in seen if one["type"] == "exchange")["violations"] = ["C502"]
    found = [{"type": "finding", "rule": "C502", "verdict": verdict} for verdict in sorted(verdicts)]
    told, document = judge(written(tmp_path, [*seen[:-1], *found, seen[-1]]))
    assert told == code
    assert [one["rule"] for one in document[kind]] == ["C502"]


def test_a_run_that_broke_off_is_inconclusive(tmp_path: Path, record: list[dict[str, Any]]) -> None:
    """Without a footer; and one that said so itself."""
    assert judge(written(tmp_path, record[:-1]))[0] == ExitCode.INCONCLUSIVE
    assert judge(written(tmp_path, [*record[:-1], record[-1] | {"verdict": "inconclusive"}]))[0] == 3


def test_a_record_says_what_was_declared(record: list[dict[str, Any]], tmp_path: Path) -> None:
    """So that the environment of whoever judges plays no part."""
    declared = rejudging.declared_in(read(written(tmp_path, record)))
    assert declared is not None
    assert "+15017122661" in declared.senders
    assert declared.roles


def days_ago(text: str) -> str:
    """A text in which every moment is a thousand days earlier."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _earlier, text)


def _earlier(moment: re.Match[str]) -> str:
    return f"{datetime.fromisoformat(moment[0]) - timedelta(days=1000):%Y-%m-%dT%H:%M:%SZ}"


def test_an_old_record_is_judged_by_the_clock_of_its_run(tmp_path: Path, record: list[dict[str, Any]]) -> None:
    """The present is when it was recorded; a server whose clock was wrong then is found out today."""
    old = [json.loads(days_ago(json.dumps(one))) for one in record]
    assert judge(written(tmp_path, old))[0] == ExitCode.CONFORMS
    code, document = judge(written(tmp_path, [record[0], *old[1:]]))
    assert code == ExitCode.VIOLATES
    assert {one["rule"] for one in document["breaches"]} == {"C314", "C318"}
    joined = {**record[0], "merged": [record[0], old[0]]}
    assert judge(written(tmp_path, [joined, *({**one, "run": 2} for one in old[1:])]))[0] == ExitCode.CONFORMS


@pytest.mark.parametrize("began", [None, "yesterday", "2020-01-02T03:04:05"])
def test_without_a_moment_a_har_says_nothing_of_the_present(tmp_path: Path, began: str | None) -> None:
    """And with one it does."""
    path = har(tmp_path, alice())
    document = json.loads(days_ago(path.read_text()))
    entry = document["log"]["entries"][0]
    entry |= {} if began is None else {"startedDateTime": began}
    path.write_text(json.dumps(document))
    assert judge(path)[0] == ExitCode.CONFORMS
    entry["startedDateTime"] = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    path.write_text(json.dumps(document))
    assert {one["rule"] for one in judge(path)[1]["breaches"]} == {"C314", "C318"}


def har(folder: Path, *exchanges: Exchange, others: int = 0, **content: Any) -> Path:
    """A HAR of these exchanges, as a browser exports it, and of others."""
    entries = [entry(one, content) for one in exchanges]
    listing = {"request": {"method": "GET", "url": URL}, "response": {"status": 200}}
    path = folder / "traffic.har"
    path.write_text(json.dumps({"log": {"entries": [*entries, *[listing] * others]}}))
    return path


def entry(one: Exchange, content: dict[str, Any]) -> dict[str, Any]:
    response = one.response
    assert response is not None
    credentials = base64.b64encode(f"{ACCOUNT}:pa55-w0rd".encode()).decode()
    headers = [("Authorization", f"Basic {credentials}"), ("Content-Type", one.case.content_type or "")]
    return {
        "time": 12.5,
        "request": {
            "method": "POST",
            "url": URL,
            "headers": [{"name": name, "value": value} for name, value in headers],
            "postData": {"text": one.case.content.decode()},
        },
        "response": {
            "status": response.status,
            "headers": [{"name": name, "value": value} for name, value in response.headers],
            "content": content or {"text": response.content.decode()},
        },
    }


def test_a_har_is_judged(tmp_path: Path) -> None:
    """Exchanges of other operations are skipped, and counted."""
    code, document = judge(har(tmp_path, created(ALICE), refused(), others=2))
    assert (code, document["exchanges"], document["skipped"]) == (ExitCode.CONFORMS, 2, 2)
    code, document = judge(har(tmp_path, created(ALICE), alice(identity="Alice")))
    assert code == ExitCode.VIOLATES
    assert [(one["rule"], one["where"]) for one in document["breaches"]] == [("C301", "entry 1")]


@pytest.mark.parametrize("status", [400, 401, 404, 409, 429])
def test_a_refusal_of_others_may_have_any_reason(tmp_path: Path, status: int) -> None:
    """What was there before is not known, nor whether the credentials were right."""
    assert judge(har(tmp_path, refused(ALICE, status, 50433)))[0] == ExitCode.CONFORMS


def test_what_must_be_refused_is_not_accepted_from_others_either(tmp_path: Path) -> None:
    """Neither an identity nor an address."""
    code, document = judge(har(tmp_path, created(NEITHER, identity="x")))
    assert code == ExitCode.VIOLATES
    assert "C220" in {one["rule"] for one in document["breaches"]}


def test_a_body_that_was_not_exported_says_nothing(tmp_path: Path) -> None:
    """Browsers leave out what they no longer hold."""
    assert judge(har(tmp_path, created(ALICE), size=512))[0] == ExitCode.CONFORMS
    packed = base64.b64encode(b"{}").decode()
    assert judge(har(tmp_path, created(ALICE), text=packed, encoding="base64"))[0] == ExitCode.VIOLATES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{}", "must be the record of a run"),
        ('{"log": {"entries": [{}]}}', "a HAR must have entries with a request"),
        ('{"log": {"entries": []}}', "must hold a POST"),
        ('{"type": "header"}\n{"type": "exchange", "n": 7}\n', "exchange 7 must be one that a run recorded"),
    ],
)
def test_what_is_neither_is_named(tmp_path: Path, text: str, told: str) -> None:
    """Wrong usage, in one line."""
    path = tmp_path / "x"
    path.write_text(text)
    failure = call("judge", str(path)).exception
    assert isinstance(failure, UsageError)
    assert told in str(failure)


def test_no_secret_of_others_is_shown(tmp_path: Path) -> None:
    """Credentials of a HAR are dropped where it is read."""
    done = call("judge", str(har(tmp_path, alice(identity="Alice"))), "--json")
    assert "pa55-w0rd" not in done.output
    assert base64.b64encode(f"{ACCOUNT}:pa55-w0rd".encode()).decode() not in done.output


def test_a_case_is_shown_to_be_replayed(tmp_path: Path) -> None:
    """As a document that `contract replay` takes."""
    _, document = judge(har(tmp_path, alice(identity="Alice")))
    assert document["breaches"][0]["case"]["fields"] == [["Identity", "alice"]]
