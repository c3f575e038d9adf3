"""`contract merge`: joins runs, such as the shards of one, to a run that is read and rendered like any other."""

import json
import os
from pathlib import Path
from typing import Any

import click

from contracts.errors import UsageError
from reports.renderings.colour import show
from reports.renderings.every import write_machines, write_renderings
from reports.renderings.junit import junit_of
from reports.renderings.text import closing_summary
from reports.runs import reading, summary
from reports.runs.files import FINDINGS, JUNIT, RECORD, write_text
from reports.runs.merging import merge
from reports.runs.summary import Summary


@click.command("merge")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder of the joined run.")
def command(runs: tuple[Path, ...], out: Path) -> int:
    """Join runs of one target: counts are added, findings put together. Exits as a run does.

    \b
    Example: contract merge shard-1 shard-2 --out reports/out/all
    """
    if out.resolve() in {run.resolve() for run in runs}:
        raise UsageError(f"'--out' must be another folder than those of the runs (got {out}); choose a new one")
    joined = join(runs, out)
    show(closing_summary(joined, out))
    return summary.exit_code(joined)


def join(runs: tuple[Path, ...], out: Path) -> Summary:
    """The summary of several runs of one target, with the files of a run in `out`. Raises UsageError,
    RecordingError."""
    joined = merge([summary.read(run) for run in runs])
    out.mkdir(parents=True, exist_ok=True)
    _join_records(runs, out / RECORD, joined)
    for run in runs:
        for path in sorted((run / FINDINGS).glob("*.json")):
            write_text(out / FINDINGS / path.name, path.read_text("utf-8"))
    write_text(out / "summary.json", json.dumps(joined, indent=2) + "\n")
    write_renderings(out, joined)
    write_machines(out, joined, os.environ)
    write_text(out / JUNIT, junit_of(joined))
    return joined


def _join_records(runs: tuple[Path, ...], out: Path, joined: dict[str, Any]) -> None:
    """The records of all runs that have them, one run after the other, under one header and one footer."""
    opened = [reading.read(run) for run in runs if (run / RECORD).is_file()]
    with out.open("w", encoding="utf-8") as file:
        if opened:
            file.write(json.dumps({**opened[0].header, "merged": [one.header for one in opened]}) + "\n")
        for number, one in enumerate(opened, 1):
            file.writelines(json.dumps({**entry, "run": number}) + "\n" for entry in one.records)
        if opened and all(one.footer for one in opened):
            counts = {key: joined[key] for key in ("cases", "exchanges")}
            footer = {"type": "footer", "verdict": joined["verdict"], "counts": counts}
            file.write(json.dumps({**footer, "duration_s": joined["duration_s"]}) + "\n")
