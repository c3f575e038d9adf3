"""`contract predict`: what the documentation promises, without sending anything."""

import json
from typing import Any

import click

from contracts.cases.case import Case, Sequence
from contracts.promises.expectation import Expectation
from contracts.promises.model import expect_steps
from contracts.promises.oracle import expect
from reports.commands.inputs import read_all


@click.command("predict")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def command(files: tuple[str, ...]) -> None:
    """Print what the documentation promises for each case, as NDJSON.

    A FILE holds one case document or NDJSON; - is NDJSON on standard input. For a sequence the answer is
    {"steps": [...]}, with null for steps that create nothing.

    \b
    Example: contract sample identity-boundary | contract predict -
    """
    for _, case in read_all(files):
        click.echo(json.dumps(prediction(case)).encode())


def prediction(case: Case | Sequence) -> dict[str, Any]:
    """The answer for a case or a sequence, as a JSON object."""
    if isinstance(case, Case):
        return _of(expect(case))
    return {"steps": [None if step is None else _of(step) for step in expect_steps(case)]}


def _of(expectation: Expectation) -> dict[str, Any]:
    return {
        "outcome": str(expectation.outcome),
        "statuses": list(expectation.statuses),
        "codes": list(expectation.codes),
        "rules": list(expectation.rules),
    }
