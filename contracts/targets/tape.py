"""A tape: the record of a run that answers each request with what the target answered then.

A request is answered by the first recorded one of the same key that was not played yet. One that only reads is
answered by those alone that were recorded in the same state: after the same request that may have changed
something.
What the record does not hold is not answered.
"""

import json
import os
import threading
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from contracts.errors import NotHeld, UsageError
from contracts.exchanges.recorded import response_of
from contracts.exchanges.traffic import Failure, key_of
from contracts.exchanges.wire import Replayed, Request, Response
from contracts.promises.declared import Declared
from contracts.targets.client import SAFE, NoAnswer, NotThere
from contracts.targets.clock import PlayedClock

RECORDING = "recording:"
"""How the name of such a target begins."""
RECORD = "run.ndjson"
"""The name of the record in the folder of a run."""
Document = dict[str, Any]
_JUDGED = b'{"type":"exchange"'
"""How the lines begin that tell of cases, whose requests have lines of their own: they need not be parsed."""


@dataclass(slots=True)
class _Entry:
    """A recorded request: where its line stands in the file, and how many that may have changed something were
    answered by then."""

    number: int
    start: int
    length: int
    state: int


@dataclass(slots=True)
class Tape:
    """What a record holds of the session of a run. Any number of threads may play it at once."""

    path: Path
    header: Document
    declared: Declared
    clock: PlayedClock
    _left: dict[str, list[_Entry]]
    _file: int
    _state: int = 0
    _place: int = -1
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def session(self) -> Document:
        """What the header says of the session."""
        found: Document = self.header["session"]
        return found

    @classmethod
    def of(cls, path: Path) -> Self:
        """The tape of a run, by its folder or record. Raises UsageError when it is none that can be played."""
        path = path / RECORD if path.is_dir() else path
        reading = _Reading()
        try:
            with path.open("rb") as file:
                for line in file:
                    reading.take(line)
            header = reading.header
            if not isinstance(header.get("session"), dict):
                raise ValueError("no session in its header, or none")
            clock = PlayedClock(reading.readings)
            return cls(path, header, reading.declared, clock, reading.entries, os.open(path, os.O_RDONLY))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"'recording:RUN' must be the folder or the run.ndjson of one run of this version (got {path}: "
                f"{error}); give one that contract run left, or a part of one that was run in parts"
            ) from None

    def exchange(self, request: Request, ends: float) -> Response:
        """The answer. Raises NoAnswer and NotThere, as it was then, and NotHeld."""
        document = self._take(request)
        if document["type"] == "absent":
            raise NotThere(document["error"])
        if "failure" in document:
            kind = Failure(document["failure"])
            raise NoAnswer(document["error"], slow=kind is Failure.SLOW, stale=kind is Failure.STALE)
        if "answer" not in document:
            raise NotHeld(f"the run was broken off when it sent {request.method} {request.target[:80]}")
        answer = response_of(document["answer"])
        at = started(self.header) + document["at_s"]
        elapsed, leaked = document["ms"] / 1000, document.get("leaked", False)
        return Replayed(answer.status, answer.headers, answer.content, answer.truncated, elapsed, at, leaked)

    def lose(self, request: Request, ends: float) -> None:
        """What was answered was not read then either. Raises NotHeld."""
        self._take(request)

    def close(self) -> None:
        """Closes the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _take(self, request: Request) -> Document:
        with self._lock:
            entry = self._next(request)
            self._left[key_of(request)].remove(entry)
            if request.method not in SAFE:
                self._state, self._place = entry.state, entry.number
            document: Document = json.loads(os.pread(self._file, entry.length, entry.start))
            return document

    def _next(self, request: Request) -> _Entry:
        """Of those with the same key, the next one; of those that change nothing, in this state."""
        left = self._left.get(key_of(request), [])
        if request.method in SAFE:
            found = next((entry for entry in left if entry.state == self._state), None)
        else:
            found = next((entry for entry in left if entry.number > self._place), left[0] if left else None)
        if found is None:
            raise NotHeld(f"the recording does not hold {request.method} {request.target[:80]} at this point")
        return found


@dataclass(slots=True)
class _Reading:
    """What was read of a record so far."""

    header: Document = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)
    entries: dict[str, list[_Entry]] = field(default_factory=dict)
    readings: dict[str, list[float]] = field(default_factory=dict)
    offset: int = 0
    number: int = 0
    state: int = 0
    aside: bool = False

    def take(self, line: bytes) -> None:
        """One more line. Raises ValueError for one that is none, unless it was cut off."""
        start, self.offset = self.offset, self.offset + len(line)
        if line.startswith(_JUDGED) or not line.endswith(b"\n"):
            return
        document = json.loads(line)
        kind = document["type"]
        if kind == "header":
            if self.header:
                raise ValueError("more than one header")
            self.header = document
        elif kind == "declared":
            self.declared = declared_of(document)
        elif kind == "clock":
            self.readings.setdefault(document["purpose"], []).append(document["at"])
        elif kind in ("request", "absent") and "key" in document:
            self._request(document, start, len(line))

    def _request(self, document: Document, start: int, length: int) -> None:
        if document["type"] == "request" and document["method"] not in SAFE:
            # Requests that were sent at once leave one state: which came first differs from time to time.
            aside = document.get("aside", False)
            self.state += not (aside and self.aside)
            self.aside = aside
        self.entries.setdefault(document["key"], []).append(_Entry(self.number, start, length, self.state))
        self.number += 1


def header_of(name: str) -> Document:
    """The header of the record that the target `recording:RUN` plays; empty when there is none."""
    path = Path(name.removeprefix(RECORDING))
    try:
        with (path / RECORD if path.is_dir() else path).open("rb") as file:
            document = json.loads(file.readline())
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def started(header: Document) -> float:
    """When the run of this header began, in seconds since the epoch. Raises ValueError, KeyError."""
    return datetime.fromisoformat(header["started"]).timestamp()


def declared_of(document: Document) -> Declared:
    """What a record says of the account."""
    told: Document = {one.name: document[one.name] for one in fields(Declared) if one.name in document}
    known: Document = {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}
    return Declared(**known)
