"""The proof that the suite can fail and does not cry wolf: it is run against every miniature and latitude.

Each run is a process of its own, forked from one that has imported everything, several at a time.
"""

import gc
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NoReturn

from contracts.errors import UsageError
from contracts.miniatures import MINIATURES, Miniature, groups, named
from contracts.promises.rules import RULES
from contracts.simulator.server import LoopbackServer
from contracts.targets import mock
from contracts.targets.declaration import SENDERS, declared_in
from contracts.targets.settings import MOCK, MOCK_KNOWN, MOCK_TOKEN
from reports.choices.options import RunOptions
from reports.exit_codes import ExitCode, of_pytest
from reports.proving.fleet import FLEET, account_for
from reports.runs import launch, summary
from reports.runs.files import RECORD
from reports.runs.reading import read
from strategies.partitions import catalogue

DEFECT = "defect"
"""In place of a verdict: the run ended by a defect of the suite, or was killed, or left no summary."""
QUIET = ["-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:unraisableexception"]
"""What a run within a proof tells pytest: its output is not read, and every collection of garbage costs."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One server under the suite, with an `account` of the fleet. `rule` is what it breaks, "" for a latitude;
    `noticed` are rules of findings.

    `cases` and `seconds` go to the first violation, and are `None` without one; `duration` is in seconds. A
    `verdict` of `DEFECT` says nothing of the server.
    """

    name: str
    rule: str
    account: str
    verdict: str
    noticed: tuple[str, ...]
    cases: int | None
    seconds: float | None
    duration: float

    @property
    def holds(self) -> bool:
        """A miniature is noticed by its own rule; a latitude conforms."""
        if self.is_defect:
            return False
        return self.rule in self.noticed if self.rule else self.verdict == "conforms"

    @property
    def is_defect(self) -> bool:
        """Whether the suite itself failed, and the server was not judged."""
        return self.verdict == DEFECT


def everyone(names: Sequence[str] = ()) -> list[str]:
    """The named servers; or all miniatures, and all latitudes in groups. Raises UsageError for no such name."""
    return [named(name).name for name in names] or [*MINIATURES, *(grouped.name for grouped in groups())]


def prove(
    names: Sequence[str],
    options: RunOptions,
    *,
    jobs: int,
    over_http: bool,
    done: Callable[[Proof], None],
    account: str | None = None,
) -> list[Proof]:
    """The proofs of the named servers, in their order; `done` is told of each as it comes.

    Each has an account of the fleet of its own, unless `account` names one for all.
    """
    _import_all()
    accounts = {name: account or account_for(name, _rule(name)) for name in names}
    fork = multiprocessing.get_context("fork")
    proofs: dict[str, Proof] = {}
    # Latitudes take a whole run each: they go first, so that no core waits for the last of them.
    waiting = sorted(names, key=lambda name: name in MINIATURES)
    running: dict[str, tuple[BaseProcess, Path]] = {}
    home = Path(tempfile.mkdtemp(prefix="contract-prove-"))
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                name = waiting.pop(0)
                process: BaseProcess = fork.Process(
                    target=_run, args=(name, options, home / name, over_http, accounts[name])
                )
                process.start()
                running[name] = (process, home / name)
            for name in [name for name, (process, _) in running.items() if not process.is_alive()]:
                ended = running.pop(name)[0]
                ended.join()
                proofs[name] = _proof(name, home / name, accounts[name], ended.exitcode)
                done(proofs[name])
                shutil.rmtree(home / name, ignore_errors=True)
            time.sleep(0.02)
    finally:
        for process, _ in running.values():
            process.terminate()
        shutil.rmtree(home, ignore_errors=True)
    return [proofs[name] for name in names]


def _import_all() -> None:
    """What every child would import or make for itself: a collection imports what a run does."""
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        launch.run(RunOptions(), [*QUIET, "--collect-only"])
    for declared in FLEET.values():
        catalogue.partitions(declared)
    # Collecting garbage would touch, and so copy, all the memory that the children share.
    gc.freeze()


def _rule(name: str) -> str:
    server = named(name)
    return server.rule if isinstance(server, Miniature) else ""


def _run(name: str, options: RunOptions, out: Path, over_http: bool, account: str) -> NoReturn:
    """In a child: the conformance tests, until a finding of the rule that it breaks; exits as pytest."""
    server = named(name)
    os.environ[SENDERS] = ",".join(FLEET[account].senders)
    out.mkdir()
    with open(out / "output.txt", "w") as output, redirect_stdout(output), redirect_stderr(output):
        if isinstance(server, Miniature):
            # Counts are tried only when asked for.
            options = replace(options, until=server.rule, limits=server.rule in ("C515", "C517"))
        status = _pytest(server.name, replace(options, out=out), over_http)
    sys.exit(status)


def _pytest(name: str, options: RunOptions, over_http: bool) -> int:
    if not over_http:
        return launch.run(replace(options, target=f"miniature:{name}"), QUIET)
    os.environ |= {
        "TWILIO_ACCOUNT_SID": MOCK.account_sid,
        "TWILIO_AUTH_TOKEN": MOCK_TOKEN,
        "CONTRACT_SANDBOX_ACCOUNT": MOCK.account_sid,
        **dict(zip(("CONTRACT_OTHER_ACCOUNT_SID", "CONTRACT_OTHER_AUTH_TOKEN"), MOCK.other or (), strict=False)),
    }
    declared = replace(MOCK_KNOWN, senders=declared_in(os.environ).senders)
    with LoopbackServer(mock.simulator(named(name).make, declared)) as server:
        return launch.run(replace(options, target=server.url), QUIET)


def _proof(name: str, out: Path, account: str, status: int | None) -> Proof:
    rule = _rule(name)
    cases, seconds = _first_violation(out / RECORD)
    try:
        found = summary.read(out)
    except UsageError:
        return Proof(name, rule, account, DEFECT, (), cases, seconds, 0.0)
    if of_pytest(-1 if status is None else status, found["verdict"]) is ExitCode.DEFECT:
        found["verdict"] = DEFECT
    noticed = tuple(dict.fromkeys(finding["rule"] for finding in found["findings"]))
    return Proof(name, rule, account, found["verdict"], noticed, cases, seconds, found["duration_s"])


def _first_violation(record: Path) -> tuple[int, float] | tuple[None, None]:
    """How many cases and seconds it took."""
    with suppress(OSError, UsageError):
        for entry in read(record).records:
            if any(RULES[code].level.fails_a_run for code in entry.get("violations", ())):
                return entry["n"], entry["at_s"]
    return None, None
