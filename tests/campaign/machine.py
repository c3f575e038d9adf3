"""The state machine: whatever is done in whatever order; the scenario is the model beside it."""

from typing import TYPE_CHECKING

from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule

from contracts.cases.case import ATTRIBUTES, Case, Conversation, Op, Sequence, Step
from contracts.judging.checks import Judgement
from contracts.trials.probed import Unsupported
from contracts.trials.scenario import Scenario
from strategies.partitions.partition import senders_of
from strategies.sequences import steps
from tests.campaign.campaign import Costly

if TYPE_CHECKING:
    from tests.campaign.plays import Plays


def state_machine(plays: "Plays", partition: str) -> type[RuleBasedStateMachine]:
    """A state machine whose rules are the steps of a sequence; the scenario is the model beside it."""
    people = steps.participants(senders_of(plays.campaign.declared))

    class Conversations(RuleBasedStateMachine):
        creates: Bundle[int] = Bundle("creates")

        def __init__(self) -> None:
            super().__init__()
            self.scenario = Scenario(plays.campaign.tester.session, plays.campaign.tester.sids_seen)
            self.steps: list[Step] = []
            self.spoilt = False

        @initialize(target=creates, person=people)
        def begin(self, person: Case) -> int:
            """Without a participant nothing is shown: each try has one."""
            return self.create(person, Conversation.EXISTING)

        @rule(target=creates, person=people, where=steps.conversations)
        def create(self, person: Case, where: Conversation) -> int:
            self.do(steps.create(person, where))
            return len(self.steps) - 1

        @rule(ref=creates)
        def fetch(self, ref: int) -> None:
            self.do(steps.about(Op.FETCH, ref))

        @rule(ref=creates)
        def delete(self, ref: int) -> None:
            self.do(steps.about(Op.DELETE, ref))

        @rule(ref=creates)
        def update(self, ref: int) -> None:
            self.do(steps.update(ref, **{ATTRIBUTES: '{"seat":2}'}))

        @rule(where=steps.conversations)
        def list(self, where: Conversation) -> None:
            self.do(steps.listing(where))

        @precondition(lambda self: plays.campaign.can_close and not self.scenario.model.closed)
        @rule()
        def close(self) -> None:
            self.do(steps.closing(Conversation.OTHER))

        def do(self, step: Step) -> None:
            if self.spoilt:
                return
            self.steps.append(step)
            session = plays.campaign.tester.session
            before, returns = session.disturbances, session.target.transport.returns
            try:
                with plays.campaign.halting(Sequence(tuple(self.steps), partition)):
                    plays.campaign.within_budget()
                    found = self.scenario.step(step)
            except Unsupported:
                plays.campaign.can_close = False
                found = Judgement()
            if found and session.disturbances > before:
                # The model no longer knows what took effect: the whole sequence tells, from the beginning.
                self.spoilt = True
                found = plays.carry_out(Sequence(tuple(self.steps), partition))
            failing = [violation for violation in found if violation.fails]
            plays.costly = session.target.transport.returns > returns
            last = self.scenario.exchanges.get(len(self.steps) - 1)
            with plays.campaign.halting():
                plays.record(partition, [last] if last else [], found)
            plays.note(Sequence(tuple(self.steps), partition), failing)
            plays.costly = plays.costly or (last is not None and last.timed_out)
            if plays.costly:
                raise Costly
            if failing:
                raise failing[0]

        def teardown(self) -> None:
            with plays.campaign.halting():
                self.scenario.close()

    return Conversations
