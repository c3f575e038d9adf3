"""Identities: texts that name a participant, from the simplest to the longest."""

import unicodedata

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from strategies.fields import identity_texts as texts

_HEAD = st.sampled_from(texts.LETTERS + texts.DIGITS)

_WORD_CHARACTERS = st.characters(categories=["Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Mn", "Mc"])

# The sign of Kelvin is an ASCII letter in form NFC.
_FOREIGN_LETTER = st.characters(
    categories=["Lu", "Ll", "Lt", "Lo"], min_codepoint=0x80, exclude_characters="\N{KELVIN SIGN}"
)


def simple_identities() -> SearchStrategy[str]:
    """ASCII letters and digits, 1 to 64."""
    # The head of its own keeps words of our source (Hypothesis draws these) from being drawn as a whole.
    return st.builds(str.__add__, _HEAD, st.text(texts.LETTERS + texts.DIGITS, max_size=63))


def punctuated_identities() -> SearchStrategy[str]:
    """ASCII letters, digits and the signs that every server takes."""
    return st.builds(
        str.__add__, _HEAD, st.text(texts.PLAIN_SIGNS + texts.LETTERS + texts.DIGITS, min_size=1, max_size=63)
    )


def signed_identities() -> SearchStrategy[str]:
    """Words with one of the other signs that no document advises against."""
    return surrounded(st.sampled_from(texts.FREE_SIGNS))


def numeric_identities() -> SearchStrategy[str]:
    """Digits only, leading zeros among them."""
    return st.text(texts.DIGITS, min_size=1, max_size=40)


def spaced_identities() -> SearchStrategy[str]:
    """Two and more words with single spaces between them."""
    inner = st.text(texts.LETTERS + texts.DIGITS + " ", max_size=60)
    return inner.map(lambda text: " ".join(("a", *text.split(), "b")))


def international_identities() -> SearchStrategy[str]:
    """Letters, digits and marks of any script, beginning with a letter beyond ASCII, in NFC, at most 256 bytes."""
    return st.builds(_composed, _FOREIGN_LETTER, st.text(_WORD_CHARACTERS, max_size=20))


def _composed(head: str, tail: str) -> str:
    return unicodedata.normalize("NFC", head + tail)


def padded(head: str, unit: str, length: int) -> str:
    """`head` followed by as many of `unit` as make `length` characters."""
    return head[:length] + unit * (length - len(head))


def boundary_identities() -> SearchStrategy[str]:
    """Identities of one to three characters, and of at most three less than 256."""
    lengths = st.sampled_from((1, 2, 3, 253, 254, 255, 256))
    return st.builds(padded, st.text(texts.LETTERS, max_size=4), st.just("a"), lengths)


def wide_identities() -> SearchStrategy[str]:
    """Identities beyond ASCII that end a few bytes before 256."""
    return st.builds(padded, st.text(texts.LETTERS, max_size=4), st.just("語"), st.sampled_from((82, 83, 84, 85)))


def overlong_identities() -> SearchStrategy[str]:
    """Identities of more than 256 characters, however one counts."""
    head = st.text(texts.LETTERS + texts.DIGITS, max_size=8)
    return st.builds(padded, head, st.sampled_from(tuple(texts.UNITS.values())), st.sampled_from(texts.OVERLONG))


def ambiguous_lengths() -> SearchStrategy[str]:
    """Identities of at most 256 characters, but of more than 256 bytes."""
    head = st.text(texts.LETTERS, max_size=8)
    units = st.sampled_from([unit for unit in texts.UNITS.values() if unit != "a"])
    return st.builds(padded, head, units, st.sampled_from((140, 160, 200, 254, 255, 256)))


def hexadecimal(*, digits: int = 32) -> SearchStrategy[str]:
    """Lower-case hexadecimal digits."""
    return st.binary(min_size=(digits + 1) // 2, max_size=(digits + 1) // 2).map(
        lambda found: found.hex()[:digits]
    )


def user_sids() -> SearchStrategy[str]:
    """`US` and 32 lower-case hexadecimal digits (error 50206)."""
    return hexadecimal().map("US".__add__)


def unclear_user_sids() -> SearchStrategy[str]:
    """User SIDs in capitals, or with a prefix in lower case, which Twilio's pattern does not cover."""
    return st.builds(_recased_sid, hexadecimal(digits=31), st.booleans())


def _recased_sid(digits: str, capitals: bool) -> str:
    return f"US{digits.upper()}A" if capitals else f"us{digits}a"


def sid_lookalikes() -> SearchStrategy[str]:
    """SIDs of a digit too few or too many."""
    kinds = tuple((prefix, digits) for prefix in ("US", "MB", "CH", "AC") for digits in (31, 33))
    return st.builds(
        lambda kind, digits: kind[0] + digits[: kind[1]], st.sampled_from(kinds), hexadecimal(digits=33)
    )


def surrounded(middle: SearchStrategy[str]) -> SearchStrategy[str]:
    """`middle` by itself, or in the middle of a word."""
    word = st.text(texts.LETTERS, max_size=8)
    return st.builds(lambda sides, text: sides[: len(sides) // 2] + text + sides[len(sides) // 2 :], word, middle)


def white_space_identities() -> SearchStrategy[str]:
    """Identities with white space other than single spaces between words."""
    return surrounded(st.sampled_from((*texts.WHITE_SPACE, *(" " * length for length in (2, 3, 8, 100)))))


def control_identities() -> SearchStrategy[str]:
    """Identities with a control or a format character."""
    return surrounded(st.sampled_from(texts.CONTROLS + texts.FORMATS))


def symbol_identities() -> SearchStrategy[str]:
    """Identities with a symbol, an emoji, or a number or punctuation outside of ASCII."""
    any_symbol = st.characters(categories=["So", "Sc", "Nl", "No", "Pd", "Po"], min_codepoint=0xA1)
    return surrounded(st.one_of(st.sampled_from(texts.SYMBOLS), any_symbol))


def unassigned_identities() -> SearchStrategy[str]:
    """Identities with a character that is private, unassigned or no character."""
    return surrounded(st.one_of(st.sampled_from(texts.UNASSIGNED), st.characters(categories=["Co", "Cn"])))


def discouraged_identities() -> SearchStrategy[str]:
    """Identities with one of the characters that the documentation advises against."""
    word = st.text(texts.LETTERS, max_size=5)
    marked = st.builds("{}{}{}".format, word, st.sampled_from(texts.ADVISED_AGAINST), word)
    return st.one_of(marked, st.builds("{}%{:02X}".format, word, st.integers(0, 255)))


def reserved_identities() -> SearchStrategy[str]:
    """The reserved words in any case."""
    return st.builds(_recased, st.sampled_from(texts.RESERVED), st.integers(0, 127))


def _recased(word: str, mask: int) -> str:
    return "".join(letter.upper() if mask >> place & 1 else letter for place, letter in enumerate(word))


def unnormalised_identities() -> SearchStrategy[str]:
    """Identities that differ from their form NFC."""
    return surrounded(st.sampled_from(texts.UNNORMALISED))
