"""A session cleans up what it made and nothing else, and says so when a target cannot be used."""

import json
from dataclasses import replace

import httpx
import pytest

from contracts.cases.case import FORM, IDENTITY, Auth, Body, Case, Conversation, case
from contracts.cases.paths import MALFORMED_SID, MISSING_SID, segment
from contracts.errors import TargetGone, TargetUnavailable
from contracts.exchanges.wire import Response
from contracts.targets.basic import authorization
from contracts.targets.connect import connect
from contracts.targets.credentials import Keys
from contracts.targets.session import Session
from contracts.targets.settings import MOCK, MOCK_TOKEN
from contracts.targets.transport import TRIES_TO_INSIST
from tests.unit.core.sessions import ALICE, NOTHING, opened, session_with, simulator_of


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_are_no_finding(status: int) -> None:
    """Inconclusive: the message says what to check."""
    session = session_with(lambda request: httpx.Response(status, json={"code": 20003}))
    with pytest.raises(
        TargetUnavailable, match=rf"refused the credentials \({status}\); check TWILIO_ACCOUNT_SID"
    ):
        session.open()


def test_wrong_credentials_are_refused_by_the_mock() -> None:
    """The simulator knows its account."""
    target = connect("mock", {})
    session = Session(replace(target, settings=replace(MOCK, keys=Keys((MOCK.account_sid, "wrong")))), "test")
    with pytest.raises(TargetUnavailable, match="refused the credentials"):
        session.open()
    assert simulator_of(session).leftovers() == NOTHING


@pytest.mark.parametrize(
    "answer",
    [
        *(httpx.Response(status) for status in (201, 404, 500)),
        httpx.Response(201, json=[]),
        httpx.Response(200, json={"sid": 1}),
    ],
)
def test_a_server_of_something_else_is_no_finding(answer: httpx.Response) -> None:
    """A run needs a conversation of its own."""
    with pytest.raises(TargetUnavailable, match=rf"answered {answer.status_code} to POST /v1/Conversations"):
        session_with(lambda request: answer).open()


