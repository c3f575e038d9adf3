"""How a run is started: the command line of pytest that stands for it."""

import os
import sys
from pathlib import Path

import reports
from reports.choices.options import RunOptions, to_arguments

HOME = Path(reports.__file__).parent.parent
TESTS = HOME / "tests" / "conformance"


def pytest_command(options: RunOptions, arguments: list[str]) -> list[str]:
    """The command line that runs the conformance tests, whatever the current directory holds."""
    return [sys.executable, "-P", "-m", "pytest", *pytest_arguments(options, arguments)]


def pytest_arguments(options: RunOptions, arguments: list[str]) -> list[str]:
    """What pytest is told. Findings are no assertions of tests: nothing is rewritten, nothing traced."""
    settings = HOME / "pyproject.toml"
    return [
        # The closing summary tells the findings, rule by rule.
        *(str(TESTS), "--assert=plain", "--tb=no", "-rN"),
        # In an installed copy there is no pyproject.toml, and that of the current directory is somebody else's.
        *("-c", str(settings if settings.is_file() else os.devnull), "--rootdir", str(HOME)),
        *to_arguments(options),
        *arguments,
    ]
