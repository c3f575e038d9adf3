"""`contract sample`: payloads, as case documents."""

import click

from contracts.cases.documents import dumps
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
def command(partition: str | None, count: int | None, seed: int) -> None:
    """Print payloads of a partition, or of all, as NDJSON.

    One case document a line. Boundaries and labelled faults come first, then generated cases.

    \b
    Example: contract sample identity-boundary -n 20 --seed 7
    """
    for case in _drawn(partition, count, seed):
        click.echo(dumps(case).encode())


def _drawn(partition: str | None, count: int | None, seed: int) -> list[Sample]:
    if partition is None:
        return sample_of_all(count, seed)
    return sample(named(partition), count or DEFAULT, seed)
