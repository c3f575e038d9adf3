"""JSON texts (RFC 8259): their grade, their shortest spelling, their values, and when two say the same.

Nothing here is Python's `json`, which takes `NaN`, drops repeated members and gives up on deep nesting.
Every function takes any `str` and reads it once, whatever its nesting.
"""

import math
import re
import sys
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from contracts.promises.grammar import json_long
from contracts.promises.grammar.grade import Grade
from contracts.promises.grammar.json_tokens import BYTE_ORDER_MARK, WHITE_SPACE, NotJsonError, Token, tokens

DEEPEST = 10
"""Nesting that every reader is expected to take; RFC 8259, section 9, lets each set a limit of its own."""

_T = TypeVar("_T")
_INT64 = range(-(2**63), 2**63)
_INTEGER = re.compile(r"-?[0-9]+")
_LITERALS = {"true": True, "false": False, "null": None}

# RFC 8259, section 7: a pair of escaped surrogates is one character.
_ESCAPE = re.compile(r"\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)|\\u(....)|\\(.)")
_SHORT_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_DOUBTFUL = re.compile(r"[\x00\uD800-\uDFFF]")
# RFC 8259, section 7, names what must be escaped; a lone surrogate has no other spelling in UTF-8.
_MUST_ESCAPE = re.compile(r'["\\\x00-\x1F\uD800-\uDFFF]')
_ESCAPED = {'"': '\\"', "\\": "\\\\"} | {char: f"\\{letter}" for letter, char in _SHORT_ESCAPES.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A number as written, equal to every other spelling of the same value."""

    lexeme: str

    @property
    def value(self) -> int | float:
        """Exact for integers within 64 bits, otherwise the nearest IEEE 754 double (RFC 8259, section 6)."""
        return int(self.lexeme) if _is_int64(self.lexeme) else float(self.lexeme)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True)
class Object:
    """The members of an object, in order and with repetitions."""

    members: tuple[tuple[str, "JsonValue"], ...]


Scalar = bool | str | Number | None
JsonValue = Scalar | tuple["JsonValue", ...] | Object


def is_grammatical(text: str) -> bool:
    """Whether the grammar of RFC 8259 derives the text, one leading byte order mark aside."""
    if len(text) > json_long.LONG:
        return json_long.derives(text)
    try:
        for _ in tokens(text):
            pass
    except NotJsonError:
        return False
    return True


def grade(text: str) -> Grade:
    """GOOD or BAD by RFC 8259; CONTESTED where it lets implementations refuse or differ.

    Contested are repeated names (section 4), lone surrogates (8.2), a byte order mark (8.1), numbers beyond 64 bit
    integers or normal doubles (6), nesting deeper than DEEPEST and U+0000 in strings (9: limits of "the length and
    character contents of strings"; PostgreSQL's jsonb has that one).
    Mere white space is EMPTY.
    """
    if not text.removeprefix(BYTE_ORDER_MARK).strip(WHITE_SPACE):
        return Grade.EMPTY
    if len(text) > json_long.LONG and not json_long.derives(text):
        return Grade.BAD
    try:
        found = list(tokens(text))
    except NotJsonError:
        return Grade.BAD
    doubtful = text.startswith(BYTE_ORDER_MARK) or _leaves_room(found)
    return Grade.CONTESTED if doubtful else Grade.GOOD


def shortest(text: str) -> str:
    """The same tokens without white space and needless escapes, numbers as written. Raises NotJsonError."""
    return "".join(
        _quote(_unquote(lexeme)) if kind in ("name", "string") else lexeme for kind, lexeme in tokens(text)
    )


def is_longer(text: str, limit: int) -> bool:
    """Whether the shortest spelling has more than `limit` characters; reads no further than that takes. Raises
    NotJsonError for what is no JSON up to there."""
    length = 0
    for kind, lexeme in tokens(text):
        # The spelling of a character as an escape has at most six characters.
        if kind in ("name", "string"):
            length += len(lexeme) // 6 if len(lexeme) > 8 * limit else len(_quote(_unquote(lexeme)))
        else:
            length += len(lexeme)
        if length > limit:
            return True
    return False


def parse(text: str) -> JsonValue:
    """The value of a JSON text: tuples for arrays, Object for objects, numbers exact. Raises NotJsonError.

    Python compares nested values by recursion: for texts of unknown depth use `equal`.
    """

    def array(items: list[JsonValue]) -> JsonValue:
        return tuple(items)

    def object_(members: Iterable[tuple[str, JsonValue]]) -> JsonValue:
        return Object(tuple(members))

    return _fold(text, lambda scalar: scalar, array, object_)


def equal(a_text: str, b_text: str) -> bool:
    """Whether both are JSON and say the same: white space, escapes and member order aside.

    Of a repeated name the last member counts, as with most readers (RFC 8259, section 4).
    """
    numbers: dict[Hashable, int] = {}  # one number for each distinct value met in either text

    def number(key: Hashable) -> int:
        return numbers.setdefault(key, len(numbers))

    def identify(text: str) -> int:
        return _fold(
            text,
            number,
            lambda items: number(("array", tuple(items))),
            lambda members: number(("object", frozenset(dict(members).items()))),
        )

    try:
        return identify(a_text) == identify(b_text)
    except NotJsonError:
        return False


def _fold(
    text: str,
    scalar: Callable[[Scalar], _T],
    array: Callable[[list[_T]], _T],
    object_: Callable[[Iterable[tuple[str, _T]]], _T],
) -> _T:
    """Builds a result from the innermost values outwards; a frame of an object alternates name and value."""
    frames: list[list[Any]] = [[]]
    for kind, lexeme in tokens(text):
        if kind in ("[", "{"):
            frames.append([])
        elif kind == "]":
            items = frames.pop()
            frames[-1].append(array(items))
        elif kind == "}":
            members = frames.pop()
            frames[-1].append(object_(zip(members[::2], members[1::2], strict=True)))
        elif kind == "name":
            frames[-1].append(_unquote(lexeme))
        elif kind not in (",", ":"):
            frames[-1].append(scalar(_scalar(kind, lexeme)))
    result: _T = frames[0][0]
    return result


def _scalar(kind: str, lexeme: str) -> Scalar:
    if kind == "string":
        return _unquote(lexeme)
    return Number(lexeme) if kind == "number" else _LITERALS[lexeme]


def _leaves_room(found: Iterable[Token]) -> bool:
    names: list[set[str]] = []  # of each open container
    for kind, lexeme in found:
        if kind in ("[", "{"):
            names.append(set())
            if len(names) > DEEPEST:
                return True
        elif kind in ("]", "}"):
            names.pop()
        elif kind == "number":
            if _is_out_of_range(lexeme):
                return True
        elif kind in ("name", "string"):
            value = _unquote(lexeme)
            if _DOUBTFUL.search(value) or (kind == "name" and value in names[-1]):
                return True
            if kind == "name":
                names[-1].add(value)
    return False


def _is_int64(lexeme: str) -> bool:
    return len(lexeme) <= 20 and _INTEGER.fullmatch(lexeme) is not None and int(lexeme) in _INT64


def _is_out_of_range(lexeme: str) -> bool:
    if _INTEGER.fullmatch(lexeme):
        return not _is_int64(lexeme)
    magnitude = abs(float(lexeme))
    if magnitude < sys.float_info.min:  # zero or subnormal
        significand = re.split("[eE]", lexeme, maxsplit=1)[0]
        return any(digit in significand for digit in "123456789")
    return math.isinf(magnitude)


def _unquote(lexeme: str) -> str:
    return _ESCAPE.sub(_escaped_character, lexeme[1:-1])


def _escaped_character(match: re.Match[str]) -> str:
    high, low, single, letter = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    return chr(int(single, 16)) if single else _SHORT_ESCAPES.get(letter, letter)


def _quote(value: str) -> str:
    escaped = _MUST_ESCAPE.sub(lambda match: _ESCAPED.get(match[0], f"\\u{ord(match[0]):04x}"), value)
    return f'"{escaped}"'
