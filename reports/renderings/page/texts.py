"""Texts of the page: what is cut and how, and where two texts differ."""

import difflib
import json
from typing import NamedTuple

from reports.renderings.text import plain

KEPT = 40
"""Characters at either end of a long run of equal characters that are shown."""
COMPARED = 400
"""Characters of two texts that are compared one by one; where more differ, the whole is marked."""
LONGEST = 3000
"""Characters of a text that are shown."""


class Piece(NamedTuple):
    """A piece of a text; it `differs` from the other text in this place."""

    text: str
    differs: bool


def differing(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, of which those that differ are marked; long runs that are equal are cut."""
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    tail = one[len(one) - end :]
    middles = one[start : len(one) - end], other[start : len(other) - end]
    inner = _compared(*middles) if max(map(len, middles)) <= COMPARED else _whole(*middles)
    head = Piece(shortened(one[:start]), False)
    last = Piece(shortened(tail), False)
    first, second = ([head, *pieces, last] for pieces in inner)
    return [piece for piece in first if piece.text], [piece for piece in second if piece.text]


def _common(one: str, other: str) -> int:
    """How many characters both have at the start."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _whole(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    return [Piece(shortened(one), True)], [Piece(shortened(other), True)]


def _compared(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    first: list[Piece] = []
    second: list[Piece] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        first.append(Piece(plain(one[a:b]), what != "equal"))
        second.append(Piece(plain(other[c:d]), what != "equal"))
    return first, second


def shortened(text: str) -> str:
    """A text that prints; of a long one both ends, with how many characters are between them."""
    if len(text) <= 3 * KEPT:
        return plain(text)
    return f"{plain(text[:KEPT])} … {len(text) - 2 * KEPT:,} characters … {plain(text[-KEPT:])}"


def cut(text: str, longest: int = LONGEST) -> str:
    """A text that prints, of at most so many characters."""
    return plain(text) if len(text) <= longest else f"{plain(text[:longest])} … ({len(text):,} characters)"


def pretty(body: str) -> str:
    """A JSON text, one member a line; anything else as it is."""
    try:
        return cut(json.dumps(json.loads(body), indent=2, ensure_ascii=False))
    except (ValueError, RecursionError):
        return cut(body)
