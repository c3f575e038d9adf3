"""How a run is started: pytest, within this process, with the command line that stands for it.

One process: whatever ends it, a signal or a full memory, ends all of it, and the process that started it knows.
"""

import os
import sys
from pathlib import Path

import pytest

import reports
from reports.choices.options import RunOptions, to_arguments
from reports.runs.folder import Claim

HOME = Path(reports.__file__).parent.parent
TESTS = HOME / "tests" / "conformance"
ROOT = (HOME, *HOME.parents)[reports.__name__.count(".")]
"""Where imports begin: in the wheel the folders are below one package (hatch_build.py)."""


def run(options: RunOptions, arguments: list[str], claim: Claim | None = None) -> int:
    """Runs the conformance tests, in the folder that is claimed for them; returns pytest's exit status."""
    # Our folders come first, whatever the current directory holds.
    if sys.path[:1] != [str(ROOT)]:
        sys.path.insert(0, str(ROOT))
    return int(pytest.main(pytest_arguments(options, arguments), plugins=[] if claim is None else [claim]))


def pytest_arguments(options: RunOptions, arguments: list[str]) -> list[str]:
    """What pytest is told. Findings are no assertions of tests: nothing is rewritten, nothing traced."""
    settings = HOME / "pyproject.toml"
    return [
        # The closing summary tells the findings, rule by rule.
        *(str(TESTS), "--assert=plain", "--tb=no", "-rN", "--override-ini=console_output_style=classic"),
        # In an installed copy there is no pyproject.toml, and that of the current directory is another project's.
        *("-c", str(settings if settings.is_file() else os.devnull), "--rootdir", str(HOME)),
        # Where there is no pyproject.toml, pytest would leave its cache beside the installed modules.
        *("-p", "no:cacheprovider"),
        *to_arguments(options),
        *arguments,
    ]
