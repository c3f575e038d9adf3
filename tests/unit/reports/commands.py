"""The command, in this process or in one of its own."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from contracts.targets.settings import MOCK
from reports import cli
from reports.cli import contract

ROOT = Path(cli.__file__).parent.parent
ALICE = '{"fields": [["Identity", "alice"]]}\n'
SANDBOX = {
    "TWILIO_ACCOUNT_SID": MOCK.account_sid,
    "TWILIO_AUTH_TOKEN": MOCK.password,
    "CONTRACT_SANDBOX_ACCOUNT": MOCK.account_sid,
}


def contract_process(*arguments: str) -> subprocess.Popen[str]:
    """`contract` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "reports", *arguments],
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
    """Exit code, output and errors of a command line, in a process of its own."""
    process = contract_process(*arguments)
    out, err = process.communicate(given, timeout=60)
    return process.returncode, out, err


def call(*arguments: str, given: str = "", env: dict[str, str] | None = None) -> Result:
    """The result of a command line in this process."""
    return CliRunner().invoke(contract, list(arguments), input=given, env=env, standalone_mode=False)
