"""Removes old runs from `reports/out`: only folders that a run named itself, and that hold what a run writes."""

import fcntl
import re
import shutil
from contextlib import suppress
from pathlib import Path

from reports.runs.files import FINDINGS, HOME, OUTPUT, RECORD, RENDERED, SUMMARY, SUSPECT

KEPT = 10
"""Runs that stay, the new one among them: a gate's record takes 27 MB."""
MARK = ".named-by-run"
"""A file in a folder whose name no user chose."""
_NAMED = re.compile(r"\d{8}T\d{6}Z(-\d+)?")
_WRITTEN = {RECORD, SUMMARY, *RENDERED, SUSPECT, OUTPUT, MARK}
_FINDING = re.compile(r"(C\d{3}|drift|fixed)-.*-[0-9a-f]{8}\.json")


def is_finding(path: Path) -> bool:
    """Whether this is the name of a case document that a run left among its findings."""
    return path.parent.name == FINDINGS and _FINDING.fullmatch(path.name) is not None


def mark(out: Path) -> None:
    """Says that no user chose the name of this folder, so that it may be removed when newer runs have come."""
    with suppress(OSError):
        (out / MARK).touch()


def unmark(out: Path) -> None:
    """A user has chosen this folder: it stays."""
    with suppress(OSError):
        (out / MARK).unlink()


def prune(home: Path = HOME, kept: int = KEPT) -> None:
    """Leaves the newest runs of those that were named by runs; a run that goes on stays, and so does the one that
    `latest` points to, and a folder that holds files of others. What cannot be removed stays too."""
    latest = (home / "latest").resolve()
    runs = sorted(path for path in home.glob(f"*/{MARK}") if _NAMED.fullmatch(path.parent.name))
    for path in (one.parent for one in runs[: -kept or None]):
        if path.resolve() != latest and not path.is_symlink() and not foreign(path) and not _goes_on(path):
            shutil.rmtree(path, ignore_errors=True)


def foreign(out: Path) -> list[Path]:
    """Files in the folder of a run that no run writes."""
    return [path for path in out.rglob("*") if not (path.is_dir() or path.name in _WRITTEN or is_finding(path))]


def _goes_on(out: Path) -> bool:
    """Whether a process has the lock of the record, or of that of a worker, or it cannot be told."""
    return any(_is_locked(record) for record in out.rglob(RECORD))


def _is_locked(record: Path) -> bool:
    try:
        with record.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
