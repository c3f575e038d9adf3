"""A campaign: partitions are tried one after the other; what they show is confirmed, made small and recorded."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase
from hypothesis.errors import Flaky, HypothesisException

from contracts.cases.case import IDENTITY, Case, Conversation, Op, Sequence, Step
from contracts.cases.documents import dumps
from contracts.errors import ContractError
from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import Judgement
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import Violation
from contracts.promises.declared import Declared
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.oracle import expect
from contracts.trials import scenario
from contracts.trials.reduction import reduce
from contracts.trials.trial import Result, Tester
from reports.choices.profiles import Profile
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from strategies.partitions.partition import Partition
from tests.campaign.collector import ACCEPTANCE, Collector, family

CONFIRMATIONS = 3
REDUCED_PER_RULE = 2
"""Findings of one rule that are made small: a server that breaks it everywhere shows so in a few partitions."""
REDUCTION_TRIES = 120
STATEFUL = ACCEPTANCE | {"C501", "C504"}
"""Rules that a case may break only because the target has seen its participant before."""
SCOUTS = 3
"""Examples of each partition that are tried ahead of all others."""


class Halt(BaseException):
    """Ends a run from within Hypothesis, which takes every Exception for a failing example."""

    def __init__(self, error: ContractError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(slots=True)
class Campaign:
    """One run against one target. `promised` has the outcome that a partition promises of all its cases."""

    tester: Tester
    recorder: Recorder
    tally: Tally
    profile: Profile
    seed: int
    can_close: bool = True
    second_opinion: Callable[[Exchange], Judgement] | None = None
    on_case: Callable[[str], None] = lambda partition: None
    promised: dict[str, Outcome] = field(default_factory=dict)
    scouted: set[Case] = field(default_factory=set)
    collector: Collector = field(default_factory=Collector)

    @property
    def declared(self) -> Declared:
        """What the owner and the target say of the account."""
        return self.tester.session.declared

    def check(self, case: Case, *, thorough: bool = False) -> Result:
        """One trial, recorded. Raises Halt when the target is gone or the budget is spent."""
        try:
            self.within_budget()
            result = self._with_second_opinion(self.tester.try_case(case, thorough=thorough))
            self.recorder.exchange(case.partition, result)
        except ContractError as error:
            raise Halt(error) from None
        self.tally.add(case.partition, result)
        self._hold_to_its_word(case, result.expectation)
        for violation in result.violations:
            if violation.fails:
                self.collector.add(case, violation)
        self.on_case(case.partition)
        return result

    def _hold_to_its_word(self, case: Case, expectation: Expectation) -> None:
        """A partition says what the oracle says of its cases, for whatever account."""
        promised = self.promised.get(case.partition)
        if promised is not None and expectation.outcome is not promised:
            said = f"the partition says {promised}, the oracle {expectation.outcome}, of {dumps(case)[:200]}"
            self.tally.break_word(case.partition, f"{said}: a defect of the suite, or of what is declared")

    def _with_second_opinion(self, result: Result) -> Result:
        """Another judge is heard where ours has nothing to say."""
        if self.second_opinion is None or any(violation.fails for violation in result.violations):
            return result
        other = self.second_opinion(result.exchange)
        violations = (*other.violations, *result.violations)
        return replace(result, violations=violations, judged=result.judged | other.judged)

    def within_budget(self) -> None:
        """Raises OutOfBudget, or Stopped, when the run has to end; the transport asks that of each request too."""
        self.tester.session.target.transport.stopper.check()

    def scout(self, partition: Partition) -> list[Finding]:
        """Tries a few examples of a partition ahead of the others, so that what is badly wrong shows at once."""
        step = max(len(partition.examples) // SCOUTS, 1)
        for example in partition.examples[::step]:
            self.scouted.add(example)
            self.check(example, thorough=True)
        return self.conclude(partition.name)

    def try_examples(self, partition: Partition) -> list[Finding]:
        """Tries every example of a partition that no scout has tried, if the profile has time for them."""
        for example in partition.examples if self.profile.every_example else ():
            if example not in self.scouted:
                self.check(example, thorough=True)
        return self.conclude(partition.name)

    def explore(self, partition: Partition) -> list[Finding]:
        """Lets Hypothesis generate and shrink; what was shown already is not shrunk again."""
        if partition.cases is None or not self.profile.examples:
            return []
        known = {code for code, times in self.collector.seen.items() if times >= REDUCED_PER_RULE}
        known |= {finding.rule for finding in self.tally.findings if finding.partition == partition.name}
        failed: dict[Case, Violation] = {}

        def try_generated(case: Case) -> None:
            # A target that fails now and then must fail again when Hypothesis replays the case.
            if case not in failed:
                new = [v for v in self.check(case).violations if v.fails and v.rule.code not in known]
                if not new:
                    return
                failed[case] = new[0]
            raise failed[case]

        # Hypothesis derives its random choices and its database key from the function.
        try_generated.__name__ = f"try_{partition.name.replace('-', '_')}"
        try:
            seed(self.seed)(self._settings()(given(partition.cases)(try_generated)))()
        except (Violation, Flaky, HypothesisException, ExceptionGroup):
            if not failed:
                raise
        return self.conclude(partition.name)

    def _settings(self) -> settings:
        database: ExampleDatabase | None = DirectoryBasedExampleDatabase(".hypothesis/examples")
        return settings(
            max_examples=self.profile.examples,
            database=database if self.profile.keeps_database else None,
            phases=(Phase.reuse, Phase.generate, Phase.shrink),
            deadline=None,
            print_blob=False,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )

    def conclude(self, partition: str) -> list[Finding]:
        """Turns what was collected into findings: each with a small case, confirmed by sending it afresh.

        A rule that is broken in a partition is one finding there, and so is a case that breaks it in several.
        """
        new: list[Finding] = []
        for code, (case, violation) in self.collector.finish().items():
            if self._is_known(code, partition, case):
                continue
            if self.collector.seen[code] <= REDUCED_PER_RULE:
                case, violation = self._smaller(case, violation)
            finding = self._confirmed(partition, case, violation)
            if not self._is_known(finding.rule, partition, case):
                new.append(finding)
                self.tally.findings.append(finding)
                self.recorder.finding(finding)
        return new

    def _is_known(self, code: str, partition: str, case: Case) -> bool:
        return any(
            finding.rule == code
            and (finding.partition == partition or finding.case.labelled("") == case.labelled(""))
            for finding in self.tally.findings
        )

    def _smaller(self, case: Case, violation: Violation) -> tuple[Case, Violation]:
        shown = {case: violation}
        outcome = expect(case, self.declared).outcome

        def still_shows(candidate: Case) -> bool:
            # What is promised must stay promised: of an open case, other servers may think otherwise.
            if expect(candidate, self.declared).outcome is not outcome:
                return False
            found = self._broken(candidate, violation.rule.code)
            if found is not None:
                shown[candidate] = found
            return found is not None

        smallest = reduce(case, still_shows, tries=REDUCTION_TRIES)
        return smallest, shown[smallest]

    def _broken(self, case: Case, code: str) -> Violation | None:
        """The violation of `code`, or of another rule of its family, that a fresh trial of the case shows."""
        try:
            result = self._with_second_opinion(self.tester.try_case(case, thorough=code.startswith("C5")))
        except ContractError as error:
            raise Halt(error) from None
        except UnicodeEncodeError:
            return None
        return next((v for v in result.violations if v.rule.code in family(code)), None)

    def _confirmed(self, partition: str, case: Case, violation: Violation) -> Finding:
        code = violation.rule.code
        # A target that keeps us waiting is not asked more often than needed.
        tries = 1 if code == "C903" else CONFIRMATIONS
        again = sum(self._broken(case, code) is not None for _ in range(tries))
        shown = self._from_scratch(case, code) if code in STATEFUL else case
        return Finding(
            code,
            partition,
            Verdict.FAIL,
            violation.expected,
            violation.actual,
            shown.labelled(partition),
            f"{again}/{tries}",
        )

    def _from_scratch(self, case: Case, code: str) -> Case | Sequence:
        """What shows it on a target that has not seen this participant yet: the case, or else adding it twice."""
        session, seen = self.tester.session, set(self.tester.sids_seen)
        create = Step(case.labelled(""))
        twice = Sequence((create, Step(Case(), Op.DELETE, 0), create))
        try:
            self._start_afresh(case)
            if case.conversation != Conversation.EXISTING or self._broken(case, code) is not None:
                return case
            self._start_afresh(case)
            _, found, _ = scenario.run(session, twice, set())
        except ContractError as error:
            raise Halt(error) from None
        finally:
            self.tester.sids_seen |= seen
        return twice if any(violation.rule.code == code for violation in found) else case

    def _start_afresh(self, case: Case) -> None:
        """A new conversation, no User, and no SID seen."""
        self.tester.session.replace(Conversation.EXISTING)
        self.tester.session.forget_user(case.get(IDENTITY) or "")
        self.tester.sids_seen.clear()
