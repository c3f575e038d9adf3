"""Every request is counted by its role, and none is sent that the budget does not allow."""

import pytest

from contracts.cases.case import Conversation
from contracts.errors import OutOfBudget
from contracts.exchanges.traffic import Role, Sent
from contracts.exchanges.wire import Request
from contracts.targets.connect import connect
from contracts.targets.ledger import Ledger
from contracts.trials import trial
from tests.unit.core.sessions import ALICE, opened

GET = Request("GET", "/v1/Users")


def test_the_last_request_of_a_budget_is_sent_and_no_further_one() -> None:
    """What is set aside is not spent, from whatever role."""
    ledger = Ledger(limit=5, reserve=lambda: 2)
    for role in (Role.CASE, Role.RETRY, Role.UNDO):
        ledger.spend(role)
    with pytest.raises(OutOfBudget, match="the budget of 5 requests is spent"):
        ledger.spend(Role.CASE)
    ledger.reserve = lambda: 0
    ledger.spend(Role.UNDO)
    assert ledger.counts == {Role.CASE: 1, Role.RETRY: 1, Role.UNDO: 2}


def test_what_was_not_sent_is_taken_back() -> None:
    """A refused connection costs nothing of a budget."""
    ledger = Ledger(limit=1)
    ledger.spend(Role.CASE)
    ledger.take_back(Role.CASE)
    ledger.spend(Role.CASE)
    assert ledger.requests == 1


def test_a_transport_asks_before_it_sends() -> None:
    """Nothing reaches the target that the budget does not allow."""
    transport = connect("mock", {}).transport
    transport.ledger.limit = 1
    transport.send(GET)
    with pytest.raises(OutOfBudget):
        transport.send(GET)
    assert transport.requests == 1


def test_a_trial_tells_what_each_request_was_for() -> None:
    """The case, what reads it back, and what undoes it; each is heard of once."""
    session = opened()
    heard: list[Sent] = []
    session.target.transport.ledger.on_sent = heard.append
    before = session.target.transport.ledger.counts.copy()
    trial.Tester(session, trial.ReadBack.ALL).try_case(ALICE)
    told = [(sent.role, sent.method, sent.status) for sent in heard]
    assert told == [
        (Role.CASE, "POST", 201),
        (Role.READ_BACK, "GET", 200),
        (Role.READ_BACK, "GET", 200),
        (Role.UNDO, "DELETE", 204),
    ]
    counts = session.target.transport.ledger.counts
    assert {role: counts[role] - before[role] for role in Role} == {
        Role.CASE: 1,
        Role.READ_BACK: 2,
        Role.UNDO: 1,
        Role.INSTRUMENT: 0,
        Role.RETRY: 0,
    }


def test_a_lost_request_is_heard_of_too() -> None:
    """Without a status: the answer was not read."""
    session = opened()
    heard: list[Sent] = []
    session.target.transport.ledger.on_sent = heard.append
    session.send_and_lose(ALICE, session.place(Conversation.EXISTING))
    assert [(sent.role, sent.status) for sent in heard] == [(Role.CASE, None)]
