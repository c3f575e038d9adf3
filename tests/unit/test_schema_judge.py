"""The judge from outside: wrong answers of each kind are noticed, and whatever our own checks let pass is not."""

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from contracts.cases.case import Case, Conversation
from contracts.exchanges.exchange import Exchange, Place
from contracts.exchanges.wire import Response
from contracts.judging.schema_judge import ASKED, NOT_ASKED, judge
from contracts.promises import openapi
from contracts.simulator import recorded
from contracts.targets.connect import connect
from contracts.targets.session import Session
from contracts.trials import trial
from strategies.partitions.schema_cases import coverage_cases, example_cases, fuzz_cases

PLAIN = Case()
ROOT = Path(__file__).parents[2]
JSON = ("Content-Type", "application/json")
PARTICIPANT = openapi.operation()["responses"]["201"]["content"]["application/json"]["examples"]["createSms"][
    "value"
]
ERROR = {"code": 20404, "message": "Not found", "more_info": "https://example.com/20404", "status": 404}
PLACE = Place(PARTICIPANT["account_sid"], PARTICIPANT["conversation_sid"], "http://127.0.0.1:8080")


few = settings(
    max_examples=60,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def exchange(
    body: object = PARTICIPANT,
    *headers: tuple[str, str],
    status: int = 201,
    content: bytes | None = None,
    case: Case = PLAIN,
) -> Exchange:
    """An exchange with this answer; without headers of its own it is labelled as JSON."""
    encoded = json.dumps(body).encode() if content is None else content
    return Exchange(case, PLACE, Response(status, headers or (JSON,), encoded))


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in PARTICIPANT.items() if key != name}


