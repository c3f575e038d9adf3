"""SIDs, the size of attributes, and the order of grades."""

import pytest

from contracts.promises.grammar import attributes, sids
from contracts.promises.grammar.grade import Grade, worst

HEX = "0123456789abcdefABCDEF0123456789"
NO_SIDS = [
    "", "RL", HEX, "RL" + HEX[:31], "RL" + HEX + "0", "rl" + HEX, "Rl" + HEX, "LR" + HEX, "MB" + HEX,
    "RL" + "g" * 32,
    "RL" + "\uff11" * 32, "RL" + "\u0661" * 32, "RL" + HEX + "\n", "RL" + HEX[:31] + "\n", " RL" + HEX,
    "RL" + HEX + " ",
    "RL " + HEX[:31], "RL" + HEX[:31] + "\x00", "RL" + HEX[:31] + "\ud800", "RL" + "-" * 32,
    "RL0x" + HEX[:30],
    "\uff32L" + HEX, "RL" * 10**6, "RL" + "0" * 10**6,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_SIDS, ids=lambda text: ascii(text)[:45])
def test_what_is_no_sid(text: str) -> None:
    """Other prefixes, lengths, characters and anything around a SID make it none."""
    assert not sids.is_sid(text, "RL")
    assert sids.grade_role(text) is (Grade.BAD if text else Grade.EMPTY)


@pytest.mark.parametrize("digits", ["0" * 32, "f" * 32, "F" * 32, HEX])
def test_digits_of_either_case_make_a_sid(digits: str) -> None:
    """Hexadecimal digits have no case; prefixes are exact."""
    assert sids.is_sid("RL" + digits, "RL")
    assert sids.is_sid("MB" + digits, "MB")
    assert sids.grade_role("RL" + digits) is Grade.GOOD


def _object(size: int, unit: str = "a") -> str:
    """An object of so many units of text, structure included."""
    return '{"a":"' + unit * (size - 8) + '"}'


# fmt: off
SIZES = [
    ("{}", Grade.GOOD), (_object(3999), Grade.GOOD), (_object(4000), Grade.GOOD),
    (_object(4001), Grade.CONTESTED),
    (_object(4096), Grade.CONTESTED), (_object(4097), Grade.BAD), (_object(10**6), Grade.BAD),
    (_object(2004, "é"), Grade.GOOD),
    (_object(2005, "é"), Grade.CONTESTED), (_object(4096, "é"), Grade.CONTESTED),
    (_object(4097, "é"), Grade.BAD),
    (_object(4096, "😀"), Grade.CONTESTED), (_object(4097, "😀"), Grade.BAD),
    # what a shorter spelling saves
    (" " * 10_000 + "{}", Grade.CONTESTED), (_object(4096) + "\n", Grade.CONTESTED),
    (_object(4097) + "\n", Grade.BAD),
    (_object(4096, "\\u0061"), Grade.CONTESTED), (_object(4097, "\\u0061"), Grade.BAD),
    (_object(4096, "\\/"), Grade.CONTESTED),
    (_object(3000, "\\n"), Grade.BAD), ("[" + "0," * 2046 + "0]", Grade.CONTESTED),
    ("[" + "0," * 2047 + "0]", Grade.BAD),
    # the size of what is no JSON decides nothing
    ("", Grade.GOOD), (" " * 10_000, Grade.CONTESTED), ("[" * 10_000, Grade.CONTESTED),
    ("x" * 4000, Grade.GOOD),
]
# fmt: on


@pytest.mark.parametrize(("text", "grade"), SIZES, ids=lambda value: ascii(value)[:30])
def test_size_is_judged_by_every_reading(text: str, grade: Grade) -> None:
    """Good within 4,000 bytes, bad beyond 4,096 code points of the shortest spelling, contested between."""
    assert attributes.size_grade(text) is grade


GRADES = [
    ("{}", Grade.GOOD), ("", Grade.EMPTY), (" ", Grade.EMPTY), (" " * 5000, Grade.EMPTY), ("{", Grade.BAD),
    ('{"a":1,"a":2}', Grade.CONTESTED), (_object(4097), Grade.BAD), (_object(4050), Grade.CONTESTED),
    ("[1e400]" + " " * 5000, Grade.CONTESTED), ("{" * 5000, Grade.BAD), ('["\ud800"]', Grade.CONTESTED),
]  # fmt: skip


@pytest.mark.parametrize(("text", "grade"), GRADES, ids=lambda value: ascii(value)[:30])
def test_attributes_have_the_worse_of_two_grades(text: str, grade: Grade) -> None:
    """Structure and size both count, unless nothing was said."""
    assert attributes.grade(text) is grade


def test_grades_have_an_order() -> None:
    """Bad is worse than contested is worse than good; empty is none of them."""
    assert worst(Grade.GOOD, Grade.CONTESTED) is Grade.CONTESTED
    assert worst(Grade.BAD, Grade.CONTESTED, Grade.GOOD) is Grade.BAD
    assert worst(Grade.GOOD, Grade.GOOD) is Grade.GOOD
    with pytest.raises(ValueError, match="not in tuple"):
        worst(Grade.GOOD, Grade.EMPTY)
