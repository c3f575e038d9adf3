"""A whole run under a sky, as a user starts it, and what came of it: end, seconds, memory, leftovers, secrets."""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from contracts.simulator import Simulator
from contracts.targets.redaction import Redactor
from contracts.targets.settings import MOCK
from tests.weather.proxy import Weather
from tests.weather.skies import SKIES, Named

ROOT = Path(__file__).parents[2]
MEMORY = 300
"""MiB that a run may take."""
GRACE = 5.0
"""Seconds beyond its time-out that a misbehaviour may add to a run."""
LONGEST = 900
"""Seconds after which a run is killed, and counted as one without an end."""
LAUNCH = """
import os, signal, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(int(sys.argv[1]))
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""
"""Starts a command, and prints its exit code and its peak of memory in KiB. Linux counts for a process what the
one that starts it has taken: this one takes little."""
ENVIRONMENT = {
    "TWILIO_ACCOUNT_SID": MOCK.account_sid,
    "TWILIO_AUTH_TOKEN": MOCK.password,
    "CONTRACT_SANDBOX_ACCOUNT": MOCK.account_sid,
    "CONTRACT_PROXY_ADDRESSES": ",".join(MOCK.declared.senders),
}
SECRETS = Redactor({MOCK.password}, [(MOCK.account_sid, MOCK.password)])


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a run: `memory` is its peak in MiB; `left` counts conversations and Users that stayed, and
    `swept` those that stayed after a sweep in clear weather; `secrets` counts lines that give one away; `rules`
    are those of the findings."""

    sky: str
    exit: int
    verdict: str
    rules: tuple[str, ...]
    findings: int
    requests: int
    seconds: float
    memory: int
    left: int
    swept: int
    secrets: int

    def faults(self, clear: "Row", timeout: float) -> tuple[str, ...]:
        """What is not as it should be, beside a run in clear weather; a part of it takes a part of that time."""
        usual = clear.seconds * min(1.0, self.requests / clear.requests)
        named = SKIES[self.sky]
        wanted = 0 if named.is_fair else 1 if named.is_fault else 3
        wrong = {
            f"exit {self.exit}, not {wanted}": self.exit != wanted,
            "an accusation": self.findings > 0 and not named.is_fault,
            f"{self.seconds - usual:.0f} s longer": not named.is_throttled
            and self.seconds > usual + timeout + GRACE,
            f"over {MEMORY} MiB": self.memory > MEMORY,
            f"{self.swept} left": self.swept > 0,
            f"{self.secrets} secrets": self.secrets > 0,
        }
        return tuple(fault for fault, holds in wrong.items() if holds)

    def document(self) -> dict[str, Any]:
        """The row as JSON."""
        return {**asdict(self), "rules": list(self.rules), "about": SKIES[self.sky].about}


def attempt(named: Named, folder: Path, profile: str, timeout: float) -> Row:
    """One run under a sky, in a folder of its own, and a sweep when the sky is clear again."""
    senders = frozenset(MOCK.declared.senders)
    account = Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password, senders=senders)
    options = ("--profile", profile, "--seed", "1", "--timeout", f"{timeout:g}", "--patience", "5", "--out", "out")
    with Weather(named.sky, account.handle) as weather:
        code, seconds, memory = _run(folder, "run.txt", "run", "--target", weather.url, *options)
        requests = len(weather.requests)
        left = _left(account)
        port = weather.port
    with Weather(SKIES["clear"].sky, account.handle, port) as weather:
        _run(folder, "sweep.txt", "sweep", "--target", weather.url)
    found = _summary(folder / "out" / "summary.json")
    rules = tuple(sorted({finding["rule"] for finding in found["findings"]}))
    return Row(
        *(named.name, code, found["verdict"], rules, len(found["findings"]), requests, round(seconds, 1), memory),
        *(left, _left(account), _secrets(folder)),
    )


def _run(folder: Path, output: str, *arguments: str) -> tuple[int, float, int]:
    """The exit code of `contract`, its seconds, and its peak of memory in MiB."""
    began = time.monotonic()
    with (folder / output).open("wb") as told:
        launched = subprocess.run(
            [sys.executable, "-I", "-c", LAUNCH, str(LONGEST), sys.executable, "-m", "reports", *arguments],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=told,
            check=True,
        )
    code, kibibytes = map(int, launched.stdout.split())
    return code, time.monotonic() - began, kibibytes // 1024


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TWILIO_", "CONTRACT_"))}
    return kept | ENVIRONMENT | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder / "state")}


def _left(account: Simulator) -> int:
    counts = account.leftovers()
    return counts["conversations"] + counts["users"]


def _summary(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {"verdict": "no summary", "findings": []}
    return found


def _secrets(folder: Path) -> int:
    """Lines written or printed that give a secret away. What Hypothesis keeps as constants is of our source."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "constants" not in path.parts)
    return sum(SECRETS.finds(line) for path in paths for line in path.read_bytes().splitlines())
