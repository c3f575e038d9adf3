"""C239: a refusal may blame any fault that the request has or might have, and none that it plainly has not."""

from dataclasses import replace

import pytest

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    Auth,
    Body,
    Case,
    Conversation,
    case,
)
from tests.unit.core.answers import ALICE, NUMBER, SENDER, SMS, error, exchange, failing, found, text

HEX = "0123456789abcdef" * 2
DAY = "2015-12-16T22:18:37Z"
NEITHER = Case()
CODES = (50206, 50207, 50303, 50304, 50308, 50309, 50409, 50411, 50412, 50414)


def pair(address: str, proxy: str) -> Case:
    return case({ADDRESS: address, PROXY_ADDRESS: proxy})


def identity(text: str) -> Case:
    return case({IDENTITY: text})


def attributes(text: str) -> Case:
    return case({ATTRIBUTES: text})


UNFIT: list[tuple[int, Case]] = [
    (50206, NEITHER), (50206, identity("")), (50206, identity(" ")), (50206, identity("alice+")),
    (50206, identity("u" * 257)),
    (50207, NEITHER), (50207, identity(" ")), (50207, identity("US" + HEX)), (50207, identity("+" * 256)),
    (50303, NEITHER), (50303, attributes("{")), (50303, attributes("x" * 4000)),
    (50304, NEITHER), (50304, attributes("{}")), (50304, attributes(f'{{"a":"{"a" * 5000}"}}')),
    (50308, NEITHER), (50308, case({DATE_CREATED: DAY})),
    (50309, NEITHER), (50309, case({DATE_CREATED: "x"})),
    (50409, NEITHER), (50409, case({PROXY_ADDRESS: SENDER})), (50409, pair("hello", SENDER)),
    (50409, pair("", SENDER)), (50409, pair(NUMBER, f"whatsapp:{NUMBER}")),
    (50411, pair("hello", SENDER)), (50411, case({ADDRESS: "hello"})),
    (50412, pair(NUMBER, "hello")), (50412, case({PROXY_ADDRESS: "hello"})),
    (50412, case({PROXY_ADDRESS: SENDER})),
    (50414, pair(SENDER, SENDER)), (50414, pair("hello", SENDER)), (50414, pair(f"rcs:{NUMBER}", "rcs:")),
]  # fmt: skip
FITTING: list[tuple[int, Case]] = [
    (50206, identity("US" + HEX)), (50206, identity("us" + HEX.upper())), (50206, identity(" US" + HEX)),
    (50206, identity("use+")),
    (50207, identity("a" * 257)), (50207, identity("é" * 129)), (50207, identity("😀" * 65)),
    (50303, attributes(f'"{"a" * 5000}"')), (50303, attributes(" " * 4001)), (50303, attributes("{" + "x" * 4000)),
    (50304, attributes("{")), (50304, attributes(f'"{"a" * 5000}"')),
    (50304, attributes("")), (50304, attributes('{"a":1,"a":2}')),
    (50304, attributes("[" * 33 + "]" * 33)),
    (50308, case({DATE_CREATED: "x"})), (50308, case({DATE_CREATED: ""})),
    (50308, case({DATE_CREATED: "2030-01-01T00:00:00Z"})), (50308, case({DATE_CREATED: DAY, DATE_UPDATED: DAY})),
    (50309, case({DATE_UPDATED: "x"})), (50309, case({DATE_UPDATED: DAY})),
    (50309, case({DATE_CREATED: DAY, DATE_UPDATED: DAY})),
    (50409, pair(SENDER, SENDER)), (50409, pair(SENDER, "+1 501 712 2661")), (50409, pair("12345", "12345")),
    (50409, SMS.with_field(PROJECTED_ADDRESS, NUMBER)),
    (50411, NEITHER), (50411, case({ADDRESS: ""})), (50411, case({ADDRESS: " "})),
    (50411, case({PROXY_ADDRESS: SENDER})),
    (50412, NEITHER), (50412, case({PROXY_ADDRESS: "\t"})), (50412, pair("hello", "")),
    (50414, NEITHER), (50414, pair(NUMBER, f"rcs:{SENDER}")), (50414, pair("hello", "world")),
    (50414, pair(f"messenger:{NUMBER}", SENDER)), (50414, pair("", SENDER)), (50414, pair("12345", "67890")),
    (50414, pair(f"Whatsapp:{NUMBER}", f"whatsapp:{SENDER}")),
]  # fmt: skip


def label(value: object) -> str:
    # No backslashes: mutmut hands the ids back to pytest.
    return value.content.decode()[:60] if isinstance(value, Case) else str(value)


@pytest.mark.parametrize(("code", "one"), UNFIT, ids=label)
def test_a_code_for_a_fault_that_is_not_there(code: int, one: Case) -> None:
    """It breaks C239 and nothing else."""
    assert failing(exchange(one, 400, error(400, code))) == {"C239"}


@pytest.mark.parametrize(("code", "one"), FITTING, ids=label)
def test_a_code_for_a_fault_that_may_be_there(code: int, one: Case) -> None:
    """By any reading of the request."""
    assert not found(exchange(one, 400, error(400, code)))


def test_every_code_is_in_both_tables() -> None:
    """The table of the check has no row that is not tried."""
    assert {code for code, _ in UNFIT} == {code for code, _ in FITTING} == set(CODES)


def test_other_codes_fit_everything() -> None:
    """Which request yields which code is not documented well enough to insist."""
    for code in (20001, 50204, 50407, 50408, 99999, 0, -1):
        assert not found(exchange(NEITHER, 400, error(400, code)))


BROKEN = text("{")


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (BROKEN, 50304),
        (BROKEN.with_field(IDENTITY, "a/b"), 20001),
        (BROKEN.with_field(IDENTITY, "a" * 257), 50207),
        (text("[" + "1" * 5000), 50303),
        (replace(BROKEN, auth=Auth.NONE), 20001),
        (replace(BROKEN, conversation=Conversation.CLOSED), 50377),
    ],
)
def test_broken_json_may_have_another_code_beside_another_fault(one: Case, code: int) -> None:
    """Which of two faults a server names is its own choice."""
    assert "C241" not in failing(exchange(one, 400, error(400, code)))


UNREADABLE = {
    "without credentials": replace(NEITHER, auth=Auth.NONE),
    "with wrong credentials": replace(NEITHER, auth=Auth.WRONG),
    "repeated": case([(IDENTITY, ""), (IDENTITY, "")]),
    "bytes that are read differently": Case(body=Body(b"&&")),
    "another content type": Case(body=Body(b"x", "text/plain")),
    "another method": replace(NEITHER, method="PUT"),
    "another path": replace(NEITHER, conversation="CH" + HEX),
}


@pytest.mark.parametrize("one", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("code", CODES)
def test_codes_are_not_judged_where_servers_read_differently(one: Case, code: int) -> None:
    """Nor where something else is wrong that a server may look at first."""
    status = 401 if one.auth is not Auth.VALID else 400
    assert "C239" not in failing(exchange(one, status, error(status, code)))


def test_a_good_case_that_is_refused_breaks_its_own_rule_alone() -> None:
    """One fault, one rule: whatever the code says."""
    assert failing(exchange(ALICE, 400, error(400, 50207))) == {"C201"}


def test_a_closed_conversation_is_judged_too() -> None:
    """A case that is right everywhere else has no fault of its own."""
    closed = replace(ALICE, conversation=Conversation.CLOSED)
    assert failing(exchange(closed, 400, error(400, 50207))) == {"C239"}
    assert not found(exchange(closed, 400, error(400, 50377)))
