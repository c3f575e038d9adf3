"""`contract baseline`: what a gate accepts, and the one way to change it."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from contracts.errors import UsageError
from reports.baselines import baseline as baselines
from reports.baselines.accepting import Decision, accept, changes
from reports.renderings.words import number
from reports.runs import summary

NO_ISSUE = "no issue given"


@click.group("baseline")
def command() -> None:
    """Accept a run as the baseline that later runs are held against.

    \b
    Example: contract baseline accept reports/out/latest --reason "known at release 1" --issue API-123
    """


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"'--expires' must be a date like 2026-12-31 (got {value})") from None


@command.command("accept")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--reason", required=True, metavar="TEXT", help="Why this is accepted; it stands in the file.")
@click.option("--issue", metavar="TEXT", help="Under which issue known failures are followed.")
@click.option("--expires", metavar="DATE", callback=_date, help="The last day on which known failures pass.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this rule, partition or finding; repeatable.")
@click.option("--file", "file", type=click.Path(path_type=Path), default=Path("baseline.json"), show_default=True)
def accept_run(
    run: Path, reason: str, issue: str | None, expires: date | None, only: tuple[str, ...], file: Path
) -> None:
    """Accept what a run found: failures become known, observations are pinned, what is fixed is a promise again.

    \b
    Example: contract baseline accept reports/out/latest --reason "known since the last release" --issue API-123
    """
    if not reason.strip():
        raise UsageError("'--reason' must say why (got nothing)")
    found = summary.read(run)
    if not found["cases"]:
        raise UsageError(f"'RUN' must be a run that tried something (got {run}, without a case); give another")
    old = baselines.read(file, any_version=True) if file.exists() else baselines.Baseline()
    decision = Decision(reason.strip(), issue or NO_ISSUE, datetime.now(UTC).date(), expires, only)
    new = accept(old, found, decision)
    baselines.write(file, new)
    for line in changes(old, new):
        click.echo(line)
    unfollowed = sum(known.issue == NO_ISSUE for known in new.known)
    if unfollowed:
        click.echo(f"without an issue: {number(unfollowed, 'known failure')}; --issue names one", err=True)
    counts = number(len(new.known), "known failure"), number(len(new.observed), "partition")
    click.echo(f"{file}: {counts[0]}, observations of {counts[1]}")
