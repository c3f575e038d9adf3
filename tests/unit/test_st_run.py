"""`st run`, the command of Schemathesis, with the settings of this repository."""

import os
import subprocess
import sys
from pathlib import Path

from contracts.cases.case import FORM
from contracts.exchanges.wire import Request
from contracts.promises.openapi import OPENAPI_PATH
from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN, Simulator
from contracts.simulator.server import LoopbackServer
from contracts.simulator.state import Participant
from contracts.targets.basic import authorization

SETTINGS = Path(__file__).parents[2] / "schemathesis.toml"
ST = str(Path(sys.executable).with_name("st"))
OPTIONS = ["--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--seed", "1"]
OPTIONS += ["--generation-database", "none", "--no-color"]


class Forgetful(Simulator):
    """Leaves one property out of what it creates."""

    def render(self, participant: Participant) -> dict[str, object]:
        body = super().render(participant)
        del body["last_read_timestamp"]
        return body


def st_run(simulator: Simulator, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command against a loopback server, with the conversation that the settings name."""
    headers = (("Authorization", authorization(ACCOUNT_SID, AUTH_TOKEN)),)
    headers = (*headers, ("Content-Type", FORM))
    assert simulator.handle(Request("POST", "/v1/Conversations", headers, b"UniqueName=st-run")).status == 201
    with LoopbackServer(simulator) as server:
        command = [
            str(Path(sys.executable).with_name("st")),
            "--config-file",
            str(SETTINGS),
            "run",
            str(OPENAPI_PATH),
        ]
        command += ["--url", server.url, "--auth", f"{ACCOUNT_SID}:{AUTH_TOKEN}", *OPTIONS]
        return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=120)


def environment() -> dict[str, str]:
    """The environment without what would send requests through a proxy or change how many are sent."""
    return {key: value for key, value in os.environ.items() if key != "CI" and not key.lower().endswith("_proxy")}


def test_the_simulator_passes(tmp_path: Path) -> None:
    """Nothing is held against a correct server."""
    found = st_run(Simulator(), tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_missing_property_is_found(tmp_path: Path) -> None:
    """A participant without one of its twelve properties fails the run, and the report names the property."""
    found = st_run(Forgetful(), tmp_path)
    assert found.returncode == 1, found.stdout + found.stderr
    assert '"last_read_timestamp" is a required property' in found.stdout
