"""Covering arrays: few rows in which every two options of two fields meet."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

Value = TypeVar("Value")
Option = tuple[str, Value]
Row = dict[str, tuple[str, Value]]
Cell = tuple[str, str]


def covering_rows(table: Mapping[str, Sequence[tuple[str, Value]]]) -> list[Row[Value]]:
    """Rows of field to (label, value) so that each pair of options of two fields is in one of them.

    Greedy and deterministic: each row starts from the first pair that is missing and takes, field by field, the
    option that adds most missing pairs (the method of AETG, Cohen and others 1997, without its randomness).
    """
    missing = dict.fromkeys(all_pairs(table))
    rows: list[Row[Value]] = []
    while missing:
        row = _row(table, missing)
        for pair in list(combinations(_cells(table, row), 2)):
            missing.pop(pair, None)
        rows.append(row)
    return rows


def all_pairs(table: Mapping[str, Sequence[tuple[str, Value]]]) -> Iterator[tuple[Cell, Cell]]:
    """Every two (field, label) of different fields, in the order of the table."""
    for (one, options), (other, others) in combinations(table.items(), 2):
        for label, _ in options:
            for second, _ in others:
                yield (one, label), (other, second)


def _row(
    table: Mapping[str, Sequence[tuple[str, Value]]], missing: Mapping[tuple[Cell, Cell], None]
) -> Row[Value]:
    row: Row[Value] = {}
    for field, label in next(iter(missing)):
        row[field] = (label, dict(table[field])[label])
    for field, options in table.items():
        if field not in row:
            row[field] = max(options, key=lambda option: _gain(table, row, (field, option[0]), missing))
    return row


def _gain(
    table: Mapping[str, Sequence[tuple[str, Value]]],
    row: Row[Value],
    cell: Cell,
    missing: Mapping[tuple[Cell, Cell], None],
) -> int:
    return sum((other, cell) in missing or (cell, other) in missing for other in _cells(table, row))


def _cells(table: Mapping[str, Sequence[tuple[str, Value]]], row: Row[Value]) -> list[Cell]:
    return [(field, row[field][0]) for field in table if field in row]
