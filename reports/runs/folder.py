"""The folder of a run: made before it starts, emptied of earlier results, and pointed to by `latest`."""

import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from contracts.errors import UsageError
from reports.choices.options import RunOptions
from reports.runs.files import FINDINGS, HOME, HTML, MARKDOWN, SUMMARY

_FINDING = re.compile(r"C\d{3}-.*-[0-9a-f]{8}\.json")


def default_out(now: datetime) -> Path:
    """The folder of a run that starts at `now`: `reports/out/20260131T235959Z`."""
    return HOME / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def make_out(options: RunOptions) -> Path:
    """The folder of a run, made if need be, without the results of an earlier one. Raises UsageError."""
    out = options.out
    try:
        if out is None:
            return _make_new(default_out(datetime.now(UTC)))
        out.mkdir(parents=True, exist_ok=True)
        _forget(out)
    except OSError as error:
        raise UsageError(
            f"'--out' must be a folder that can be written (got {out or HOME}: {error.strerror}); choose another"
        ) from None
    if not os.access(out, os.W_OK | os.X_OK):
        raise UsageError(f"'--out' must be a folder that can be written (got {out}); choose another")
    return out


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
    for name in (SUMMARY, MARKDOWN, HTML):
        (out / name).unlink(missing_ok=True)
    for path in (out / FINDINGS).glob("*.json"):
        if _FINDING.fullmatch(path.name):
            path.unlink()


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
