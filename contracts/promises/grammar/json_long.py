"""Long JSON texts (RFC 8259): whether the grammar derives them, in less than a second for 5 MB.

Python's own scanner is asked, with its extensions refused; it gives up on deep nesting, which is then read in runs
of brackets, on a stack of one byte a level. `json_tokens` says the same of every text, a microsecond a token.
"""

import json
import re
from typing import NoReturn

from contracts.promises.grammar.json_tokens import BYTE_ORDER_MARK, NUMBER, STRING

LONG = 65_536
"""Characters from which on this is worth while."""

_WS = r"[ \t\n\r]*+"
_RUN = re.compile(
    rf"{_WS}(?:(?P<arrays>\[(?:{_WS}\[)*+)|(?P<ends>\](?:{_WS}\])*+)|(?P<member>\{{{_WS}{STRING}{_WS}:)"
    rf"|(?P<object>\{{)|(?P<closes>\}}(?:{_WS}\}})*+)|(?P<comma>,)|(?P<name>{STRING}{_WS}:)"
    rf"|(?P<scalar>{STRING}|{NUMBER}|true|false|null))"
)
_ARRAY, _OBJECT = b"[", b"{"
_VALUE, _FIRST, _NAME, _AFTER = range(4)
"""What is due: a value, a first item or member or the end, a name, or what follows a value."""


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"'text' must be JSON (got {constant})")


# Numbers stay text: only the grammar matters, and int() takes at most 4,300 digits.
_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_int=len, parse_float=len)


def derives(text: str) -> bool:
    """Whether the grammar derives the text, one leading byte order mark aside."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    try:
        _DECODER.decode(text)
    except ValueError:
        return False
    except RecursionError:
        return _derives_deep(text)
    return True


def _derives_deep(text: str) -> bool:
    stack, due, position = bytearray(), _VALUE, 0
    while match := _RUN.match(text, position):
        position = match.end()
        kind, run = match.lastgroup, match.group()
        allowed = _step(str(kind), run, due, stack)
        if allowed is None:
            return False
        due = allowed
    return due == _AFTER and not stack and not text[position:].strip(" \t\n\r")


def _step(kind: str, run: str, due: int, stack: bytearray) -> int | None:
    """What is due after a run, whose brackets go on the stack or come from it; `None` where it may not stand."""
    inside = stack[-1:]
    takes_value = due == _VALUE or (due == _FIRST and inside == _ARRAY)
    if kind in ("arrays", "object", "member"):
        stack += _ARRAY * run.count("[") if kind == "arrays" else _OBJECT
        return (_VALUE if kind == "member" else _FIRST) if takes_value else None
    if kind == "scalar":
        return _AFTER if takes_value else None
    if kind == "name":
        return _VALUE if due == _NAME or (due == _FIRST and inside == _OBJECT) else None
    if kind == "comma":
        return None if due != _AFTER or not stack else (_NAME if inside == _OBJECT else _VALUE)
    ended = run.replace("]", "[").replace("}", "{").translate(_WITHOUT_SPACE).encode()
    if due not in (_FIRST, _AFTER) or not stack.endswith(ended):
        return None
    del stack[-len(ended) :]
    return _AFTER


_WITHOUT_SPACE = dict.fromkeys(map(ord, " \t\n\r"))
