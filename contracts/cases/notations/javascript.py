"""Literals of JavaScript: an object of texts, as code gives it to a function and as Node prints it."""

import json
import re
from collections.abc import Iterator

from contracts.errors import UsageError

Members = list[tuple[str, str]]

_SPACE = r"(?:\s|//[^\n]*|/\*.*?\*/)*"
_TEXT = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`"""
_KEY = re.compile(rf"{_SPACE}(?:(?P<quoted>{_TEXT})|(?P<bare>[A-Za-z_$][\w$]*)){_SPACE}:{_SPACE}", re.S)
_WORD = r"(?P<word>true|false|null|undefined)\b"
_VALUE = re.compile(rf"(?P<text>{_TEXT})|new Date\((?P<date>{_TEXT})\)|{_WORD}", re.S)
_REPEAT = re.compile(rf"{_SPACE}\.repeat\((\d{{1,6}})\)")
_PLUS = re.compile(rf"{_SPACE}\+{_SPACE}", re.S)
_JSON = re.compile(rf"JSON\.stringify\({_SPACE}", re.S)
_NEXT = re.compile(rf"{_SPACE}(?P<end>,?{_SPACE}\}}|,)", re.S)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|(\n)|(.))", re.S)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def members(text: str, start: int) -> Members:
    """The members of the object that begins at `start`, in their order; those that are null or undefined are not
    sent. Raises UsageError that names the member that is no text."""
    if not text.startswith("{", start):
        raise UsageError(f"an object must begin here (got {text[start : start + 20]!r})")
    return list(_members(text, start + 1))


def _members(text: str, place: int) -> Iterator[tuple[str, str]]:
    while (found := _KEY.match(text, place)) is not None:
        key = found["bare"] or _unquoted(found["quoted"])
        value, place = _value(text, found.end(), key)
        if value is not None:
            yield key, value
        end = _NEXT.match(text, place)
        if end is None:
            raise UsageError(f"{key!r} must be a literal (got more: {text[place : place + 20]!r}); give its value")
        if end["end"].endswith("}"):
            return
        place = end.end()
    if not re.compile(rf"{_SPACE}\}}", re.S).match(text, place):
        raise UsageError(f"an object must have names and values (got {text[place : place + 20]!r})")


def _value(text: str, place: int, key: str) -> tuple[str | None, int]:
    """A value, or several that are added, and where it ends."""
    if stringified := _JSON.match(text, place):
        return _stringified(text, stringified.end(), key)
    found = _VALUE.match(text, place)
    if found is None:
        raise UsageError(f"{key!r} must be a literal (got {text[place : place + 20]!r}); give its value")
    place = found.end()
    if found["word"]:
        return (found["word"] if found["word"] in ("true", "false") else None), place
    value = _unquoted(found["text"] or found["date"])
    if repeated := _REPEAT.match(text, place):
        value, place = value * int(repeated[1]), repeated.end()
    if plus := _PLUS.match(text, place):
        more, place = _value(text, plus.end(), key)
        value += more or ""
    return value, place


def _stringified(text: str, place: int, key: str) -> tuple[str, int]:
    """As JSON.stringify writes it: without spaces."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, place)
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False), text.index(")", end) + 1
    except (ValueError, RecursionError):
        raise UsageError(f"{key!r} must be a literal (what is stringified is no JSON); give its value") from None


def _unquoted(literal: str) -> str:
    if literal.startswith("`") and "${" in literal:
        raise UsageError(f"a text must be a literal (got {literal[:40]}); give its value")
    text = _ESCAPE.sub(_escaped, literal[1:-1])
    # Two halves of a character beyond U+FFFF are one, as in JavaScript.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _escaped(found: re.Match[str]) -> str:
    short, braced, long, joined, other = found.groups()
    if joined:
        return ""
    digits = short or braced or long
    return chr(int(digits, 16)) if digits else _ESCAPES.get(other, other)
