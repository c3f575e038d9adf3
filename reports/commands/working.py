"""`contract run --workers N`: the parts of a run at a time, each in a process of its own, joined to one run."""

import multiprocessing
import os
import random
import signal
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NoReturn

import click

from contracts.errors import UsageError
from reports.choices.options import RunOptions
from reports.choices.profiles import profile
from reports.commands.merge import join
from reports.exit_codes import ExitCode, of_pytest
from reports.renderings.colour import show
from reports.renderings.text import closing_summary
from reports.runs import folder, launch, pruning, summary
from reports.runs.files import OUTPUT, RECORD

LOOKS = 0.2
"""Seconds between the looks at whether a worker has ended."""


def run(options: RunOptions, arguments: list[str], out: Path) -> int:
    """Runs the parts, and joins them in `out`; the exit code of the whole. Raises UsageError."""
    _check(options)
    parts = list(_parts(options, out))
    click.echo(f"{len(parts)} workers: {', '.join(str(part.out) for part in parts)}")
    interrupted = _work(parts, arguments)
    folders = tuple(part.out for part in parts if part.out is not None)
    if not all((one / RECORD).is_file() and _has_summary(one) for one in folders):
        shown = next(one for one in folders if not _has_summary(one))
        raise UsageError(f"a worker must leave a run ({shown / OUTPUT} says why it did not); correct that")
    joined = join(folders, out)
    if options.out is None:
        pruning.mark(out)
    folder.point_latest(out)
    show(closing_summary(joined, out))
    return ExitCode.INTERRUPTED if interrupted else summary.exit_code(joined)


def _check(options: RunOptions) -> None:
    for given, name in ((options.baseline, "baseline"), (options.shard != (1, 1), "shard")):
        if given:
            raise UsageError(f"'--workers' must be without '--{name}' (got both); give one of them")
    if options.rate is not None and options.rate < options.workers:
        raise UsageError(f"'--rate' must be at least 1 for each of {options.workers} workers (got {options.rate})")


def _parts(options: RunOptions, out: Path) -> Iterator[RunOptions]:
    """What each worker runs: the same seed, another part, and its part of the budget and of the rate."""
    seed = options.seed
    if seed is None and not profile(options.profile).deterministic:
        seed = random.SystemRandom().randrange(2**32)
    count = options.workers
    budget, rate = (None if most is None else max(most // count, 1) for most in (options.budget, options.rate))
    for number in range(1, count + 1):
        place = out / f"worker-{number}"
        yield replace(options, seed=seed, workers=1, shard=(number, count), budget=budget, rate=rate, out=place)


def _work(parts: list[RunOptions], arguments: list[str]) -> bool:
    """Lets the parts run to their ends; whether they were interrupted. With the first finding the others end, if a
    finding is enough."""
    fork = multiprocessing.get_context("fork")
    running: list[BaseProcess] = [fork.Process(target=_part, args=(part, arguments)) for part in parts]
    for process in running:
        process.start()
    interrupted = False
    while any(process.is_alive() for process in running):
        try:
            for process in running:
                process.join(LOOKS)
                if process.exitcode == ExitCode.VIOLATES and (parts[0].fail_fast or parts[0].until):
                    _stop(running)
        except KeyboardInterrupt:
            # Each worker cleans up; a second signal ends that too.
            _stop(running)
            interrupted = True
    return interrupted


def _stop(running: list[BaseProcess]) -> None:
    for process in running:
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGTERM)


def _part(options: RunOptions, arguments: list[str]) -> NoReturn:
    """In a child: one part, with what it prints in a file."""
    claim = folder.claim(options)
    with (claim.out / OUTPUT).open("w") as output, redirect_stdout(output), redirect_stderr(output):
        status = launch.run(replace(options, out=claim.out), arguments, claim)
    os._exit(of_pytest(status, summary.read(claim.out)["verdict"] if _has_summary(claim.out) else None))


def _has_summary(out: Path | None) -> bool:
    try:
        return out is not None and bool(summary.read(out))
    except UsageError:
        return False
