"""Samples are the partition's own, in a fixed order, and the same for the same seed."""

import pytest
from hypothesis import strategies as st

from contracts.errors import UsageError
from strategies import sampling


def test_names_cover_cases_and_sequences() -> None:
    """Both kinds of partitions are there, under names of their own."""
    known = sampling.partitions()
    assert {"identity-simple", "duplicate-identity"} <= set(known)
    assert all(partition.name == name for name, partition in known.items())


def test_examples_come_first() -> None:
    """As long as there are examples nothing is generated."""
    partition = sampling.named("identity-simple")
    examples = list(getattr(partition, "examples", ()))
    drawn = sampling.sample(partition, len(examples) + 5, 0)
    assert drawn[: len(examples)] == examples
    assert len(examples) < len(drawn) <= len(examples) + 5
    assert {case.partition for case in drawn} == {"identity-simple"}


def test_sequences_are_samples_too() -> None:
    """A partition of sequences gives its sequences."""
    partition = sampling.named("duplicate-identity")
    assert 0 < len(sampling.sample(partition, 100, 0)) <= 100
    assert len(sampling.sample(partition, 1, 0)) == 1


def test_one_of_each_partition_by_default() -> None:
    """Without a count every partition has one turn, in order; with one, turns are taken until it is reached."""
    drawn = sampling.sample_of_all(None, 0)
    assert list(dict.fromkeys(one.partition for one in drawn)) == list(sampling.partitions())
    assert sampling.sample_of_all(3, 0) == drawn[:3]
    assert len(sampling.sample_of_all(len(drawn) + 7, 0)) == len(drawn) + 7


def test_the_seed_decides() -> None:
    """The same seed draws the same, another draws others."""
    numbers = st.integers()
    assert sampling.draw(numbers, 50, 1) == sampling.draw(numbers, 50, 1)
    assert sampling.draw(numbers, 50, 1) != sampling.draw(numbers, 50, 2)


def test_what_there_is_little_of_runs_out() -> None:
    """A small strategy gives what it has and ends."""
    assert set(sampling.draw(st.booleans(), 50, 1)) == {True, False}


def test_near_names_are_offered() -> None:
    """A misspelt name is answered with those that are meant."""
    with pytest.raises(UsageError, match=r"got 'identity-simpel'.*near ones: identity-simple"):
        sampling.named("identity-simpel")
