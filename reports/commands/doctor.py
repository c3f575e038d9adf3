"""`contract doctor`: what is configured, reachable and missing, without telling any secret; nothing is created."""

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from contracts.errors import TargetUnavailable, UsageError
from contracts.targets.connect import Target, connect
from contracts.targets.journal import dead_and_alive, journals_home
from contracts.targets.session import Session
from reports.choices import options as run_options
from reports.choices.cache import examples
from reports.exit_codes import ExitCode
from reports.renderings.text import plain, target_option
from reports.runs.files import HOME
from strategies.partitions.partition import senders_of

OK, NOTE, FAIL = "ok", "note", "FAIL"
COLUMN = 14
"""Characters of what a line is about, and the space behind."""
FIRST = "/v1/Conversations?PageSize=1"


@dataclass(frozen=True, slots=True)
class Remark:
    """One line: `OK`, a `NOTE` on what is therefore not judged, or a `FAIL` with what to do; `code` is what the
    failure comes to."""

    mark: str
    about: str
    text: str
    code: ExitCode = ExitCode.CONFORMS


@click.command("doctor")
@click.option("--target", metavar="TARGET", help="mock (default), live, or a base URL.")
@click.option("--timeout", metavar="S", help="The most seconds to wait for an answer (default: 10).")
def command(target: str | None, timeout: str | None) -> int:
    """Say what is configured, reachable and missing; secrets are not shown, and nothing is created.

    Exits with 2 when the configuration is wrong, and with 3 when the target does not answer as it should.

    \b
    Example: contract doctor --target live
    """
    chosen = run_options.from_mapping({"target": target, "timeout": timeout})
    code = ExitCode.CONFORMS
    for remark in _remarks(chosen.target, chosen.timeout):
        click.echo(plain(f"{remark.mark:<5} {remark.about:<{COLUMN}} {remark.text}"))
        code = code if code is not ExitCode.CONFORMS else remark.code
    return code


def _remarks(name: str, timeout: float) -> Iterator[Remark]:
    yield Remark(OK, "python", platform.python_version())
    yield from _folders()
    try:
        target = connect(name, os.environ, timeout=timeout)
    except UsageError as error:
        yield Remark(FAIL, "configuration", str(error), ExitCode.USAGE)
        return
    try:
        yield from _configuration(target)
        yield from _left_behind(target)
        yield from _answers(Session(target, ""))
    finally:
        target.transport.client.close()


def _folders() -> Iterator[Remark]:
    """Where results, examples and journals go; a run cannot do without the first and the last."""
    for about, folder in (
        ("results", HOME),
        ("examples", examples(os.environ)),
        ("journals", journals_home(os.environ)),
    ):
        there = next(parent for parent in (folder, *folder.absolute().parents) if parent.is_dir())
        if _is_writable(there):
            yield Remark(OK, about, str(folder))
        else:
            yield Remark(
                FAIL, about, f"{there} cannot be written to; change that, or go elsewhere", ExitCode.USAGE
            )


def _is_writable(folder: Path) -> bool:
    with suppress(OSError), tempfile.TemporaryFile(dir=folder):
        return True
    return False


def _configuration(target: Target) -> Iterator[Remark]:
    keys, declared = target.settings.keys, target.settings.declared
    ways = "token and API key" if keys.has_both else "token" if keys.key is None else "API key"
    account = target.settings.account_sid
    yield Remark(OK, "credentials", f"account {account[:4]}...{account[-4:]}, {ways}")
    if not keys.has_both:
        yield Remark(NOTE, "credentials", "with one way in, crossings of token and key are not tried")
    senders = senders_of(declared)
    owned = {name: len(getattr(senders, name)) for name in ("sms", "whatsapp", "rcs")}
    told = ", ".join(f"{count} {name}" for name, count in owned.items() if count)
    yield Remark(OK if told else NOTE, "senders", told or "none in CONTRACT_PROXY_ADDRESSES")
    missing = " and ".join(name for name, count in owned.items() if not count)
    if missing:
        yield Remark(NOTE, "senders", f"without a sender of {missing}, partitions with one are not run")
    if target.settings.other is None:
        yield Remark(NOTE, "other account", "none (CONTRACT_OTHER_ACCOUNT_SID): C404 is not judged")
    else:
        yield Remark(OK, "other account", "declared")


def _left_behind(target: Target) -> Iterator[Remark]:
    """Journals of runs that are dead, of this target."""
    if target.keeps_nothing:
        return
    here = (target.settings.account_sid, target.transport.origin)
    with dead_and_alive(journals_home(os.environ)) as (dead, alive):
        left = sum((one.account, one.origin) == here for one in dead)
        lives = sum((one.account, one.origin) == here for one in alive)
    if left:
        sweep = f"contract sweep{target_option(target.name)}"
        yield Remark(NOTE, "left behind", f"{left} runs that did not clean up; {sweep} does")
    if lives:
        yield Remark(NOTE, "other runs", f"{lives} at this target now")


def _answers(session: Session) -> Iterator[Remark]:
    """What the target answers to requests that change nothing."""
    origin = session.target.transport.origin
    try:
        status = session.get(FIRST).status
    except TargetUnavailable as error:
        yield Remark(FAIL, "target", str(error), ExitCode.INCONCLUSIVE)
        return
    if status != 200:
        why = "it refused the credentials" if status in (401, 403) else "is it a server of the Conversations API?"
        yield Remark(FAIL, "target", f"{origin} answered {status} to GET {FIRST}; {why}", ExitCode.INCONCLUSIVE)
        return
    took = session.target.transport.longest * 1000
    yield Remark(OK, "target", f"{origin} answers, in {took:.0f} ms")
    try:
        session.learn_roles()
    except TargetUnavailable as error:
        yield Remark(FAIL, "other account", str(error), ExitCode.INCONCLUSIVE)
        return
    known = session.declared
    if not known.roles:
        yield Remark(NOTE, "roles", "the target lists none (CONTRACT_ROLE_SIDS names some): C244 is not judged")
        return
    default = "the default one known" if known.default_role else "which one is the default is not known"
    yield Remark(OK, "roles", f"{len(known.roles)} of conversations, {default}")
