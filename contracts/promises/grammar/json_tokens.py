"""The tokens of a JSON text, in an order that RFC 8259 allows: no recursion, one look at each character."""

import re
from collections.abc import Iterator

WHITE_SPACE = " \t\n\r"  # RFC 8259, section 2
BYTE_ORDER_MARK = "\ufeff"  # RFC 8259, section 8.1: a reader may ignore it

# RFC 8259, section 7. Possessive, so that a long unterminated string fails in one go.
STRING = (
    r'"(?:[\x20\x21\x23-\x5B\x5D-\U0010FFFF]++'
    r'|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+"'
)
# RFC 8259, section 6.
NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
# RFC 8259, section 3 (literal names) and section 2 (structural characters).
_TOKEN = re.compile(
    rf"[ \t\n\r]*+(?:(?P<string>{STRING})|(?P<number>{NUMBER})"
    r"|(?P<literal>true|false|null)|(?P<structural>[][{}:,]))"
)

Token = tuple[str, str]
"""A kind and the characters as written. Kinds: name, string, number, literal, or the structural character."""

# What may come next. "after ..." is the state once a value inside such a container is complete.
_VALUE, _FIRST_ITEM, _FIRST_NAME, _NAME, _COLON = "value", "first item", "first name", "name", "colon"
_AFTER_ITEM, _AFTER_MEMBER, _END = "after item", "after member", "end"

_INSIDE = {"[": _AFTER_ITEM, "{": _AFTER_MEMBER}
_MOVES = {
    (_FIRST_NAME, "string"): _COLON,
    (_NAME, "string"): _COLON,
    (_COLON, ":"): _VALUE,
    (_AFTER_ITEM, ","): _VALUE,
    (_AFTER_MEMBER, ","): _NAME,
} | {
    (state, bracket): first
    for state in (_VALUE, _FIRST_ITEM)
    for bracket, first in (("[", _FIRST_ITEM), ("{", _FIRST_NAME))
}
_COMPLETES = {(state, kind) for state in (_VALUE, _FIRST_ITEM) for kind in ("string", "number", "literal")}
_CLOSES = {(_FIRST_ITEM, "]"), (_AFTER_ITEM, "]"), (_FIRST_NAME, "}"), (_AFTER_MEMBER, "}")}


class NotJsonError(ValueError):
    """The text is not a JSON text by the grammar of RFC 8259."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a JSON text, its white space and one leading byte order mark left out.

    Raises NotJsonError at the first token that cannot stand where it stands.
    """
    state = _VALUE
    enclosing = [_END]
    for kind, lexeme in _lexemes(text.removeprefix(BYTE_ORDER_MARK)):
        move = (state, kind)
        if move in _MOVES:
            yield ("name" if _MOVES[move] is _COLON else kind, lexeme)
            state = _MOVES[move]
            if kind in _INSIDE:
                enclosing.append(_INSIDE[kind])
            continue
        if move in _CLOSES:
            enclosing.pop()
        elif move not in _COMPLETES:
            raise NotJsonError(f"'text' must be JSON (got {lexeme[:20]!r} where a {state} was due)")
        yield (kind, lexeme)
        state = enclosing[-1]
    if state is not _END:
        raise NotJsonError(f"'text' must be JSON (got its end where a {state} was due)")


def _lexemes(text: str) -> Iterator[Token]:
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup or ""
        lexeme = match[kind]
        yield (lexeme if kind == "structural" else kind, lexeme)
    rest = text[position : position + 20].strip(WHITE_SPACE)
    if rest or text[position:].strip(WHITE_SPACE):
        raise NotJsonError(f"'text' must be JSON (got {rest!r} at character {position})")
