"""`contract diff`: what changed from one run to another."""

import json
from pathlib import Path

import click

from reports.baselines.changes import changes, name_of
from reports.renderings.text import plain
from reports.runs import summary


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--markdown", "as_markdown", is_flag=True, help="As Markdown, for a pull request.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(old: Path, new: Path, as_markdown: bool, as_json: bool) -> None:
    """Compare two runs: verdict, findings, rules, and what the target did where the documents are silent.

    \b
    Example: contract diff reports/out/20260131T010000Z reports/out/latest
    """
    before, after = summary.read(old), summary.read(new)
    lines = changes(before, after)
    if as_json:
        document = {"old": name_of(before), "new": name_of(after), "changes": lines}
        click.echo(json.dumps(document, indent=2, ensure_ascii=True))
        return
    mark = "- " if as_markdown else ""
    click.echo(f"{'### ' if as_markdown else ''}{plain(name_of(before))} -> {plain(name_of(after))}\n")
    for line in lines or ["nothing changed"]:
        click.echo(f"{mark}{plain(line) if not as_markdown else '`' + plain(line).replace('`', chr(39)) + '`'}")
