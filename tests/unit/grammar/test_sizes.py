"""Long values are graded by what fits under every sane count, and in less than a second for megabytes."""

import pytest

from contracts.promises.grammar import addresses, identities
from contracts.promises.grammar.grade import Grade

ADDRESSES = [
    "+1 202 555 0123" + " " * 300,
    "+1" + "-" * 300 + "2025550123",
    "+1" + " " * 300 + "2025550123",
    "whatsapp:" + "+1" + "." * 255 + "2025550123",
    "alice@" + "a" * 300 + ".com",
]


@pytest.mark.parametrize("text", ADDRESSES[1:])
def test_an_address_of_more_than_256_characters_is_none(text: str) -> None:
    """Limits page: 256 characters, however lenient a reader is about what stands between digits."""
    assert addresses.grade(text) is Grade.BAD


def test_what_trimming_takes_away_is_not_counted() -> None:
    """A reader may trim before it counts."""
    assert addresses.grade(ADDRESSES[0]) is Grade.CONTESTED


@pytest.mark.parametrize(
    "unit", ["a", "é", "😀", "e\u0301", "👍🏽", "🇩🇪", " a", "\u1100\u1161\u11a8", "👨\u200d👩"]
)
@pytest.mark.parametrize("limit", [1, 7, 256])
@pytest.mark.parametrize("length", [1, 100, 2047, 2048, 2049, 9000])
def test_a_text_is_longer_as_its_characters_are(unit: str, limit: int, length: int) -> None:
    """Without counting all of them."""
    text = unit * length
    assert identities.is_longer(text, limit) is (identities.fewest_characters(text) > limit)
