"""`contract sweep`: removes what interrupted runs left at a target."""

import math
import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress

import click

from contracts.errors import ContractError, UsageError
from contracts.targets.connect import connect
from contracts.targets.journal import CONVERSATION, Left, dead_and_alive, journals_home
from contracts.targets.session import Session
from contracts.targets.sweeping import Litter, Sweep
from reports.choices import options as run_options
from reports.exit_codes import ExitCode
from reports.renderings.text import cut, plain

YOUNG = 3600.0
"""Seconds: a conversation whose run has no journal here may be that of a run that lives on another machine."""
NAME_SHOWN = 80
"""Characters of a tag or an identity."""
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


@click.command("sweep")
@click.option("--target", metavar="TARGET", default="live", help="live (default), or a base URL.")
@click.option(
    "--older-than",
    metavar="AGE",
    help="Only what is older, such as 90s, 30m, 2h or 7d (default: all that journals on this machine name; "
    "1h for what only its tag tells of, since its run may live on another machine).",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@click.option("--timeout", metavar="S", help="The most seconds to wait for an answer (default: 10).")
def command(target: str, older_than: str | None, dry_run: bool, timeout: str | None) -> int:
    """Remove what interrupted runs left: conversations, and the Users that they brought.

    What goes is named in the journal of a run that is dead, or is a conversation whose name begins with our tag.
    Nothing else is touched. What stays is named, and then the exit code is 3.

    \b
    Example: contract sweep --target live --older-than 1d --dry-run
    """
    age = None if older_than is None else _seconds(older_than)
    chosen = run_options.from_mapping({"target": target, "timeout": timeout})
    connected = connect(chosen.target, os.environ, timeout=chosen.timeout)
    if connected.keeps_nothing:
        raise UsageError(f"'--target' must be live or a base URL (got {target}): what it makes is gone with it")
    session = Session(connected, "")
    try:
        with dead_and_alive(journals_home(os.environ)) as (dead, alive):
            here = [left for left in dead if _is_here(left, session) and left.age >= (age or 0.0)]
            live = [left for left in alive if _is_here(left, session)]
            return _sweep(Sweep(session, here, live, YOUNG if age is None else age, time.time()), dry_run)
    finally:
        connected.transport.client.close()


def _sweep(sweep: Sweep, dry_run: bool) -> ExitCode:
    found = sweep.find()
    if not sweep.whole:
        click.echo("contract: the list of conversations could not be read to its end; sweep again", err=True)
    stays: list[Litter] = []
    if dry_run:
        _tell("would delete", found)
    else:
        stays = _remove(sweep, found)
        _tell("deleted", [litter for litter in found if litter not in stays])
    if stays:
        _tell("left behind", stays)
    if stays or not sweep.whole:
        return ExitCode.INCONCLUSIVE
    _forget(() if dry_run else sweep.dead)
    return ExitCode.CONFORMS


def _remove(sweep: Sweep, found: list[Litter]) -> list[Litter]:
    """Deletes what was found, and returns what stays; once the target is silent, all that is left of it."""
    stays: list[Litter] = []
    for place, litter in enumerate(found):
        try:
            gone = sweep.remove(litter)
        except ContractError as error:
            click.echo(f"contract: {plain(str(error))}", err=True)
            stays += found[place:]
            break
        if not gone:
            stays.append(litter)
    return stays


def _tell(what: str, found: list[Litter]) -> None:
    """Each by its name, and how many there are."""
    for litter in found:
        click.echo(f"{what}: {litter.what} {litter.sid} ({cut(plain(litter.name), NAME_SHOWN)})")
    conversations = sum(litter.what == CONVERSATION for litter in found)
    click.echo(f"{what}: {conversations} conversations, {len(found) - conversations} Users")


def _forget(left: Iterable[Left]) -> None:
    """What journals tell of is gone: so are they."""
    for one in left:
        with suppress(OSError):
            one.path.unlink()


def _seconds(age: str) -> float:
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([smhdw]?)", age)
    if match is None or not math.isfinite(float(match[1])):
        raise UsageError(f"'--older-than' must be an age such as 90s, 30m, 2h or 7d (got {age!r})")
    return float(match[1]) * _UNITS[match[2]]


def _is_here(left: Left, session: Session) -> bool:
    return (left.account, left.origin) == (session.target.settings.account_sid, session.target.transport.origin)
