"""`contract compare`: our OpenAPI document beside another, such as Twilio's own."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from contracts.promises.comparing import OURS, Compared, compare
from contracts.promises.described import described, load
from reports.exit_codes import ExitCode
from reports.renderings.text import plain


@click.command("compare")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(file: Path, as_json: bool) -> int:
    """Hold another OpenAPI document of the operation against ours. Exits with 1 when they contradict each other.

    \b
    Example: contract compare twilio_conversations_v1.json

    Descriptions are not compared, and neither are texts of examples.
    """
    there = described(load(file))
    found = compare(there)
    if as_json:
        click.echo(json.dumps({"title": there.title, **asdict(found)}, indent=2, ensure_ascii=True))
    else:
        click.echo(plain(f"{file}: {there.title}"))
        _show(found)
    return ExitCode.VIOLATES if found.contradictions else ExitCode.CONFORMS


def _show(found: Compared) -> None:
    for title, lines in (
        (f"It says, and {OURS} does not", found.theirs),
        (f"{OURS} says, and it does not", found.ours),
        ("They contradict each other", found.contradictions),
    ):
        click.echo(f"\n{title} ({len(lines)}):" if lines else f"\n{title}: nothing.")
        for line in lines:
            click.echo(f"  {plain(line)}")
    number = len(found.contradictions)
    verdict = f"CONTRADICTS in {number} place{'s' * (number != 1)}" if number else "NO CONTRADICTION"
    click.echo(f"\n{verdict}; {found.shared} claims are the same.")
