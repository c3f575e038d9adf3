"""The benchmark: what it measures is done, and what has fallen is told. How fast it is, no test says."""

from tests.benchmarks import engine, loopback
from tests.benchmarks.measuring import Measure
from tests.benchmarks.table import fallen, table

FEW = 40
"""One partition in so many is enough to see that it is done."""


def test_judged_cases_are_the_generated_ones() -> None:
    """Both sides of the ratio have the same cases."""
    with engine.on_mock() as campaign:
        parts = engine.generating(campaign, FEW)
        taken: list[object] = []
        assert engine.generate(campaign, parts, taken.append) == len(taken) == engine.explore(campaign, parts) > 0
        assert not campaign.tally.findings


def test_posts_over_loopback_are_measured() -> None:
    """A server in a process of its own answers every bare post."""
    judged, requests = loopback.over_posts(1, FEW)
    assert min(*judged.ours, *judged.beside, *requests.ours, *requests.beside) > 0


def test_the_table_shows_medians_and_ratios() -> None:
    """A line for each measure."""
    rates = Measure("a", "cases", "a second", (10.0, 30.0, 20.0), (10.0, 60.0, 50.0), "posts")
    cost = Measure("b", "help", "s", (0.5,))
    assert table([rates, cost]).splitlines()[2:] == [
        "| cases | 20.0 a second | posts | 50.0 a second | 0.50 (0.40, 1.00) |",
        "| help | 0.50 s |  |  |  |",
    ]


def test_a_ratio_that_fell_by_a_third_is_told() -> None:
    """Rates fall, costs rise; what was not measured before is no news."""
    accepted = {"a": {"ratio": 0.9}, "b": {"ratio": 2.0}, "c": {"ratio": None}}
    slower = Measure("a", "", "a second", (5.0,), (10.0,))
    dearer = Measure("b", "", "s", (4.0,), (1.0,))
    new = Measure("d", "", "s", (4.0,), (1.0,))
    assert fallen([slower, dearer, new], accepted) == [
        "a: the ratio was 0.90, and is 0.50",
        "b: the ratio was 2.00, and is 4.00",
    ]
    assert fallen([Measure("a", "", "a second", (6.5,), (10.0,))], accepted) == []
