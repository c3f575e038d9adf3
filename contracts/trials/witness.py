"""A witness: a participant that is added when a run begins, and must stay unchanged for as long as it lasts."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.cases.case import ATTRIBUTES, IDENTITY, Case, Conversation, Op, Sequence, Step, case
from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import Judgement, judgement
from contracts.judging.violations import Violation, broken
from contracts.targets.session import Session
from contracts.trials.reading_back import created_is_readable

NAME = "kept-while-the-run-lasts"
"""The name of its partition."""
RULES = ("C502", "C503")
FIRST_LOOK = 1.0
"""Seconds of age at which the witness is looked at first; then at twice its age, and again."""
LOOKS = 4
"""How often is looked when requests go unanswered meanwhile."""
PATIENCE = 60.0
"""Seconds that a replay gives a witness to change."""

WITNESS = case({IDENTITY: "witness", ATTRIBUTES: '{"seat":1}'})
DOCUMENT = Sequence((Step(WITNESS), Step(Case(), Op.FETCH, 0)), NAME)
"""What shows a finding: how long the fetch has to wait, a document cannot say, but a replay tries it."""


@dataclass(slots=True)
class Witness:
    """A participant in a conversation of its own, which the session deletes; `born` by the clock of the session,
    when the target had come back so many times."""

    session: Session
    exchange: Exchange
    born: float
    returns: int = 0
    _due: float = FIRST_LOOK

    @property
    def age(self) -> float:
        """Seconds since the participant was added."""
        return self.session.clock.read(NAME) - self.born

    @property
    def is_due(self) -> bool:
        """Whether it is time to look again: few looks see early what happens early, and late what happens late."""
        return self.age >= self._due

    def look(self) -> Judgement:
        """What is no longer as it was (C502, C503). Raises TargetUnavailable."""
        age = self.age
        self._due = max(2 * age, FIRST_LOOK)
        session = self.session
        for _ in range(LOOKS):
            before = session.disturbances
            found = judgement(self._changes(age)) if self.exchange.accepted else Judgement()
            if not found or session.disturbances == before:
                break
        # A server that was away may have lost the witness: that is a matter of its absence.
        return found if session.target.transport.returns == self.returns else Judgement()

    def _changes(self, age: float) -> Iterator[Violation | str]:
        found = judgement(created_is_readable(self.session, self.exchange))
        yield from found.judged
        for violation in found:
            actual = f"{violation.actual}, {age:.0f} s after the creation"
            yield broken(violation.rule.code, expected=violation.expected, actual=actual)


def admit(session: Session) -> Witness:
    """Adds a witness; one that is refused has nothing to show. Raises TargetUnavailable.

    It is in the first conversation of the session, where mistakes about others often go.
    """
    place = session.set_aside(Conversation.EXISTING)
    exchange = session.send(WITNESS, place)
    return Witness(session, exchange, session.clock.read(NAME), session.target.transport.returns)


def wait_for_change(session: Session) -> tuple[Exchange, Judgement]:
    """A witness, looked at until something changed, or its time is up. Raises TargetUnavailable."""
    witness = admit(session)
    while witness.age < PATIENCE:
        if witness.is_due and (found := witness.look()):
            return witness.exchange, found
        session.target.transport.stopper.wait(0.1)
    return witness.exchange, witness.look()
