"""Values as people read them."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.cases.case import case
from contracts.cases.readable import difference, pointed, readable, with_names
from contracts.exchanges.exchange import Exchange
from contracts.exchanges.wire import Response
from contracts.judging.checks import judge
from contracts.promises.oracle import expect
from tests.unit.reports.builders import PLACE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("alice", "'alice'"),
        ("", "''"),
        ("a" * 257, "'a' * 257"),
        ("bQ" + "語" * 252 + "!", "'bQ' + '語' * 252 + '!'"),
        ("a\tb\0", r"'a\tb\x00'"),
        ("A\u030a", r"'A\u030a' (U+030A COMBINING RING ABOVE)"),
        ("\u212b", "'\u212b' (U+212B ANGSTROM SIGN)"),
        ("x\u200b", r"'x\u200b' (U+200B ZERO WIDTH SPACE)"),
        ("Zoë 😀", "'Zoë 😀'"),
    ],
)
def test_values(text: str, told: str) -> None:
    """What repeats is counted, what is not seen is an escape, what is odd has a name."""
    assert with_names(text) == told


@given(st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from("a\u0301'\\\n").map(lambda c: c * 20))
def test_what_is_told_is_the_value(text: str) -> None:
    """Python reads it back, and it prints."""
    told = readable(text)
    assert told.isprintable()
    assert eval(compile(ast.parse(told, mode="eval"), "", "eval"), {}) == text


@pytest.mark.parametrize(
    ("sent", "came", "told"),
    [
        ("Alice Smith", "alice smith", "character 1: 'A' came back as 'a'; character 7: 'S' came back as 's'"),
        ("a" * 300, "a" * 256, "from character 257: 'a' * 44 is gone"),
        ("abc", "xabc", "from character 1: 'x' is added"),
        ("A\u030a", "Å", r"from character 1: 'A\u030a' (U+030A COMBINING RING ABOVE) came back as 'Å'"),
        ("Zoë", "Zoe", "character 3: 'ë' (U+00EB LATIN SMALL LETTER E WITH DIAERESIS) came back as 'e'"),
        ("ABCDE", "xyzwE", "from character 1: 'ABCD' came back as 'xyzw'"),
        (
            "ABCDE" * 2,
            "abcDE" + "ABCDE",
            "; ".join(f"character {n + 1}: {c!r} came back as {c.lower()!r}" for n, c in enumerate("ABC")),
        ),
    ],
)
def test_differences_are_pointed_at(sent: str, came: str, told: str) -> None:
    """Counted from 1."""
    assert difference(sent, came) == told


def test_what_is_seen_is_not_told() -> None:
    """Short texts in ASCII, and what is no text."""
    assert pointed("A", "a") == pointed("a" * 20, None) == pointed("é", "é") == ""


def test_an_identity_that_came_back_otherwise() -> None:
    """The violation points at the character."""
    sent = case({"Identity": "a" * 40 + "B" + "a" * 40})
    came = ('{"identity": "%s"}' % ("a" * 81)).encode()
    response = Response(201, (("Content-Type", "application/json"),), came)
    found = next(one for one in judge(Exchange(sent, PLACE, response), expect(sent)) if one.rule.code == "C301")
    assert found.expected == "identity: 'a' * 40 + 'B' + 'a' * 40"
    assert found.actual == "identity: 'a' * 81 (character 41: 'B' came back as 'a')"
