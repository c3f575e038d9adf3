"""`contract replay`: sends case documents again, and judges what comes."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from contracts.errors import UsageError
from contracts.targets.connect import connect
from contracts.targets.declaration import declared_in
from contracts.targets.journal import journal_for
from contracts.targets.session import Session
from contracts.trials.trial import ReadBack, Tester
from reports.choices import options as run_options
from reports.commands.exporting import EXPORTS, export
from reports.commands.inputs import Read, read_reports
from reports.commands.keeping import Keeping
from reports.commands.replaying import Replay
from reports.exit_codes import ExitCode
from reports.renderings.text import plain, target_option


@click.command("replay")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--target", metavar="TARGET", help="mock (default), live, miniature:NAME, or a base URL.")
@click.option("--timeout", metavar="S", help="The most seconds to wait for an answer (default: 10).")
@click.option("--shrink", "shrinks", is_flag=True, help="Find the smallest case that breaks the same rule.")
@click.option("--explain", "explains", is_flag=True, help="Say which fields, values and lengths matter.")
@click.option("--export", "kind", type=click.Choice(EXPORTS), help="Print a reproduction; nothing is sent.")
@click.option("--keep", metavar="NAME", help="Add the case to the corpus, which every run tries first.")
@click.option(
    "--corpus",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The corpus (default: tests/corpus of this checkout).",
)
@click.option("--title", default="", metavar="TEXT", help="With --keep: what the bug is, in a line.")
@click.option("--source", default="", metavar="TEXT", help="With --keep: where it was reported.")
@click.option("--rule", default="", metavar="RULE", help="With --keep: the rule that it breaks elsewhere.")
@click.option("--known", default="", metavar="REASON", help="With --keep: why it still fails; needs --issue.")
@click.option("--issue", default="", metavar="ISSUE", help="With --known: where that is dealt with.")
def command(
    files: tuple[str, ...],
    target: str | None,
    timeout: str | None,
    shrinks: bool,
    explains: bool,
    kind: str | None,
    keep: str | None,
    **said: Any,
) -> int:
    """Send case documents or sequences again, and judge the answers.

    A file may also be a HAR, a curl command, an .http file, a raw form, or a call or a log of a helper library;
    credentials in it are not used.

    Exits with 1 when a rule is broken that fails a run, and with 3 when the target cannot be reached or lacks what
    the case needs.

    \b
    Example: contract replay reports/out/latest/findings/*.json --target mock
    """
    chosen = run_options.from_mapping({"target": target, "timeout": timeout})
    read = list(read_reports(files))
    keeping = _keeping(keep, said, len(read))
    if kind is not None:
        return _export(read, kind, chosen.target)
    connected = connect(chosen.target, os.environ, timeout=chosen.timeout)
    tag = connected.tag(datetime.now(UTC), "replay")
    session = Session(connected, tag, journal_for(connected, tag, os.environ))
    try:
        session.open()
        replay = Replay(Tester(session, ReadBack.ALL), shrinks, explains)
        told = [replay.one(where, case) for where, case in read]
    finally:
        _close(session, chosen.target)
    if keeping is not None:
        click.echo(f"  Kept:       {keeping.keep(told[0].case, told[0].broken)}")
    return _worst([one.code for one in told])


def _keeping(name: str | None, said: dict[str, Any], cases: int) -> Keeping | None:
    """What `--keep` and the options with it say. Raises UsageError."""
    if name is None:
        given = next((option for option, value in said.items() if value), None)
        if given is not None:
            option = "corpus" if given == "folder" else given
            raise UsageError(f"'--{option}' must go with '--keep NAME' (got no '--keep'); add it")
        return None
    if cases != 1:
        raise UsageError(f"'--keep' must have one case to keep (got {cases}); give a file with one")
    keeping = Keeping(name, **said)
    keeping.check()
    return keeping


def _export(read: list[Read], kind: str, target: str) -> ExitCode:
    declared = declared_in(os.environ)
    for _, case in read:
        click.echo(export(case, kind, target, declared))
    return ExitCode.CONFORMS


def _close(session: Session, target: str) -> None:
    try:
        session.close()
    finally:
        if session.leftovers:
            names = plain(", ".join(session.leftovers))
            click.echo(
                f"contract: left behind: {names}; contract sweep{target_option(target)} deletes it", err=True
            )


def _worst(codes: list[ExitCode]) -> ExitCode:
    """A violation outweighs what could not be tried."""
    return next((c for c in (ExitCode.VIOLATES, ExitCode.INCONCLUSIVE) if c in codes), ExitCode.CONFORMS)
