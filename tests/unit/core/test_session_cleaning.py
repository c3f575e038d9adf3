"""A session cleans up what it made and nothing else, and names what does not go."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.cases.case import ADDRESS, IDENTITY, PROXY_ADDRESS, Conversation, case
from contracts.errors import OutOfBudget, Stopped, TargetUnavailable
from contracts.exchanges.wire import Request, Response
from contracts.targets import journal
from contracts.targets.client import NoAnswer
from contracts.targets.connect import connect
from contracts.targets.journal import Journal
from contracts.targets.session import PAGE_SIZE, Session
from tests.unit.core.sessions import ALICE, BOB, NOTHING, Fault, faulty, opened, simulator_of

PAIR = case({ADDRESS: "+15558675310", PROXY_ADDRESS: "+15017122661"})


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


def test_users_of_others_that_come_meanwhile_stay() -> None:
    """Only identities that this session gave are its own."""
    session = opened()
    other = Session(session.target, "somebody else")
    other.open()
    other.send(BOB)
    session.send(ALICE)
    session.close()
    assert list(simulator_of(session).users) == ["bob"]


def test_a_user_is_forgotten_if_it_is_our_own() -> None:
    """One that was there before, or that another session brought, stays."""
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
    """What was not read may have been done."""
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


def failing(status: int, *beginnings: str, method: str = "DELETE") -> Fault:
    """A target that answers so to deletions below these paths."""

    def fault(request: Request, go_on: Callable[[], Response]) -> Response:
        concerned = request.method == method and request.target.startswith(beginnings)
        return Response(status, (), b"{}") if concerned else go_on()

    return fault


def test_what_does_not_go_is_named() -> None:
    """A conversation that cannot be deleted is left over; the rest goes. So is a User."""
    for path, kept in (("/v1/Conversations", "conversations"), ("/v1/Users", "users")):
        session = opened()
        session.send(ALICE)
        faulty(session, failing(500, path)).close()
        named = {"conversations": [session.conversations[Conversation.EXISTING]], "users": ["User alice"]}
        assert session.leftovers == named[kept]
        other = {"conversations", "users"} - {kept}
        assert simulator_of(session).leftovers()[other.pop()] == 0


def test_users_of_lost_unreadable_and_failed_answers_are_cleaned_up() -> None:
    """Whatever was answered, the request may have taken effect; only a refusal says that it did not."""

    def late(request: Request, go_on: Callable[[], Response]) -> Response:
        go_on()
        if b"lost" in request.content:
            raise NoAnswer("ReadError: gone", slow=True)
        return Response(500 if b"failed" in request.content else 201, (), b"{")

    session = faulty(opened(), lambda request, go_on: late(request, go_on) if request.content else go_on())
    for identity in ("lost", "failed", "unreadable"):
        session.send(case({IDENTITY: identity}))
    assert sorted(simulator_of(session).users) == ["failed", "lost", "unreadable"]
    session.close()
    assert simulator_of(session).leftovers() == NOTHING
    assert session.leftovers == []


def test_a_user_of_a_refused_case_is_not_ours() -> None:
    """Another one may have brought it meanwhile."""
    session = opened()
    other = Session(session.target, "somebody else")
    other.open()
    other.send(BOB)
    refused = replace(BOB, fields=(*BOB.fields, ("Attributes", "{")))
    assert session.send(refused).response is not None
    session.close()
    assert list(simulator_of(session).users) == ["bob"]


def test_conversations_whose_answers_were_lost_are_found_by_their_tag() -> None:
    """The first try took effect, and so did the second; conversations of others stay."""
    session = opened()
    session.call("POST", "/v1/Conversations", {"FriendlyName": "of another"})
    lost: list[bytes] = []

    def lose_first(request: Request, go_on: Callable[[], Response]) -> Response:
        response = go_on()
        if request.target == "/v1/Conversations" and request.method == "POST" and not lost:
            lost.append(response.content)
            raise NoAnswer("ReadError: gone", slow=False)
        return response

    faulty(session, lose_first).new_conversation()
    assert simulator_of(session).leftovers()["conversations"] == 4
    session.close()
    (other,) = simulator_of(session).conversations.values()
    assert (other.friendly_name, session.leftovers) == ("of another", [])


def test_a_target_that_fails_now_and_then_is_cleaned_up() -> None:
    """What stayed is tried again."""
    session = opened()
    for number in range(9):
        session.send(case({IDENTITY: f"person-{number}"}))
    turns = itertools.count()
    faulty(session, lambda request, go_on: Response(500) if next(turns) % 4 == 2 else go_on()).close()
    assert simulator_of(session).leftovers() == NOTHING
    assert session.leftovers == []


def test_a_second_interruption_ends_the_cleaning_and_what_stays_is_named(tmp_path: Path) -> None:
    """In the journal as well."""
    session = Session(connect("mock", {}), "test", Journal(tmp_path))
    session.open()
    session.send(ALICE)
    stopper = session.target.transport.stopper
    turns = itertools.count()

    def stop(request: Request, go_on: Callable[[], Response]) -> Response:
        response = go_on()
        if next(turns) == 0:
            stopper.stop()
        return response

    with pytest.raises(Stopped):
        faulty(session, stop).close()
    assert session.leftovers == ["User alice"]
    (path,) = tmp_path.iterdir()
    left = journal.read(path)
    assert (list(left.conversations), list(left.identities)) == ([], ["alice"])


def test_a_silent_target_is_not_waited_for_twice_at_the_end() -> None:
    """A deletion that is not answered in time ends the cleaning, after one more."""
    session = opened()
    session.send(ALICE)
    asked: list[str] = []

    def hang(request: Request, go_on: Callable[[], Response]) -> Response:
        asked.append(request.method)
        raise NoAnswer("no whole response within 10.0 s", slow=True)

    with pytest.raises(TargetUnavailable, match="no answer to"):
        faulty(session, hang).close()
    assert asked == ["DELETE", "GET"]
    assert session.leftovers == [session.conversations[Conversation.EXISTING], "User alice"]


@pytest.mark.parametrize("budget", range(2, 60, 3))
def test_what_cleaning_up_takes_is_set_aside(budget: int) -> None:
    """However small the budget, it is kept, and nothing stays."""
    session = Session(connect("mock", {}), "test")
    ledger = session.target.transport.ledger
    ledger.limit = budget
    with pytest.raises(OutOfBudget):  # noqa: PT012 - it may end anywhere
        session.open()
        for number in itertools.count():
            session.send(case({IDENTITY: f"person-{number}"}))
            if number % 5 == 0:
                session.new_conversation()
    session.close()
    assert ledger.requests <= budget
    assert simulator_of(session).leftovers() == NOTHING
    assert session.leftovers == []
