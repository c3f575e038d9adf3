"""Addresses of messaging bindings: a number in E.164, bare for SMS or behind `whatsapp:` or `rcs:`.

The documents ask for E.164 (page of error 50407) and say nothing of spellings that readers forgive.
"""

import re
import unicodedata
from typing import Literal

import phonenumbers

from contracts.promises.grammar.grade import Grade
from contracts.promises.grammar.identities import is_longer

Channel = Literal["sms", "whatsapp", "rcs"]

LIMIT = 256
"""Characters of an address (docs: conversations limits page)."""

SAMPLE_NUMBERS = frozenset({"+15558675310", "+15017122661", "+12025552661"})
"""Numbers in published samples, good whatever the numbering plan says of them."""

_CHANNELS: dict[str, Channel] = {"": "sms", "whatsapp:": "whatsapp", "rcs:": "rcs"}
# Schemes of other channels and of URIs, of which a server may know some.
_OTHER_CHANNELS = re.compile(
    r"(?:apple|chat|client|conversations|email|facebook|fb|gbm|google|imessage|instagram|kakao|kik"
    r"|line|mailto|messenger|mms|signal|sip|sips|skype|slack|sms|smsto|tel|telegram|twitter"
    r"|viber|voice|webchat|wechat|wireless|x):"
)
_PHONE_SCHEMES = ("sms:", "tel:")
_PREFIX = re.compile(r"\s*[A-Za-z][A-Za-z0-9.+-]*\s*:")

# NANPA: 555-0100 to 555-0199 of any area; Ofcom: numbers for drama in London and on mobiles.
_FICTIONAL = re.compile(r"\+1[2-9][0-9]{2}55501[0-9]{2}|\+44(?:2079460|7700900)[0-9]{3}")
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")  # ITU-T E.164, section 6: at most fifteen digits
_SHORT_CODE = re.compile(r"[0-9]{3,6}")
_EXTENSION = re.compile(r"(?:;ext=|extension|ext|x|[,;#]{1,2})[0-9]{1,7}\Z", re.IGNORECASE)
_SEPARATORS = ("Cf", "Pd", "Pe", "Ps", "Zs")  # invisible, dashes, brackets, spaces
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NAMES = {
    "": _EMAIL,
    "whatsapp:": re.compile(r"[A-Za-z]{2}\.[A-Za-z0-9._-]+"),  # business-scoped user id
    "rcs:": re.compile(r"[A-Za-z0-9_.+-]+"),  # sender id, of which no syntax is published
}


def channel(text: str) -> Channel | None:
    """The channel that the prefix names; None for the empty string, e-mail and every other prefix."""
    prefix, body = _split(text)
    if not text or (not prefix and _EMAIL.fullmatch(body.strip())):
        return None
    return _CHANNELS.get(prefix)


def grade(text: str) -> Grade:
    """GOOD for a number in use or in a published sample, CONTESTED for what a lenient reader takes, else BAD.

    The empty string is EMPTY (errors 50411 and 50412).
    """
    if not text:
        return Grade.EMPTY
    if is_longer(text, LIMIT):
        return Grade.BAD
    prefix, body = _split(text)
    if prefix in _CHANNELS and _is_good_number(body):
        return Grade.GOOD
    return Grade.CONTESTED if _is_readable(_fold(prefix), body) else Grade.BAD


def body(text: str) -> str:
    """The address without the prefix of its channel."""
    return _split(text)[1]


def is_unassignable(number: str) -> bool:
    """Whether no account has the number: it is in a published sample, or reserved for fiction."""
    return number in SAMPLE_NUMBERS or _FICTIONAL.fullmatch(number) is not None


def extends(number: str, owned: str) -> bool:
    """Whether it is an owned number with further digits behind, and so one of no numbering plan."""
    longer = owned.startswith("+") and number.startswith(owned) and number != owned
    return longer and number[1:].isdigit() and grade(number) is not Grade.GOOD


def begins(number: str, owned: str) -> bool:
    """Whether it is an owned number with its last digits cut off, and so one of no numbering plan."""
    shorter = number.startswith("+") and owned.startswith(number) and number != owned
    return shorter and number[1:].isdigit() and grade(number) is not Grade.GOOD


def is_misspelt(text: str) -> bool:
    """Whether it is a number, on a channel, in another spelling than E.164."""
    prefix, body = _split(text)
    return prefix in _CHANNELS and not _E164.fullmatch(body) and bool(_E164.fullmatch(_bare(body)))


def same_number(a: str, b: str) -> bool:
    """Whether both name the same address: separators, extension, case and trunk prefix aside."""
    return _essence(a) == _essence(b)


def _split(text: str) -> tuple[str, str]:
    """The prefix with its colon, empty if there is none, and the rest."""
    match = _PREFIX.match(text)
    prefix = match[0] if match else ""
    return prefix, text[len(prefix) :]


def _fold(text: str) -> str:
    return "".join(text.split()).lower()


def _is_good_number(text: str) -> bool:
    if not _E164.fullmatch(text):
        return False
    parsed = _parsed(text)
    in_plan = parsed is not None and phonenumbers.is_valid_number(parsed) and _canonical(text) == text
    return in_plan or text in SAMPLE_NUMBERS


def _is_readable(prefix: str, body: str) -> bool:
    """Whether some reader may take it, given the prefix in lower case."""
    if prefix in _CHANNELS:
        number = _bare(body)
        if _E164.fullmatch(number) or _SHORT_CODE.fullmatch(number):
            return True
        named = _NAMES[prefix].fullmatch(body.strip()) is not None
    else:
        named = bool(_OTHER_CHANNELS.fullmatch(prefix) and body.strip())
    return named


def _bare(text: str) -> str:
    """Without separators and extension, digits in ASCII, `+` for a leading `00`."""
    bare = _EXTENSION.sub("", "".join(map(_simplest, text)))
    international = bare.startswith("00") and not _SHORT_CODE.fullmatch(bare)
    return f"+{bare[2:]}" if international else bare


def _simplest(char: str) -> str:
    """An ASCII digit or plus for one of any script, nothing for a separator, otherwise the character."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in "+\N{FULLWIDTH PLUS SIGN}":
        return "+"
    separates = char in "./~" or char.isspace() or unicodedata.category(char) in _SEPARATORS
    return "" if separates else char


def _essence(text: str) -> str:
    prefix, body = _split(text)
    number = _bare(body)
    if _E164.fullmatch(number) or _SHORT_CODE.fullmatch(number):
        scheme = _fold(prefix)
        return _canonical(number) if scheme in _PHONE_SCHEMES else scheme + _canonical(number)
    return _fold(text)


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None


def _canonical(number: str) -> str:
    """The number as its numbering plan writes it, say without a trunk `0`; unchanged outside of any."""
    parsed = _parsed(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if parsed else number
