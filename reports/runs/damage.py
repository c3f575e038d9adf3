"""Runs that are not whole: what their record holds is counted again, and what is missing is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contracts.cases.documents import load
from contracts.errors import UsageError
from contracts.exchanges.traffic import Role
from contracts.judging.checks import judge
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import broken
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.rules import RULES
from contracts.targets.tape import declared_of
from contracts.trials.trial import Result
from reports.choices.options import RunOptions
from reports.exit_codes import OF_VERDICT
from reports.runs import reading, rejudging, summary
from reports.runs.files import RECORD, SUMMARY
from reports.runs.reading import Run
from reports.runs.record import Record
from reports.runs.summary import Summary
from reports.runs.tally import Tally

LINES_NAMED = 10
"""Lines that are no records of which the numbers are told."""
NOT_TOLD = "the record does not say whether it was judged: only what single exchanges show is counted again"
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, UsageError)


def read(path: Path) -> Summary:
    """The summary in a folder, or in a file. When it is missing, damaged, or that of a run that was killed, it is
    made again of the record beside it, as far as that goes; without one too UsageError is raised."""
    place = path / RECORD if path.is_dir() else path if path.suffix == ".ndjson" else path.with_name(RECORD)
    if path.suffix == ".ndjson":
        return of_record(place, "")
    try:
        found = summary.read(path)
    except UsageError as error:
        if not place.is_file():
            raise
        return of_record(place, str(error))
    return of_record(place, "") if summary.is_unfinished(found) and place.is_file() else found


@dataclass(slots=True)
class _Counted:
    """What a record comes to: the tally, requests by role, and the seconds until the last exchange."""

    tally: Tally = field(default_factory=Tally)
    requests: Counter[Role] = field(default_factory=Counter)
    seconds: float = 0.0
    origin: str = summary.TWILIO


def of_record(path: Path, why: str) -> Summary:
    """The summary of what a record holds; `why` says what is wrong with its own summary. Without a footer, or when
    a line is no record, it is inconclusive. Raises UsageError when there is no record."""
    spoiled: set[int] = set()
    run = reading.read(path, spoiled)
    counted = _count(run, spoiled)
    tally, footer = counted.tally, run.footer
    if footer is None:
        tally.leave_out("the rest", summary.UNFINISHED)
    if spoiled:
        tally.leave_out(f"lines of {RECORD}", _named(sorted(spoiled)))
    if why:
        tally.leave_out(SUMMARY, f"{why.partition('; ')[0]}; this one is made of {RECORD}", chosen=True)
    found = summary.summary(
        tally,
        _options(run),
        run.header.get("seed"),
        counted.seconds,
        counted.requests,
        counted.origin,
        _began(run),
    )
    whole = footer is not None and not spoiled and footer.get("verdict") in OF_VERDICT
    found["verdict"] = footer["verdict"] if footer is not None and whole else "inconclusive"
    found["not_judged"] = [one | {"reason": NOT_TOLD, "explained": True} for one in found["not_judged"]]
    return found


def _count(run: Run, spoiled: set[int]) -> _Counted:
    counted, starts = _Counted(), rejudging.starts_of(run)
    declared = NOTHING
    for number, one in run.records.numbered():
        try:
            if one["type"] == "declared":
                declared = declared_of(one)
            elif one["type"] == "request":
                counted.requests[Role(one["role"])] += 1
            elif one["type"] == "exchange":
                _add(counted, one, starts, declared)
            elif one["type"] == "finding":
                _find(counted.tally, one)
        except UNREADABLE:
            spoiled.add(number)
    return counted


def _add(counted: _Counted, one: Record, starts: Sequence[float], declared: Declared) -> None:
    recorded, partition = rejudging.recorded(one, list(starts)), str(one["partition"])
    expectation = _expectation(one["expectation"])
    judged = frozenset() if recorded.step else judge(recorded.exchange, expectation, declared).judged
    codes = [code for code in recorded.broken if code in RULES]
    violations = tuple(broken(code, expected=RULES[code].title, actual=rejudging.ONCE) for code in codes)
    counted.tally.add(partition, Result(recorded.exchange, expectation, violations, judged))
    counted.seconds = max(counted.seconds, float(one.get("at_s", 0)))
    counted.origin = recorded.exchange.place.origin


def _expectation(told: dict[str, Any]) -> Expectation:
    return Expectation(
        Outcome(told["outcome"]), tuple(told["statuses"]), tuple(told["codes"]), tuple(told["rules"])
    )


def _find(tally: Tally, one: Record) -> None:
    rule, partition, expected, actual = (str(one[key]) for key in ("rule", "partition", "expected", "actual"))
    verdict, case = Verdict[one["verdict"].upper()], load(one["case"])
    found = Finding(rule, partition, verdict, expected, actual, case, str(one["confirmed"]))
    if found.id not in {known.id for known in tally.findings}:
        tally.findings.append(found)


def _named(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:LINES_NAMED]))
    more = f" and {len(lines) - LINES_NAMED} more" if len(lines) > LINES_NAMED else ""
    return f"no records that can be read: line {shown}{more}"


def _options(run: Run) -> RunOptions:
    return RunOptions(str(run.header.get("target")), str(run.header.get("profile")))


def _began(run: Run) -> datetime | None:
    try:
        return datetime.fromisoformat(run.header["started"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
