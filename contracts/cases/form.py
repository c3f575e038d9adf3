"""What the oracle reads from a case: the form's pairs, as the URL Standard says that they arrive.

https://url.spec.whatwg.org/#urlencoded-parsing. Only a plain reading counts: whatever parsers are known to read
in different ways (stray separators, broken percent signs, bytes that are no UTF-8) has no pairs at all.
"""

import re
from urllib.parse import unquote_to_bytes

from contracts.cases.case import FIELDS, FORM, Case, Pairs

# One pair: a name, one equals sign, a value; only characters that the URL Standard's serializer may emit, with
# percent-encoding allowed for every byte.
# ... and the signs that RFC 3986 leaves as they are in a query, save those that some form parsers split at.
_TOKEN = r"(?:[A-Za-z0-9*._~+:@/?!$'(),-]|%[0-9A-Fa-f]{2})"
_PLAIN = re.compile(rf"(?:{_TOKEN}+={_TOKEN}*(?:&{_TOKEN}+={_TOKEN}*)*)?")

# RFC 9110 8.3.1: a media type and its parameters; a charset is what clients add, and UTF-8 is what it says.
_FORM_TYPE = re.compile(rf"{re.escape(FORM)}(?:; ?charset=utf-8)?", re.IGNORECASE)


def fields(case: Case) -> dict[str, str] | None:
    """The fields by name, or `None` when servers may read the form in different ways: it has no pairs, repeats a
    name, or has a name that lenient servers may take for a field."""
    read = pairs(case)
    if (
        read is None
        or len({name for name, _ in read}) < len(read)
        or any(_nearly_a_field(name) for name, _ in read)
    ):
        return None
    return dict(read)


def _nearly_a_field(name: str) -> bool:
    """Not a field, but some read names in any case; or a further part of the binding, as twilio-oai's example
    createRcsWithFallback sends."""
    if name in FIELDS:
        return False
    bare = "".join(character for character in name.lower() if character.isalnum())
    return bare.startswith("messagingbinding") or bare in {field.lower() for field in FIELDS}


def pairs(case: Case) -> Pairs | None:
    """The names and values that every form parser reads from the case, or `None` when parsers may differ."""
    if case.body is None:
        return case.fields if case.media_type is not None else None
    if case.media_type is None or not _FORM_TYPE.fullmatch(case.media_type):
        return None
    return _parse(case.content)


def _parse(content: bytes) -> Pairs | None:
    try:
        text = content.decode()
        if not _PLAIN.fullmatch(text):
            return None
        split = (pair.split("=") for pair in text.split("&") if pair)
        return tuple((_decode(name), _decode(value)) for name, value in split)
    except UnicodeDecodeError:
        return None


def _decode(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode()
