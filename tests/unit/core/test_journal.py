"""The journal names whatever a run may leave, before it is there, and is gone when nothing is left."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.errors import RecordingError, UsageError
from contracts.targets import journal
from contracts.targets.connect import connect
from contracts.targets.journal import CONVERSATION, USER, Journal, dead_and_alive, journals_home

CH1, CH2 = "CH" + "1" * 32, "CH" + "2" * 32
ODD = "a\n\ud800\u2028\"'"
"""An identity that is no easy text."""


def opened(home: Path) -> Journal:
    """A journal of a run that began by a clock ten seconds ahead of ours."""
    opened = Journal(home, account="AC1", origin="http://x", tag="participant-contract t")
    opened.began("2026-01-02T03:04:05Z", whole=True)
    return opened


def test_what_is_made_and_not_gone_is_read_back(tmp_path: Path) -> None:
    """Conversations by their SIDs, Users by their identities; a line that was cut off is passed over."""
    one = opened(tmp_path)
    for sid in (CH1, CH2):
        one.making(CONVERSATION)
        one.made(CONVERSATION, sid)
    for identity in ("alice", ODD, "bob"):
        one.making(USER, identity)
    one.gone(CONVERSATION, CH1)
    one.gone(USER, "bob")
    one.close(empty=False)
    assert one.path is not None
    with one.path.open("ab") as file:
        file.write(b'{"type":"making","what":"user","na')
    left = journal.read(one.path)
    assert (left.account, left.origin, left.tag) == ("AC1", "http://x", "participant-contract t")
    assert (list(left.conversations), list(left.identities)) == ([CH2], ["alice", ODD])
    assert left.began == 1767323045
    assert left.ended == pytest.approx(left.began, abs=5)
    assert left.whole
    assert left.age < 5


def test_a_line_is_there_before_what_it_names(tmp_path: Path) -> None:
    """Nothing waits in a buffer of the process."""
    one = opened(tmp_path)
    one.making(USER, "alice")
    assert one.path is not None
    assert json.loads(one.path.read_text().splitlines()[-1]) == {"type": "making", "what": "user", "name": "alice"}


def test_a_journal_of_nothing_is_deleted(tmp_path: Path) -> None:
    """What is left behind keeps it."""
    for empty in (True, False):
        one = opened(tmp_path)
        one.close(empty=empty)
        one.close(empty=True)
        assert len(list(tmp_path.iterdir())) == (0 if empty else 1)


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    """Identities are private."""
    one = opened(tmp_path / "new" / "folder")
    assert one.path is not None
    assert one.path.stat().st_mode & 0o077 == 0


def test_the_journal_of_a_run_that_lives_is_told_from_that_of_a_dead_one(tmp_path: Path) -> None:
    """Also one that was killed without a word: the lock dies with its process."""
    program = (
        "import os, sys; from pathlib import Path; from contracts.targets.journal import Journal; "
        "Journal(Path(sys.argv[1]), account='AC1', origin='http://x', tag='killed'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, cwd=Path(__file__).parents[3])
    living = opened(tmp_path)
    with dead_and_alive(tmp_path) as (dead, alive):
        assert [left.tag for left in dead] == ["killed"]
        assert [left.path for left in alive] == [living.path]
        with dead_and_alive(tmp_path) as (none, all_of_them):
            assert (none, len(all_of_them)) == ([], 2)
    living.close(empty=False)
    with dead_and_alive(tmp_path) as (dead, alive):
        assert (len(dead), alive) == (2, [])


def test_a_folder_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    """In one line, which says what to do."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"^'XDG_STATE_HOME' must be a folder that can be written \(got .*file"):
        Journal(tmp_path / "file")


def test_on_a_full_disk_nothing_more_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written down must not be created; that something is gone need not be written."""
    one = opened(tmp_path)

    def full(file: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(RecordingError, match="cannot be written"):
        one.making(USER, "alice")
    one.gone(USER, "alice")


def test_state_has_the_place_that_the_platform_gives_it() -> None:
    """XDG_STATE_HOME if it is an absolute path, as its specification says."""
    assert journals_home({"XDG_STATE_HOME": "/state"}) == Path("/state/participant-contract")
    for odd in ({}, {"XDG_STATE_HOME": ""}, {"XDG_STATE_HOME": "state"}):
        assert journals_home(odd) == Path.home() / ".local/state/participant-contract"


def test_a_target_in_process_has_none(tmp_path: Path) -> None:
    """Nothing outlives it."""
    one = journal.journal_for(connect("mock", {}), "t", {"XDG_STATE_HOME": str(tmp_path)})
    one.making(USER, "alice")
    one.close(empty=False)
    assert list(tmp_path.iterdir()) == []
