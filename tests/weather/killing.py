"""Runs that are killed at random moments (SIGKILL), and swept: what of ours is left, and of what is not ours."""

import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from contracts.exchanges.wire import Request
from contracts.simulator import Simulator
from contracts.targets.basic import authorization
from contracts.targets.settings import MOCK
from tests.weather.proxy import Weather
from tests.weather.skies import SKIES
from tests.weather.trying import environment

WHOLE = 4800
"""Requests of a whole run of profile `quick`: the moments are before its end."""
OTHERS = (
    ("/v1/Conversations", {"FriendlyName": "participant-contracts of ours"}),
    ("/v1/Conversations", {"FriendlyName": "a", "UniqueName": "others"}),
    ("/v1/Conversations/others/Participants", {"Identity": "alice"}),
)
"""What is in the account before, and not ours: conversations, and a User of an identity that runs use too."""


@dataclass(frozen=True, slots=True)
class Killed:
    """A run that was killed after so many `requests`: what it `left` in conversations and Users, and after a sweep
    what there was too `much` of ours, or too little of what is not ours (below 0)."""

    requests: int
    left: int
    much: int


def killed(folder: Path, seed: int) -> Killed:
    """One run, killed at a moment that the seed chooses, and swept."""
    senders = frozenset(MOCK.declared.senders)
    account = Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password, senders=senders)
    with Weather(SKIES["clear"].sky, account.handle) as weather:
        for path, fields in OTHERS:
            _add(account, path, fields)
        before = _count(account)
        moment = random.Random(seed).randrange(1, WHOLE)
        command = ("run", "--target", weather.url, "--profile", "quick", "--seed", "1", "--out", "out")
        process = _start(folder, *command)
        while len(weather.requests) < moment and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        process.wait()
        reached, left = len(weather.requests), _count(account) - before
        _start(folder, "sweep", "--target", weather.url).wait()
        return Killed(reached, left, _count(account) - before)


def _add(account: Simulator, path: str, fields: dict[str, str]) -> None:
    form = ("Content-Type", "application/x-www-form-urlencoded")
    given = ("Authorization", authorization(MOCK.account_sid, MOCK.password))
    response = account.handle(Request("POST", path, (form, given), urlencode(fields).encode()))
    assert response.status == 201, response.content


def _start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", "reports", *arguments]
    return subprocess.Popen(command, cwd=folder, env=environment(folder), stdin=quiet, stdout=quiet, stderr=quiet)


def _count(account: Simulator) -> int:
    counts = account.leftovers()
    return counts["conversations"] + counts["users"]
