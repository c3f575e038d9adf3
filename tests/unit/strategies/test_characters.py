"""Every character is sent once: by its category, in an identity or in a string of JSON."""

import sys
import unicodedata

from hypothesis.internal import charmap

from strategies.fields import characters
from strategies.partitions import schema_cases

EVERY = map(chr, range(sys.maxunicode + 1))
ASSIGNED = {char for char in EVERY if unicodedata.category(char) not in ("Cn", "Co", "Cs")}


def of(*categories: str) -> set[str]:
    return {char for char in ASSIGNED if unicodedata.category(char).startswith(categories)}


def test_every_sign_is_in_an_identity() -> None:
    """Punctuation, symbols, marks, numbers that are no digits, formats; no identity is too long or of spaces."""
    sent = set("".join(characters.signed_identities()))
    assert sent == of("P", "S", "M", "Nl", "No", "Cf")
    assert all(0 < len(text.encode()) <= 256 for text in characters.signed_identities())


def test_every_letter_is_in_an_identity_but_of_large_scripts() -> None:
    """Those are sampled; what NFC changes is sent elsewhere."""
    sent = set("".join(characters.identities()))
    assert sent <= of("L", "Nd")
    missed = {char for char in of("Lu", "Ll", "Lt", "Nd") - sent if unicodedata.is_normalized("NFC", f"a{char}a")}
    assert missed == set()
    assert len(sent) > 20_000


def test_every_character_is_in_a_string_of_json() -> None:
    """As it is, except for those that must be escaped."""
    sent = set("".join(characters.json_strings()))
    assert sent >= ASSIGNED - of("Cc") - {'"', "\\"}
    assert all(len(text.encode()) <= 4000 for text in characters.json_strings())


def test_what_utf_8_can_say_is_known_without_trying() -> None:
    """Every character but surrogates; and Hypothesis, which would try them all, asks us."""
    tried = [number for number in range(0x110000) if not 0xD800 <= number <= 0xDFFF]
    encodable, otherwise = schema_cases.UTF_8
    assert [number for first, last in encodable.intervals for number in range(first, last + 1)] == tried
    text = "".join(map(chr, tried))
    assert text.encode("utf-8").decode("utf-8") == text
    assert not otherwise.intervals
    assert charmap.intervals_from_codec is schema_cases.intervals_from_codec
    assert charmap.intervals_from_codec("ascii")[0].intervals == ((0, 127),)
