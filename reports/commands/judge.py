"""`contract judge`: today's rules, applied to traffic that was recorded; nothing is sent."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from contracts.cases.documents import dump
from contracts.cases.notations import har
from contracts.errors import UsageError
from contracts.exchanges.har import exchanges
from contracts.promises.declared import Declared
from contracts.promises.rules import RULES
from contracts.targets.declaration import declared_in
from reports.exit_codes import ExitCode
from reports.renderings.text import cut, document_text, plain
from reports.runs import rejudging
from reports.runs.reading import Run, read
from reports.runs.rejudging import Breach, Recorded, Rejudged

LONGEST = 300
"""Characters of a case that are shown; `--json` has all of them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A file, what judging it came to, and how many of its exchanges are of other operations; `unfinished` says
    why a run tells less than it should."""

    name: str
    result: Rejudged
    skipped: int = 0
    unfinished: str = ""

    @property
    def code(self) -> ExitCode:
        """What the file comes to."""
        if self.result.breaches:
            return ExitCode.VIOLATES
        if self.unfinished or self.result.unsettled or not self.result.judged:
            return ExitCode.INCONCLUSIVE
        return ExitCode.CONFORMS


@click.command("judge")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(files: tuple[str, ...], as_json: bool) -> int:
    """Judge recorded traffic by today's rules, without sending anything.

    A file is the folder or the run.ndjson of a run, or a HAR. What others sent is judged with care: a refusal may
    have any reason there, and the senders are those of CONTRACT_PROXY_ADDRESSES.

    Exits with 1 when a rule is broken that fails a run, and with 3 when a run was not judged to its end.

    \b
    Example: contract judge reports/out/latest
    """
    told = [_judge(Path(name)) for name in files]
    if as_json:
        click.echo(json.dumps({"schema": 1, "files": [_document(one) for one in told]}, indent=2))
    else:
        click.echo("\n".join(line for one in told for line in _lines(one)))
    codes = {one.code for one in told}
    return next((c for c in (ExitCode.VIOLATES, ExitCode.INCONCLUSIVE) if c in codes), ExitCode.CONFORMS)


def _judge(path: Path) -> Judged:
    entries = None if path.is_dir() else _entries(path)
    if entries is not None:
        found = [Recorded(where, exchange, foreign=True) for where, exchange in exchanges(entries)]
        if not found:
            raise UsageError(f"{path}: a HAR must hold a POST to /v1/Conversations/SID/Participants (got none)")
        return Judged(str(path), _foreign(found), len(entries) - len(found))
    run = read(path)
    declared = rejudging.declared_in(run)
    if declared is None:
        declared = declared_in(os.environ)
    found_in = rejudging.recorded_in(run)
    return Judged(str(path), _known(run, declared, found_in), unfinished=_unfinished(run))


def _foreign(found: list[Recorded]) -> Rejudged:
    return rejudging.rejudge(found, declared_in(os.environ), {})


def _known(run: Run, declared: Declared, found: Iterator[Recorded]) -> Rejudged:
    return rejudging.rejudge(found, declared, rejudging.settled_in(run))


def _entries(path: Path) -> list[har.Entry] | None:
    try:
        with path.open(encoding="utf-8-sig") as file:
            # A record has its header in the first line, and may be huge.
            if file.readline().lstrip().startswith('{"type"'):
                return None
            file.seek(0)
            return har.entries(file.read().lstrip("\ufeff"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} must be a run or a HAR that can be read ({error}); check its name") from None


def _unfinished(run: Run) -> str:
    if run.footer is None:
        return "the run has not come to its end"
    return "the run itself was inconclusive" if run.footer.get("verdict") == "inconclusive" else ""


def _lines(one: Judged) -> Iterator[str]:
    result = one.result
    for breach in result.breaches.values():
        yield from _breach("FAIL", breach)
    for kind, breaches in (
        ("OBSERVED", result.observed),
        ("NOT SHOWN AGAIN", result.unconfirmed),
        ("NOT TRIED AGAIN", result.unsettled),
        ("NO LONGER BROKEN", result.gone),
    ):
        for breach in breaches.values():
            yield plain(f"{kind}  {breach.rule} ({breach.case.partition or breach.where}), {_times(breach)}")
    skipped = f", {one.skipped:,} of other operations skipped" if one.skipped else ""
    yield f"{one.name}: {result.judged:,} exchanges judged by {len(result.exercised)} rules{skipped}"
    yield _verdict(one)


def _breach(mark: str, breach: Breach) -> Iterator[str]:
    title = RULES[breach.rule].title if breach.rule in RULES else "another judge"
    where = f"{breach.case.partition}, {breach.where}" if breach.case.partition else breach.where
    yield plain(f"{mark} {breach.rule} {title} ({where}, {_times(breach)})")
    yield plain(f"  Expected: {breach.expected}")
    yield plain(f"  Actual:   {breach.actual}")
    yield f"  Case:     {cut(document_text(dump(breach.case)), LONGEST, '--json')}"


def _times(breach: Breach) -> str:
    return "once" if breach.times == 1 else f"{breach.times:,} times"


def _verdict(one: Judged) -> str:
    if one.code is ExitCode.VIOLATES:
        rules = ", ".join(sorted({breach.rule for breach in one.result.breaches.values()}))
        return f"VIOLATES: {rules}."
    if one.code is ExitCode.INCONCLUSIVE:
        why = one.unfinished or (
            "violations were never tried again" if one.result.unsettled else "nothing was judged"
        )
        return f"INCONCLUSIVE: {why}."
    return "CONFORMS: no promise is broken that a recorded exchange shows."


def _document(one: Judged) -> dict[str, Any]:
    kinds = ("breaches", "observed", "unconfirmed", "unsettled", "gone")
    verdict = {ExitCode.CONFORMS: "conforms", ExitCode.VIOLATES: "violates"}.get(one.code, "inconclusive")
    return {
        "file": one.name,
        "verdict": verdict,
        "exchanges": one.result.judged,
        "skipped": one.skipped,
        "rules": sorted(one.result.exercised),
        **{kind: [_entry(breach) for breach in getattr(one.result, kind).values()] for kind in kinds},
    }


def _entry(breach: Breach) -> dict[str, Any]:
    return {
        "rule": breach.rule,
        "partition": breach.case.partition,
        "where": breach.where,
        "times": breach.times,
        "expected": breach.expected,
        "actual": breach.actual,
        "case": dump(breach.case),
    }
