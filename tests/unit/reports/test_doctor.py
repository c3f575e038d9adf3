"""`contract doctor`: what is configured, reachable and missing, without a secret, and with nothing created."""

import os
from pathlib import Path

import pytest

from contracts.simulator import Simulator
from contracts.targets.journal import Journal
from contracts.targets.settings import MOCK, MOCK_KEY, MOCK_TOKEN
from reports.exit_codes import ExitCode
from tests.unit.reports.commands import SANDBOX, call
from tests.unit.runs.support import served

NOTHING = {"conversations": 0, "participants": 0, "users": 0}
PREFIXES = ("TWILIO_", "CONTRACT_")
"""What the environment may hold of real accounts."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment of its own."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIXES)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", str(tmp_path / "cache"))
    return tmp_path


def test_the_mock_is_well(folder: Path) -> None:
    """And nothing was written."""
    done = call("doctor")
    assert done.return_value == ExitCode.CONFORMS
    lines = [line.split(None, 2) for line in done.output.splitlines()]
    assert {about for mark, about, _ in lines if mark == "ok"} >= {"credentials", "senders", "target", "roles"}
    assert "FAIL" not in done.output
    assert list(folder.iterdir()) == []


def test_what_is_missing_is_told() -> None:
    """With what is not judged for it."""
    with served() as server:
        done = call("doctor", "--target", server.url, env=SANDBOX)
        assert server.simulator.leftovers() == NOTHING
    assert done.return_value == ExitCode.CONFORMS, done.output
    for told in (
        "none in CONTRACT_PROXY_ADDRESSES",
        "crossings of token and key are not tried",
        "C404 is not judged",
    ):
        assert told in done.output


def test_no_secret_is_told() -> None:
    """Neither token nor secret, whatever is declared."""
    other = MOCK.other or ("", "")
    given = {
        "TWILIO_API_KEY": MOCK_KEY[0],
        "TWILIO_API_SECRET": MOCK_KEY[1],
        "CONTRACT_OTHER_ACCOUNT_SID": other[0],
        "CONTRACT_OTHER_AUTH_TOKEN": other[1],
    }
    with served() as server:
        done = call("doctor", "--target", server.url, env=SANDBOX | given)
    assert done.return_value == ExitCode.INCONCLUSIVE
    assert "refused the credentials of CONTRACT_OTHER_ACCOUNT_SID" in done.output
    for secret in (MOCK_TOKEN, MOCK_KEY[1], other[1], MOCK.account_sid):
        assert secret not in done.output


class Refusing(Simulator):
    """Opens for no credentials."""

    def authorised(self, username: str, password: str) -> bool:
        return False


def test_refused_credentials_are_inconclusive() -> None:
    """So is a server that is no such API, and one that is not there."""
    with served(Refusing) as server:
        done = call("doctor", "--target", server.url, env=SANDBOX)
    assert done.return_value == ExitCode.INCONCLUSIVE
    assert "answered 401 to GET /v1/Conversations?PageSize=1; it refused the credentials" in done.output
    assert call("doctor", "--target", "http://127.0.0.1:9", env=SANDBOX).return_value == ExitCode.INCONCLUSIVE


def test_a_wrong_configuration_is_wrong_usage() -> None:
    """With what to set."""
    done = call("doctor", "--target", "live", env={"TWILIO_ACCOUNT_SID": "AC1"})
    assert done.return_value == ExitCode.USAGE
    assert "FAIL  configuration  'TWILIO_ACCOUNT_SID' must be AC and 32" in done.output


def test_what_runs_left_is_told(folder: Path) -> None:
    """And what deletes it."""
    with served() as server:
        home = folder / "state" / "participant-contract"
        Journal(home, account=MOCK.account_sid, origin=server.url, tag="participant-contract x").close(empty=False)
        done = call("doctor", "--target", server.url, env=SANDBOX)
    assert "did not clean up; contract sweep --target" in done.output
