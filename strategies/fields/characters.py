"""Every character once: what a server does wrong with one rare character only shows when it is sent.

The characters are packed, as many into one text as fit, so that some hundred cases hold them all.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

_LETTERS = {"Lu", "Ll", "Lt", "Lo", "Lm", "Nd"}
_UNUSED = {"Cn", "Co", "Cs", "Cc"}
_SPACES = {"Zs", "Zl", "Zp"}
_SAMPLED = (
    "CJK UNIFIED",
    "CJK COMPATIBILITY",
    "HANGUL SYLLABLE",
    "EGYPTIAN",
    "TANGUT",
    "CUNEIFORM",
    "YI SYLLABLE",
)
"""Large scripts in which one character is like the next: of these, one in fifty."""

IDENTITY_BYTES, ATTRIBUTES_BYTES = 256, 4000
"""What fits by every way of measuring."""


def _all() -> Iterator[str]:
    return map(chr, range(sys.maxunicode + 1))


def placed(char: str) -> tuple[str, ...]:
    """Texts with a character alone, first, last, within, doubled and twice."""
    return tuple(form.format(char) for form in ("{}", "{}a", "a{}", "a{}b", "a{0}{0}b", "a{0}b{0}c"))


@cache
def identities() -> tuple[str, ...]:
    """Identities that hold every letter and digit of the world, normalised, large scripts by sample."""
    letters = (
        char
        for char in _all()
        if unicodedata.category(char) in _LETTERS
        and unicodedata.is_normalized("NFC", f"a{char}a")
        and (ord(char) % 50 == 0 or not unicodedata.name(char, "").startswith(_SAMPLED))
    )
    return tuple(text for text in _packed(letters, IDENTITY_BYTES) if unicodedata.is_normalized("NFC", text))


@cache
def signed_identities() -> tuple[str, ...]:
    """Identities that hold every sign, symbol, mark, number and format character of the world: what is no letter,
    no digit, no space and no control."""
    signs = (char for char in _all() if unicodedata.category(char) not in _LETTERS | _UNUSED | _SPACES)
    return tuple(_packed(signs, IDENTITY_BYTES))


@cache
def json_strings() -> tuple[str, ...]:
    """JSON texts whose strings hold every assigned character but controls, as they are and not escaped."""
    printable = (char for char in _all() if unicodedata.category(char) not in _UNUSED and char not in '"\\')
    return tuple(f'{{"s":"{text}"}}' for text in _packed(printable, ATTRIBUTES_BYTES - len('{"s":""}')))


def _packed(characters: Iterable[str], limit: int) -> Iterator[str]:
    """Texts of at most `limit` bytes of UTF-8."""
    text: list[str] = []
    size = 0
    for char in characters:
        width = len(char.encode())
        if size + width > limit:
            yield "".join(text)
            text, size = [], 0
        text.append(char)
        size += width
    yield "".join(text)
