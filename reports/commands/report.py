"""`contract report`: renders runs again, or many nights on one time line."""

from pathlib import Path

import click

from contracts.errors import UsageError
from reports.renderings.colour import show
from reports.renderings.every import write_renderings
from reports.renderings.history import history, write_history
from reports.renderings.text import closing_summary
from reports.runs import damage


@click.command("report")
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--history", "folder", type=click.Path(path_type=Path), help="A folder of runs: one page over time.")
def command(runs: tuple[Path, ...], folder: Path | None) -> None:
    """Render runs: report.html, summary.md and the closing summary of each.

    Of a run that was killed, or whose files are damaged, what its record holds is shown, and the rest is named.

    \b
    Example: contract report reports/out/latest
    """
    if not runs and folder is None:
        raise UsageError("'RUN' must be the folder of a run (got none); give one, or --history DIR")
    for run in runs:
        found = damage.read(run)
        out = run if run.is_dir() else run.parent
        write_renderings(out, found)
        show(closing_summary(found, out))
    if folder is not None:
        click.echo(write_history(folder, history(folder)))
