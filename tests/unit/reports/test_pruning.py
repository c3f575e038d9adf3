"""Old runs below reports/out are removed, and nothing that a user chose or wrote."""

from pathlib import Path

import pytest

from reports.choices.options import RunOptions
from reports.runs.folder import claim, point_latest
from reports.runs.pruning import MARK, foreign, mark, prune

NAMES = [f"2026010{day}T000000Z" for day in range(1, 7)]


def runs(home: Path) -> list[Path]:
    """Six runs that named their folders, the oldest first."""
    for name in NAMES:
        (home / name / "findings").mkdir(parents=True)
        for file in ("run.ndjson", "summary.json", "findings/C207-attributes-0123abcd.json"):
            (home / name / file).write_text("{}")
        mark(home / name)
    return [home / name for name in NAMES]


def left(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.is_dir() and not path.is_symlink())


def test_the_newest_stay(tmp_path: Path) -> None:
    """As many as are kept."""
    runs(tmp_path)
    prune(tmp_path, kept=2)
    assert left(tmp_path) == NAMES[-2:]


def test_what_is_in_use_stays(tmp_path: Path) -> None:
    """The run that `latest` points to, one that goes on, one with a file of the user, and one without a mark."""
    latest, going_on, noted, named = runs(tmp_path)[:4]
    (tmp_path / "latest").symlink_to(latest.name)
    (noted / "findings" / "why.txt").write_text("mine")
    (named / MARK).unlink()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / MARK).touch()
    (going_on / "run.ndjson").unlink()
    held = claim(RunOptions(out=going_on))
    mark(going_on)
    prune(tmp_path, kept=1)
    assert left(tmp_path) == [*NAMES[:4], NAMES[5], "mine"]
    held.release()


def test_a_new_run_takes_the_place_of_an_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten are kept, whatever the user named apart, and a folder that is named again is the user's."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "reports" / "out"
    first = runs(home)[0]
    again = claim(RunOptions(out=Path("reports/out") / first.name))
    made = [claim(RunOptions()).out.name for _ in range(8)]
    assert left(home) == sorted([first.name, *NAMES[-2:], *made])
    again.release()


def test_what_a_run_writes_is_not_foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that wrote nothing leaves no folder, although it was marked."""
    monkeypatch.chdir(tmp_path)
    held = claim(RunOptions())
    point_latest(held.out)
    assert (held.out / MARK).exists()
    assert foreign(held.out) == []
    held.release()
    assert not held.out.exists()
