"""`contract run` runs pytest on the conformance tests and makes an exit code of what it says."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.choices.options import RunOptions
from reports.cli import contract
from reports.commands import run
from reports.runs import launch

CONFTEST = """
    from pathlib import Path
    from reports.choices.options import OPTIONS

    def pytest_addoption(parser):
        for option in OPTIONS:
            parser.addoption(option.flag, dest="contract_" + option.name, **option.for_pytest())
"""
VERDICT = """
    import json

    def test_it(pytestconfig):
        out = Path(pytestconfig.getoption("contract_out"))
        (out / "summary.json").write_text(json.dumps({"schema": 1, "verdict": "VERDICT"}))
"""


def stand_in(folder: Path, tests: str, conftest: str = "") -> Path:
    """A folder of conformance tests in place of the real ones."""
    folder.mkdir()
    (folder / "conftest.py").write_text(textwrap.dedent(CONFTEST) + textwrap.dedent(conftest))
    (folder / "test_it.py").write_text("from pathlib import Path\n" + textwrap.dedent(tests))
    return folder


def call(*arguments: str) -> int:
    """The exit code of `contract run` with these arguments."""
    result = CliRunner().invoke(contract, ["run", *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return int(result.return_value)


def test_the_command_line_is_the_conformance_tests() -> None:
    """The right folder, our settings whatever the current directory is, options, then what is for pytest."""
    command = launch.pytest_command(RunOptions(profile="quick", out=Path("o")), ["-x"])
    assert command[:4] == [sys.executable, "-P", "-m", "pytest"]
    assert Path(command[4]).is_dir()
    assert command[command.index("-c") + 1].endswith("pyproject.toml")
    assert command[-3:] == ["--profile=quick", "--out=o", "-x"]


@pytest.mark.parametrize(("verdict", "code"), [("conforms", 0), ("violates", 1), ("inconclusive", 3)])
def test_the_summary_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: str, code: int) -> None:
    """Whatever pytest thinks of the tests; the folder is made before, and named in the command line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(launch, "TESTS", stand_in(tmp_path / "t", VERDICT.replace("VERDICT", verdict)))
    assert call() == code
    assert len(list((tmp_path / "reports/out").iterdir())) == 1


def test_an_earlier_summary_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that writes none is inconclusive, although the folder has one of an earlier run."""
    monkeypatch.setattr(launch, "TESTS", stand_in(tmp_path / "t", "def test_it(): pass"))
    (tmp_path / "summary.json").write_text('{"schema": 1, "verdict": "conforms"}')
    assert call("--out", str(tmp_path)) == 3


@pytest.mark.parametrize(
    ("arguments", "tests", "code"),
    [
        (("--", "--no-such-option"), "def test_it(): pass", 2),
        (("--", "-k", "nothing"), "def test_it(): pass", 3),
        ((), "def test_it(): assert 0", 4),
        ((), "import nothing_there", 4),
    ],
)
def test_without_a_summary_pytest_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], tests: str, code: int
) -> None:
    """Wrong usage is 2, no test is inconclusive, a failing experiment a defect; an empty folder is taken away."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(launch, "TESTS", stand_in(tmp_path / "t", tests))
    assert call(*arguments) == code
    assert list((tmp_path / "reports/out").iterdir()) == []


def test_what_is_wrong_is_found_before_pytest_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing environment ends it at once."""
    monkeypatch.delenv("CONTRACT_SANDBOX_ACCOUNT", raising=False)
    monkeypatch.delenv("TWILIO_ACCOUNT_SID", raising=False)
    monkeypatch.setattr(run, "_wait_for", lambda command: pytest.fail("started"))
    with pytest.raises(Exception, match="TWILIO_ACCOUNT_SID"):
        call("--target", "live")


SLOW = """
    import time

    def test_it():
        Path("started").touch()
        time.sleep(60)
"""
CLEANS_UP = """
    import time

    def pytest_sessionfinish(session):
        time.sleep(1)  # a second interruption would fall in here
        Path("cleaned").touch()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_waits_for_the_cleaning_up(tmp_path: Path, number: int) -> None:
    """Asked to stop, once or twice, it lets the tests clean up at the target, and exits with 130."""
    stand_in(tmp_path / "t", SLOW, CLEANS_UP)
    program = (
        "import sys; from pathlib import Path; from reports.runs import launch; from reports.cli import main; "
        f"launch.TESTS = Path({str(tmp_path / 't')!r}); sys.argv = ['contract', 'run']; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(launch.HOME)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until((tmp_path / "started").exists)
        process.send_signal(number)
        time.sleep(0.5)
        process.send_signal(number)
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert (tmp_path / "cleaned").exists()


def wait_until(condition: Callable[[], bool]) -> None:
    """Waits, at most 30 seconds, until a condition holds."""
    ends = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)
