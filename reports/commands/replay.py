"""`contract replay`: sends case documents again, and judges what comes."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from contracts.cases.case import Case, Sequence
from contracts.cases.documents import dump
from contracts.errors import UsageError
from contracts.exchanges.exchange import Exchange
from contracts.judging.violations import Violation, family
from contracts.promises.expectation import Expectation
from contracts.promises.model import expect_steps
from contracts.promises.rules import RULES
from contracts.targets.connect import connect
from contracts.targets.declaration import declared_in
from contracts.targets.journal import journal_for
from contracts.targets.session import Session
from contracts.targets.tags import new_tag
from contracts.trials import scenario, together, witness
from contracts.trials.probed import Unsupported
from contracts.trials.probes import PROBES, probe
from contracts.trials.trial import ReadBack, Tester
from reports.choices import options as run_options
from reports.commands.explaining import explanation
from reports.commands.exporting import EXPORTS, export
from reports.commands.inputs import Read, read_reports
from reports.commands.keeping import Keeping
from reports.commands.shrinking import breaks, irrelevant, shrink
from reports.exit_codes import ExitCode
from reports.renderings.text import cut, document_text, plain, target_option

CONFIRMATIONS = 3
"""Times that a case is sent which breaks a rule."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What replaying a case came to; `broken` is the gravest rule that it broke, and `case` the smallest that does
    if that was looked for."""

    case: Case | Sequence
    code: ExitCode
    broken: str | None = None


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

    A file may also be a HAR, a curl command, an .http file or a raw form; credentials in it are not used.

    Exits with 1 when a rule is broken that fails a run, and with 3 when the target cannot be reached.

    \b
    Example: contract replay reports/out/latest/findings/*.json --target mock
    """
    chosen = run_options.from_mapping({"target": target, "timeout": timeout})
    read = list(read_reports(files))
    keeping = _keeping(keep, said, len(read))
    if kind is not None:
        return _export(read, kind, chosen.target)
    connected = connect(chosen.target, os.environ, timeout=chosen.timeout)
    tag = new_tag(datetime.now(UTC), "replay")
    session = Session(connected, tag, journal_for(connected, tag, os.environ))
    try:
        session.open()
        tester = Tester(session, ReadBack.ALL)
        told = [_replay(tester, where, case, shrinks, explains) for where, case in read]
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


def _replay(tester: Tester, where: str, case: Case | Sequence, shrinks: bool, explains: bool) -> Replayed:
    click.echo(f"{where}: {document_text(dump(case))}")
    if case.partition == witness.NAME:
        return _judged(case, _replay_witness(tester.session))
    if case.partition in PROBES:
        name = case.partition
        replayed = _judged(case, _replay_probe(tester.session, name))
        return _confirmed(replayed, lambda: probe(tester.session, name).judgement)
    if isinstance(case, Sequence):
        replayed = _judged(case, _replay_sequence(tester.session, case))
        return _confirmed(replayed, lambda: _carry_out(tester.session, case)[1])
    result = tester.try_case(case, thorough=True)
    click.echo(f"  Expected:   {_promise(result.expectation)}")
    click.echo(f"  Answer:     {_answer(result.exchange)}")
    replayed = _judged(case, result.violations)
    if replayed.broken is None:
        return replayed
    again = 1 + sum(breaks(tester, case, replayed.broken) for _ in range(CONFIRMATIONS - 1))
    click.echo(f"  Reproduced: {again}/{CONFIRMATIONS} by {replayed.broken}")
    return _smallest(tester, case, replayed.broken, explains) if shrinks or explains else replayed


def _confirmed(replayed: Replayed, again: Callable[[], Iterable[Violation]]) -> Replayed:
    """Says how often a probe or a sequence breaks the rule when it is carried out again."""
    if replayed.broken is not None:
        shown = 1 + sum(_shows(replayed.broken, again) for _ in range(CONFIRMATIONS - 1))
        click.echo(f"  Reproduced: {shown}/{CONFIRMATIONS} by {replayed.broken}")
    return replayed


def _shows(broken: str, again: Callable[[], Iterable[Violation]]) -> bool:
    try:
        return any(found.rule.code in family(broken) for found in again())
    except Unsupported:
        return False


