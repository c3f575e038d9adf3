"""Partitions of the dates."""

from collections.abc import Iterable, Mapping

from hypothesis.strategies import SearchStrategy

from contracts.cases.case import DATE_CREATED, DATE_UPDATED, IDENTITY, Case, case
from contracts.promises.expectation import Outcome
from strategies.fields import timestamps
from strategies.partitions.partition import Partition, partition


def dated(created: str, updated: str) -> Case:
    """A participant with an identity and both dates."""
    return case({IDENTITY: "alice", DATE_CREATED: created, DATE_UPDATED: updated})


def _with(field: str, text: str) -> Case:
    return case({IDENTITY: "alice", field: text})


def _of(
    name: str,
    rules: str,
    outcome: Outcome,
    field: str,
    texts: Iterable[str],
    strategy: SearchStrategy[str] | None = None,
) -> Partition:
    cases = None if strategy is None else strategy.map(lambda text: _with(field, text))
    return partition(name, rules, outcome, (_with(field, text) for text in texts), cases)


def accepted() -> tuple[Partition, ...]:
    """Canonical dates: creation alone, and both."""
    same = [dated(text, text) for text in timestamps.CANONICAL[:3]]
    apart = [dated(timestamps.CANONICAL[1], text) for text in timestamps.CANONICAL]
    pairs = timestamps.canonical_pairs().map(lambda pair: dated(*pair))
    return (
        _of(
            "date-created",
            "C208 C308",
            Outcome.ACCEPT,
            DATE_CREATED,
            timestamps.CANONICAL,
            timestamps.canonical_timestamps(),
        ),
        partition("dates-both", "C208 C309 C308 C313", Outcome.ACCEPT, (*same, *apart), pairs),
    )


def rejected() -> tuple[Partition, ...]:
    """What is no date-time, and what is no role SID."""
    broken = tuple(timestamps.broken_samples().values())
    return (
        _of(
            "date-created-broken",
            "C233 C504",
            Outcome.REJECT,
            DATE_CREATED,
            broken,
            timestamps.broken_timestamps(),
        ),
        _of(
            "date-updated-broken",
            "C234 C504",
            Outcome.REJECT,
            DATE_UPDATED,
            broken,
            timestamps.broken_timestamps(),
        ),
    )


def unspecified() -> tuple[Partition, ...]:
    """Unusual date-times and unusual combinations."""
    odd: Mapping[str, str] = timestamps.ODD
    elsewhere = timestamps.samples_elsewhere().values()
    backwards = timestamps.reversed_pairs().map(lambda pair: dated(*pair))
    open_ = Outcome.UNSPECIFIED
    return (
        _of("date-odd", "C308 C901", open_, DATE_CREATED, odd.values(), timestamps.odd_timestamps()),
        _of(
            "date-updated-odd",
            "C309 C901",
            open_,
            DATE_UPDATED,
            tuple(odd.values())[::3],
            timestamps.odd_timestamps(),
        ),
        *(
            _of(f"{name}-of-other-standards", "C901", open_, field, elsewhere)
            for name, field in (("date-created", DATE_CREATED), ("date-updated", DATE_UPDATED))
        ),
        _of("date-future", "C308 C901", open_, DATE_CREATED, timestamps.FUTURE, timestamps.future_timestamps()),
        _of(
            "date-updated-alone",
            "C309 C901",
            open_,
            DATE_UPDATED,
            timestamps.CANONICAL[:4],
            timestamps.canonical_timestamps(),
        ),
        partition("dates-reversed", "C313 C901", open_, (dated(timestamps.LATER, timestamps.SAMPLE),), backwards),
        partition(
            "dates-empty", "C901", open_, (*(_with(f, "") for f in (DATE_CREATED, DATE_UPDATED)), dated("", ""))
        ),
    )
