"""The matrix of rules and partitions, as paths of an SVG: a run with 20,000 cells takes some ten kilobytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from contracts.promises.rules import RULES
from reports.runs.summary import Summary

STATES = ("held", "violated", "observed", "missed")
"""Judged and kept; violated; violated, of a level that fails no run; meant to be judged, and not."""
WIDE, HIGH = 5, 11
LEFT, TOP = 44, 18
LETTER = 6
"""The width of a letter above the columns: a group that is narrower than its name has none."""
KINDS = {
    "1": "shape of the answer",
    "2": "acceptance and refusal",
    "3": "request and answer",
    "4": "authentication",
    "5": "state and side effects",
    "9": "HTTP and safety",
}
"""What the hundreds digit of a rule says."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """`paths` has the cells of each state, `groups` the names above the columns: x, width, name; `broken` the rows
    with a violation."""

    rows: list[str]
    columns: list[str]
    paths: dict[str, str]
    groups: list[tuple[int, int, str]]
    broken: frozenset[str] = frozenset()
    left: int = LEFT
    top: int = TOP
    wide: int = WIDE
    high: int = HIGH

    @property
    def width(self) -> int:
        """In units of the picture."""
        return LEFT + WIDE * len(self.columns) + 8

    @property
    def height(self) -> int:
        """In units of the picture."""
        return TOP + HIGH * len(self.rows) + 8

    @property
    def labels(self) -> list[tuple[int, str]]:
        """The y and the code of each row."""
        return [(TOP + HIGH * place + HIGH - 2, code) for place, code in enumerate(self.rows)]


def matrix(summary: Summary) -> Matrix:
    """The matrix of a run: rules in the order of the catalogue, partitions by the first word of their names."""
    rows = [rule["code"] for rule in summary["rules"]]
    partitions = sorted((p for p in summary["partitions"] if p["cases"]), key=lambda p: str(p["name"]))
    cells: dict[str, list[str]] = {state: [] for state in STATES}
    broken = set()
    for row, code in enumerate(rows):
        column = 0
        for found, alike in groupby(state(partition, code) for partition in partitions):
            many = len(list(alike))
            if found:
                cells[found].append(_cells(found, column, row, many))
            if found == "violated":
                broken.add(code)
            column += many
    paths = {name: "".join(drawn) for name, drawn in cells.items()}
    columns = [partition["name"] for partition in partitions]
    return Matrix(rows, columns, paths, _groups(columns), frozenset(broken))


def state(partition: Summary, code: str) -> str:
    """How a rule came out in a partition; empty when it was not reached, nor meant to be."""
    if partition.get("violated", {}).get(code):
        fails = code in RULES and RULES[code].level.fails_a_run
        return "violated" if fails else "observed"
    if partition.get("judged", {}).get(code):
        return "held"
    return "missed" if code in partition.get("rules", ()) else ""


def _cells(state: str, column: int, row: int, many: int) -> str:
    """Cells side by side: one line of dashes, each as wide as a cell; of those that were missed the outlines."""
    x, y = LEFT + WIDE * column, TOP + HIGH * row
    if state == "missed":
        return "".join(f"M{x + WIDE * place} {y}h{WIDE - 1}v{HIGH - 1}h-{WIDE - 1}z" for place in range(many))
    return f"M{x} {y + (HIGH - 1) // 2}h{WIDE * many - 1}"


def _groups(columns: Iterable[str]) -> list[tuple[int, int, str]]:
    groups, x = [], LEFT
    for word, names in groupby(columns, lambda name: name.partition("-")[0]):
        many = len(list(names))
        if many * WIDE >= len(word) * LETTER:
            groups.append((x, many * WIDE, word))
        x += many * WIDE
    return groups
