"""The `contract` command: its commands by name, and what becomes of every error."""

import ast
import difflib
import errno
import importlib
import importlib.util
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TextIO

import click

from contracts.errors import ContractError, RecordingError, TargetUnavailable, UsageError
from reports.choices.cache import keep_out_of_the_way
from reports.exit_codes import ExitCode

COMMANDS = {
    "run": "reports.commands.run",
    "rules": "reports.commands.rules",
    "explain": "reports.commands.explain",
    "list": "reports.commands.listing",
    "sample": "reports.commands.sample",
    "predict": "reports.commands.predict",
    "replay": "reports.commands.replay",
    "judge": "reports.commands.judge",
    "serve": "reports.commands.serve",
    "sweep": "reports.commands.sweep",
    "doctor": "reports.commands.doctor",
    "prove": "reports.commands.prove",
    "report": "reports.commands.report",
    "diff": "reports.commands.diff",
    "merge": "reports.commands.merge",
    "compare": "reports.commands.compare",
    "baseline": "reports.commands.baseline",
}
"""The module of each command, in the order of the help; the module's `command` is the command."""

_CODES: tuple[tuple[type[BaseException], ExitCode], ...] = (
    (UsageError, ExitCode.USAGE),
    (TargetUnavailable, ExitCode.INCONCLUSIVE),
    (RecordingError, ExitCode.INCONCLUSIVE),
)


class Commands(click.Group):
    """Loads a command when it is asked for: what `predict` needs is no reason for it to wait for Hypothesis."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name. Raises click.UsageError that names the nearest ones."""
        if cmd_name not in COMMANDS:
            near = difflib.get_close_matches(cmd_name, COMMANDS, n=3, cutoff=0.5)
            hint = f"near ones: {', '.join(near)}" if near else "see 'contract --help'"
            raise click.UsageError(f"'COMMAND' must be one of {len(COMMANDS)} (got {cmd_name!r}); {hint}", ctx)
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with the first line of what they say of themselves, read without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_line(module)) for name, module in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; click itself would exit with 1 when the reader of its output goes away."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return ExitCode.BROKEN_PIPE


def _first_line(module: str) -> str:
    """The first line of the docstring of a module's `command`."""
    spec = importlib.util.find_spec(module)
    source = Path(spec.origin).read_text("utf-8") if spec is not None and spec.origin else ""
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    found = next((ast.get_docstring(node) for node in functions if node.name == "command"), None)
    return (found or "").partition("\n")[0]


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        import importlib.metadata  # takes longer than most commands to load

        try:
            found = importlib.metadata.version("participant-contract")
        except importlib.metadata.PackageNotFoundError:
            found = "(not installed)"
        click.echo(f"contract {found}")
        ctx.exit()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Show the traceback of an error (or set CONTRACT_DEBUG).")
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Show the version."
)
@click.pass_context
def contract(ctx: click.Context, debug: bool) -> None:
    """Contract tests and fuzzing for Twilio Conversations, Add a new participant.

    \b
    Example: contract run --target mock --profile quick

    Exit codes of run, replay and judge: 0 conforms, 1 violation, 2 wrong usage, 3 inconclusive, 4 a defect of the
    suite itself, 130 interrupted.
    """
    if debug:
        os.environ["CONTRACT_DEBUG"] = "1"


def main() -> None:
    """The console script: never returns."""
    # Python has no stream at all where a shell closed it (`>&-`): what is written there is not wanted.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  # open as long as the process lives
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a TextIOWrapper, if a terminal
    _interrupt_on(signal.SIGTERM, signal.SIGHUP)
    keep_out_of_the_way(os.environ)
    code = invoke(sys.argv[1:])
    _silence_if_closed(sys.stdout)
    sys.exit(code)


def _interrupt_on(*numbers: signal.Signals) -> None:
    """A command that is told to end ends as with Ctrl-C, and deletes what it made at a target; a run has handlers
    of its own. What is ignored stays ignored (nohup)."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in numbers:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)


def invoke(arguments: Sequence[str]) -> int:
    """Runs a command line and returns its exit code; every error becomes one line on standard error."""
    try:
        code = contract.main(list(arguments), prog_name="contract", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else ExitCode.CONFORMS
    except BrokenPipeError:
        return ExitCode.BROKEN_PIPE
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("contract: interrupted", err=True)
        return ExitCode.INTERRUPTED
    except Exception as error:
        return _explain(error)


def _explain(error: Exception) -> int:
    if os.environ.get("CONTRACT_DEBUG"):
        traceback.print_exception(error)
    from reports.renderings.text import plain  # loads what only a rendering needs

    message = plain(" ".join(str(error).split()))
    for kind, code in _CODES:
        if isinstance(error, kind):
            click.echo(f"contract: {message}", err=True)
            return code
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        click.echo("contract: the output cannot be written, no space is left; make room", err=True)
        return ExitCode.INCONCLUSIVE
    name = "" if isinstance(error, ContractError) else f"{type(error).__name__}: "
    hint = "" if os.environ.get("CONTRACT_DEBUG") else "; CONTRACT_DEBUG=1 shows where"
    click.echo(f"contract: a defect of the suite itself: {name}{message}{hint}", err=True)
    return ExitCode.DEFECT


def _silence_if_closed(stream: TextIO) -> None:
    """Without a reader, the interpreter would complain when it flushes at its end."""
    try:
        stream.flush()
    except (BrokenPipeError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