def _smallest(tester: Tester, case: Case, broken: str, explains: bool) -> Replayed:
    """Tells the smallest case that shows it, and what matters in it if that is wanted."""
    smallest = shrink(tester, case, broken)
    violations = tester.try_case(smallest, thorough=True).violations
    before, found = broken, (one.rule.code for one in violations)
    broken = next((code for code in found if code in family(before)), before)
    click.echo(f"  Smallest:   {document_text(dump(smallest))}")
    if broken != before:
        click.echo(f"  Breaks:     {broken} {RULES[broken].title}")
    click.echo(f"  Irrelevant: {plain('; '.join(irrelevant(case, smallest))) or 'nothing'}")
    if explains:
        for number, line in enumerate(explanation(tester, smallest, broken)):
            click.echo(plain(f"  {'' if number else 'Matters:':11} {line}"))
    return Replayed(smallest, ExitCode.VIOLATES, broken)


def _replay_probe(session: Session, name: str) -> Iterable[Violation] | None:
    """A document can only hint at what a probe does, so the whole probe is made again."""
    rule, _ = PROBES[name]
    click.echo(f"  Probe:      {name}, of {rule} {RULES[rule].title}")
    try:
        probed = probe(session, name)
    except Unsupported as error:
        click.echo(f"  Answer:     none: cannot be made again here: {error}")
        return None
    click.echo(f"  Answer:     {'; '.join(_answer(exchange, 60) for exchange in probed.exchanges)}")
    return probed.judgement


def _replay_witness(session: Session) -> Iterable[Violation]:
    """How long it took is not in a document, so the witness is given a minute."""
    click.echo(f"  Expected:   nothing changes for {witness.PATIENCE:.0f} s")
    exchange, violations = witness.wait_for_change(session)
    click.echo(f"  Answer:     {_answer(exchange, 60)}")
    return violations


def _replay_sequence(session: Session, sequence: Sequence) -> Iterable[Violation] | None:
    promises = [_promise(step) if step else "nothing" for step in expect_steps(sequence, session.declared)]
    click.echo(f"  Expected:   {'; '.join(f'step {n}: {text}' for n, text in enumerate(promises))}")
    try:
        exchanges, violations = _carry_out(session, sequence)
    except Unsupported as error:
        click.echo(f"  Answer:     none: cannot be made again here: {error}")
        return None
    answers = [f"step {number}: {_answer(exchange, 60)}" for number, exchange in exchanges.items()]
    click.echo(f"  Answer:     {'; '.join(answers)}")
    return violations


def _carry_out(session: Session, sequence: Sequence) -> tuple[dict[int, Exchange], Iterable[Violation]]:
    """The exchanges of the creates by the number of their step, and what they and the other steps broke."""
    if sequence.together:
        exchanges, violations = together.run_together(session, sequence)
        return dict(enumerate(exchanges)), violations
    played, violations, _ = scenario.run(session, sequence, set())
    return played.exchanges, violations


def _promise(expectation: Expectation) -> str:
    rules = f" by {', '.join(expectation.rules)}" if expectation.rules else ""
    if expectation.outcome == "unspecified":
        return "unspecified: the documents leave it open"
    statuses = " or ".join(map(str, expectation.statuses)) or "4xx"
    return f"{expectation.outcome} with {statuses}{rules}"


def _answer(exchange: Exchange, limit: int = 400) -> str:
    if exchange.response is None:
        return f"none: {plain(exchange.error)}"
    body = exchange.response.content.decode("utf-8", "backslashreplace")
    return f"{exchange.response.status} {cut(plain(' '.join(body.split())), limit)}"


def _judged(case: Case | Sequence, found: Iterable[Violation] | None) -> Replayed:
    """What replaying came to, told; `None` was found where the target cannot be asked."""
    if found is None:
        return Replayed(case, ExitCode.INCONCLUSIVE)
    violations = list(found)
    told = [
        f"{v.rule.code} {v.rule.title}{'' if v.fails else ' (observed only)'}: "
        f"expected {v.expected}, actual {v.actual}"
        for v in violations
    ]
    click.echo(plain(f"  Violations: {'; '.join(told) or 'none'}"))
    broken = next((violation.rule.code for violation in violations if violation.fails), None)
    return Replayed(case, ExitCode.CONFORMS if broken is None else ExitCode.VIOLATES, broken)
