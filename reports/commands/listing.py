"""`contract list`: what there is to choose from, by name."""

import json
import textwrap
from collections.abc import Callable, Iterable

import click

from contracts.miniatures import LATITUDES, MINIATURES, groups
from contracts.simulator.situations import SITUATIONS
from contracts.trials.probes import PROBES
from reports.renderings.text import WIDTH
from strategies.partitions.partition import Partition
from strategies.sampling import partitions

Row = tuple[str, str, str]
"""A name, what kind it is of, and what it is about."""


def _partitions() -> Iterable[Row]:
    for name, one in partitions().items():
        kind = str(one.outcome or "mixed") if isinstance(one, Partition) else "sequence"
        yield name, kind, " ".join(one.rules)
    for name, (rule, _) in PROBES.items():
        yield name, "probe", rule


def _miniatures() -> Iterable[Row]:
    return ((one.name, one.rule, one.about) for one in MINIATURES.values())


def _latitudes() -> Iterable[Row]:
    yield from ((one.name, "right", one.about) for one in LATITUDES.values())
    yield from ((one.name, "group", one.about.split(":")[0] + " and others") for one in groups())


def _situations() -> Iterable[Row]:
    return ((one.name, one.level, one.about) for one in SITUATIONS.values())


_ROWS: dict[str, Callable[[], Iterable[Row]]] = {
    "partitions": _partitions,
    "miniatures": _miniatures,
    "latitudes": _latitudes,
    "situations": _situations,
}


@click.command("list")
@click.argument("what", type=click.Choice(list(_ROWS)))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(what: str, as_json: bool) -> None:
    """List partitions, wrong servers, right servers, or situations to serve, by name.

    \b
    Example: contract list partitions
    """
    rows = sorted(_ROWS[what]()) if what != "partitions" else list(_ROWS[what]())
    if as_json:
        keys = ("name", "kind", "about")
        click.echo(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
        return
    for name, kind, about in rows:
        click.echo(textwrap.fill(f"{name}  {kind}  {about}", WIDTH, subsequent_indent="    "))
