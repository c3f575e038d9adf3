"""Rules 5: a SID of one's own, and reading back what was created, without a server."""

import json
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from contracts.exchanges.exchange import Exchange
from contracts.exchanges.wire import Response
from contracts.judging.checks import judgement
from contracts.targets.session import Session
from contracts.trials.reading_back import created_is_readable, fetched_is_equal, same, sid_is_fresh
from tests.unit.core.answers import (
    ALICE,
    CONVERSATION,
    DAY,
    JSON,
    NEXT_DAY,
    PLACE,
    SID,
    alice,
    exchange,
    participant,
    without,
)

CREATED = participant(ALICE)
BOB = CREATED | {"identity": "bob"}
SAME_DAY = "2015-12-16T23:18:37.9+01:00"
BINDING = {"type": "sms", "address": "+15558675310"}

SAME: list[tuple[str, object, object]] = [
    ("identity", "alice", "alice"),
    ("identity", None, None),
    ("attributes", '{"a": 1}', '{"a":1.0}'),
    ("messaging_binding", BINDING, BINDING | {"projected_address": None}),
    ("messaging_binding", BINDING | {"projected_address": None}, BINDING),
    ("date_created", DAY, SAME_DAY),
    ("date_updated", SAME_DAY, DAY),
    ("date_created", "x", "x"),
]
DIFFERENT: list[tuple[str, object, object]] = [
    ("identity", "alice", "Alice"),
    ("identity", "1", "1.0"),
    ("identity", DAY, SAME_DAY),
    ("identity", "alice", None),
    ("identity", None, "alice"),
    ("attributes", "[1]", "[2]"),
    ("attributes", "[1]", "[1"),
    ("attributes", "[1", "[1]"),
    ("attributes", "{}", {}),
    ("messaging_binding", BINDING, BINDING | {"address": "+12025550123"}),
    ("messaging_binding", BINDING, {"type": "sms"}),
    ("messaging_binding", BINDING, None),
    ("messaging_binding", {"type": None}, None),
    ("messaging_binding", None, {"type": None}),
    ("date_created", DAY, NEXT_DAY),
    ("date_created", DAY, "2015-12-16T22:18:38Z"),
    ("date_created", DAY, "x"),
    ("date_created", "x", DAY),
    ("date_created", None, DAY),
]


@pytest.mark.parametrize(("name", "created", "fetched"), SAME)
def test_spelling_is_no_difference(name: str, created: object, fetched: object) -> None:
    """Of JSON in attributes, of instants in dates, of nulls in a binding."""
    assert same(name, created, fetched)


@pytest.mark.parametrize(("name", "created", "fetched"), DIFFERENT)
def test_other_values_are_a_difference(name: str, created: object, fetched: object) -> None:
    """And so is another spelling of a property that has none."""
    assert not same(name, created, fetched)


@dataclass
class Stub:
    """Answers a fetch and a list, and notes what it was asked."""

    fetched: Response = field(default_factory=lambda: answer(CREATED))
    listed: list[dict[str, Any]] = field(default_factory=lambda: [CREATED])
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def fetch(self, conversation_sid: str, key: str) -> Response:
        self.asked.append((conversation_sid, key))
        return self.fetched

    def participants(self, conversation_sid: str) -> list[dict[str, Any]]:
        self.asked.append((conversation_sid,))
        return self.listed


def answer(body: object, status: int = 200) -> Response:
    return Response(status, JSON, json.dumps(body).encode())


def codes(violations: Any) -> list[str]:
    return [violation.rule.code for violation in judgement(violations)]


def readable(stub: Stub, what: Exchange | None = None) -> list[str]:
    """The codes of what reading back finds."""
    return codes(created_is_readable(cast(Session, stub), what or exchange(ALICE, body=CREATED)))


FETCHED: dict[str, tuple[Response, list[str]]] = {
    "equal": (answer(CREATED), []),
    "more": (answer(CREATED | {"links": {}}), []),
    "another identity": (answer(BOB), ["C502"]),
    "two differences": (answer(BOB | {"url": "x"}), ["C502"]),
    "one less": (answer(without(CREATED, "identity")), ["C502"]),
    "not found": (answer(CREATED, 404), ["C502"]),
    "no object": (answer([]), ["C502"]),
}


@pytest.mark.parametrize(("fetched", "found"), FETCHED.values(), ids=FETCHED)
def test_what_is_fetched_is_what_was_created(fetched: Response, found: list[str]) -> None:
    """By its SID, from its conversation; the first difference is told."""
    stub = Stub(fetched)
    assert codes(fetched_is_equal(cast(Session, stub), CONVERSATION, CREATED)) == readable(stub) == found
    assert stub.asked == [(CONVERSATION, SID), (CONVERSATION, SID), (CONVERSATION,)]


def test_a_difference_is_told_with_how_it_was_read() -> None:
    """Fetched or listed, the first property in the documented order."""
    stub = cast(Session, Stub(answer(BOB), [BOB]))
    violations = judgement(created_is_readable(stub, exchange(ALICE, body=CREATED)))
    assert [violation.expected for violation in violations] == [
        "fetched identity: 'alice'",
        "listed identity: 'alice'",
    ]


def test_what_was_not_told_is_not_compared() -> None:
    """A property that the creation left out may be anything."""
    told = without(CREATED, "identity")
    assert not codes(fetched_is_equal(cast(Session, Stub()), CONVERSATION, told))


LISTED: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "once": ([CREATED], []),
    "among others": ([BOB | {"sid": "MB"}, CREATED, {}], []),
    "not": ([BOB | {"sid": "MB"}], ["C503"]),
    "twice": ([CREATED, CREATED], ["C503"]),
    "once, and differently": ([BOB], ["C503"]),
    "twice, and differently": ([BOB, BOB], ["C503", "C503"]),
}


@pytest.mark.parametrize(("listed", "found"), LISTED.values(), ids=LISTED)
def test_what_was_created_is_listed_once(listed: list[dict[str, Any]], found: list[str]) -> None:
    """As it was created; of those that are listed twice the first is compared."""
    assert readable(Stub(listed=listed)) == found


@pytest.mark.parametrize("what", [Exchange(ALICE, PLACE), exchange(ALICE, body=[])])
def test_without_a_participant_nothing_is_read(what: Exchange) -> None:
    """Neither fetched nor listed."""
    stub = Stub()
    assert not readable(stub, what)
    assert not stub.asked


def test_a_sid_is_fresh_once() -> None:
    """What has no SID is not remembered."""
    seen: set[str] = set()
    assert not codes(sid_is_fresh(alice(sid=None), seen))
    assert not seen
    assert not codes(sid_is_fresh(exchange(ALICE), seen))
    assert seen == {SID}
    assert codes(sid_is_fresh(exchange(ALICE), seen)) == ["C501"]
    assert not codes(sid_is_fresh(alice(sid="MB2"), seen))
    assert seen == {SID, "MB2"}
