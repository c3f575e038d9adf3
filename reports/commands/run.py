"""`contract run`: the conformance tests against a target, with the exit codes of `reports.exit_codes`."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from contracts.errors import UsageError
from contracts.targets.connect import connect
from reports.choices.options import OPTIONS, from_mapping
from reports.commands import working
from reports.exit_codes import of_pytest
from reports.runs import folder, launch, summary


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
    Example: contract run --target http://127.0.0.1:8080 --profile nightly --budget 30000

    What follows -- goes to pytest. Results are in reports/out/latest.
    """
    options = from_mapping(given)
    connect(options.target, os.environ, timeout=options.timeout).transport.client.close()
    claim = folder.claim(options)
    if options.workers > 1:
        claim.release()
        return working.run(options, ctx.meta["pytest"], claim.out)
    try:
        status = launch.run(replace(options, out=claim.out), ctx.meta["pytest"], claim)
        return of_pytest(status, _verdict(claim.out))
    finally:
        claim.release()


def _verdict(out: Path) -> str | None:
    try:
        return str(summary.read(out)["verdict"])
    except UsageError:
        return None
