"""The folder of a run: made before it starts, emptied of earlier results, and pointed to by `latest`."""

import fcntl
import os
import stat
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from contracts.errors import UsageError
from reports.choices.options import RunOptions
from reports.runs import pruning
from reports.runs.files import FINDINGS, HOME, RECORD, RENDERED, SUMMARY


def default_out(now: datetime) -> Path:
    """The folder of a run that starts at `now`: `reports/out/20260131T235959Z`."""
    return HOME / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


class Claim:
    """The folder `out`, which belongs to one run until its process ends: its record is locked."""

    def __init__(self, out: Path, lock: int) -> None:
        self.out = out
        self._lock = lock

    def release(self) -> None:
        """Gives the folder up; one that no run wrote to is removed, unless something else is in it."""
        if self._lock < 0:
            return
        with suppress(OSError):
            record = self.out / RECORD
            if not os.fstat(self._lock).st_size and stat.S_ISREG(record.lstat().st_mode):
                pruning.unmark(self.out)
                record.unlink()
                self.out.rmdir()
        os.close(self._lock)
        self._lock = -1


def claim(options: RunOptions) -> Claim:
    """The folder of a run, made if need be, without the results of an earlier one. Raises UsageError."""
    try:
        out = options.out or _make_new(default_out(datetime.now(UTC)))
        out.mkdir(parents=True, exist_ok=True)
        lock = os.open(out / RECORD, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        shown = options.out or HOME
        raise UsageError(
            f"'--out' must be a folder that can be written (got {shown}: {error.strerror}); choose another"
        ) from None
    try:
        _lock(lock)
        _forget(out)
    except OSError as error:
        os.close(lock)
        problem = "that another run writes to now" if isinstance(error, BlockingIOError) else str(error.strerror)
        raise UsageError(f"'--out' must be a folder of one run (got {out}, {problem}); choose another") from None
    _let_go_of_old(out, named=options.out is not None)
    return Claim(out, lock)


def _let_go_of_old(out: Path, *, named: bool) -> None:
    """A folder that a user named stays for ever; one that a run named takes the place of an old one."""
    if named:
        pruning.unmark(out)
        return
    pruning.mark(out)
    pruning.prune()


def _lock(file: int) -> None:
    """Raises BlockingIOError when another process has it; a file system without locks has none to wait for."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return


def _make_new(out: Path) -> Path:
    """Runs that start in the same second have folders of their own."""
    for number in count(1):
        path = out if number == 1 else out.with_name(f"{out.name}-{number}")
        with suppress(FileExistsError):
            path.mkdir(parents=True)
            return path
    raise AssertionError("count() does not end")


def _forget(out: Path) -> None:
    """Removes the results, so that a run that breaks off does not end with those of an earlier one."""
    for name in (SUMMARY, *RENDERED):
        (out / name).unlink(missing_ok=True)
    for path in (out / FINDINGS).glob("*.json"):
        if pruning.is_finding(path):
            path.unlink()


def run_before(out: Path) -> Path | None:
    """The folder that `reports/out/latest` points to, for a run in `reports/out` that is to take its place."""
    home = HOME.resolve()
    before = (home / "latest").resolve()
    return before if out.resolve().parent == home and before.is_dir() and before != out.resolve() else None


def point_latest(out: Path) -> None:
    """Lets `reports/out/latest` point to a run in `reports/out`; nothing elsewhere, or where links are refused."""
    home = HOME.resolve()
    if out.resolve().parent != home:
        return
    fresh = home / f".latest-{os.getpid()}"
    with suppress(OSError):
        fresh.symlink_to(out.resolve().name, target_is_directory=True)
        try:
            fresh.replace(home / "latest")
        except OSError:
            fresh.unlink()
