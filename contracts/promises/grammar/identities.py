"""The Identity field: at most 256 characters, plain ones, words and patterns that are taken.

No document says what a character is, so length is measured in several ways at once. Nor does one say what is
done about characters beyond ASCII or about white space; the participant page advises against many signs.
"""

import re
import unicodedata
from collections import Counter

from contracts.promises.grammar.grade import Grade, worst

LIMIT = 256
"""Characters of an identity (docs: conversations limits page)."""

RESERVED_WORDS = frozenset({"system", "private", "unique"})
"""Docs: the page of error 48033."""

_USER_SID = re.compile(r"US[0-9a-f]{32}")  # docs: the page of error 50206
_SID = re.compile(r"(?:[A-Z]{2}|[Uu][Ss])[0-9a-fA-F]{32}")
# Docs: alice@example.com of the identity page, "IDENTITY" of the samples, and signs that mean nothing in a URL.
_PLAIN = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9._-]+(@[A-Za-z0-9._-]+)?")
_IN_PATH = re.compile(r"[\w.@~-]+(?: [\w.@~-]+)*")
_COUNTED = ("L", "N", "P", "Zs", "Sm", "Sc", "So")
_JOINED = re.compile("\u200d+.", re.DOTALL)  # ZERO WIDTH JOINER, with what it joins to the character before
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{2}")  # regional indicators, two of which are a flag
_HALF = "\U0001f1e6"


def grade(text: str) -> Grade:
    """The worst of length, characters and likeness to a user SID; EMPTY for the empty string."""
    if not text:
        return Grade.EMPTY
    if looks_like_user_sid(text):
        return Grade.BAD
    return worst(length_grade(text), character_grade(text))


def length_grade(text: str) -> Grade:
    """GOOD when even the bytes of UTF-8 fit, BAD when even the fewest characters do not."""
    if len(text) <= LIMIT and len(text.encode("utf-8", "surrogatepass")) <= LIMIT:
        return Grade.GOOD
    return Grade.BAD if is_longer(text, LIMIT) else Grade.CONTESTED


def character_grade(text: str) -> Grade:
    """GOOD for ASCII letters and digits, `.`, `_` and `-` beside them, and one `@` between such words.

    Everything else is CONTESTED: other signs, spaces, letters beyond ASCII, a reserved word, and what looks like a
    SID: a participant is fetched by its SID or its identity.
    """
    plain = _PLAIN.fullmatch(text) and not _SID.fullmatch(text) and text.lower() not in RESERVED_WORDS
    return Grade.GOOD if plain else Grade.CONTESTED


def goes_in_a_path(text: str) -> bool:
    """Whether a URL that names a participant by this identity means no other: letters of any script, digits, `.`,
    `_`, `-`, `@`, `~` and single spaces inside. The participant page advises against most other signs, which
    have a meaning in URLs; and a text that looks like a SID is one there."""
    return _IN_PATH.fullmatch(text) is not None and not _SID.fullmatch(text) and text.strip(".") != ""


def looks_like_user_sid(text: str) -> bool:
    """Whether it is `US` and 32 lower-case hexadecimal digits, which error 50206 forbids."""
    return _USER_SID.fullmatch(text) is not None


def fewest_characters(text: str) -> int:
    """The least that a sane way of counting gives: trimmed, in NFC, as characters that a person sees (UAX #29), no
    marks, controls and invisibles; what is joined to a character, and the second half of a flag, is part of it."""
    return _count(text.strip())


def _count(text: str) -> int:
    # Marks go first: they are not counted, and long runs of them make normalisation quadratic.
    categories = map(unicodedata.category, text)
    unmarked = "".join(char for char, category in zip(text, categories, strict=True) if category[0] != "M")
    composed = unicodedata.normalize("NFC", _JOINED.sub("", _FLAGS.sub(_HALF, unmarked)))
    counted = Counter(map(unicodedata.category, composed))
    return sum(count for category, count in counted.items() if category.startswith(_COUNTED))


def is_longer(text: str, limit: int) -> bool:
    """Whether even the fewest characters are more than `limit`; reads no further than that takes."""
    stripped, length = text.strip(), 8 * limit
    while length < len(stripped):
        # Composition may join what the cut separates: one character of slack.
        if _count(stripped[:length]) > limit + 1:
            return True
        length *= 8
    return _count(stripped) > limit
