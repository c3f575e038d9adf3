"""The Attributes field: "structurally valid JSON" of at most 4 KB (docs: conversations limits page).

No document says whether 4 KB is 4,000 or 4,096, of bytes or of characters, of the text as sent or as stored.
"""

from contracts.promises.grammar import json_text
from contracts.promises.grammar.grade import Grade, worst

SURELY_FITS = 4000
"""Bytes of UTF-8 that fit by every reading of 4 KB."""
SURELY_TOO_LONG = 4096
"""Code points of the shortest spelling that fit by the most generous reading; one more fits by none."""


def size_grade(text: str) -> Grade:
    """Whether the text fits into 4 KB. The size of what is no JSON decides nothing: never BAD."""
    if len(text.encode("utf-8", "surrogatepass")) <= SURELY_FITS:
        return Grade.GOOD
    too_long = json_text.is_grammatical(text) and json_text.is_longer(text, SURELY_TOO_LONG)
    return Grade.BAD if too_long else Grade.CONTESTED


def grade(text: str) -> Grade:
    """The worse of the grades for JSON and for size; EMPTY for the empty string and mere white space."""
    structure = json_text.grade(text)
    return structure if structure is Grade.EMPTY else worst(structure, size_grade(text))
