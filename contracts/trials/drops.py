"""Requests that go unanswered now and then: is it the network, or the server's doing?

A network loses whatever passes. A server that loses creates, and answers everything else that goes the same way,
does so itself; no single case shows it, but their rate does.
"""

from dataclasses import dataclass

from contracts.cases.case import IDENTITY, Case, case
from contracts.judging.violations import Violation, broken
from contracts.targets.session import SOMEBODY, Session

ENOUGH = 10
"""Unanswered creates that are looked into."""
RATE = 0.1
"""The part of the creates that must have gone unanswered; networks lose one request in twenty on a bad day."""
SAMPLE = 40
"""Requests of each kind that are compared."""

PLAIN: Case = case({IDENTITY: SOMEBODY})


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
    """C902, when of plain creates many go unanswered, and of lists of the same conversation hardly any do.

    Raises TargetUnavailable.
    """
    place, transport = session.new_place(), session.target.transport
    unanswered = [0, 0]
    for _ in range(SAMPLE):
        exchange = session.send(PLAIN, place)
        unanswered[0] += exchange.response is None and not exchange.stale
        before = transport.lost
        for participant in session.participants(place.conversation_sid):
            session.delete(place.conversation_sid, str(participant.get("sid")))
        unanswered[1] += transport.lost - before
    session.delete_conversation(place.conversation_sid)
    if unanswered[0] < RATE * SAMPLE or unanswered[0] < 4 * unanswered[1]:
        return None
    actual = (
        f"{unanswered[0]} of {SAMPLE} plain creates went unanswered, and {unanswered[1]} of the requests between"
    )
    return broken("C902", expected="a response to every create", actual=actual)
