"""Identities are good when plain and short by every count, and bad only when too long by every count."""

import pytest

from contracts.grammar import identities
from contracts.grammar.grade import Grade

HEX = "0123456789abcdef0123456789abcdef"

# fmt: off
PLAIN = [
    "a", "alice", "Alice", "alice@example.com", "a b", "a b c", "0", "123", "-", "_", ".", "a-b_c.d", "~",
    "^", "`", "|",
    "\\", '"', "<", ">", "{", "}", "{}", "<b>", "null", "é", "漢字", "привет", "שלום", "مرحبا", "हिन्दी",
    "ไทย", "한국어", "ß", "İ",
    "\U00020000", "\U0001d400", "x\u0301", "١٢٣", "systems", "my system", "USa", "US" + HEX[:31],
    "US" + HEX + "0",
    "US" + "g" * 32, "UT" + HEX, "aUS" + HEX,
]
CONTESTED = [
    # advised against
    *sorted(identities.ADVISED_AGAINST), "a+b", "a/b", "a?b", "a#b", "a&b=c", "a%20b", "it's", "(a)",
    # white space
    " ", "  ", "\t", "\n", " a", "a ", "a  b", "a\tb", "a\nb", "a\n", "\u00a0", "a\u00a0b", "a\u3000b",
    "a\u2003b", "\u2028",
    # controls, formats, private use, unassigned, surrogates
    "\x00", "a\x00b", "\x7f", "a\x1b", "\x85", "a\u200bb", "a\u200db", "\ufeffa", "\u202ea", "a\u00ad",
    "\ue000", "\U0010ffff",
    "\u0378", "\ufdd0", "\ud800", "\udfff", "a\ud83d",
    # symbols and other numbers and punctuation
    "😀", "👩\u200d👩\u200d👧", "€", "©", "±", "½", "²", "Ⅷ", "①", "“a”", "a…", "a–b", "¿", "£", "¨",
    # marks in front, not in NFC
    "\u0301", "\u0301a", "\u0903a", "e\u0301", "\u1100\u1161", "\u212b", "\u0958", "a\u0301\u0316",
    # words and patterns that are taken
    "system", "private", "unique", "System", "PRIVATE", "uNiQuE", "US" + HEX.upper(), "us" + HEX, "Us" + HEX,
    "US" + "A" + HEX[1:],
]
# fmt: on


@pytest.mark.parametrize("text", PLAIN, ids=ascii)
def test_plain_identities_are_good(text: str) -> None:
    """Letters, digits, marks on them, single spaces and ASCII not advised against are good."""
    assert identities.grade(text) is Grade.GOOD


@pytest.mark.parametrize("text", CONTESTED, ids=ascii)
def test_other_identities_are_contested(text: str) -> None:
    """Whatever documents advise against or are silent on is contested, never bad."""
    assert identities.grade(text) is Grade.CONTESTED
    assert not identities.looks_like_user_sid(text)


def test_a_user_sid_is_bad() -> None:
    """US and 32 lower-case hexadecimal digits are refused, and nothing else is for its likeness."""
    assert identities.looks_like_user_sid("US" + HEX)
    assert identities.grade("US" + HEX) is Grade.BAD
    for near in (
        "US" + HEX + "\n",
        " US" + HEX,
        "US" + HEX[:31],
        "US" + HEX + "0",
        "US" + "\u0660" * 32,
        "us" + HEX,
    ):
        assert not identities.looks_like_user_sid(near)


def test_empty_is_a_kind_of_its_own() -> None:
    """The empty string is EMPTY, though short and blank."""
    assert identities.grade("") is Grade.EMPTY
    assert identities.length_grade("") is Grade.GOOD
    assert identities.character_grade("") is Grade.CONTESTED


# fmt: off
LENGTHS = [
    ("a" * 255, Grade.GOOD), ("a" * 256, Grade.GOOD), ("a" * 257, Grade.BAD), ("a" * 300, Grade.BAD),
    ("a" * 10**6, Grade.BAD),
    ("é" * 128, Grade.GOOD), ("é" * 129, Grade.CONTESTED), ("é" * 256, Grade.CONTESTED),
    ("é" * 257, Grade.BAD),
    ("漢" * 85, Grade.GOOD), ("漢" * 86, Grade.CONTESTED), ("漢" * 256, Grade.CONTESTED),
    ("漢" * 257, Grade.BAD),
    ("\U00020000" * 64, Grade.GOOD), ("\U00020000" * 65, Grade.CONTESTED),
    ("\U00020000" * 129, Grade.CONTESTED),
    ("\U00020000" * 256, Grade.CONTESTED), ("\U00020000" * 257, Grade.BAD),
    # not counted by everyone: emoji, marks, what trimming or NFC takes away, invisibles
    ("😀" * 64, Grade.GOOD), ("😀" * 1000, Grade.CONTESTED), ("e\u0301" * 85 + "a", Grade.GOOD),
    ("e\u0301" * 256, Grade.CONTESTED),
    ("e\u0301" * 257, Grade.BAD), ("a" + "\u0301" * 1000, Grade.CONTESTED),
    ("a" * 256 + " ", Grade.CONTESTED),
    (" " * 1000 + "a", Grade.CONTESTED), (" " * 1000, Grade.CONTESTED), ("a" + " " * 255 + "b", Grade.BAD),
    ("a" * 256 + "\u200b", Grade.CONTESTED), ("a" * 256 + "\n", Grade.CONTESTED),
    ("\u1100\u1161\u11a8" * 256, Grade.CONTESTED),
    ("\u1100\u1161\u11a8" * 257, Grade.BAD), ("a" * 256 + "\x00", Grade.CONTESTED),
    ("\ud800" * 1000, Grade.CONTESTED),
]
# fmt: on


@pytest.mark.parametrize(("text", "grade"), LENGTHS, ids=lambda value: ascii(value)[:30])
def test_length_is_judged_by_every_count(text: str, grade: Grade) -> None:
    """Good if even the bytes fit, bad if even the fewest characters do not, contested between."""
    assert identities.length_grade(text) is grade


def test_too_long_is_bad_whatever_the_characters() -> None:
    """The worst of length and characters counts."""
    assert identities.grade("+" * 257) is Grade.BAD
    assert identities.grade("+" * 256) is Grade.CONTESTED
    assert identities.grade("é" * 256) is Grade.CONTESTED


@pytest.mark.parametrize(
    "unit", ["\u0301\u0316", "\u0316\u0301", "\u0f73", "\u1100\u1161", "\ud800", "a ", " "], ids=ascii
)
def test_a_megabyte_is_graded_in_one_pass(unit: str) -> None:
    """Long runs of marks, which make normalisation quadratic, do not."""
    assert identities.grade("a" + unit * (10**6 // len(unit))) in (Grade.CONTESTED, Grade.BAD)
