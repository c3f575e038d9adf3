"""The four answers that every grammar gives."""

import enum


class Grade(enum.Enum):
    """How a text fares against the documents that define its notation."""

    GOOD = "good"
    """Every sane reader takes it."""
    CONTESTED = "contested"
    """The documents leave room: one reader takes it, another refuses."""
    BAD = "bad"
    """None may take it."""
    EMPTY = "empty"
    """Nothing was said: the empty string, which the documents treat apart or not at all."""


_SEVERITY = (Grade.GOOD, Grade.CONTESTED, Grade.BAD)


def worst(*grades: Grade) -> Grade:
    """The most severe of some grades; EMPTY is not a degree of it and raises ValueError."""
    return max(grades, key=_SEVERITY.index)
