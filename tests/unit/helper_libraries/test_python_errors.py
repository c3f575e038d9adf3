"""Every documented error that the simulator gives, as the official Python helper library sees it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest.conversations.v1 import V1

from contracts.simulator.refusals import ERRORS
from contracts.simulator.server import LoopbackServer
from tests.unit.helper_libraries.support import conversations, serving

ADDRESS, PROXY, PROJECTED = (f"messaging_binding_{name}address" for name in ("", "proxy_", "projected_"))
NUMBER, SENDER = "+15558675310", "+15017122661"
PAIR = {ADDRESS: NUMBER, PROXY: SENDER}
MASKED = {"identity": "masked", PROJECTED: SENDER}
UNKNOWN_ROLE = "RL" + "0" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackServer]:
    with serving() as running:
        yield running


@pytest.fixture
def resources(server: LoopbackServer) -> V1:
    return conversations(server)


CREATES: dict[int, dict[str, Any]] = {
    20001: {"identity": "alice", "role_sid": "RL1"},
    50109: {"identity": "alice", "role_sid": UNKNOWN_ROLE},
    50204: {"attributes": "{}"},
    50206: {"identity": "US" + "0" * 32},
    50207: {"identity": "a" * 257},
    50303: {"identity": "alice", "attributes": f'"{"a" * 4096}"'},
    50304: {"identity": "alice", "attributes": "{'a': 1}"},
    50308: {"identity": "alice", "date_created": "yesterday"},
    50309: {"identity": "alice", "date_updated": "tomorrow"},
    50407: {ADDRESS: "5558675310", PROXY: SENDER},
    50408: {ADDRESS: NUMBER, PROXY: "nobody"},
    50409: {ADDRESS: SENDER, PROXY: SENDER},
    50411: {ADDRESS: "", PROXY: SENDER},
    50412: {ADDRESS: NUMBER, PROXY: ""},
    50413: {ADDRESS: NUMBER, PROXY: "+15005550006"},
    50414: {ADDRESS: NUMBER, PROXY: f"whatsapp:{SENDER}"},
    50439: {"identity": "alice", PROJECTED: "+15005550006"},
}
"""What a create is refused for, by the code; the library sends each of these as it is."""


@pytest.mark.parametrize("code", CREATES)
def test_a_create_that_is_refused(resources: V1, code: int) -> None:
    """No participant is added."""
    conversation = resources.conversations.create()
    with pytest.raises(TwilioRestException) as refused:
        conversation.participants.create(**CREATES[code])
    assert (refused.value.status, refused.value.code) == (400, code)
    assert refused.value.msg
    assert conversation.participants.list() == []


UPDATES: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {
    50109: (PAIR, {"role_sid": UNKNOWN_ROLE}),
    50304: (PAIR, {"attributes": "{"}),
    50405: (PAIR, {"last_read_timestamp": "now"}),
    50421: (PAIR, {"last_read_message_index": -1}),
    50440: ({"identity": "alice"}, {PROXY: "null"}),
    50441: ({"identity": "alice"}, {PROXY: SENDER}),
    50442: (PAIR, {PROJECTED: "null"}),
    50443: (PAIR, {PROJECTED: SENDER}),
    50444: (PAIR, {"identity": "alice"}),
}
"""What an update of a participant is refused for, by the code."""


@pytest.mark.parametrize("code", UPDATES)
def test_an_update_that_is_refused(resources: V1, code: int) -> None:
    """Nothing is changed."""
    conversation = resources.conversations.create()
    created, changes = UPDATES[code]
    participant = conversation.participants.create(**created)
    with pytest.raises(TwilioRestException) as refused:
        participant.update(**changes)
    assert (refused.value.status, refused.value.code) == (400, code)
    kept = participant.fetch()
    assert (kept.identity, kept.messaging_binding) == (participant.identity, participant.messaging_binding)
    conversation.delete()


def _twice(resources: V1, fields: dict[str, Any]) -> None:
    conversation = resources.conversations.create()
    try:
        conversation.participants.create(**fields)
        conversation.participants.create(**fields)
    finally:
        conversation.delete()


def _to_a_closed_one(resources: V1) -> None:
    conversation = resources.conversations.create()
    conversation.update(state="closed")
    conversation.participants.create(identity="alice")


def _with_a_role_of_a_service(resources: V1) -> None:
    role = next(role for role in resources.roles.list() if role.type == "service")
    resources.conversations.create().participants.create(identity="alice", role_sid=role.sid)


def _a_user_twice(resources: V1) -> None:
    for _ in range(2):
        resources.users.create(identity="twice")


def _an_eleventh_of_a_group(resources: V1) -> None:
    conversation = resources.conversations.create()
    try:
        conversation.participants.create(**MASKED)
        for number in range(10):
            conversation.participants.create(**{ADDRESS: f"+1555867{5300 + number}"})
    finally:
        conversation.delete()


def _a_fifty_first_without_the_sdk(resources: V1) -> None:
    conversation = resources.conversations.create()
    try:
        for number in range(51):
            conversation.participants.create(**PAIR | {ADDRESS: f"+1555867{5300 + number}"})
    finally:
        conversation.delete()


MISSING = "CH" + "0" * 32
SITUATIONS: dict[str, tuple[int, int, Callable[[V1], object]]] = {
    "missing conversation": (404, 20404, lambda v1: v1.conversations(MISSING).participants.create(identity="a")),
    "missing participant": (404, 20404, lambda v1: v1.conversations.create().participants("MB1").fetch()),
    "identity twice": (409, 50433, lambda v1: _twice(v1, {"identity": "alice"})),
    "pair twice": (409, 50416, lambda v1: _twice(v1, PAIR)),
    "handset twice": (409, 50437, lambda v1: _twice(v1, {ADDRESS: NUMBER})),
    "closed": (400, 50377, _to_a_closed_one),
    "role of a service": (400, 50105, _with_a_role_of_a_service),
    "user twice": (409, 50201, _a_user_twice),
    "unknown role for a user": (400, 50100, lambda v1: v1.users.create(identity="b", role_sid=UNKNOWN_ROLE)),
    "unique name twice": (409, 50353, lambda v1: [v1.conversations.create(unique_name="n") for _ in range(2)]),
    "closed from the start": (400, 50384, lambda v1: v1.conversations.create(state="closed")),
    "unique name like a SID": (400, 50390, lambda v1: v1.conversations.create(unique_name=MISSING)),
    "eleventh of a group": (400, 50436, _an_eleventh_of_a_group),
    "fifty-first without the SDK": (400, 50422, _a_fifty_first_without_the_sdk),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_situation_that_is_refused(resources: V1, situation: str) -> None:
    status, code, bring_about = SITUATIONS[situation]
    with pytest.raises(TwilioRestException) as refused:
        bring_about(resources)
    assert (refused.value.status, refused.value.code) == (status, code)


def test_a_page_that_is_too_long(resources: V1) -> None:
    """The library says so with an exception of another kind, which holds the answer."""
    with pytest.raises(TwilioException, match="Unable to fetch page") as refused:
        resources.users.list(page_size=1001)
    assert '"code": 20007' in refused.value.args[1].text


NOT_HERE = {
    20004: "the library knows no other methods",
    50417: "takes a thousand participants: tests/unit/test_simulator_state.py",
    **dict.fromkeys((20422, 20429, 20500), "only wrong servers answer it"),
    **dict.fromkeys((50101, 50203, 50211, 50434, 50452), "right servers may answer it, the simulator does not"),
}


def test_every_error_of_the_simulator_has_its_turn() -> None:
    """Save a few for a reason."""
    seen = {20003, 20007, *CREATES, *UPDATES, *(code for _, code, _ in SITUATIONS.values())}
    assert seen | NOT_HERE.keys() == ERRORS.keys()
    assert not seen & NOT_HERE.keys()


def test_a_wrong_token_opens_nothing(server: LoopbackServer) -> None:
    """401, and code 20003."""
    with pytest.raises(TwilioRestException) as refused:
        conversations(server, "0" * 32).conversations.create()
    assert (refused.value.status, refused.value.code) == (401, 20003)