WRONG = {
    "missing property": (exchange(without("url")), '"url" is a required property'),
    "wrong type": (exchange({**PARTICIPANT, "sid": 5}), 'sid: 5 is not of types "null", "string"'),
    "no SID": (exchange({**PARTICIPANT, "sid": "MB1"}), "sid: "),
    "binding without type": (exchange({**PARTICIPANT, "messaging_binding": {}}), '"type" is a required property'),
    "media type": (exchange(PARTICIPANT, ("Content-Type", "text/plain")), "text/plain"),
    "malformed media type": (exchange(PARTICIPANT, ("Content-Type", "json")), "Malformed media type"),
    "no media type": (exchange(PARTICIPANT, ("Server", "x")), "Missing Content-Type"),
    "header type": (exchange(PARTICIPANT, JSON, ("Access-Control-Allow-Credentials", "maybe")), '"maybe"'),
    "undocumented success": (exchange(status=200), "Received: 200"),
    "redirection": (exchange(status=302), "Received: 302"),
    "failure": (exchange(ERROR, status=500), "Server error"),
    "malformed JSON": (exchange(content=b'{"sid": '), "JSON deserialization error"),
    "no body": (exchange(content=b""), "JSON deserialization error"),
    "not UTF-8": (exchange(content=b'"\xe9"'), "utf-8"),
    "an array": (exchange([]), 'not of type "object"'),
    "incomplete error": (exchange({"message": "No"}, status=404), '"code" is a required property'),
    "error code as text": (exchange({**ERROR, "code": "20404"}, status=404), "code: "),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_answer_is_noticed(kind: str) -> None:
    """Each kind of wrong answer breaks C117, in one line that says what is wrong."""
    wrong, words = WRONG[kind]
    found = list(judge(wrong))
    assert {violation.rule.code for violation in found} == {"C117"}
    assert any(words in violation.actual for violation in found), [violation.actual for violation in found]
    assert all("\n" not in violation.actual + violation.expected for violation in found)


def test_each_fault_is_a_violation_of_its_own() -> None:
    """Two properties of wrong types are two violations."""
    assert len(judge(exchange({**PARTICIPANT, "sid": 5, "identity": 6}))) == 2


def test_a_large_value_is_cut() -> None:
    """A body of any size leaves a line that people can read."""
    [found] = judge(exchange({**PARTICIPANT, "sid": ["long"] * 1000}))
    assert len(found.actual) < 400


@pytest.mark.parametrize("recording", recorded.load(), ids=lambda recording: recording.name)
def test_recorded_answers_are_right(recording: recorded.Recording) -> None:
    """Nothing is held against a published body."""
    assert not judge(exchange(recording.body, status=recording.status))


RIGHT = {
    "JSON with a suffix": exchange(ERROR, ("Content-Type", "application/problem+json"), status=404),
    "JSON with a charset": exchange(PARTICIPANT, ("content-type", "Application/JSON; charset=utf-8")),
    "status without an entry": exchange({**ERROR, "status": 418}, status=418),
    "details of an error": exchange({**ERROR, "details": None}, status=404),
    "a page that is no URI": exchange({**ERROR, "more_info": "see 20404"}, status=404),
    "more properties": exchange({**PARTICIPANT, "links": {}}),
    "a stand-in's URL": exchange({**PARTICIPANT, "url": "http://127.0.0.1:8080/v1/{a}"}),
    "an unusual date-time": exchange({**PARTICIPANT, "date_created": "1990-12-31t23:59:60.1z"}),
    "a truth in capitals": exchange(PARTICIPANT, JSON, ("Access-Control-Allow-Credentials", " TRUE")),
    "a header in Latin-1": exchange(PARTICIPANT, JSON, ("X-Served-By", "caf\xe9")),
    "a header twice": exchange(PARTICIPANT, JSON, ("Access-Control-Allow-Credentials", "true"), JSON),
    "a body that was compressed": exchange(PARTICIPANT, JSON, ("Content-Encoding", "gzip")),
    "a lone surrogate": exchange({**PARTICIPANT, "identity": "\ud800"}),
}


@pytest.mark.parametrize("kind", RIGHT)
def test_what_our_checks_let_pass_is_right(kind: str) -> None:
    """Where documents are silent or patient, the judge is too."""
    assert not judge(RIGHT[kind])


OUTSIDE = {
    "another method": exchange({}, status=501, case=Case(method="PURGE")),
    "a literal conversation": exchange({}, status=500, case=Case(conversation="a b")),
    "no response": Exchange(Case(), PLACE, error="closed"),
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_other_exchanges_are_not_judged(kind: str) -> None:
    """What no document describes is not judged by one."""
    assert not judge(OUTSIDE[kind])


@pytest.mark.parametrize("name", Conversation)
def test_every_conversation_of_a_target_is_judged(name: str) -> None:
    """The name of the conversation makes no difference to the shape of an answer."""
    assert judge(exchange({}, status=200, case=Case(conversation=name)))


def test_every_check_is_asked_or_excluded_with_a_reason() -> None:
    """A check that a new Schemathesis brings must be decided on."""
    asked = {check.__name__ for check in ASKED}
    assert asked.isdisjoint(NOT_ASKED)
    assert asked | set(NOT_ASKED) == set(CHECKS.get_all_names())


def test_judging_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket is opened, even for a success, which Schemathesis by default sends again without credentials."""

    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with socket.socket() as probe, pytest.raises(AssertionError, match="opened"):
        probe.connect(("127.0.0.1", 9))
    assert not judge(exchange())
    assert judge(exchange(status=200))


def test_files_where_the_process_happens_to_be_change_nothing(tmp_path: Path) -> None:
    """Schemathesis looks for settings in the working directory, unless it is given some."""
    (tmp_path / "schemathesis.toml").write_text("nonsense", "utf-8")
    code = "from contracts.judging.schema_judge import described_operation as read; print(read().label)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert found.stdout.strip() == f"POST {openapi.PATH}", found.stderr


def test_the_simulator_is_right() -> None:
    """Nothing is held against a correct server, whatever the cases of Schemathesis ask of it."""
    session = Session(connect("mock", {}), "schema judge")
    session.open()
    tester = trial.Tester(session, trial.ReadBack.NONE)
    statuses = Counter[int]()

    def is_right(case: Case) -> None:
        found = tester.try_case(case).exchange
        assert found.response is not None
        statuses[found.response.status] += 1
        assert not judge(found)

    for case in (*example_cases(), *coverage_cases()):
        is_right(case)
    few(given(fuzz_cases())(is_right))()
    assert {201, 400, 401} <= set(statuses)
