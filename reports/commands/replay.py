"""`contract replay`: sends case documents again, and judges what comes."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime

import click

from contracts.cases.case import Case, Sequence
from contracts.cases.documents import dump
from contracts.exchanges.exchange import Exchange
from contracts.judging.violations import Violation
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
from reports.commands.exporting import EXPORTS, export
from reports.commands.inputs import Read, read_reports
from reports.commands.shrinking import breaks, irrelevant, shrink
from reports.exit_codes import ExitCode
from reports.renderings.text import cut, document_text, plain, target_option

CONFIRMATIONS = 3
"""Times that a case is sent which breaks a rule."""


@click.command("replay")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--target", metavar="TARGET", help="mock (default), live, miniature:NAME, or a base URL.")
@click.option("--timeout", metavar="S", help="The most seconds to wait for an answer (default: 10).")
@click.option("--shrink", "shrinks", is_flag=True, help="Find the smallest case that breaks the same rule.")
@click.option("--export", "kind", type=click.Choice(EXPORTS), help="Print a reproduction; nothing is sent.")
def command(
    files: tuple[str, ...], target: str | None, timeout: str | None, shrinks: bool, kind: str | None
) -> int:
    """Send case documents or sequences again, and judge the answers.

    A file may also be a HAR, a curl command, an .http file or a raw form; credentials in it are not used.

    Exits with 1 when a rule is broken that fails a run, and with 3 when the target cannot be reached.

    \b
    Example: contract replay reports/out/latest/findings/*.json --target mock
    """
    chosen = run_options.from_mapping({"target": target, "timeout": timeout})
    read = list(read_reports(files))
    if kind is not None:
        return _export(read, kind, chosen.target)
    connected = connect(chosen.target, os.environ, timeout=chosen.timeout)
    tag = new_tag(datetime.now(UTC), "replay")
    session = Session(connected, tag, journal_for(connected, tag, os.environ))
    try:
        session.open()
        tester = Tester(session, ReadBack.ALL)
        codes = [_replay(tester, where, case, shrinks) for where, case in read]
    finally:
        _close(session, chosen.target)
    return _worst(codes)


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


def _replay(tester: Tester, where: str, case: Case | Sequence, shrinks: bool) -> ExitCode:
    click.echo(f"{where}: {document_text(dump(case))}")
    if case.partition == witness.NAME:
        return _replay_witness(tester.session)
    if case.partition in PROBES:
        return _replay_probe(tester.session, case.partition)
    if isinstance(case, Sequence):
        return _replay_sequence(tester.session, case)
    result = tester.try_case(case, thorough=True)
    click.echo(f"  Expected:   {_promise(result.expectation)}")
    click.echo(f"  Answer:     {_answer(result.exchange)}")
    code = _judgement(result.violations)
    if code is ExitCode.VIOLATES:
        _reproduce(tester, case, next(v.rule.code for v in result.violations if v.fails), shrinks)
    return code


def _reproduce(tester: Tester, case: Case, broken: str, shrinks: bool) -> None:
    """Says how often it is shown again, and the smallest case that shows it, if that is wanted."""
    again = 1 + sum(breaks(tester, case, broken) for _ in range(CONFIRMATIONS - 1))
    click.echo(f"  Reproduced: {again}/{CONFIRMATIONS} by {broken}")
    if shrinks:
        smallest = shrink(tester, case, broken)
        click.echo(f"  Smallest:   {document_text(dump(smallest))}")
        click.echo(f"  Irrelevant: {plain('; '.join(irrelevant(case, smallest))) or 'nothing'}")


def _replay_probe(session: Session, name: str) -> ExitCode:
    """A document can only hint at what a probe does, so the whole probe is made again."""
    rule, _ = PROBES[name]
    click.echo(f"  Probe:      {name}, of {rule} {RULES[rule].title}")
    try:
        probed = probe(session, name)
    except Unsupported as error:
        click.echo(f"  Answer:     none: {error}")
        return ExitCode.INCONCLUSIVE
    click.echo(f"  Answer:     {'; '.join(_answer(exchange, 60) for exchange in probed.exchanges)}")
    return _judgement(probed.judgement)


def _replay_witness(session: Session) -> ExitCode:
    """How long it took is not in a document, so the witness is given a minute."""
    click.echo(f"  Expected:   nothing changes for {witness.PATIENCE:.0f} s")
    exchange, violations = witness.wait_for_change(session)
    click.echo(f"  Answer:     {_answer(exchange, 60)}")
    return _judgement(violations)


def _replay_sequence(session: Session, sequence: Sequence) -> ExitCode:
    promises = [_promise(step) if step else "nothing" for step in expect_steps(sequence, session.declared)]
    click.echo(f"  Expected:   {'; '.join(f'step {n}: {text}' for n, text in enumerate(promises))}")
    try:
        exchanges, violations = _carry_out(session, sequence)
    except Unsupported as error:
        click.echo(f"  Answer:     none: {error}")
        return ExitCode.INCONCLUSIVE
    answers = [f"step {number}: {_answer(exchange, 60)}" for number, exchange in exchanges.items()]
    click.echo(f"  Answer:     {'; '.join(answers)}")
    return _judgement(violations)


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


def _judgement(found: Iterable[Violation]) -> ExitCode:
    violations = list(found)
    told = [
        f"{v.rule.code} {v.rule.title}{'' if v.fails else ' (observed only)'}: "
        f"expected {v.expected}, actual {v.actual}"
        for v in violations
    ]
    click.echo(plain(f"  Violations: {'; '.join(told) or 'none'}"))
    return ExitCode.VIOLATES if any(violation.fails for violation in violations) else ExitCode.CONFORMS
