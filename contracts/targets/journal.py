"""The journal of a run: what it is about to create at a target, written down before, struck out when it is gone.

One file for each run, NDJSON, appended to by single writes, deleted when nothing is left. It holds no secret:

    {"type": "run", "account": "AC...", "origin": "https://...", "tag": "participant-contract ...", "pid": 17}
    {"type": "began", "here": 1769904000.0, "there": "2026-02-01T00:00:00Z", "whole": true}    (the two clocks)
    {"type": "making", "what": "conversation"}    {"type": "made", "what": "conversation", "name": "CH..."}
    {"type": "making", "what": "user", "name": "alice"}    {"type": "gone", "what": "user", "name": "alice"}

The file is locked for as long as its run lives: a process that gets the lock knows that the run is dead.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.errors import RecordingError, UsageError
from contracts.promises.grammar import timestamps
from contracts.targets.connect import Target

CONVERSATION, USER = "conversation", "user"
SUFFIX = ".journal"

Entry = dict[str, Any]


def journals_home(environ: Mapping[str, str]) -> Path:
    """The folder of all journals: state, by the XDG Base Directory Specification 0.8, on every system alike."""
    given = Path(environ.get("XDG_STATE_HOME", ""))
    state = given if given.is_absolute() else Path(os.path.expanduser("~")) / ".local" / "state"
    return state / "participant-contract"


class Journal:
    """Writes one run's journal; without a folder it writes nothing, for a target that dies with the process."""

    def __init__(self, home: Path | None = None, *, account: str = "", origin: str = "", tag: str = "") -> None:
        """Raises UsageError when the folder cannot be written."""
        self.path = None if home is None else home / f"{time.time_ns():x}-{os.getpid()}{SUFFIX}"
        self._file = -1
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except OSError as error:
            raise UsageError(
                f"'XDG_STATE_HOME' must be a folder that can be written (got {self.path.parent}: "
                f"{error.strerror}): what a run creates is written down there before; set it to another"
            ) from None
        self._write({"type": "run", "account": account, "origin": origin, "tag": tag, "pid": os.getpid()})

    def began(self, there: str, *, whole: bool) -> None:
        """The target's clock says `there` (RFC 3339) now; `whole` when all Users that were there before are known,
        so that none of them is named here."""
        self._write({"type": "began", "here": round(time.time(), 3), "there": there, "whole": whole})

    def making(self, what: str, name: str = "") -> None:
        """Something is created with the next request. Raises RecordingError: then it must not be created."""
        self._write({"type": "making", "what": what, "name": name})

    def made(self, what: str, name: str) -> None:
        """It is there; of a conversation the SID was not known before."""
        self._write({"type": "made", "what": what, "name": name})

    def gone(self, what: str, name: str) -> None:
        """It is there no more. On a full disk it stays in the journal, and a sweep finds it gone."""
        with suppress(RecordingError):
            self._write({"type": "gone", "what": what, "name": name})

    def close(self, *, empty: bool) -> None:
        """Ends the journal, and deletes it when nothing is left of what it names."""
        if self.path is None or self._file < 0:
            return
        if empty:
            self.path.unlink(missing_ok=True)
        os.close(self._file)
        self._file = -1

    def _write(self, entry: Entry) -> None:
        if self._file < 0:
            return
        try:
            # One write, so that a killed run leaves whole lines; ASCII, because identities may hold anything.
            os.write(self._file, json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n")
        except OSError as error:
            raise RecordingError(f"{self.path} cannot be written ({error.strerror}); make room") from None


@dataclass(slots=True)
class Left:
    """What a run left, as far as its journal tells.

    `began` is when it began by the target's clock, and `ended` its last entry by the same clock: seconds since the
    epoch, `None` where the target told no time. `age` is in seconds, since the last entry. `whole` when no User
    that was there before can be among the identities.
    """

    path: Path
    account: str = ""
    origin: str = ""
    tag: str = ""
    age: float = 0.0
    began: float | None = None
    ended: float | None = None
    whole: bool = False
    conversations: dict[str, None] = field(default_factory=dict)
    identities: dict[str, None] = field(default_factory=dict)

    def _take(self, entry: Entry, written: float) -> None:
        kind, what, name = entry.get("type"), entry.get("what"), str(entry.get("name", ""))
        if kind == "run":
            self.account, self.origin, self.tag = (str(entry.get(key, "")) for key in ("account", "origin", "tag"))
        elif kind == "began":
            self.whole = entry.get("whole") is True
            with suppress(ValueError, KeyError, TypeError):
                self.began = float(timestamps.instant(entry["there"])[0])
                self.ended = written + self.began - entry["here"]
        elif what in (CONVERSATION, USER) and name:
            names = self.conversations if what == CONVERSATION else self.identities
            if kind == "gone":
                names.pop(name, None)
            elif kind == "made" or what == USER:
                names[name] = None


def journal_for(target: Target, tag: str, environ: Mapping[str, str]) -> Journal:
    """The journal of a run; a target in process needs none. Raises UsageError when it cannot be written."""
    if target.keeps_nothing:
        return Journal()
    account, origin = target.settings.account_sid, target.transport.origin
    return Journal(journals_home(environ), account=account, origin=origin, tag=tag)


def read(path: Path) -> Left:
    """What a journal tells. A last line that was cut off names nothing that was created. Raises OSError."""
    written = path.stat().st_mtime
    left = Left(path, age=max(time.time() - written, 0.0))
    for line in path.read_bytes().splitlines():
        with suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict):
                left._take(entry, written)
    return left


@contextmanager
def dead_and_alive(home: Path) -> Iterator[tuple[list[Left], list[Left]]]:
    """What the journals in a folder tell: of dead runs, and of runs that live. Those of dead runs are locked
    meanwhile, so that no second sweep reads them."""
    locks: list[int] = []
    gone: list[Left] = []
    alive: list[Left] = []
    try:
        for path in sorted(home.glob(f"*{SUFFIX}")):
            with suppress(OSError):
                lock = os.open(path, os.O_RDWR)
                locks.append(lock)
                (gone if _is_free(lock) else alive).append(read(path))
        yield gone, alive
    finally:
        for lock in locks:
            os.close(lock)


def _is_free(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
