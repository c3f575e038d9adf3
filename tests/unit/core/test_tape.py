"""A record that is played answers as the target did, with nothing of its own, and without waiting."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.cases.case import Auth, Case, Conversation, case
from contracts.errors import NotHeld, UsageError
from contracts.exchanges.exchange import Exchange
from contracts.exchanges.wire import Request, Response
from contracts.targets.client import NoAnswer, NotThere
from contracts.targets.connect import connect, session_document
from contracts.targets.session import Session
from contracts.targets.settings import MOCK_TOKEN
from contracts.trials import trial
from contracts.trials.trial import Result
from reports.runs.record import Recorder
from tests.unit.core.sessions import ALICE, BOB, Fault, Faulty

STARTED = datetime.now(UTC)

DERIVED = Case(ALICE.fields, auth=Auth.WRONG, credentials="half-password")


def record(path: Path, play: Callable[[Session], Any], fault: Fault | None = None) -> Any:
    """Records a session with the mock in a file; what `play` gives."""
    target = connect("mock", {})
    if fault is not None:
        target.transport.client = Faulty(target.transport.client, fault)
    target.transport.sleep = lambda _: None
    with Recorder(path) as recorder:
        recorder.header("mock", "gate", 7, STARTED, session=session_document(target, "test"))
        session = Session(target, "test")
        target.transport.ledger.on_sent = recorder.request
        session.clock.on_read = recorder.clock
        return opened(session, play)


def opened(session: Session, play: Callable[[Session], Any]) -> Any:
    """What `play` gives in the session, opened."""
    session.open()
    return play(session)


def played(path: Path, play: Callable[[Session], Any]) -> Any:
    """The same with the recording."""
    target = connect(f"recording:{path}", {})
    try:
        return opened(Session(target, target.tag(STARTED)), play)
    finally:
        target.transport.client.close()


def trials(*cases: Case) -> Callable[[Session], list[Result]]:
    """A trial of each case, read back and undone."""
    return lambda session: [trial.Tester(session).try_case(one, thorough=True) for one in cases]


def test_the_same_comes_of_the_same(tmp_path: Path) -> None:
    """Answers, judgement, what was declared and when it came; nothing is sent, and no credentials are needed."""
    cases = (ALICE, case({"Identity": ""}), BOB, replaced(Conversation.MISSING), DERIVED, ALICE)
    recorded = record(tmp_path / "run.ndjson", trials(*cases))
    again = played(tmp_path, trials(*cases))
    assert [result.exchange.response for result in recorded] == [plain(one.exchange) for one in again]
    assert list(map(shown, recorded)) == list(map(shown, again))
    assert all(abs(one.exchange.at - STARTED.timestamp()) < 60 for one in again)
    assert recorded[0].exchange.elapsed == pytest.approx(again[0].exchange.elapsed, abs=1e-6)


def replaced(conversation: Conversation) -> Case:
    return Case(ALICE.fields, conversation=conversation)


def shown(result: Result) -> tuple[list[tuple[str, str, str]], frozenset[str], object]:
    """What a trial showed."""
    violations = [(one.rule.code, one.expected, one.actual) for one in result.violations]
    return violations, result.judged, result.expectation


def plain(exchange: Exchange) -> Response | None:
    """The response, whatever else a recording tells of it."""
    got = exchange.response
    return None if got is None else Response(got.status, got.headers, got.content, got.truncated)


def test_what_is_not_held_is_not_answered(tmp_path: Path) -> None:
    """Another case, the same with other credentials, one time too many, and a look that nothing followed."""
    sid = record(tmp_path / "run.ndjson", lambda session: (trials(ALICE)(session), session)[1]).conversations
    here = sid[Conversation.EXISTING]

    def play(session: Session) -> None:
        for one in (BOB, Case(ALICE.fields, auth=Auth.NONE)):
            with pytest.raises(NotHeld, match="the recording does not hold POST /v1/Conversations/CH"):
                session.send(one)
        with pytest.raises(NotHeld):
            session.participants(here)  # it was listed when alice was there
        made = session.send(ALICE)
        assert len(session.participants(here)) == 1
        session.undo(made)
        with pytest.raises(NotHeld):
            session.send(ALICE)

    played(tmp_path, play)


def test_failures_come_back(tmp_path: Path) -> None:
    """Absence, time-outs and losses, in their order, and nothing is waited for."""
    todo: list[Exception] = [
        NotThere("refused"),
        NoAnswer("no response within 10.0 s", slow=True),
        NoAnswer("ReadError: gone", slow=False),
        NoAnswer("ReadError: closed", slow=False, stale=True),
    ]

    def fault(request: Request, go_on: Callable[[], Response]) -> Response:
        if request.method == "POST" and request.target.endswith("/Participants") and todo:
            raise todo.pop(0)
        return go_on()

    def play(session: Session) -> list[tuple[str, bool, bool]]:
        session.target.transport.patience = 10
        sent = [session.send(ALICE) for _ in range(4)]
        return [(one.error, one.timed_out, one.stale) for one in sent] + [session.disturbances]

    recorded = record(tmp_path / "run.ndjson", play, fault)
    start = time.monotonic()
    assert played(tmp_path, play) == recorded
    assert [error for error, *_ in recorded[:4]] == [
        "no response within 10.0 s",
        "ReadError: gone",
        "ReadError: closed",
        "",
    ]
    assert time.monotonic() - start < 1


def test_no_secret_is_recorded_and_a_leak_is_one_again(tmp_path: Path) -> None:
    """An answer that shows the token is blotted; of one to a part of it nothing stays but the status."""

    def fault(request: Request, go_on: Callable[[], Response]) -> Response:
        response = go_on()
        body = response.content.replace(b'"message": "', b'"message": "' + MOCK_TOKEN.encode())
        return Response(response.status, (*response.headers, ("X-Echo", MOCK_TOKEN)), body)

    recorded = record(tmp_path / "run.ndjson", trials(ALICE, case({"Identity": ""}), DERIVED), fault)
    assert MOCK_TOKEN[:12] not in (tmp_path / "run.ndjson").read_text()
    again = played(tmp_path, trials(ALICE, case({"Identity": ""}), DERIVED))
    assert [one.exchange.leaked for one in again] == [True, True, True]
    assert list(map(shown, recorded)) == list(map(shown, again))
    assert {code for result in again for code, *_ in shown(result)[0]} == {"C904"}
    assert [(one.exchange.withheld, plain(one.exchange)) for one in again] == [
        (one.exchange.withheld, one.exchange.response) for one in recorded
    ]


@pytest.mark.parametrize("text", ["", "{}\n", '{"type":"header","started":"2026-01-02T03:04:05Z"}\n', "HTTP\n"])
def test_what_cannot_be_played_is_refused(tmp_path: Path, text: str) -> None:
    """In one line, with what would do."""
    (tmp_path / "run.ndjson").write_text(text)
    with pytest.raises(UsageError, match="'recording:RUN' must be the folder or the run"):
        connect(f"recording:{tmp_path}", {})
    with pytest.raises(UsageError, match="No such file"):
        connect(f"recording:{tmp_path / 'nowhere'}", {})


def test_a_record_that_was_cut_off_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    """A run that was killed in the middle of a line."""
    path = tmp_path / "run.ndjson"
    record(path, trials(ALICE, BOB))
    lines = path.read_bytes().splitlines(keepends=True)
    bob = next(n for n, line in enumerate(lines) if b"bob" in line)
    path.write_bytes(b"".join(lines[:bob]) + lines[bob][:40])
    assert isinstance(json.loads(lines[0]), dict)

    def play(session: Session) -> None:
        assert trials(ALICE)(session)[0].exchange.accepted
        with pytest.raises(NotHeld):
            session.send(BOB)

    played(path, play)
