"""Requests that go unanswered now and then: is it the network, or the server's doing?

A network loses whatever passes. A server that loses creates, and answers everything else that goes the same way,
does so itself; no single case shows it, but their rate does.
"""

import random
from dataclasses import dataclass

from contracts.cases.case import IDENTITY, Case, case
from contracts.judging.violations import Violation, broken
from contracts.targets.session import PLAIN_IDENTITY, Session

ENOUGH = 10
"""Unanswered creates that are looked into."""
RATE = 0.1
"""The part of the creates that must have gone unanswered; networks lose one request in twenty on a bad day."""
SAMPLE = 60
"""Creates that are compared with what is sent between them."""
TIMES = 4
"""How many times as often creates must go unanswered as other requests."""

PLAIN: Case = case({IDENTITY: PLAIN_IDENTITY})


@dataclass(slots=True)
class Drops:
    """Counts creates and those that went unanswered, and tells once when there are many."""

    sent: int = 0
    lost: int = 0
    _told: bool = False

    def count(self, *, lost: bool) -> None:
        """One more create."""
        self.sent += 1
        self.lost += lost

    def are_many(self) -> bool:
        """Whether it is time to compare; once in a run."""
        many = not self._told and self.lost >= ENOUGH and self.lost >= RATE * self.sent
        self._told = self._told or many
        return many


def compare(session: Session) -> Violation | None:
    """C902, when of plain creates many go unanswered, and of the requests between them hardly any.

    Raises TargetUnavailable.
    """
    place, transport = session.new_place(), session.target.transport
    chance = random.Random(SAMPLE)
    creates = lost = 0
    first, sent = transport.lost, transport.requests
    for _ in range(SAMPLE):
        exchange = session.send(PLAIN, place)
        creates += 1
        lost += exchange.response is None and not exchange.stale
        # A network that loses every twentieth request must not fall into step with what is sent.
        for _ in range(chance.randrange(1, 4)):
            listed = session.participants(place.conversation_sid)
        for participant in listed:
            session.delete(place.conversation_sid, str(participant.get("sid")))
    session.delete_conversation(place.conversation_sid)
    others, others_lost = transport.requests - sent - creates, transport.lost - first - lost
    if lost < RATE * creates or lost / creates < TIMES * others_lost / others:
        return None
    actual = (
        f"{lost} of {creates} plain creates went unanswered, and {others_lost} of {others} requests between them"
    )
    return broken("C902", expected="a response to every create", actual=actual)
