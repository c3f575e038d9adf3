"""What a run has tried: how much of it is new, and when nothing is any more."""

from contracts.cases.case import Case
from reports.runs.combinations import Combinations
from reports.runs.fields import TriedFields


def test_each_counts_once_in_its_minute() -> None:
    """From the first minute to now, also those that brought none."""
    time = [0.0]
    found = Combinations(now=lambda: time[0])
    for seconds, combination in ((0, "a"), (59, "a"), (59, "b"), (130, "c"), (200, "c")):
        time[0] = seconds
        found.add((combination,))
    assert found.document() == {"tried": 3, "by_minute": [2, 0, 1, 0]}
    assert found.idle == 70.0


def test_a_combination_is_of_classes_and_of_the_fields_beside() -> None:
    """Another letter is nothing new; another length, alphabet, kind or field beside it is."""
    tried = TriedFields()
    for fields in (
        (("Identity", "ab"),),
        (("Identity", "cd"),),
        (("Identity", "a"),),
        (("Identity", "é1"),),
        (("Identity", "ab"), ("Attributes", "{}")),
    ):
        tried.add(Case(fields))
    assert tried.combinations.document()["tried"] == 5
