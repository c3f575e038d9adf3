"""The record of a run: run.ndjson, one JSON object a line, written as things happen.

The first line is the header, the last the footer, and without a footer it is no whole run. Between them stands
every request that was sent, by its role, when its answer is there; and every case, when it is judged:

    {"type": "request", "role": "case", "method": "POST", "path": "/v1/...", "status": 201, "ms": 3.2,
     "at_s": 0.2, "key": "5f1c...", "answer": {"status", "headers", "body"}}
    {"type": "exchange", "n": 1, "at_s": 0.2, "partition": "identity-simple", "case": {...}, "expectation": {...},
     "place": {...}, "status": 201, "elapsed_ms": 3.2, "response": {"status", "headers", "body"}, "error": "",
     "violations": ["C207"]}
    {"type": "declared", "senders": [...], ...}    {"type": "finding", ...}    {"type": "note", "text": "..."}

An exchange that was a step of a sequence has `"step": true`: what it shows depends on the steps before. A body
that is not UTF-8 is `body_base64`. Credentials never reach a record: the session blots them out.

A record can be played as a target: `session` in the header, the `key` of each request with its `answer` or the
`failure` that came in its place, `absent` where no connection could be made, and `clock`, what was read of it.
"""

import importlib.metadata
import json
import os
import platform
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from contracts.cases.documents import LINE_ENDS, dump
from contracts.errors import RecordingError
from contracts.exchanges.exchange import Exchange
from contracts.exchanges.recorded import document_of
from contracts.exchanges.traffic import Failure, Sent
from contracts.exchanges.wire import Replayed
from contracts.judging.finding import Finding
from contracts.promises.declared import Declared
from contracts.trials.trial import Result

SCHEMA = 1
LONGEST_PATH = 200
"""Characters of a path in the record of a request: the case has it whole."""
TOOLS = ("participant-contract", "hypothesis", "schemathesis", "httpx", "respx", "pytest", "phonenumbers")

Record = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def versions() -> dict[str, str]:
    """The versions of Python and of the tools that decide what is sent and how it is judged."""
    found = {"python": platform.python_version()}
    for name in TOOLS:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


@dataclass(slots=True)
class Recorder:
    """Writes the record of a run: `with Recorder(out / "run.ndjson") as recorder`. Every method writes one line.

    Every method raises RecordingError when the line cannot be written (a full disk); lines before it stay.
    """

    path: Path
    exchanges: int = 0
    _file: int = -1
    _size: int = 0
    _broken: str = ""
    _began: float = field(default_factory=time.monotonic)

    def __enter__(self) -> Self:
        try:
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        except OSError as error:
            raise RecordingError(f"{self.path} cannot be written ({error.strerror}); choose --out") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
        self._file = -1

    def header(
        self, target: str, profile: str, seed: int | None, started: datetime, **more: Mapping[str, object]
    ) -> None:
        """How the run began; `started` is written in UTC. `options` and `session` are for playing it."""
        self._write(
            {
                "type": "header",
                "schema": SCHEMA,
                "target": target,
                "profile": profile,
                "seed": seed,
                "started": f"{started.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "versions": versions(),
                **more,
            }
        )

    def request(self, sent: Sent) -> None:
        """One request, whatever it was sent for; what could not be sent is told as well."""
        absent = sent.failure is Failure.ABSENT
        record: Record = {
            "type": "absent" if absent else "request",
            "role": sent.role,
            "method": sent.method,
            "path": sent.target[:LONGEST_PATH],
            "status": sent.status,
            "ms": round(sent.elapsed * 1000, 3),
        }
        self._write(record | (self._playable(sent) if sent.key else {}))

    def _playable(self, sent: Sent) -> Record:
        """What playing the record takes."""
        record: Record = {"at_s": round(time.monotonic() - self._began, 6), "key": sent.key}
        if sent.aside:
            record["aside"] = True
        if sent.answer is not None:
            record["answer"] = document_of(sent.answer)
            if isinstance(sent.answer, Replayed) and sent.answer.leaked:
                record["leaked"] = True
        elif sent.failure is not None:
            record |= {"failure": sent.failure, "error": sent.error}
        return record

    def clock(self, purpose: str, at: float) -> None:
        """What was read of the clock, on which it depends what is sent next."""
        self._write({"type": "clock", "purpose": purpose, "at": at})

    def declared(self, declared: Declared) -> None:
        """What the owner and the target say of the account, for the oracle to judge the record by."""
        self._write({"type": "declared", **asdict(declared)})

    def exchange(self, partition: str, result: Result, *, step: bool = False) -> None:
        """One case with what came and its judgement; `step` when it was one of a sequence."""
        self.exchanges += 1
        expectation = result.expectation
        record: Record = {
            "type": "exchange",
            "n": self.exchanges,
            "at_s": round(time.monotonic() - self._began, 3),
            "partition": partition,
            "case": dump(result.exchange.case),
            "expectation": {
                "outcome": expectation.outcome,
                "statuses": expectation.statuses,
                "codes": expectation.codes,
                "rules": expectation.rules,
            },
        }
        record |= _answer(result.exchange)
        if step:
            record["step"] = True
        record["violations"] = [violation.rule.code for violation in result.violations]
        self._write(record)

    def finding(self, finding: Finding) -> None:
        """A finding, when it is found."""
        self._write(
            {
                "type": "finding",
                "id": finding.id,
                "rule": finding.rule,
                "partition": finding.partition,
                "verdict": finding.verdict.name.lower(),
                "expected": finding.expected,
                "actual": finding.actual,
                "case": dump(finding.case),
                "confirmed": finding.confirmed,
            }
        )

    def note(self, text: str) -> None:
        """Anything else that a reader should know: what was not run, what was left behind."""
        self._write({"type": "note", "text": text})

    def footer(self, verdict: str, counts: Mapping[str, int], duration: float) -> None:
        """How the run ended; `duration` is in seconds. Only a whole run has one."""
        self._write(
            {"type": "footer", "verdict": verdict, "counts": dict(counts), "duration_s": round(duration, 3)}
        )

    def _write(self, record: Record) -> None:
        if self._broken:
            raise RecordingError(self._broken)
        line = _line(record)
        try:
            self._write_all(line)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._file, self._size)
            self._broken = f"{self.path} cannot be written any further ({error.strerror}); what is in it stays"
            raise RecordingError(self._broken) from None
        self._size += len(line)

    def _write_all(self, line: bytes) -> None:
        written = os.write(self._file, line)
        while written < len(line):
            written += os.write(self._file, line[written:])


def _line(record: Record) -> bytes:
    try:
        return (_encode(record).translate(LINE_ENDS) + "\n").encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate, which only an escape can say
        return (json.dumps(record) + "\n").encode("ascii")


def _answer(exchange: Exchange) -> Record:
    place = exchange.place
    response = exchange.response
    record: Record = {
        "place": {
            "account_sid": place.account_sid,
            "conversation_sid": place.conversation_sid,
            "origin": place.origin,
        },
        "status": None if response is None else response.status,
        "elapsed_ms": round(exchange.elapsed * 1000, 3),
        "response": None if response is None else document_of(response),
        "error": exchange.error,
    }
    marks = ("timed_out", "stale", "leaked", "withheld")
    record |= {mark: True for mark in marks if getattr(exchange, mark)}
    if exchange.obstacle:
        record["obstacle"] = exchange.obstacle
    return record
