"""Sequences in a campaign: carried out, judged, cut to the steps that matter, confirmed and recorded."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import Flaky, HypothesisException
from hypothesis.stateful import Bundle, RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from contracts.cases.case import ATTRIBUTES, IDENTITY, Case, Conversation, Op, Sequence, Step
from contracts.cases.documents import dumps
from contracts.errors import ContractError
from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import Judgement
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import Violation
from contracts.promises.oracle import expect
from contracts.trials import scenario, together, witness
from contracts.trials.probes import Probed, Unsupported, probe
from contracts.trials.scenario import Scenario
from contracts.trials.trial import Result
from contracts.trials.witness import Witness
from strategies.partitions.partition import senders_of
from strategies.sequences import steps
from tests.campaign.campaign import CONFIRMATIONS, Campaign, Halt

Made = TypeVar("Made")

STEPS = 12
"""The most steps of a generated sequence."""
SHORTENED = 20
"""Sequences with more steps are about counts, and need every one."""


@dataclass(slots=True)
class Plays:
    """What a campaign does with sequences; `smallest` is by rule, the shortest sequence that broke it."""

    campaign: Campaign
    smallest: dict[str, tuple[Sequence, Violation]] = field(default_factory=dict)

    def run(self, partition: str, todo: tuple[Sequence, ...]) -> list[Finding]:
        """Carries sequences out one after the other, each until it fails."""
        for sequence in todo:
            self.note(sequence, self.carry_out(sequence))
        return self.conclude(partition)

    def carry_out(self, sequence: Sequence) -> Judgement:
        """One sequence in conversations of its own; its creates are recorded. Raises Halt."""
        session, seen = self.campaign.tester.session, self.campaign.tester.sids_seen
        try:
            self.campaign.within_budget()
            if sequence.together:
                exchanges, found = together.run_together(session, sequence)
            else:
                played, found, _ = scenario.run(session, sequence, seen)
                exchanges = list(played.exchanges.values())
        except Unsupported:
            raise
        except ContractError as error:
            raise Halt(error) from None
        self.record(sequence.partition, exchanges, found)
        return found

    def record(self, partition: str, exchanges: list[Exchange], found: Judgement) -> None:
        """Records the creates of a sequence; what the sequence showed stands with the last of them."""
        for exchange in exchanges:
            last = exchange is exchanges[-1]
            shown = found if last else Judgement()
            result = Result(
                exchange, expect(exchange.case, self.campaign.declared), shown.violations, shown.judged
            )
            self.campaign.recorder.exchange(partition, result)
            self.campaign.tally.add(partition, result)
        self.campaign.on_case(partition)

    def note(self, sequence: Sequence, found: Iterable[Violation]) -> None:
        """Remembers the shortest sequence for each rule."""
        for violation in found:
            known = self.smallest.get(violation.rule.code)
            if violation.fails and (known is None or _size(sequence) < _size(known[0])):
                self.smallest[violation.rule.code] = (sequence, violation)

    def probe(self, name: str) -> list[Finding]:
        """Runs a probe. Raises Halt, Unsupported."""

        def run_once() -> Probed:
            self.campaign.within_budget()
            return probe(self.campaign.tester.session, name)

        probed = self._guarded(run_once)
        self.record(name, probed.exchanges, probed.judgement)
        failing = [violation for violation in probed.judgement if violation.fails]
        if not failing:
            return []
        again = sum(bool(self._guarded(run_once).judgement) for _ in range(CONFIRMATIONS))
        return [self._finding(name, failing[0], probed.document, again)]

    def admit(self) -> Witness:
        """Adds a witness. Raises Halt."""
        admitted = self._guarded(lambda: witness.admit(self.campaign.tester.session))
        self.record(witness.NAME, [admitted.exchange], Judgement())
        return admitted

    def watch(self, admitted: Witness) -> list[Finding]:
        """Looks at a witness, and three times more when it has changed. Raises Halt."""
        looked = self._guarded(admitted.look)
        changed = [violation for violation in looked if violation.fails]
        if not changed:
            return []
        self.record(witness.NAME, [admitted.exchange], looked)
        again = sum(bool(self._guarded(admitted.look)) for _ in range(CONFIRMATIONS))
        return [self._finding(witness.NAME, changed[0], witness.DOCUMENT, again)]

    def _guarded(self, run_once: Callable[[], Made]) -> Made:
        try:
            return run_once()
        except Unsupported:
            raise
        except ContractError as error:
            raise Halt(error) from None

    def explore(self, partition: str) -> list[Finding]:
        """Lets Hypothesis drive a state machine over two conversations."""
        machine = seed(self.campaign.seed)(_machine(self, partition))
        failing = False
        try:
            run_state_machine_as_test(machine, settings=self._settings())  # type: ignore[no-untyped-call]
        except (Violation, Flaky, HypothesisException, ExceptionGroup):
            failing = True
        if failing and not self.smallest:
            raise RuntimeError("the state machine failed without a violation; this is a defect of the suite")
        return self.conclude(partition)

    def _settings(self) -> settings:
        return settings(
            max_examples=self.campaign.profile.sequences,
            stateful_step_count=STEPS,
            phases=(Phase.generate, Phase.shrink),
            database=None,
            deadline=None,
            print_blob=False,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )

    def conclude(self, partition: str) -> list[Finding]:
        """Turns what was noted into findings, confirmed by carrying them out afresh."""
        collected, self.smallest = self.smallest, {}
        findings = []
        for code, (sequence, violation) in collected.items():
            sequence = self._shortest(sequence, code)
            again = sum(self._breaks(sequence, code) for _ in range(CONFIRMATIONS))
            findings.append(self._finding(partition, violation, sequence, again))
        return findings

    def _finding(self, partition: str, violation: Violation, shown: Case | Sequence, again: int) -> Finding:
        finding = Finding(
            violation.rule.code,
            partition,
            Verdict.FAIL,
            violation.expected,
            violation.actual,
            shown.labelled(partition),
            f"{again}/{CONFIRMATIONS}",
        )
        self.campaign.tally.findings.append(finding)
        self.campaign.recorder.finding(finding)
        return finding

    def _breaks(self, sequence: Sequence, code: str) -> bool:
        """Whether the sequence breaks the rule again, carried out as if for the first time."""
        try:
            for identity in {step.case.get(IDENTITY) for step in sequence.steps} - {None, ""}:
                self.campaign.tester.session.forget_user(str(identity))
        except ContractError as error:
            raise Halt(error) from None
        return any(violation.rule.code == code for violation in self.carry_out(sequence))

    def _shortest(self, sequence: Sequence, code: str) -> Sequence:
        """The sequence without the steps that it can do without, tried from the last to the first."""
        if sequence.together or len(sequence.steps) > SHORTENED:
            return sequence
        for number in reversed(range(len(sequence.steps))):
            shorter = _without(sequence, number)
            if shorter is not None and self._breaks(shorter, code):
                sequence = shorter
        return sequence


@contextlib.contextmanager
def halting() -> Iterator[None]:
    """What ends a run ends it from within Hypothesis too."""
    try:
        yield
    except ContractError as error:
        raise Halt(error) from None


def _without(sequence: Sequence, number: int) -> Sequence | None:
    """The sequence without a step, and `None` when others are about that step or none would be left."""
    if len(sequence.steps) == 1 or any(step.ref == number for step in sequence.steps):
        return None
    moved = (
        replace(step, ref=step.ref - 1) if step.ref is not None and step.ref > number else step
        for step in sequence.steps[:number] + sequence.steps[number + 1 :]
    )
    return replace(sequence, steps=tuple(moved))


def _size(sequence: Sequence) -> tuple[int, int]:
    return len(sequence.steps), len(dumps(sequence))


def _machine(plays: Plays, partition: str) -> type[RuleBasedStateMachine]:
    """A state machine whose rules are the steps of a sequence; the scenario is the model beside it."""
    people = steps.participants(senders_of(plays.campaign.declared))

    class Conversations(RuleBasedStateMachine):
        creates: Bundle[int] = Bundle("creates")

        def __init__(self) -> None:
            super().__init__()
            self.scenario = Scenario(plays.campaign.tester.session, plays.campaign.tester.sids_seen)
            self.steps: list[Step] = []

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
            self.steps.append(step)
            try:
                plays.campaign.within_budget()
                found = self.scenario.step(step)
            except Unsupported:
                plays.campaign.can_close = False
                found = Judgement()
            except ContractError as error:
                raise Halt(error) from None
            failing = [violation for violation in found if violation.fails]
            last = self.scenario.exchanges.get(len(self.steps) - 1)
            with halting():
                plays.record(partition, [last] if last else [], found)
            plays.note(Sequence(tuple(self.steps), partition), failing)
            if failing:
                raise failing[0]

        def teardown(self) -> None:
            with halting():
                self.scenario.close()

    return Conversations
