"""`contract run`: the conformance tests against a target, with the exit codes of `reports.exit_codes`."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import click

from contracts.errors import UsageError
from contracts.targets.connect import connect
from reports.choices.options import OPTIONS, from_mapping
from reports.exit_codes import ExitCode, of_pytest
from reports.runs import summary
from reports.runs.folder import make_out
from reports.runs.launch import pytest_command

PYTEST_INTERRUPTED = 2
"""pytest's own exit status; it has the same for errors of collection."""


class WithPytestArguments(click.Command):
    """A command that leaves what follows `--` to pytest, and takes nothing else but options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Splits the command line at the first `--`."""
        cut = args.index("--") if "--" in args else len(args)
        ctx.meta["pytest"] = args[cut + 1 :]
        return super().parse_args(ctx, args[:cut])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The usage line of the help."""
        return [*super().collect_usage_pieces(ctx), "[-- PYTEST ARGS]"]


def _with_options(function: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(OPTIONS):
        kind: dict[str, Any] = {"is_flag": True} if option.is_flag else {"metavar": option.metavar}
        if option.many:
            kind["multiple"] = True
        function = click.option(option.flag, option.name, default=None, help=option.help, **kind)(function)
    return function


@click.command("run", cls=WithPytestArguments)
@_with_options
@click.pass_context
def command(ctx: click.Context, /, **given: object) -> int:
    """Test a target against the contract; this is the main job.

    \b
    Example: contract run --target http://127.0.0.1:8080 --profile nightly --budget 5000 -- -x

    What follows -- goes to pytest. Results are in reports/out/latest.
    """
    options = from_mapping(given)
    connect(options.target, os.environ, timeout=options.timeout).transport.client.close()
    out = make_out(options)
    status = _wait_for(pytest_command(replace(options, out=out), ctx.meta["pytest"]))
    code = of_pytest(status, _verdict(out))
    if options.out is None:
        with suppress(OSError):
            out.rmdir()  # only goes when it is empty: pytest did not get so far as to run anything
    return code


def _verdict(out: Path) -> str | None:
    try:
        return str(summary.read(out)["verdict"])
    except UsageError:
        return None


def _wait_for(command: list[str]) -> int:
    """Waits for a command to end by itself and to clean up. Returns its status, negative for a signal.

    A terminal sends Ctrl-C to both of us. Without one, the command is in a process group of its own, and what this
    process is told is passed on as one SIGINT: the first interrupts, a second would interrupt the cleaning up.
    """
    at_terminal = any(map(os.isatty, (0, 1, 2)))
    child: subprocess.Popen[bytes] | None = None
    told = False

    def pass_on(number: int, frame: FrameType | None) -> None:
        nonlocal told
        first, told = not told, True
        if child is not None and first and not (at_terminal and number == signal.SIGINT):
            child.send_signal(signal.SIGINT)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        child = subprocess.Popen(command, process_group=None if at_terminal else 0)
        if told:
            child.send_signal(signal.SIGINT)
        status = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return int(ExitCode.INTERRUPTED) if told and (status < 0 or status == PYTEST_INTERRUPTED) else status
