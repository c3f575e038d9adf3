"""A text as people read it: what repeats as `'a' * 257`, escapes for what cannot be seen, odd characters by name,
and where two texts differ."""

import re
import unicodedata
from collections.abc import Iterator

FEWEST = 33
"""Times that a character stands there in a row to be counted: those of a SID of one digit are not. A text of
nothing else is counted from `ALONE` on."""
ALONE = 9
MOST = 3
"""Characters that are named, and differences that are told one by one."""
SEEN = 24
"""Characters of a text in ASCII in which a difference is seen without help."""
LONGEST = 40
"""Characters of a piece that is told in full."""

_RUN = re.compile(rf"(.)\1{{{FEWEST - 1},}}|\A(.)\2{{{ALONE - 1},}}\Z", re.S)
_ODD = ("Mn", "Mc", "Me", "Cf", "Cc", "Co", "Cn", "Cs", "Zs", "Zl", "Zp")
"""Categories (Unicode Standard, 4.5): marks that join the letter before them, and what is not seen."""


def readable(text: str) -> str:
    """The text as a Python expression; what is not seen, or joins its neighbour, is an escape."""
    pieces, end = [], 0
    for run in _RUN.finditer(text):
        pieces += [_quoted(text[end : run.start()])] if run.start() > end else []
        pieces.append(f"{_quoted(run[0][0])} * {len(run[0])}")
        end = run.end()
    if end < len(text) or not pieces:
        pieces.append(_quoted(text[end:]))
    return " + ".join(pieces)


def with_names(text: str) -> str:
    """The same, with the names of the first odd characters."""
    odd = [_name(character) for character in dict.fromkeys(text) if _is_odd(character)]
    more = ", ..." if len(odd) > MOST else ""
    return f"{readable(text)} ({', '.join(odd[:MOST])}{more})" if odd else readable(text)


def difference(sent: str, came: str) -> str:
    """Where the text that came differs from the one that was sent, character by character, counted from 1."""
    start, end = _common(sent, came)
    gone, new = sent[start : len(sent) - end], came[start : len(came) - end]
    if len(gone) == len(new):
        places = [n for n, (one, other) in enumerate(zip(gone, new, strict=True)) if one != other]
        if len(places) <= MOST:
            told = (f"character {start + n + 1}: {_named(gone[n])} came back as {_named(new[n])}" for n in places)
            return "; ".join(told)
    if not new:
        return f"from character {start + 1}: {_cut(gone)} is gone"
    if not gone:
        return f"from character {start + 1}: {_cut(new)} is added"
    return f"from character {start + 1}: {_cut(gone)} came back as {_cut(new)}"


def pointed(sent: object, came: object) -> str:
    """The difference of two texts in brackets, to stand behind the one that came; nothing where it is seen."""
    if not isinstance(sent, str) or not isinstance(came, str) or sent == came:
        return ""
    seen = max(len(sent), len(came)) <= SEEN and sent.isascii() and came.isascii()
    return "" if seen else f" ({difference(sent, came)})"


def _common(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginnings, and at their ends behind that."""
    shortest = min(len(one), len(other))
    start = next((n for n in range(shortest) if one[n] != other[n]), shortest)
    left = shortest - start
    return start, next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)


def _quoted(text: str) -> str:
    return "".join(_escaped(repr(text)))


def _escaped(text: str) -> Iterator[str]:
    """What `repr` leaves as it is though it joins its neighbour becomes an escape too."""
    for character in text:
        if character.isascii() or unicodedata.category(character) not in _ODD:
            yield character
        else:
            yield ascii(character)[1:-1]


def _is_odd(character: str) -> bool:
    """Not seen as what it is: an odd category, or another way to write other characters (NFKC)."""
    if character.isascii():
        return False
    odd = unicodedata.category(character) in _ODD
    return odd or unicodedata.normalize("NFC", character) != character


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"


def _named(character: str) -> str:
    return _quoted(character) if character.isascii() else f"{_quoted(character)} ({_name(character)})"


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return with_names(text)
    told = readable(text)
    return told if len(told) <= LONGEST else f"{readable(text[:LONGEST])}... ({len(text):,} characters)"
