"""The form that the oracle reads: pairs where every parser reads the same, none where parsers differ."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.cases.case import FORM, Body, Case, Pairs, case
from contracts.cases.form import pairs

READ: dict[str, tuple[bytes, Pairs]] = {
    "nothing": (b"", ()),
    "one": (b"a=b", (("a", "b"),)),
    "empty value": (b"a=", (("a", ""),)),
    "order and repetition": (b"b=1&a=2&b=3", (("b", "1"), ("a", "2"), ("b", "3"))),
    "plus is a space": (b"a=b+c", (("a", "b c"),)),
    "percent-encoded plus": (b"a=%2B1", (("a", "+1"),)),
    "either case of hex": (b"a=%2b%2B", (("a", "++"),)),
    "needless escapes": (b"%61=%62", (("a", "b"),)),
    "escaped separators": (b"a%3D=%26", (("a=", "&"),)),
    "UTF-8": (b"a=%C3%A9%F0%9F%98%80", (("a", "é😀"),)),
    "NUL and line ends": (b"a=%00%0D%0A", (("a", "\x00\r\n"),)),
    "unreserved": (b"a=*-._~", (("a", "*-._~"),)),
    "raw at sign": (b"a=b@c", (("a", "b@c"),)),
    "raw colon": (b"a=whatsapp:1", (("a", "whatsapp:1"),)),
    "decoded once": (b"a=%2525", (("a", "%25"),)),
}
NOT_READ: dict[str, bytes] = {
    "no equals sign": b"a",
    "no name": b"=b",
    "two equals signs": b"a=b=c",
    "stray separator in front": b"&a=b",
    "stray separator at the end": b"a=b&",
    "stray separator between": b"a=b&&c=d",
    "only a separator": b"&",
    "semicolon": b"a=b;c=d",
    "stray percent sign": b"a=100%",
    "percent and no hex": b"a=%zz",
    "percent and half a byte": b"a=%2",
    "latin-1": b"a=%E9",
    "overlong UTF-8": b"a=%C0%80",
    "surrogate in UTF-8": b"a=%ED%A0%80",
    "half of UTF-8 at the end of a value": b"a=%C3&b=%A9",
    "raw bytes beyond ASCII": "a=é".encode(),
    "raw space": b"a=b c",
    "raw line end": b"a=b\n",
    "line end behind": b"a=b\r\n",
    "byte order mark": b"\xef\xbb\xbfa=b",
    "JSON": b'{"a":"b"}',
}
FORM_TYPES = [
    FORM,
    f"{FORM};charset=utf-8",
    f"{FORM}; charset=utf-8",
    f"{FORM}; charset=UTF-8",
    FORM.upper(),
    FORM.title(),
]
OTHER_TYPES = [
    None, "", "text/plain", "application/json", "multipart/form-data; boundary=x", f"{FORM}2", f" {FORM}",
    f"{FORM} ", f"{FORM};", f"{FORM}; charset=latin-1", f"{FORM};  charset=utf-8",
    f"{FORM}\n", f"{FORM}, {FORM}",
]  # fmt: skip


@pytest.mark.parametrize(("content", "read"), READ.values(), ids=READ)
def test_a_plain_form_is_read(content: bytes, read: Pairs) -> None:
    """As the URL Standard says."""
    assert pairs(Case(body=Body(content))) == read


@pytest.mark.parametrize("content", NOT_READ.values(), ids=NOT_READ)
def test_what_parsers_read_differently_is_not_read(content: bytes) -> None:
    """Neither its good part: there are no pairs at all."""
    assert pairs(Case(body=Body(content))) is None


@pytest.mark.parametrize("content_type", FORM_TYPES)
def test_a_form_is_a_form_by_its_type(content_type: str) -> None:
    """A charset of UTF-8 says nothing new."""
    assert pairs(Case(body=Body(b"a=b", content_type))) == (("a", "b"),)


@pytest.mark.parametrize("content_type", OTHER_TYPES)
def test_other_types_are_not_read(content_type: str | None) -> None:
    """Whatever the bytes look like."""
    assert pairs(Case(body=Body(b"a=b", content_type))) is None


def test_fields_are_read_as_they_are() -> None:
    """Order, repetition and empty names included."""
    fields = (("b", "1"), ("", ""), ("b", "+%"))
    assert pairs(case(fields)) == fields


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, TEXT), max_size=3).map(tuple))
def test_what_a_case_sends_is_what_is_read(fields: Pairs) -> None:
    """The case's own encoding, and the standard library's, are read back as the fields."""
    assert pairs(Case(body=Body(case(fields).content))) == fields
    assert pairs(Case(body=Body(urlencode(fields).encode()))) == fields


@settings(deadline=None)
@given(st.binary(max_size=12) | st.text("a=&%+2C;", max_size=8).map(str.encode))
def test_whatever_is_read_is_read_alike_by_another_parser(content: bytes) -> None:
    """Where there are pairs, the standard library's parser reads the same; nothing is raised."""
    read = pairs(Case(body=Body(content)))
    if read is not None:
        assert parse_qsl(content.decode(), keep_blank_values=True, strict_parsing=bool(content)) == list(read)
