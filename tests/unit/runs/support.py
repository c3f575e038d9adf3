"""Runs of the command as a user starts it: a process of its own, in a directory of its own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.settings import MOCK

ENVIRONMENT = {
    "TWILIO_ACCOUNT_SID": MOCK.account_sid,
    "TWILIO_AUTH_TOKEN": MOCK.password,
    "CONTRACT_SANDBOX_ACCOUNT": MOCK.account_sid,
    "CONTRACT_PROXY_ADDRESSES": ",".join(MOCK.declared.senders),
}
COMMAND = [sys.executable, "-m", "reports"]


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what a user may have set for real runs."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TWILIO_", "CONTRACT_"))}
    root = str(Path(__file__).parents[3])
    state = str(Path(tempfile.gettempdir()) / f"contract-unit-{os.getpid()}")
    return kept | {"PYTHONPATH": root, "XDG_STATE_HOME": state} | more


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`contract` with these arguments."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=clean_environment(**{"XDG_CACHE_HOME": str(cwd / "cache")} | environment),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def summary(out: Path) -> dict[str, Any]:
    """The summary that a run left."""
    loaded: dict[str, Any] = json.loads((out / "summary.json").read_text())
    return loaded


def cases(out: Path) -> list[Any]:
    """The case documents of a run, in the order in which they were sent."""
    lines = (out / "run.ndjson").read_text().splitlines()
    return [record["case"] for record in map(json.loads, lines) if record["type"] == "exchange"]


def served(kind: type[Simulator] = Simulator) -> LoopbackServer:
    """A simulator on loopback, with the mock's account."""
    senders = frozenset(MOCK.declared.senders)
    return LoopbackServer(kind(account_sid=MOCK.account_sid, auth_token=MOCK.password, senders=senders))
