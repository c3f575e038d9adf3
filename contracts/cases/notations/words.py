"""The words of a command line, as the shell splits it from which it was copied."""

import re

from contracts.errors import UsageError

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "e": "\x1b",
            "f": "\f", "v": "\v", "?": "?"}  # fmt: skip
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.S)
_PIECES = re.compile(
    r"""(?P<ansi>\$'(?:[^'\\]|\\.)*')|(?P<single>'[^']*')|(?P<double>"(?:[^"\\]|\\.)*")"""
    r"""|(?P<escaped>\\.)|(?P<variable>\$\{\w+(?::?[-=?+][^{}]*)?\}|\$[A-Za-z_]\w*)|(?P<end>[|;&<>]|\#.*)|(?P<space>\s+)|(?P<plain>[^\s'"\\|;&<>])""",
    re.S,
)


# POSIX 2.2.3: within double quotes a backslash escapes these only, and parameters are expanded.
_DOUBLE = re.compile(rb'\\([$`"\\])|(\$\{\w+(?::?[-=?+][^{}]*)?\}|\$[A-Za-z_]\w*)')
_MARK = b"\xff\xfe"
VARIABLE = re.compile(_MARK + rb"([^\xff]*)" + _MARK)
"""A variable of the shell in a word; these bytes are no UTF-8."""


def split(text: str) -> list[bytes]:
    """The words up to the end of the command. Raises UsageError that names what has no end."""
    text = _of_windows(text.strip().removeprefix("$ ")).replace("\\\r\n", "").replace("\\\n", "")
    words: list[bytes] = []
    word: bytes | None = None
    place = 0
    while place < len(text):
        found = _PIECES.match(text, place)
        if found is None:
            line = text.count("\n", 0, place) + 1
            raise UsageError(f"line {line}: a quote must be closed (from {text[place : place + 20]!r})")
        kind, piece, place = found.lastgroup or "", found[0], found.end()
        if kind == "end" and (word is None or not piece.startswith("#")):
            break
        if kind == "space":
            words += [] if word is None else [word]
            word = None
        else:
            word = (word or b"") + _unquoted(kind, piece)
    return words if word is None else [*words, word]


def _of_windows(text: str) -> str:
    """Lines that cmd (^) or PowerShell (`) continue, joined; in a command for cmd ^ escapes what follows."""
    if re.search(r"\^\r?\n", text):
        return re.sub(r"\^(.)", r"\1", re.sub(r"\^\r?\n", " ", text))
    return re.sub(r"`\r?\n", " ", text)


def _unquoted(kind: str, piece: str) -> bytes:
    if kind == "ansi":
        return _ESCAPE.sub(_byte, piece[2:-1].encode())
    if kind == "single":
        return piece[1:-1].encode()
    if kind == "double":
        return _DOUBLE.sub(_of_double, piece[1:-1].encode())
    if kind == "variable":
        return _marked(piece.encode())
    return (piece[1:] if kind == "escaped" else piece).encode()


def _of_double(found: re.Match[bytes]) -> bytes:
    return found[1] if found[1] else _marked(found[2])


def _marked(variable: bytes) -> bytes:
    """A variable by its name, without what stands in for it when it is not set (`${NAME:?...}`)."""
    return _MARK + re.sub(rb"(\$\{\w+)[^}]*", rb"\1", variable) + _MARK


def _byte(found: re.Match[bytes]) -> bytes:
    """What an escape of $'...' stands for (bash manual, 3.1.2.4)."""
    hexadecimal, short, long, octal, other = found.groups()
    if hexadecimal:
        return bytes([int(hexadecimal, 16)])
    if short or long:
        return chr(int(short or long, 16)).encode("utf-8", "surrogatepass")
    if octal:
        return bytes([int(octal, 8) & 255])
    letter = other.decode("latin-1")
    return _ESCAPES[letter].encode() if letter in _ESCAPES else found[0]
