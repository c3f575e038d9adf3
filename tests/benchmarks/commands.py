"""Whole commands, from the start of Python to the prompt: `contract run`, beside `st run`, and with workers."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.cases.case import FORM
from contracts.exchanges.wire import Request, Response
from contracts.promises.openapi import OPENAPI_PATH
from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.basic import authorization
from contracts.targets.mock import simulator
from contracts.targets.settings import MOCK
from tests.benchmarks.measuring import Measure

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
CONTRACT = (PYTHON, "-m", "reports")
ST = str(Path(PYTHON).with_name("st"))
SETTINGS = {
    "TWILIO_ACCOUNT_SID": MOCK.account_sid,
    "TWILIO_AUTH_TOKEN": MOCK.password,
    "CONTRACT_SANDBOX_ACCOUNT": MOCK.account_sid,
    "CONTRACT_PROXY_ADDRESSES": ",".join(MOCK.declared.senders),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended: `seconds` that it took, `memory` in MB that it had resident at most, and the
    summary of its run, if it was one."""

    seconds: float
    memory: float
    summary: Mapping[str, Any]


def execute(*command: str, **environ: str) -> Ended:
    """Runs a command from the root of the repository, with nothing of the caller's settings."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TWILIO_", "CONTRACT_"))}
    inherited = {
        key: value for key, value in inherited.items() if key != "CI" and not key.lower().endswith("_proxy")
    }
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=inherited | environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # it was waited for here
    return Ended(time.perf_counter() - start, usage.ru_maxrss / 1024, {})


def run(profile: str, *options: str, **environ: str) -> Ended:
    """`contract run` of a profile, with its summary."""
    with tempfile.TemporaryDirectory() as folder:
        ended = execute(*CONTRACT, "run", "--profile", profile, "--out", folder, *options, **environ)
        found = json.loads((Path(folder) / "summary.json").read_text("utf-8"))
    return Ended(ended.seconds, ended.memory, found)


def starts(rounds: int) -> list[Measure]:
    """Seconds until a command has said what it can, beside a Python that does nothing."""
    found = []
    for key, options in {"help": ("--help",), "run-help": ("run", "--help")}.items():
        pairs = [
            (execute(*CONTRACT, *options).seconds, execute(PYTHON, "-c", "pass").seconds) for _ in range(rounds)
        ]
        ours, bare = zip(*pairs, strict=True)
        found.append(Measure(f"start-{key}", f"contract {' '.join(options)}", "s", ours, bare, "python -c pass"))
    return found


def runs(rounds: int, profile: str) -> Measure:
    """Seconds of a whole run on the mock."""
    took = tuple(run(profile).seconds for _ in range(rounds))
    return Measure(f"run-{profile}", f"contract run --profile {profile}", "s", took)


def workers(rounds: int, profile: str, count: int) -> Measure:
    """Cases a second of a run by several workers, beside one."""
    pairs = [(_speed(run(profile, "--workers", str(count))), _speed(run(profile))) for _ in range(rounds)]
    many, one = zip(*pairs, strict=True)
    what = f"cases of profile {profile} by {count} workers"
    return Measure(f"workers-{count}", what, "a second", many, one, "one worker")


def _speed(ended: Ended) -> float:
    return float(ended.summary["cases"]) / ended.seconds


class Counting(Simulator):
    """Counts the creates that it is asked for."""

    creates = 0

    def answer(self, request: Request) -> Response:
        self.creates += request.method == "POST" and request.target.endswith("/Participants")
        return super().answer(request)


@contextmanager
def _counted() -> Iterator[tuple[Counting, str]]:
    server = simulator(Counting)
    assert isinstance(server, Counting)
    with LoopbackServer(server) as loopback:
        yield server, loopback.url


def beside_st_run(rounds: int, profile: str, examples: int) -> Measure:
    """Judged cases a second of the whole command, beside requests a second of Schemathesis's own."""
    ours, theirs = [], []
    for _ in range(rounds):
        with _counted() as (_, url):
            ours.append(_speed(run(profile, "--target", url, **SETTINGS)))
        with _counted() as (server, url):
            seconds = _st_run(server, url, examples)
            theirs.append(server.creates / seconds)
    what = f"judged cases of profile {profile} over loopback, by command"
    return Measure("st", what, "a second", tuple(ours), tuple(theirs), f"requests of st run, {examples} examples")


def _st_run(server: Simulator, url: str, examples: int) -> float:
    """Seconds of `st run` with the settings of this repository, on the conversation that they name."""
    headers = (("Authorization", authorization(MOCK.account_sid, MOCK.password)), ("Content-Type", FORM))
    made = server.handle(Request("POST", "/v1/Conversations", headers, b"UniqueName=st-run"))
    assert made.status == 201, made
    options = ["--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--seed", "1"]
    command = [ST, "run", str(OPENAPI_PATH), "--url", url, *options, "--generation-database", "none"]
    return execute(*command, "--auth", f"{MOCK.account_sid}:{MOCK.password}").seconds


def memory(few: int, many: int) -> Measure:
    """MB resident of a run of profile soak after many requests, beside few."""
    most, least = (
        run("soak", "--max-time", "3600", "--budget", str(count), "--seed", "0") for count in (many, few)
    )
    what = f"soak of {most.summary['cases']:,} cases"
    return Measure("memory", what, "MB", (most.memory,), (least.memory,), f"{least.summary['cases']:,} cases")