@pytest.mark.parametrize(("error", "tries"), [(httpx.ReadError, TRIES_TO_INSIST), (httpx.ReadTimeout, 2)])
def test_an_instrument_is_asked_again(error: type[httpx.HTTPError], tries: int) -> None:
    """A connection may break a few times; a target that breaks every time, or is late twice, cannot be judged."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        if len(seen) not in (1, 1 + tries):
            raise error("gone")
        return httpx.Response(204)

    session = session_with(answer)
    assert session.call("DELETE", "/v1/x").status == 204  # it was there
    assert session.call("DELETE", "/v1/x").status == 204
    assert len(seen) == session.disturbances + 2 == 1 + tries
    with pytest.raises(TargetGone, match=r"^no answer to DELETE /v1/x \(.*\); is the target"):
        session.call("DELETE", "/v1/x")
    assert len(seen) == 1 + 2 * tries


def test_a_case_is_asked_once() -> None:
    """Silence is what the server did."""
    seen: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        raise httpx.ReadTimeout("slow") if b"slow" in request.content else httpx.ReadError("gone")

    session = session_with(answer)
    session.conversations[Conversation.EXISTING] = "CH1"
    slow, gone = session.send(case({IDENTITY: "slow"})), session.send(ALICE)
    assert (slow.response, slow.timed_out) == (None, True)
    assert (gone.response, gone.timed_out, gone.error) == (None, False, "ReadError: gone")
    assert len(seen) == 2


def test_a_closed_conversation_is_made_once() -> None:
    """It takes no participant, and is deleted in the end."""
    session = opened()
    assert session.has_closed_conversation()
    assert session.has_closed_conversation()
    exchange = session.send(replace(ALICE, conversation=Conversation.CLOSED))
    assert exchange.response is not None
    assert json.loads(exchange.response.content)["code"] == 50377
    assert simulator_of(session).leftovers()["conversations"] == 2
    session.close()
    assert simulator_of(session).leftovers() == NOTHING


def test_a_target_may_not_close_conversations() -> None:
    """Then there is none, and nothing pretends to be one."""

    def answer(request: httpx.Request) -> httpx.Response:
        made = request.url.path.endswith("/Conversations")
        return httpx.Response(201, json={"sid": "CH1"}) if made else httpx.Response(404)

    session = session_with(answer)
    assert not session.has_closed_conversation()
    assert Conversation.CLOSED not in session.conversations


def test_places_are_what_a_case_names() -> None:
    """Names stand for conversations of the target; any other text stands in the path as it is."""
    session = opened()
    assert session.place("existing") == session.place(Conversation.EXISTING)
    assert session.place("other").conversation_sid != session.place("existing").conversation_sid
    assert session.place("missing").conversation_sid == MISSING_SID
    assert session.place("malformed").conversation_sid == MALFORMED_SID
    assert session.place("CH1").conversation_sid == "CH1"
    assert session.send(replace(ALICE, conversation="missing")).response.status == 404  # type: ignore[union-attr]
    session.close()


@pytest.mark.parametrize(
    ("text", "segment_"),
    [
        ("CH1", "CH1"), ("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("a.b", "a.b"), ("", ""),
        ("é ?#%", "%C3%A9%20%3F%23%25"),
    ],
)  # fmt: skip
def test_text_is_one_segment(text: str, segment_: str) -> None:
    """No text leaves its place in the path."""
    assert segment(text) == segment_


def test_undo_makes_room_again() -> None:
    """After it the same case is accepted again, in the same conversation."""
    session = opened()
    first = session.send(ALICE)
    assert session.undo(first)
    again = session.send(ALICE)
    assert again.accepted
    assert again.place == first.place
    assert session.undo(again)
    assert session.empty(first.case.conversation) == []


def test_a_conversation_that_cannot_be_emptied_is_replaced() -> None:
    """The next case finds an empty one, and the old one is gone."""
    session = opened()
    lying = replace(session.send(ALICE), response=Response(201, (), b"{}"))
    assert not session.undo(lying)
    assert session.place(Conversation.EXISTING) != lying.place
    assert session.send(ALICE).accepted
    assert simulator_of(session).leftovers()["conversations"] == 1


def test_pages_that_never_end_do() -> None:
    """A list that names itself as its next page is read once."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        page = {
            "participants": [{"sid": "MB1"}, "no object"],
            "meta": {"next_page_url": "https://elsewhere.example/v1/x?Page=1"},
        }
        return httpx.Response(200, json=page)

    assert session_with(answer).participants("CH1") == [{"sid": "MB1"}] * 2
    assert seen[1] == "https://example.com/v1/x?Page=1"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"participants": 1}', b'{"participants": [], "meta": []}'])
def test_a_list_that_is_none_is_empty(body: bytes) -> None:
    """What a target lacks cannot be judged by it."""
    assert session_with(lambda request: httpx.Response(200, content=body)).participants("CH1") == []


def test_a_secret_in_an_answer_is_blotted_out_and_told() -> None:
    """The exchange says that it leaked, and holds no secret itself."""
    session = session_with(
        lambda request: httpx.Response(400, text=request.headers["Authorization"] + MOCK_TOKEN + " " + MOCK_TOKEN)
    )
    session.conversations[Conversation.EXISTING] = "CH1"
    leaking, silent = session.send(ALICE), opened().send(ALICE)
    assert (leaking.leaked, silent.leaked) == (True, False)
    assert leaking.response is not None
    assert MOCK_TOKEN not in leaking.response.content.decode().split()


def test_credentials_go_as_the_case_says() -> None:
    """Valid, none or wrong; the Content-Type of the body, or none."""
    sent: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers)
        return httpx.Response(400)

    session = session_with(answer)
    session.conversations[Conversation.EXISTING] = "CH1"
    for one in (
        ALICE,
        replace(ALICE, auth=Auth.NONE),
        replace(ALICE, auth=Auth.WRONG),
        Case(body=Body(b"x", None)),
    ):
        session.send(one)
    valid = authorization(MOCK.username, MOCK.password)
    assert [headers.get("Authorization") == valid for headers in sent] == [True, False, False, True]
    assert ["Authorization" in headers for headers in sent] == [True, False, True, True]
    assert [headers.get("Content-Type") for headers in sent] == [FORM, FORM, FORM, None]
