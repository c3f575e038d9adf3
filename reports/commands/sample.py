"""`contract sample`: payloads, as case documents."""

import click

from contracts.cases.documents import dumps
from reports.commands.exporting import SAMPLES, sampled
from reports.renderings.text import plain
from strategies.sampling import Sample, named, sample, sample_of_all

DEFAULT = 10


@click.command("sample")
@click.argument("partition", required=False)
@click.option(
    "-n", "count", type=click.IntRange(1), metavar="N", help="How many (default: 10, or one of each partition)."
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="The same seed gives the same cases (default: 0).",
)
@click.option("--as", "kind", type=click.Choice(SAMPLES), help="As a script of a client, or a HAR.")
def command(partition: str | None, count: int | None, seed: int, kind: str | None) -> None:
    """Print payloads of a partition, or of all, as NDJSON.

    One case document a line. Boundaries and labelled faults come first, then generated cases.

    With --as, what clients make of them: python and node are scripts with the helper libraries, which read
    TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and ORIGIN.

    \b
    Example: contract sample identity-boundary -n 20 --seed 7
    """
    drawn = _drawn(partition, count, seed)
    if kind is None:
        for case in drawn:
            click.echo(dumps(case).encode())
        return
    text, left = sampled(drawn, kind)
    click.echo(text)
    for line in left:
        click.echo(f"left out {plain(line)}", err=True)


def _drawn(partition: str | None, count: int | None, seed: int) -> list[Sample]:
    if partition is None:
        return sample_of_all(count, seed)
    return sample(named(partition), count or DEFAULT, seed)
