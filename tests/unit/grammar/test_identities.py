"""Identities are good when plain and short by every count, and bad only when too long by every count."""

import pytest

from contracts.promises.grammar import identities
from contracts.promises.grammar.grade import Grade

HEX = "0123456789abcdef0123456789abcdef"

# fmt: off
PLAIN = [
    "a", "alice", "Alice", "IDENTITY", "alice@example.com", "0", "123", "-a", "_1", "a.", "a-b_c.d", "null",
    "systems", "my-system", "USa", "US" + HEX[:31], "US" + HEX + "0", "US" + "g" * 32, "aUS" + HEX, HEX,
]
CONTESTED = [
    # signs advised against, and others
    *"!*'();:@&=+$,/?%#[]", "a+b", "a/b", "a&b=c", "a%20b", "it's", "(a)", *'~^`|\\"<>{}', "<b>", "a~b",
    "-", ".", "..", "_", "a@", "@a", "a@b@c",
    # white space
    "a b", " ", "  ", "\t", "\n", " a", "a ", "a  b", "a\nb", "a\n", "\u00a0", "a\u00a0b", "\u2028",
    # controls, formats, private use, unassigned, surrogates
    "\x00", "a\x00b", "\x7f", "a\x1b", "\x85", "a\u200bb", "\ufeffa", "\u202ea", "a\u00ad", "\ue000",
    "\U0010ffff", "\u0378", "\ufdd0", "\ud800", "a\ud83d",
    # letters, digits, marks and symbols beyond ASCII
    "é", "漢字", "привет", "שלום", "مرحبا", "ß", "İ", "\u212a", "\U00020000", "x\u0301", "\u0301", "e\u0301",
    "١٢٣", "１", "😀", "€", "½", "²", "“a”", "a–b",
    # words and patterns that are taken
    "system", "private", "unique", "System", "PRIVATE", "uNiQuE", "US" + HEX.upper(), "us" + HEX, "Us" + HEX,
    "US" + "A" + HEX[1:], "MB" + HEX, "UT" + HEX,
]
# fmt: on


@pytest.mark.parametrize("text", PLAIN, ids=ascii)
def test_plain_identities_are_good(text: str) -> None:
    """ASCII letters, digits and the signs of names are good."""
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
    # an emoji counts once, with all that is joined to it; a flag too
    ("😀" * 64, Grade.GOOD), ("😀" * 256, Grade.CONTESTED), ("😀" * 257, Grade.BAD),
    ("👍🏽" * 256, Grade.CONTESTED), ("👍🏽" * 257, Grade.BAD),
    ("👨\u200d👩\u200d👧" * 256, Grade.CONTESTED), ("👨\u200d👩\u200d👧" * 257, Grade.BAD),
    ("🇩🇪" * 256, Grade.CONTESTED), ("🇩🇪" * 257, Grade.BAD),
    # not counted by everyone: marks, what trimming or NFC takes away, invisibles
    ("e\u0301" * 85 + "a", Grade.GOOD),
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


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        *((text, True) for text in ("a", "alice@example.com", "a b", "José da Silva", "山田", "a~b", "-", "a..b")),
        *((text, False) for text in ("", ".", "..", "a/b", "a\\b", "a%b", "a+b", "a?b", "a#b", "a:b", "a&b")),
        *((text, False) for text in (" a", "a ", "a  b", "a\tb", "a\n", "a\0", "MB" + HEX, "us" + HEX)),
    ],
)  # fmt: skip
def test_what_goes_in_a_path(text: str, goes: bool) -> None:
    """What no URL takes for something else."""
    assert identities.goes_in_a_path(text) is goes
