"""`contract run` runs pytest on the conformance tests and makes an exit code of what it says."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from contracts.errors import UsageError
from reports.choices.options import RunOptions
from reports.cli import contract
from reports.runs import launch
from tests.unit.runs.support import clean_environment

CONFTEST = """
    from pathlib import Path
    from reports.choices.options import OPTIONS

    def pytest_addoption(parser):
        for option in OPTIONS:
            parser.addoption(option.flag, dest="contract_" + option.name, **option.for_pytest())
"""
VERDICT = """
    from reports.choices.options import RunOptions
    from reports.runs import summary
    from reports.runs.tally import Tally

    def test_it(pytestconfig):
        out = Path(pytestconfig.getoption("contract_out"))
        found = summary.summary(Tally(), RunOptions(), 0, 1.0, {})
        summary.write(out, found | {"verdict": "VERDICT"}, [])
"""


def stand_in(folder: Path, tests: str, conftest: str = "") -> Path:
    """A folder of conformance tests in place of the real ones."""
    folder.mkdir()
    (folder / "conftest.py").write_text(textwrap.dedent(CONFTEST) + textwrap.dedent(conftest))
    (folder / "test_it.py").write_text("from pathlib import Path\n" + textwrap.dedent(tests))
    return folder


PROGRAM = (
    "import sys; from pathlib import Path; from reports.runs import launch; from reports.cli import main; "
    "launch.TESTS = Path(sys.argv.pop(1)); main()"
)


def call(tests: Path, cwd: Path, *arguments: str) -> int:
    """The exit code of `contract run` with these arguments, and these tests for the real ones."""
    command = [sys.executable, "-c", PROGRAM, str(tests), "run", *arguments]
    return subprocess.run(command, cwd=cwd, env=clean_environment(), capture_output=True, check=False).returncode


def test_the_command_line_is_the_conformance_tests() -> None:
    """The right folder, our settings whatever the current directory is, options, then what is for pytest."""
    arguments = launch.pytest_arguments(RunOptions(profile="quick", out=Path("o")), ["-x"])
    assert Path(arguments[0]).is_dir()
    assert arguments[arguments.index("-c") + 1].endswith("pyproject.toml")
    assert arguments[-3:] == ["--profile=quick", "--out=o", "-x"]


@pytest.mark.parametrize(("verdict", "code"), [("conforms", 0), ("violates", 1), ("inconclusive", 3)])
def test_the_summary_decides(tmp_path: Path, verdict: str, code: int) -> None:
    """Whatever pytest thinks of the tests; the folder is made before, and named in the command line."""
    assert call(stand_in(tmp_path / "t", VERDICT.replace("VERDICT", verdict)), tmp_path) == code
    assert len(list((tmp_path / "reports/out").iterdir())) == 1


def test_an_earlier_summary_does_not_count(tmp_path: Path) -> None:
    """A run that writes none is inconclusive, although the folder has one of an earlier run."""
    (tmp_path / "summary.json").write_text('{"schema": 1, "verdict": "conforms"}')
    assert call(stand_in(tmp_path / "t", "def test_it(): pass"), tmp_path, "--out", str(tmp_path)) == 3


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
    tmp_path: Path, arguments: tuple[str, ...], tests: str, code: int
) -> None:
    """Wrong usage is 2, no test is inconclusive, a failing experiment a defect; an empty folder is taken away."""
    assert call(stand_in(tmp_path / "t", tests), tmp_path, *arguments) == code
    assert list((tmp_path / "reports/out").iterdir()) == []


def test_what_is_wrong_is_found_before_pytest_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing environment ends it at once."""
    monkeypatch.delenv("CONTRACT_SANDBOX_ACCOUNT", raising=False)
    monkeypatch.delenv("TWILIO_ACCOUNT_SID", raising=False)
    monkeypatch.setattr(launch, "run", lambda *given: pytest.fail("started"))
    with pytest.raises(UsageError, match="TWILIO_ACCOUNT_SID"):
        contract.main(["run", "--target", "live"], standalone_mode=False)
