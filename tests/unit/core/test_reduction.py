"""Reduction: the smallest document that still shows a violation, within a number of tries."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.cases.case import ADDRESS, ATTRIBUTES, FORM, IDENTITY, PROXY_ADDRESS, Auth, Body, Case, case
from contracts.promises.expectation import Outcome
from contracts.promises.oracle import expect
from contracts.trials.reduction import reduce, size

BUSY = case(
    {
        IDENTITY: "Zoë from somewhere",
        ATTRIBUTES: '{"role": "driver", "seats": [1, 2, 3]}',
        ADDRESS: "+15558675310",
        "Foo": "bar",
    },
    headers=[("X-Twilio-Webhook-Enabled", "true"), ("Origin", "https://example.com")],
)

SMALLEST: dict[str, tuple[Case, Callable[[Case], bool], Case]] = {
    "anything": (BUSY, lambda one: True, Case()),
    "nothing": (BUSY, lambda one: False, BUSY),
    "one field": (BUSY, lambda one: bool(one.values("Foo")), case({"Foo": ""})),
    "one character": (BUSY, lambda one: "ë" in (one.get(IDENTITY) or ""), case({IDENTITY: "ë"})),
    "one header": (
        BUSY,
        lambda one: one.header("origin") is not None,
        case(headers=[("Origin", "https://example.com")]),
    ),
    "two fields": (
        BUSY,
        lambda one: "[" in (one.get(ATTRIBUTES) or "") and one.get(ADDRESS) is not None,
        case({ATTRIBUTES: "[", ADDRESS: ""}),
    ),
    "order": (
        case([("a", "xx"), ("b", "yy"), ("a", "zz")]),
        lambda one: [name for name, _ in one.fields] == ["a", "b", "a"],
        case([("a", ""), ("b", ""), ("a", "")]),
    ),
    "length": (
        case({IDENTITY: "Lorem ipsum " * 30}),
        lambda one: len(one.get(IDENTITY) or "") > 256,
        case({IDENTITY: "a" * 257}),
    ),
    "two characters apart": (
        case({IDENTITY: "one+two+three"}),
        lambda one: (one.get(IDENTITY) or "").count("+") == 2,
        case({IDENTITY: "++"}),
    ),
    "plain characters": (
        case({IDENTITY: "xyz"}),
        lambda one: len(one.get(IDENTITY) or "") == 3,
        case({IDENTITY: "aaa"}),
    ),
    "a body that is a form": (
        Case(body=Body(b"Identity=%C3%AB+x&Foo=bar")),
        lambda one: b"%C3%AB" in one.content,
        case({IDENTITY: "ë"}),
    ),
    "a body that must be bytes": (
        Case(body=Body(b"&Identity=alice", FORM)),
        lambda one: one.body is not None,
        Case(body=Body(b"", FORM)),
    ),
    "a body that must be these bytes": (
        Case(body=Body(b"\xff", "text/plain"), headers=(("A", "b"),)),
        lambda one: one.content == b"\xff",
        Case(body=Body(b"\xff", "text/plain")),
    ),
}


@pytest.mark.parametrize(("start", "shows", "smallest"), SMALLEST.values(), ids=SMALLEST)
def test_smallest_documents(start: Case, shows: Callable[[Case], bool], smallest: Case) -> None:
    """What does not matter goes: fields, headers, bytes, characters."""
    assert reduce(start, shows, tries=2000) == smallest


@pytest.mark.parametrize("tries", [0, 1, 2, 7, 50])
def test_tries_are_bounded(tries: int) -> None:
    """A target is asked no more often than it was said."""
    asked: list[Case] = []

    def shows(one: Case) -> bool:
        asked.append(one)
        return "o" in (one.get(IDENTITY) or "")

    smaller = reduce(BUSY, shows, tries=tries)
    assert len(asked) <= tries
    assert smaller == BUSY if tries == 0 else smaller in asked
    assert asked.count(BUSY) == 0


def test_where_a_case_goes_stays() -> None:
    """Conversation, credentials, method and label are not made smaller."""
    start = replace(BUSY, conversation="other", auth=Auth.WRONG, method="PUT", partition="p")
    assert reduce(start, lambda one: True, tries=99) == Case(
        conversation="other", auth=Auth.WRONG, method="PUT", partition="p"
    )


FIELDS = st.lists(
    st.tuples(st.sampled_from([IDENTITY, ATTRIBUTES, PROXY_ADDRESS, "x"]), st.text(max_size=9)), max_size=4
)


@settings(deadline=None)
@given(FIELDS, st.sampled_from(Outcome))
def test_what_comes_out_still_shows_it(fields: list[tuple[str, str]], outcome: Outcome) -> None:
    """It is no larger than what went in, and cannot be made any smaller."""
    start = case(fields)

    def shows(one: Case) -> bool:
        return expect(one).outcome is outcome

    smallest = reduce(start, shows, tries=3000)
    assert smallest == start or shows(smallest)
    assert len(smallest.fields) <= len(start.fields)
    assert reduce(smallest, shows, tries=3000) == smallest


def test_smaller_cases_sort_first() -> None:
    """Fewer pairs, then fewer bytes, then a form rather than bytes, then plainer bytes."""
    cases = [
        Case(),
        Case(body=Body(b"zz")),
        case({"a": ""}),
        case({"a": "a"}),
        case({"a": "b"}),
        case({"a": "é"}),
        case({"a": "", "b": ""}),
        case({"a": "", "b": ""}, headers=[("a", "")]),
    ]
    assert [size(one) for one in cases] == sorted(map(size, cases))
    assert len({size(one) for one in cases}) == len(cases)
