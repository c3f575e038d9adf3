"""Covering arrays."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.fields import roles
from strategies.partitions.combinations import whole_table
from strategies.partitions.covering import all_pairs, covering_rows
from tests.unit.strategies.minimal import SENDERS

TABLE = whole_table(SENDERS, roles.SAMPLE)
tables = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(1, 4).map(lambda n: [(str(i), i) for i in range(n)]), min_size=2
)


def covered(rows: Iterable[Mapping[str, tuple[str, object]]]) -> set[frozenset[tuple[str, str]]]:
    labels = [[(field, label) for field, (label, _) in row.items()] for row in rows]
    return {frozenset(pair) for row in labels for pair in combinations(row, 2)}


@given(tables)
@settings(max_examples=60, database=None, derandomize=True, deadline=None)
def test_every_pair_of_options_is_in_a_row(table: dict[str, list[tuple[str, int]]]) -> None:
    rows = covering_rows(table)
    assert covered(rows) == {frozenset(pair) for pair in all_pairs(table)}
    assert all(set(row) == set(table) for row in rows)


def test_the_table_of_the_catalogue_is_covered_in_few_rows() -> None:
    rows = covering_rows(TABLE)
    assert covered(rows) == {frozenset(pair) for pair in all_pairs(TABLE)}
    sizes = sorted(len(options) for options in TABLE.values())
    assert sizes[-1] * sizes[-2] <= len(rows) <= 1.5 * sizes[-1] * sizes[-2]


def test_the_rows_are_the_same_every_time() -> None:
    assert covering_rows(TABLE) == covering_rows(TABLE)


def test_all_pairs_of_two_fields_is_their_product() -> None:
    found = list(all_pairs({"a": [("x", 1), ("y", 2)], "b": [("z", 3)]}))
    assert found == [(("a", "x"), ("b", "z")), (("a", "y"), ("b", "z"))]


def test_values_go_along_with_their_labels() -> None:
    assert covering_rows({"a": [("x", 1)], "b": [("y", 2)]}) == [{"a": ("x", 1), "b": ("y", 2)}]
