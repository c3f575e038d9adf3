"""Sequences in a campaign: carried out, judged, cut to the steps that matter, confirmed and recorded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import Flaky, HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from contracts.cases.case import IDENTITY, Case, Sequence
from contracts.cases.documents import dumps
from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import Judgement
from contracts.judging.finding import Finding
from contracts.judging.violations import Violation
from contracts.promises.oracle import expect
from contracts.trials import scenario, together, witness
from contracts.trials.probed import Probed
from contracts.trials.probes import probe
from contracts.trials.reduction import without_step
from contracts.trials.trial import Result
from contracts.trials.witness import Witness
from tests.campaign.believing import CONFIRMATIONS, make_finding, repeat
from tests.campaign.campaign import Campaign, Costly
from tests.campaign.machine import state_machine

Play = Callable[[], tuple[list[Exchange], Judgement]]
"""Plays something once: the exchanges of its creates, and what it shows."""

STEPS = 12
"""The most steps of a generated sequence."""
REPLAYS = 6
"""How often a sequence is played in which requests go unanswered."""
RACES = 10
"""Times that creates at the same moment are tried again, until they show what they showed."""
SHORTENED = 20
"""Sequences with more steps are about counts, and need every one."""


@dataclass(slots=True)
class Plays:
    """What a campaign does with sequences; `smallest` is by rule, the shortest sequence that broke it;
    `costly` when the last one was waited for in vain, or was the target's end; `alone` while SIDs are compared
    within a sequence only, so that what it shows can be shown again by itself."""

    campaign: Campaign
    smallest: dict[str, tuple[Sequence, Violation]] = field(default_factory=dict)
    costly: bool = False
    alone: bool = False

    def run(self, partition: str, todo: tuple[Sequence, ...]) -> list[Finding]:
        """Carries sequences out one after the other, each until it fails."""
        for sequence in todo:
            if any(self.campaign.spares(step.case.labelled(partition)) for step in sequence.steps):
                continue
            self.note(sequence, self.carry_out(sequence))
            if self.costly:
                reason = "the target never answers a sequence of it, or dies of it"
                self.campaign.tally.leave_out(f"{partition} (more cases)", reason)
                break
        return self.conclude(partition)

    def carry_out(self, sequence: Sequence) -> Judgement:
        """One sequence in conversations of its own; its creates are recorded. Raises Halt."""
        transport = self.campaign.tester.session.target.transport
        returns = transport.returns
        with self.campaign.halting(sequence):
            self.campaign.within_budget()
            exchanges, found = self._undisturbed(lambda: self._play(sequence))
        self.costly = any(exchange.timed_out for exchange in exchanges) or transport.returns > returns
        self.record(sequence.partition, exchanges, found)
        return found

    def _play(self, sequence: Sequence) -> tuple[list[Exchange], Judgement]:
        session = self.campaign.tester.session
        seen = set() if self.alone else self.campaign.tester.sids_seen
        if sequence.together:
            return together.run_together(session, sequence)
        played, found, _ = scenario.run(session, sequence, seen)
        return list(played.exchanges.values()), found

    def _undisturbed(self, play: Play) -> tuple[list[Exchange], Judgement]:
        """What a play shows, from the beginning again when requests went unanswered meanwhile: the network may
        lose any. A request that goes unanswered every time is the server's doing; otherwise nothing is
        judged."""
        session, returns = self.campaign.tester.session, self.campaign.tester.session.target.transport.returns
        silent: set[int] | None = None
        late = False
        for number in range(REPLAYS):
            if number and session.target.transport.returns > returns + 1:
                break  # what the target dies of is tried twice
            if late and (number > 1 or self.campaign.tester.hurried):
                break  # and so is what it never answers, until it is known for that
            before = session.disturbances
            exchanges, found = play()
            if session.disturbances == before or not any(violation.fails for violation in found):
                return exchanges, found
            late = any(exchange.timed_out for exchange in exchanges)
            unanswered = {number for number, exchange in enumerate(exchanges) if exchange.response is None}
            silent = unanswered if silent is None else silent & unanswered
        return exchanges, found if silent else Judgement()

    def record(self, partition: str, exchanges: list[Exchange], found: Judgement) -> None:
        """Records the creates of a sequence; what the sequence showed stands with the last of them."""
        for exchange in exchanges:
            last = exchange is exchanges[-1]
            shown = found if last else Judgement()
            result = Result(
                exchange, expect(exchange.case, self.campaign.declared), shown.violations, shown.judged
            )
            self.campaign.recorder.exchange(partition, result, step=True)
            self.campaign.tally.add(partition, result, step=True)
        self.campaign.on_case(partition)

    def note(self, sequence: Sequence, found: Iterable[Violation]) -> None:
        """Remembers the shortest sequence for each rule."""
        for violation in found:
            known = self.smallest.get(violation.rule.code)
            if violation.fails and (known is None or _size(sequence) < _size(known[0])):
                self.smallest[violation.rule.code] = (sequence, violation)

    def probe(self, name: str) -> list[Finding]:
        """Runs a probe. Raises Halt, Unsupported."""

        def run_once() -> tuple[list[Exchange], Judgement]:
            self.campaign.within_budget()
            probed.append(probe(self.campaign.tester.session, name))
            return probed[-1].exchanges, probed[-1].judgement

        probed: list[Probed] = []
        with self.campaign.halting():
            exchanges, found = self._undisturbed(run_once)
        self.record(name, exchanges, found)
        failing = [violation for violation in found if violation.fails]
        document = probed[-1].document
        return self._believe(
            name, failing[:1], document, lambda: any(v.fails for v in self._undisturbed(run_once)[1])
        )

    def admit(self) -> Witness:
        """Adds a witness. Raises Halt."""
        # It has attributes, and a run can do without it: a server that never answers those is found by cases.
        with self.campaign.halting(), self.campaign.tester.hurrying():
            admitted = witness.admit(self.campaign.tester.session)
        self.record(witness.NAME, [admitted.exchange], Judgement())
        return admitted

    def watch(self, admitted: Witness) -> list[Finding]:
        """Looks at a witness, and three times more when it has changed. Raises Halt."""
        with self.campaign.halting():
            looked = admitted.look()
        changed = [violation for violation in looked if violation.fails]
        if not changed:
            return []
        self.record(witness.NAME, [admitted.exchange], looked)
        return self._believe(
            witness.NAME, changed[:1], witness.DOCUMENT, lambda: any(v.fails for v in admitted.look())
        )

    def _believe(
        self,
        partition: str,
        found: list[Violation],
        shown: Case | Sequence,
        show: Callable[[], bool],
        insistence: int = 0,
    ) -> list[Finding]:
        """The finding of a violation, if there is one, that is shown again by a target that serves others."""
        new = []
        for violation in found:
            if self.campaign.is_known(partition, shown, violation):
                continue
            with self.campaign.halting(shown):
                self.campaign.canary.ask()
                confirmed = repeat(show, 1 if self.costly else CONFIRMATIONS, insistence=insistence)
                self.campaign.canary.ask(memory=0)
            finding = make_finding(partition, violation, shown, str(confirmed))
            new += [finding] if self.campaign.found(finding) else []
        return new

    def explore(self, partition: str) -> list[Finding]:
        """Lets Hypothesis drive a state machine over two conversations."""
        steps = seed(self.campaign.seed)(state_machine(self, partition))
        failing = False
        try:
            run_state_machine_as_test(steps, settings=self._settings())
        except Costly:
            self.campaign.tally.leave_out(
                f"{partition} (more cases)", "the target never answers a step of it, or dies"
            )
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
            if self.campaign.is_known(partition, sequence, violation):
                continue
            self.alone = code == "C501" and not self.costly and self._breaks_alone(sequence, code)
            again = not self.costly and (self.alone or self._breaks(sequence, code))
            shown = self._shortest(sequence, code) if again else sequence
            findings += self._believe(
                partition,
                [violation],
                shown,
                partial(self._breaks, shown, code),
                RACES if sequence.together else 0,
            )
            self.alone = False
        return findings

    def _breaks(self, sequence: Sequence, code: str) -> bool:
        """Whether the sequence breaks the rule again, carried out as if for the first time."""
        with self.campaign.halting():
            for identity in {step.case.get(IDENTITY) for step in sequence.steps} - {None, ""}:
                self.campaign.tester.session.forget_user(str(identity))
        return any(violation.rule.code == code for violation in self.carry_out(sequence))

    def _breaks_alone(self, sequence: Sequence, code: str) -> bool:
        """Whether it does without what the run has seen before."""
        self.alone = True
        try:
            return self._breaks(sequence, code)
        finally:
            self.alone = False

    def _shortest(self, sequence: Sequence, code: str) -> Sequence:
        """The sequence without the steps that it can do without, tried from the last to the first."""
        if sequence.together or len(sequence.steps) > SHORTENED:
            return sequence
        for number in reversed(range(len(sequence.steps))):
            shorter = without_step(sequence, number)
            if shorter is not None and self._breaks(shorter, code):
                sequence = shorter
        return sequence


def _size(sequence: Sequence) -> tuple[int, int]:
    return len(sequence.steps), len(dumps(sequence))
