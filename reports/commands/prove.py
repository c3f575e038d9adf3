"""`contract prove`: the suite against every miniature and latitude, and which rule noticed which."""

import dataclasses
import json
import os
import re
import sys
from collections.abc import Sequence
from statistics import median

import click

from contracts.errors import UsageError
from reports.choices.options import from_mapping
from reports.exit_codes import ExitCode
from reports.proving import proof
from reports.proving.fleet import FLEET
from reports.proving.proof import Proof


@click.command("prove")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--profile", default="gate", metavar="PROFILE", help="How much each run sends (default: gate).")
@click.option("--seed", metavar="N", help="The seed of generated cases.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, metavar="N", help="Runs at a time.")
@click.option("--share", default="1/1", metavar="K/N", help="Every Nth server only, from the Kth on.")
@click.option("--over-http", is_flag=True, help="Serve each on loopback, in place of the mock in process.")
@click.option(
    "--account",
    type=click.Choice(tuple(FLEET)),
    help="The account of every run, by the senders that it owns (default: another for each server).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")
def command(
    names: tuple[str, ...],
    profile: str,
    seed: str | None,
    jobs: int,
    share: str,
    over_http: bool,
    account: str | None,
    as_json: bool,
) -> int:
    """Run the suite against servers that are wrong in one way, and right in unusual ways.

    \b
    Example: contract prove --profile gate

    Exit code 1 if one wrong server is missed, or noticed by another rule only, or a right one is accused; 4 if the
    suite itself failed before it could tell.
    """
    options = from_mapping({"profile": profile, "seed": seed})
    chosen = _share(proof.everyone(names), share)
    count = 0

    def done(one: Proof) -> None:
        nonlocal count
        count += 1
        # Progress of a document goes beside it.
        click.echo(f"[{count:>{len(str(len(chosen)))}}/{len(chosen)}] {_row(one)}", err=as_json)
        sys.stdout.flush()

    proofs = proof.prove(chosen, options, jobs=jobs, over_http=over_http, account=account, done=done)
    click.echo(json.dumps(_document(proofs), indent=2) if as_json else "\n".join(_closing(proofs)))
    if any(one.is_defect for one in proofs):
        return ExitCode.DEFECT
    return ExitCode.CONFORMS if all(one.holds for one in proofs) else ExitCode.VIOLATES


def _share(names: list[str], share: str) -> list[str]:
    match = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", share)
    if match is None or int(match[1]) > int(match[2]):
        raise UsageError(f"'--share' must be like 1/4 (got {share}); the first number is not above the second")
    return names[int(match[1]) - 1 :: int(match[2])]


def _row(one: Proof) -> str:
    mark = "ok  " if one.holds else "FAIL"
    if one.is_defect:
        return f"{mark} {one.name:<40} a defect of the suite: the server was not judged"
    if not one.rule:
        return f"{mark} {one.name:<40} {one.verdict} {' '.join(one.noticed)} in {one.duration:.0f} s"
    others = [code for code in one.noticed if code != one.rule]
    noticed = f"{one.rule if one.rule in one.noticed else 'missed ' + one.rule} {' '.join(others)}".strip()
    first = "no violation" if one.seconds is None else f"{one.cases} cases, {one.seconds:.1f} s"
    return f"{mark} {one.name:<40} {noticed:<10} {first}"


def _closing(proofs: Sequence[Proof]) -> list[str]:
    wrong = [one for one in proofs if one.rule]
    right = [one for one in proofs if not one.rule]
    lines = [""]
    if wrong:
        seconds = sorted(one.seconds for one in wrong if one.seconds is not None) or [0.0]
        held = sum(one.holds for one in wrong)
        lines.append(f"{held} of {len(wrong)} wrong servers were noticed by the rule that they break,")
        lines.append(f"after {median(seconds):.1f} s in the median, {seconds[-1]:.1f} s at most.")
    if right:
        lines.append(f"{sum(one.holds for one in right)} of {len(right)} right servers were not accused.")
    return lines + [f"FAIL {one.name}" for one in proofs if not one.holds]


def _document(proofs: Sequence[Proof]) -> dict[str, object]:
    return {"schema": 1, "proofs": [dataclasses.asdict(one) | {"holds": one.holds} for one in proofs]}
