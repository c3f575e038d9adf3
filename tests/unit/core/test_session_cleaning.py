"""A session cleans up what it made and nothing else, and names what does not go."""

from dataclasses import replace

from contracts.cases.case import ADDRESS, IDENTITY, PROXY_ADDRESS, Conversation, case
from contracts.targets.connect import connect
from contracts.targets.session import PAGE_SIZE, Session
from tests.unit.core.sessions import ALICE, BOB, NOTHING, opened, simulator_of

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
