"""`contract predict`: what the documentation promises, without sending anything."""

import json
import os
from dataclasses import replace
from typing import Any

import click

from contracts.cases.case import Case, Sequence
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Expectation
from contracts.promises.model import expect_steps
from contracts.promises.oracle import expect
from contracts.targets.declaration import declared_in
from reports.commands.inputs import read_all


@click.command("predict")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def command(files: tuple[str, ...]) -> None:
    """Print what the documentation promises for each case, as NDJSON.

    A FILE holds one case document or NDJSON; - is NDJSON on standard input. For a sequence the answer is
    {"steps": [...]}, with null for steps that create nothing. Senders in CONTRACT_PROXY_ADDRESSES and
    roles in CONTRACT_ROLE_SIDS are good ones.

    \b
    Example: contract sample identity-boundary | contract predict -
    """
    declared = declared_in(os.environ)
    if not declared.senders:
        declared = replace(declared, presumes_senders=True)
    for _, case in read_all(files):
        click.echo(json.dumps(prediction(case, declared)).encode())


def prediction(case: Case | Sequence, declared: Declared = NOTHING) -> dict[str, Any]:
    """The answer for a case or a sequence, as a JSON object."""
    if isinstance(case, Case):
        return _of(expect(case, declared))
    return {"steps": [None if step is None else _of(step) for step in expect_steps(case, declared)]}


def _of(expectation: Expectation) -> dict[str, Any]:
    return {
        "outcome": str(expectation.outcome),
        "statuses": list(expectation.statuses),
        "codes": list(expectation.codes),
        "rules": list(expectation.rules),
    }
