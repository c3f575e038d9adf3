"""The engine on the mock: judged cases beside bare generation, and what a judged case costs, part by part."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, seed

from contracts.cases.case import Case
from contracts.judging.checks import judge
from contracts.promises.oracle import expect
from contracts.trials.trial import Result
from strategies.partitions import catalogue
from strategies.partitions.partition import Partition
from tests.benchmarks.measuring import Measure, rate, side_by_side
from tests.campaign.alone import opened
from tests.campaign.campaign import Campaign

EXAMPLES = "gate"
"""The profile whose number of generated cases is taken."""
KEPT = 2000
"""Cases of which each part of the work is timed."""


@contextmanager
def on_mock(target: str = "mock") -> Iterator[Campaign]:
    """A campaign against the mock, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), target, {}, EXAMPLES) as campaign:
        yield campaign


def generating(campaign: Campaign, every: int) -> tuple[Partition, ...]:
    """Each partition with generated cases, or every so many of them, which this target can be asked about."""
    found = [one for one in catalogue.partitions(campaign.declared) if one.cases is not None and one.needs is None]
    return tuple(found[::every])


def explore(campaign: Campaign, parts: tuple[Partition, ...]) -> int:
    """Judges the generated cases of partitions, and says how many."""
    before = campaign.tally.cases
    for part in parts:
        campaign.tally.start(part.name, part.rules)
        campaign.explore(part)
    return campaign.tally.cases - before


def generate(campaign: Campaign, parts: tuple[Partition, ...], take: Callable[[Case], object]) -> int:
    """Generates the same cases as `explore`, hands them to `take`, and says how many."""
    count = 0

    def body(case: Case) -> None:
        nonlocal count
        count += 1
        take(case)

    for part in parts:
        assert part.cases is not None
        body.__name__ = f"try_{part.name.replace('-', '_')}"
        seed(campaign.seed)(campaign.hypothesis_settings()(given(part.cases)(body)))()
    return count


def over_generation(rounds: int, every: int) -> Measure:
    """Judged cases beside the bare generation of the same."""
    with on_mock() as campaign:
        parts = generating(campaign, every)
        generate(campaign, parts, lambda case: None)  # strategies are built once
        return side_by_side(
            *("mock", "judged cases on the mock"),
            lambda: explore(campaign, parts),
            "the same cases, only generated",
            lambda: generate(campaign, parts, lambda case: None),
            rounds=rounds,
        )


def parts_of_a_case(rounds: int, every: int) -> list[Measure]:
    """Microseconds that each part of the work takes for one case."""
    with on_mock() as campaign:
        cases: list[Case] = []
        parts = generating(campaign, every)
        generate(campaign, parts, cases.append)
        cases = cases[:KEPT]
        works = _works(campaign, cases)
        found = [_cost("generation", "generate", lambda: generate(campaign, parts, lambda c: None), rounds)]
        return found + [_cost(key, what, work, rounds) for key, (what, work) in works.items()]


def _works(campaign: Campaign, cases: list[Case]) -> dict[str, tuple[str, Callable[[], int]]]:
    session, declared = campaign.tester.session, campaign.declared
    place = session.place("existing")
    keys = session.target.settings.keys
    exchanges = []
    for case in cases:
        exchange = session.send(case)
        exchanges.append(exchange)
        if exchange.created:
            session.undo(exchange)
    expected = [expect(case, declared) for case in cases]
    results = [Result(one, hope, ()) for one, hope in zip(exchanges, expected, strict=True)]

    def each(work: Callable[..., object], *rows: list[Any]) -> Callable[[], int]:
        def do() -> int:
            for row in zip(*rows, strict=True):
                work(*row)
            return len(rows[0])

        return do

    return {
        "predict": ("predict", each(lambda case: expect(case, declared), cases)),
        "encode": ("encode", each(lambda case: session.request(case, place, keys.given(case)), cases)),
        "judge": ("judge", each(lambda one, hope: judge(one, hope, declared), exchanges, expected)),
        "record": ("record", each(lambda one: campaign.recorder.exchange("benchmark", one), results)),
    }


def _cost(key: str, what: str, work: Callable[[], int], rounds: int) -> Measure:
    costs = tuple(1e6 / rate(work) for _ in range(rounds))
    return Measure(f"part-{key}", f"{what}, for one case", "µs", costs)


def sizes(largest: int) -> list[Measure]:
    """Milliseconds that a case takes on the mock whose attributes have so many bytes; and what ten times as many
    take beside it."""
    found = []
    with on_mock() as campaign:
        size, before = 1_000, ()
        while size <= largest:
            case = Case((("Identity", "alice"), ("Attributes", '{"a":"' + "é" * (size // 2) + '"}')))
            took: tuple[float, ...] = tuple(_timed(lambda case=case: campaign.check(case)) for _ in range(3))
            what = f"a case with attributes of {size:,} bytes"
            found.append(Measure(f"size-{size}", what, "ms", took, before, "a tenth of it" if before else ""))
            size, before = size * 10, took
    return found


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
