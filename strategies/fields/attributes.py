"""Attributes that are JSON texts by RFC 8259: every kind of value, every spelling, up to and past 4 KB.

Texts are made from templates, not by recursion: that is several times as fast, and shrinks as well.
"""

import json
from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from strategies.json import texts


def numbers() -> SearchStrategy[str]:
    """Numbers of every spelling within 64 bits and doubles."""
    whole = st.integers(-(2**63), 2**63 - 1).map(str)
    fraction = st.builds("{}.{:03}".format, st.integers(-(10**6), 10**6), st.integers(0, 999))
    exponent = st.builds("{}{}{}".format, st.integers(-99, 99), st.sampled_from("eE"), st.integers(-99, 99))
    return st.one_of(st.sampled_from(texts.NUMBERS), whole, fraction, exponent)


_CHARACTERS = st.characters(exclude_characters="\0", codec="utf-8")


def strings() -> SearchStrategy[str]:
    """Strings with any content but lone surrogates and U+0000, in any style of escaping."""
    content = st.one_of(st.sampled_from(texts.STRINGS), st.text(_CHARACTERS, max_size=20))
    return st.builds(lambda text, style: style(text), content, st.sampled_from(texts.STYLES))


def scalars() -> SearchStrategy[str]:
    """Literals, numbers, strings, empty containers."""
    return st.one_of(st.sampled_from(texts.SCALARS), numbers(), strings())


@st.composite
def values(
    draw: DrawFn, *, shapes: Sequence[str] = texts.SHAPES, leaves: SearchStrategy[str] | None = None
) -> str:
    """JSON texts of the given shapes, their places filled with `leaves` (scalars by default)."""
    shape = draw(st.sampled_from(shapes))
    parts = shape.split("№")
    filling = [draw(_SCALARS if leaves is None else leaves) for _ in parts[1:]]
    return parts[0] + "".join(leaf + part for leaf, part in zip(filling, parts[1:], strict=True))


_SCALARS = scalars()


def objects() -> SearchStrategy[str]:
    """JSON objects."""
    return values(shapes=texts.OBJECT_SHAPES)


def plain_objects() -> SearchStrategy[str]:
    """JSON objects with one scalar in all places: cheap ones, for cases that are about something else."""
    scalar = st.sampled_from((*texts.SCALARS, *texts.NUMBERS))
    return st.builds(lambda shape, leaf: shape.replace("№", leaf), st.sampled_from(texts.OBJECT_SHAPES), scalar)


def arrays() -> SearchStrategy[str]:
    """JSON arrays."""
    return values(shapes=texts.ARRAY_SHAPES)


def named_members() -> SearchStrategy[str]:
    """Objects whose member names are anything, each of them once."""
    name = st.one_of(st.sampled_from(texts.NAMES), st.text(_CHARACTERS, max_size=8))
    names = st.lists(name, min_size=1, max_size=3, unique=True)
    return st.builds(lambda keys, value: json.dumps(dict.fromkeys(keys, value)), names, st.integers(0, 9))


def spaced_objects() -> SearchStrategy[str]:
    """JSON objects with white space at every place of a shape where it may stand."""
    gaps = st.text(" \t\r\n", max_size=4)
    shapes = st.sampled_from(('~{~"a"~:~1~}~', '~{~"a"~:~[~1~,~null~]~}~', "~{~}~", '~{~"a"~:~{~}~,~"b"~:~""~}~'))
    return st.builds(lambda shape, one, other: shape.replace("~", one, 1).replace("~", other), shapes, gaps, gaps)


def nested_objects() -> SearchStrategy[str]:
    """Objects with arrays and objects within each other, up to 10 deep."""
    return st.builds(texts.nested, st.integers(1, 9), st.sampled_from("[{")).map('{{"a":{}}}'.format)


def deep_values() -> SearchStrategy[str]:
    """The same deeper than 10, where RFC 8259 (section 9) lets implementations set a limit."""
    return st.builds(texts.nested, st.integers(11, 600), st.sampled_from("[{"))


def fitting() -> SearchStrategy[str]:
    """Texts of up to 4,000 bytes, the greatest sizes among them."""
    head = st.text("abcdef", max_size=8)
    sizes = st.sampled_from((1024, 2048, 3998, 3999, 4000))
    return st.builds(texts.of_bytes, sizes, st.sampled_from(texts.UNITS), head)


def too_long() -> SearchStrategy[str]:
    """Texts of more than 4,096 characters that nothing makes shorter."""
    head = st.text("abcdef", max_size=8)
    return st.builds(texts.of_characters, st.sampled_from(texts.TOO_LONG), st.sampled_from(texts.UNITS), head)


def unclear_sizes() -> SearchStrategy[str]:
    """Texts of more than 4,000 bytes that are no longer than 4,096 characters, or need not be."""
    head = st.text("abcdef", max_size=8)
    between = st.builds(texts.of_bytes, st.integers(4001, 4096), st.sampled_from(texts.UNITS), head)
    wide = st.builds(texts.of_characters, st.integers(2100, 4096), st.sampled_from(texts.UNITS[1:]), head)
    padding = st.builds(
        lambda space, size: "{" + space[0] * size + "}",
        st.sampled_from(texts.WHITE_SPACE),
        st.integers(4097, 5000),
    )
    return st.one_of(between, wide, padding)


def unclear_values() -> SearchStrategy[str]:
    """Repeated names, numbers out of range, lone surrogates, U+0000."""
    huge = st.builds(
        lambda digits, sign: f"{sign}{digits}", st.integers(2**64, 10**40), st.sampled_from(("", "-"))
    )
    exponents = st.builds(
        "{}e{}".format, st.integers(1, 9), st.one_of(st.integers(309, 999), st.integers(-999, -330))
    )
    surrogates = st.integers(0xD800, 0xDFFF).map('"\\u{:04x}"'.format)
    twice = st.builds('{{"a":{},"a":{}}}'.format, _SCALARS, _SCALARS)
    return st.one_of(twice, values(leaves=st.one_of(huge, exponents, surrogates), shapes=('{"a":№}', "[№]", "№")))
