"""The time left is told by what is still to be tried."""

from types import SimpleNamespace
from typing import Any

import pytest

from reports.choices.profiles import PROFILES
from tests.conformance.outlook import Outlook, expected_cases


def item(name: str, number: int) -> Any:
    """A test, as pytest hands it over."""
    params = {"partition": SimpleNamespace(examples=(None,) * 13)}
    return SimpleNamespace(
        nodeid=f"{name}[{number}]", originalname=name, name=name, callspec=SimpleNamespace(params=params)
    )


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("really", [40, 25])
def test_time_left_is_right_within_a_third_from_a_tenth_on(share: float, really: int) -> None:
    """Though the first tests have ten cases and the last ones forty, or fewer than were planned."""
    items = [item("test_examples", n) for n in range(100)] + [item("test_generated", n) for n in range(100)]
    outlook = Outlook(items, PROFILES["gate"])
    cases, total = 0, 100 * 10 + 100 * really
    for one in items:
        cases += 10 if one.originalname == "test_examples" else really
        outlook.finish(one.nodeid, cases)
        if cases >= share * total:
            break
    left = outlook.left(cases, elapsed=cases / 100)
    assert left is not None
    slack = 1 / 3 if really == 40 or share >= 0.5 else 0.75
    assert left == pytest.approx((total - cases) / 100, rel=slack)


def test_nothing_is_said_before_there_is_a_pace() -> None:
    """And at the end nothing is left."""
    outlook = Outlook([item("test_examples", 0)], PROFILES["gate"])
    assert outlook.left(0, 1.0) is None
    assert outlook.left(5, 1.0) is None
    outlook.finish("test_examples[0]", 10)
    assert outlook.left(10, 1.0) == 0


def test_a_brief_run_plays_the_first_sequence_of_a_partition() -> None:
    """And so much is expected; other profiles play all of them."""
    sequences = tuple(SimpleNamespace(steps=(None,) * steps) for steps in (3, 50, 50))
    one = item("test_sequences", 0)
    one.callspec.params["partition"] = SimpleNamespace(sequences=sequences)
    assert expected_cases(one, PROFILES["brief"], 200) == 3
    assert expected_cases(one, PROFILES["gate"], 200) == 103
