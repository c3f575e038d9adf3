"""A session cleans up what it made and nothing else, and says so when a target cannot be used."""

import json
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from contracts.case import ADDRESS, FORM, IDENTITY, PROXY_ADDRESS, Auth, Body, Case, Conversation, case
from contracts.errors import TargetUnavailable
from contracts.simulator import Simulator
from contracts.targets.basic import authorization
from contracts.targets.connect import Target, connect
from contracts.targets.session import MALFORMED_SID, MISSING_SID, PAGE_SIZE, Session, segment
from contracts.targets.settings import MOCK, MOCK_TOKEN
from contracts.targets.transport import Transport
from contracts.wire import Response

ALICE, BOB = case({IDENTITY: "alice"}), case({IDENTITY: "bob"})
PAIR = case({ADDRESS: "+15558675310", PROXY_ADDRESS: "+15017122661"})
NOTHING = {"conversations": 0, "participants": 0, "users": 0}


def opened(target: str = "mock") -> Session:
    """A session with a target in process, opened."""
    session = Session(connect(target, {}), "test")
    session.open()
    return session


def simulator_of(session: Session) -> Simulator:
    assert session.target.simulator is not None
    return session.target.simulator


def session_with(answer: Callable[[httpx.Request], httpx.Response]) -> Session:
    """A session with a target that answers so."""
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return Session(Target("fake", MOCK, Transport(client, "https://example.com", sleep=lambda _: None)), "test")


def test_everything_is_cleaned_up() -> None:
    """Conversations of every kind, participants, and the Users that new identities brought."""
    session = opened()
    for one in (ALICE, BOB, PAIR, replace(ALICE, conversation=Conversation.OTHER)):
        assert session.send(one).accepted
    assert session.has_closed_conversation()
    assert simulator_of(session).leftovers() == {"conversations": 3, "participants": 4, "users": 2}
    session.close()
    assert simulator_of(session).leftovers() == NOTHING
    assert session.leftovers == []


def test_what_was_there_before_stays() -> None:
    """Conversations and Users of others, even of an identity that a case names."""
    before = opened()
    before.send(ALICE)
    session = Session(before.target, "test")
    session.open()
    for one in (ALICE, BOB):
        assert session.send(one).accepted
    session.close()
    assert list(simulator_of(session).users) == ["alice"]
    assert simulator_of(session).leftovers() == {"conversations": 1, "participants": 1, "users": 1}


def test_users_of_others_who_come_meanwhile_stay() -> None:
    """Only identities that this session gave are its own."""
    session = opened()
    other = Session(session.target, "somebody else")
    other.open()
    other.send(BOB)
    session.send(ALICE)
    session.close()
    assert list(simulator_of(session).users) == ["bob"]


def test_a_user_is_forgotten_if_it_is_our_own() -> None:
    """One that was there before, or that somebody else brought, stays."""
    session = opened()
    other = Session(session.target, "somebody else")
    other.open()
    other.send(BOB)
    session.send(ALICE)
    late = Session(session.target, "late")
    late.open()
    late.send(ALICE)
    for identity in ("alice", "bob", "nobody"):
        late.forget_user(identity)
    assert list(simulator_of(session).users) == ["bob", "alice"]
    for identity in ("alice", "bob"):
        session.forget_user(identity)
    assert list(simulator_of(session).users) == ["bob"]


def test_an_identity_that_comes_back_changed_is_cleaned_up_too() -> None:
    """A server that folds identities makes a User whom the case does not name."""
    session = opened("miniature:lowers-identities")
    assert session.send(case({IDENTITY: "ALICE"})).accepted
    session.close()
    assert simulator_of(session).leftovers() == NOTHING


def test_a_lost_answer_is_cleaned_up_too() -> None:
    """What nobody read may have been done."""
    session = opened()
    session.send_and_lose(ALICE, session.place(Conversation.EXISTING))
    assert simulator_of(session).leftovers()["users"] == 1
    session.close()
    assert simulator_of(session).leftovers() == NOTHING


def test_many_users_are_cleaned_up() -> None:
    """Over as many pages as there are."""
    session = opened()
    for number in range(PAGE_SIZE + 5):
        assert session.send(case({IDENTITY: f"person-{number}"})).accepted
    assert len(session.participants(session.conversations[Conversation.EXISTING])) == PAGE_SIZE + 5
    session.close()
    assert simulator_of(session).leftovers() == NOTHING


class Stubborn(Session):
    """A session that cannot delete conversations."""

    def delete_conversation(self, sid: str) -> bool:
        return False


def test_what_does_not_go_is_named() -> None:
    """A conversation that cannot be deleted is left over; the rest goes."""
    session = Stubborn(connect("mock", {}), "test")
    session.open()
    session.send(ALICE)
    session.close()
    assert session.leftovers == [session.conversations[Conversation.EXISTING]]
    assert simulator_of(session).leftovers()["users"] == 0


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_are_no_finding(status: int) -> None:
    """Nobody can tell: the message says what to check."""
    session = session_with(lambda request: httpx.Response(status, json={"code": 20003}))
    with pytest.raises(
        TargetUnavailable, match=rf"refused the credentials \({status}\); check TWILIO_ACCOUNT_SID"
    ):
        session.open()


def test_wrong_credentials_are_refused_by_the_mock() -> None:
    """The simulator knows its account."""
    target = connect("mock", {})
    session = Session(replace(target, settings=replace(MOCK, password="wrong-password")), "test")
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


def test_an_instrument_is_asked_twice() -> None:
    """A connection may break once; a target that breaks twice cannot be judged."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        if len(seen) != 2:
            raise httpx.ReadError("gone")
        return httpx.Response(204)

    session = session_with(answer)
    assert session.call("DELETE", "/v1/x").status == 204
    with pytest.raises(TargetUnavailable, match=r"^no answer to DELETE /v1/x \(ReadError: gone\); is the target"):
        session.call("DELETE", "/v1/x")
    assert len(seen) == 4


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
    """It takes nobody, and is deleted in the end."""
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
