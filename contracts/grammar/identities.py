"""The Identity field: at most 256 characters, characters advised against, words and patterns that are taken.

Nobody documents what a character is, so length is measured in several ways at once.
"""

import re
import unicodedata

from contracts.grammar.grade import Grade, worst

LIMIT = 256
"""Characters of an identity (docs: conversations limits page)."""

ADVISED_AGAINST = frozenset("!*'();:&=+$,/?%#[]")
"""Docs, participant resource page, less `@`: the docs themselves use alice@example.com."""

RESERVED_WORDS = frozenset({"system", "private", "unique"})
"""Docs: the page of error 48033."""

_USER_SID = re.compile(r"US[0-9a-f]{32}")  # docs: the page of error 50206
_USER_SID_IN_ANY_CASE = re.compile(r"[Uu][Ss][0-9a-fA-F]{32}")
_COUNTED = ("L", "N", "P", "Zs", "Sm", "Sc")


def grade(text: str) -> Grade:
    """The worst of length, characters and likeness to a user SID; EMPTY for the empty string."""
    if not text:
        return Grade.EMPTY
    if looks_like_user_sid(text):
        return Grade.BAD
    return worst(length_grade(text), character_grade(text))


def length_grade(text: str) -> Grade:
    """GOOD when even the bytes of UTF-8 fit, BAD when even the fewest characters do not."""
    if len(text.encode("utf-8", "surrogatepass")) <= LIMIT:
        return Grade.GOOD
    return Grade.BAD if fewest_characters(text) > LIMIT else Grade.CONTESTED


def character_grade(text: str) -> Grade:
    """GOOD for plain text: letters, digits, marks on them, single inner spaces, ASCII not advised against.

    Everything else is CONTESTED, for example a symbol, a blank, what is not in NFC, a reserved word, or what
    would be a user SID in other case.
    """
    plain = (
        all(map(_is_plain, text))
        and text == " ".join(text.split())
        and text.casefold() not in RESERVED_WORDS
        and not _USER_SID_IN_ANY_CASE.fullmatch(text)
        and _category(text[:1]) != "M"
        and unicodedata.is_normalized("NFC", text)
    )
    return Grade.GOOD if plain and text else Grade.CONTESTED


def looks_like_user_sid(text: str) -> bool:
    """Whether it is `US` and 32 lower-case hexadecimal digits, which error 50206 forbids."""
    return _USER_SID.fullmatch(text) is not None


def fewest_characters(text: str) -> int:
    """The least that a sane way of counting gives: trimmed, in NFC, no marks, symbols and invisibles."""
    # Marks go first: they are not counted, and long runs of them make normalisation quadratic.
    unmarked = "".join(char for char in text.strip() if _category(char) != "M")
    composed = unicodedata.normalize("NFC", unmarked)
    return sum(unicodedata.category(char).startswith(_COUNTED) for char in composed)


def _category(char: str) -> str:
    """The main category of a character, empty for no character."""
    return unicodedata.category(char)[0] if char else ""


def _is_plain(char: str) -> bool:
    if char.isascii():
        return char.isprintable() and char not in ADVISED_AGAINST
    category = unicodedata.category(char)
    return category[0] == "L" or category in ("Nd", "Mn", "Mc")
