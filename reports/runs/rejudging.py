"""Judging again: what recorded exchanges show of today's rules, without sending anything.

An exchange is judged by what it shows alone. What took more than it (reading back, the steps of a sequence, the
usual time of others) is not in a record, and stands as it was judged when it was recorded.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from contracts.cases.case import Case
from contracts.cases.documents import load
from contracts.errors import UsageError
from contracts.exchanges.exchange import Exchange, Place
from contracts.exchanges.recorded import response_of
from contracts.judging.checks import judge
from contracts.judging.violations import Violation
from contracts.promises.declared import Declared
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES
from contracts.targets.tape import declared_of, started
from reports.runs.reading import Run
from reports.runs.record import Record

ONCE = "as it was judged when it was recorded"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded exchange. `broken` are the rules that it broke when it was recorded; `step` when it was one of
    a sequence; `foreign` when others sent it, so that what was there before is not known."""

    where: str
    exchange: Exchange
    broken: tuple[str, ...] = ()
    step: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that recorded exchanges break: `where` is the first of so many `times`."""

    rule: str
    where: str
    expected: str
    actual: str
    case: Case
    times: int = 1


@dataclass(slots=True)
class Rejudged:
    """What judging again came to, by rule and partition: `breaches` fail; `observed` are of rules that fail none;
    `unconfirmed` were not shown again when they were recorded, and are no findings; `unsettled` were never tried
    again, as the run broke off; `gone` are not broken by today's rules."""

    judged: int = 0
    exercised: set[str] = field(default_factory=set)
    breaches: dict[tuple[str, str], Breach] = field(default_factory=dict)
    observed: dict[tuple[str, str], Breach] = field(default_factory=dict)
    unconfirmed: dict[tuple[str, str], Breach] = field(default_factory=dict)
    unsettled: dict[tuple[str, str], Breach] = field(default_factory=dict)
    gone: dict[tuple[str, str], Breach] = field(default_factory=dict)


def rejudge(recorded: Iterable[Recorded], declared: Declared, settled: dict[str, set[str]]) -> Rejudged:
    """Judges every exchange. `settled` has, for the rules of the findings of a run, their verdicts there."""
    result = Rejudged()
    for one in recorded:
        result.judged += 1
        found = judge(_known(one), _expectation(one, declared), declared)
        shown = {violation.rule.code: violation for violation in found}
        result.exercised |= set() if one.step else found.judged
        for code in one.broken:
            still = code in shown or one.step or code not in found.judged
            _count(_kept(result, code, settled) if still else result.gone, one, code, shown.get(code))
        new = [] if one.step else [code for code in shown if code not in one.broken]
        for code in new:
            _count(result.breaches if shown[code].fails else result.observed, one, code, shown[code])
    return result


def _kept(result: Rejudged, code: str, settled: dict[str, set[str]]) -> dict[tuple[str, str], Breach]:
    """Where a violation belongs that the run saw too."""
    if code in RULES and not RULES[code].level.fails_a_run:
        return result.observed
    verdicts = settled.get(code, set())
    if "fail" in verdicts:
        return result.breaches
    return result.unconfirmed if verdicts else result.unsettled


def _count(into: dict[tuple[str, str], Breach], one: Recorded, code: str, violation: Violation | None) -> None:
    key = (code, one.exchange.case.partition)
    if key in into:
        into[key] = replace(into[key], times=into[key].times + 1)
        return
    expected = violation.expected if violation else RULES[code].title if code in RULES else "what was promised"
    actual = violation.actual if violation else ONCE
    into[key] = Breach(code, one.where, expected, actual, one.exchange.case)


def _known(one: Recorded) -> Exchange:
    """The exchange; of what others sent it is not known whether the credentials were right."""
    response = one.exchange.response
    unknown = one.foreign and response is not None and response.status in (401, 403)
    return replace(one.exchange, withheld=True) if unknown else one.exchange


def _expectation(one: Recorded, declared: Declared) -> Expectation:
    """What the documents promise of the case alone; of what others sent, a refusal may have any reason."""
    if one.step or (one.foreign and not one.exchange.accepted):
        return Expectation(Outcome.UNSPECIFIED)
    return expect(one.exchange.case, declared)


def declared_in(run: Run) -> Declared | None:
    """What the record says of the account; `None` when it is of a version that did not say so."""
    found = next((record for record in run.records if record["type"] == "declared"), None)
    return None if found is None else declared_of(found)


def settled_in(run: Run) -> dict[str, set[str]]:
    """The verdicts of the findings of a run, by rule."""
    found: dict[str, set[str]] = {}
    for record in run.records:
        if record["type"] == "finding":
            found.setdefault(record["rule"], set()).add(record["verdict"])
    return found


def recorded_in(run: Run) -> Iterator[Recorded]:
    """The exchanges of a run. Raises UsageError for one that cannot be read."""
    starts = starts_of(run)
    return (recorded(record, starts) for record in run.records if record["type"] == "exchange")


def starts_of(run: Run) -> list[float]:
    """When the runs in a record began, in seconds since 1970: one, unless it was joined."""
    return [_start(header) for header in run.header.get("merged", [run.header])]


def recorded(record: Record, starts: list[float]) -> Recorded:
    """The exchange in a record. Raises UsageError when it cannot be read."""
    try:
        return _recorded(record, starts[record.get("run", 1) - 1])
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, UsageError) as error:
        raise UsageError(
            f"exchange {record.get('n')} must be one that a run recorded (got {type(error).__name__}: {error}); "
            "give the run.ndjson as it was written"
        ) from None


def _start(header: Record) -> float:
    """When a run began, in seconds since 1970; NaN when its header does not say so."""
    try:
        return started(header)
    except (KeyError, TypeError, ValueError, OverflowError):
        return math.nan


def _recorded(record: Record, began: float) -> Recorded:
    case = load(record["case"])
    if not isinstance(case, Case):
        raise UsageError("a sequence in place of a case")
    place, response = Place(**record["place"]), record["response"]
    exchange = Exchange(
        case.labelled(record["partition"]),
        place,
        None if response is None else response_of(response),
        record["error"],
        record["elapsed_ms"] / 1000,
        **{mark: record.get(mark, False) for mark in ("timed_out", "stale", "leaked", "withheld")},
        obstacle=record.get("obstacle", ""),
        at=began + record.get("at_s", math.nan),
    )
    broken, step = tuple(record["violations"]), record.get("step", False)
    return Recorded(f"exchange {record['n']}", exchange, broken, step)
