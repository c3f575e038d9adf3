"""What was tried of a field: how long, of which characters, and of what kind its values were. Flat memory."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    FIELDS,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    Case,
)
from reports.runs.combinations import Combinations

LENGTHS = (0, 1, 2, 16, 64, 128, 255, 256, 257, 258, 1024, 4000, 4097, 65536)
"""Where classes of lengths, in characters, begin: the sides of the documented limits, 256 and 4 KB, are apart."""
SAMPLED = 4096
"""Characters of a value that are looked at for its alphabets and kind."""

_ALPHABETS = {
    "Mn": "combining marks",
    "Me": "combining marks",
    "Mc": "combining marks",
    "Cc": "controls",
    "Cf": "invisible, bidirectional",
    "Co": "private, unassigned",
    "Cn": "private, unassigned",
    "Cs": "surrogates",
    "Nd": "digits of other scripts",
    "Zs": "other spaces",
    "Zl": "other spaces",
    "Zp": "other spaces",
}
_PHONE = (
    ("empty", r"\s*"),
    ("+ and digits", r"\+\d+"),
    ("whatsapp:", r"(?i)whatsapp:.*"),
    ("rcs:", r"(?i)rcs:.*"),
    ("messenger:", r"(?i)messenger:.*"),
    ("another prefix", r"[A-Za-z]+:.*"),
    ("digits without +", r"[\d ().-]+"),
    ("other text", r".*"),
)
_DATE = (
    ("empty", r"\s*"),
    ("date-time, Z", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    ("date-time, offset", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"),
    ("date-time, fraction", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)"),
    ("date only", r"\d{4}-\d\d-\d\d"),
    ("digits", r"\d+"),
    ("other text", r".*"),
)
_IDENTITY = (
    ("empty", r"\s*"),
    ("letters, digits, _", r"\w+"),
    ("like an e-mail", r"[^@\s]+@[^@\s]+"),
    ("like an address", r"([A-Za-z]+:)?\+?\d+"),
    ("with spaces", r".*\s.*"),
    ("with other signs", r".*"),
)
_ROLE = (
    ("empty", r"\s*"),
    ("RL and 32 digits", r"RL[0-9a-fA-F]{32}"),
    ("another SID", r"[A-Z]{2}\w{32}"),
    ("other text", r".*"),
)
_KINDS = {
    field_name: tuple((kind, re.compile(pattern, re.DOTALL)) for kind, pattern in kinds)
    for field_name, kinds in {
        IDENTITY: _IDENTITY,
        ADDRESS: _PHONE,
        PROXY_ADDRESS: _PHONE,
        PROJECTED_ADDRESS: _PHONE,
        DATE_CREATED: _DATE,
        DATE_UPDATED: _DATE,
        ROLE_SID: _ROLE,
    }.items()
}
_JSON = {
    dict: "object",
    list: "array",
    str: "string",
    int: "number",
    float: "number",
    bool: "true, false",
    type(None): "null",
}


@dataclass(slots=True)
class Tried:
    """`given` counts the values of a field; the others count them by class. A value may have several alphabets."""

    given: int = 0
    lengths: Counter[int] = field(default_factory=Counter)
    alphabets: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, value: str) -> tuple[int, frozenset[str], str]:
        """Counts one value of the field `name`, and returns its classes."""
        classes = length_class(len(value)), frozenset(map(alphabet, set(value[:SAMPLED]))), kind(name, value)
        self.given += 1
        self.lengths[classes[0]] += 1
        self.alphabets.update(classes[1])
        self.kinds[classes[2]] += 1
        return classes


@dataclass(slots=True)
class TriedFields:
    """What was tried of each of the eight fields; `absent` counts the cases that were sent without it.
    `combinations` are of the fields of a case with the classes of one of its values."""

    cases: int = 0
    tried: dict[str, Tried] = field(default_factory=lambda: {name: Tried() for name in FIELDS})
    absent: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    combinations: Combinations = field(default_factory=Combinations)

    def add(self, case: Case) -> None:
        """Counts the values of a case; a body that is no form says nothing of fields."""
        if case.body is not None:
            return
        self.cases += 1
        names = tuple(name for name, _ in case.fields)
        for name, tried in self.tried.items():
            values = case.values(name)
            self.absent[name] += not values
            self.repeated[name] += len(values) > 1
            for value in values:
                self.combinations.add((names, name, *tried.add(name, value)))

    def document(self) -> dict[str, object]:
        """The counts, field by field, classes in their order."""
        return {name: dict(self._entries(name, tried)) for name, tried in self.tried.items()}

    def _entries(self, name: str, tried: Tried) -> Iterator[tuple[str, object]]:
        yield "given", tried.given
        yield "absent", self.absent[name]
        yield "repeated", self.repeated[name]
        yield "lengths", {length_name(start): tried.lengths[start] for start in LENGTHS if tried.lengths[start]}
        yield "alphabets", dict(tried.alphabets.most_common())
        yield "kinds", dict(tried.kinds.most_common())


def length_class(length: int) -> int:
    """Where the class of a length begins."""
    return max(start for start in LENGTHS if start <= length)


def length_name(start: int) -> str:
    """The class of lengths that begins there: `256`, `2–15`, `65,536 or more`."""
    place = LENGTHS.index(start)
    if place == len(LENGTHS) - 1:
        return f"{start:,} or more"
    last = LENGTHS[place + 1] - 1
    return f"{start:,}" if last == start else f"{start:,}–{last:,}"


def alphabet(character: str) -> str:
    """Which alphabet a character is of."""
    if character.isascii():
        return _ascii(character)
    found = _ALPHABETS.get(unicodedata.category(character))
    if found is not None:
        return found
    if ord(character) > 0xFFFF:
        return "emoji, beyond U+FFFF"
    letter = "letters of other scripts" if ord(character) > 0x24F else "Latin with marks"
    return letter if character.isalnum() else "signs and symbols"


def _ascii(character: str) -> str:
    if character.isalpha():
        return "a–z, A–Z"
    if character.isdigit():
        return "0–9"
    if character == " ":
        return "space"
    return "ASCII signs" if character.isprintable() else "controls"


def kind(name: str, value: str) -> str:
    """Of what kind the value of a field is."""
    if name == ATTRIBUTES:
        return _json_kind(value)
    return next(found for found, pattern in _KINDS[name] if pattern.fullmatch(value[:SAMPLED]))


def _json_kind(value: str) -> str:
    if not value.strip():
        return "empty"
    if len(value) > SAMPLED:
        return "longer than 4 KB"
    try:
        return _JSON[type(json.loads(value, parse_constant=_no_json))]
    except (ValueError, RecursionError):
        return "not JSON"


def _no_json(constant: str) -> NoReturn:
    raise ValueError(constant)
