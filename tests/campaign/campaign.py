"""A campaign: partitions are tried one after the other; what they show is confirmed, made small and recorded."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.database import ExampleDatabase
from hypothesis.errors import Flaky, HypothesisException

from contracts.cases.case import Case, Sequence
from contracts.cases.documents import dumps
from contracts.errors import ContractError, TargetGone
from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import Judgement
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import ACCEPTANCE, Violation
from contracts.promises.declared import Declared
from contracts.promises.expectation import Expectation, Outcome
from contracts.trials import drops
from contracts.trials.canary import Canary
from contracts.trials.probed import Unsupported
from contracts.trials.trial import Result, Tester
from reports.choices.profiles import Profile
from reports.renderings.text import cut, plain
from reports.runs.files import SUSPECT
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from strategies.partitions.partition import Partition
from tests.campaign.ahead import Ahead, generated
from tests.campaign.believing import (
    CONFIRMATIONS,
    INSISTENCE,
    Confirmation,
    is_again,
    is_same_fault,
    make_finding,
    repeat,
)
from tests.campaign.collector import Collector
from tests.campaign.halt import Halt, Unheld
from tests.campaign.kinds import Causes, Kinds
from tests.campaign.retrial import Retrial

REDUCED_PER_RULE = 2
"""Findings of one rule that are made small: a server that breaks it everywhere shows so in a few partitions."""
REDUCTION_TRIES = 120
COSTLY = ("C901", "C902", "C903", "C907")
"""Rules that are broken by cases that cost much: no answer in time or at all, the end of the target, megabytes."""
SPARED = 3
"""Partitions with findings about cases that cost that much; after them one case is enough to spare another one."""
SHORT = 0.3
"""Seconds that a smaller case that is never answered is waited for, if others take much less."""
COSTLY_TRIES = 6
"""Tries to make a case smaller that is waited for in vain, or that the target dies of."""
SUSPECT_SHOWN = 300
"""Characters of what is being tried that are told when the target goes away; the whole is in a file."""
ENDLESS_CASES = "such a case is answered with megabytes or never, or is the target's end"
STATEFUL = ACCEPTANCE | {"C501", "C504"}
"""Rules that a case may break only because the target has seen its participant before."""


class Costly(BaseException):
    """Ends an exploration: what would be tried next may never be answered either."""


@dataclass(slots=True)
class Campaign:
    """One run against one target. `promised` has the outcome that a partition promises of all its cases; `costly`
    are partitions of which a case was answered with megabytes or never, or was the target's end; `spared` those
    of which that is believed."""

    tester: Tester
    recorder: Recorder
    tally: Tally
    profile: Profile
    seed: int
    can_close: bool = True
    database: ExampleDatabase | None = None
    second_opinion: Callable[[Exchange], Judgement] | None = None
    on_case: Callable[[str], None] = lambda partition: None
    before_send: Callable[[Case | Sequence], None] = lambda tried: None
    promised: dict[str, Outcome] = field(default_factory=dict)
    scouted: set[Case] = field(default_factory=set)
    collector: Collector = field(default_factory=Collector)
    costly: set[str] = field(default_factory=set)
    spared: set[str] = field(default_factory=set)
    dropping: Finding | None = None
    kinds: Kinds = field(default_factory=Kinds)
    unheld: Unheld = field(default_factory=Unheld)
    ahead: Ahead | None = None
    canary: Canary = field(init=False)
    retrial: Retrial = field(init=False)
    causes: Causes = field(init=False)

    def __post_init__(self) -> None:
        self.canary = Canary(self.tester.session)
        self.causes = Causes(self.kinds.accepted)
        self.retrial = Retrial(self.tester, self.halting, self._with_second_opinion)

    @property
    def declared(self) -> Declared:
        """What the owner and the target say of the account."""
        return self.tester.session.declared

    def check(self, case: Case, *, thorough: bool = False) -> Result:
        """One trial, recorded. Raises Halt when the target is gone or the budget is spent."""
        returns = self.tester.session.target.transport.returns
        with self.halting(case):
            self.within_budget()
            known = self.ahead.known.pop(case, None) if self.ahead is not None else None
            result = self._with_second_opinion(known or self.tester.try_case(case, thorough=thorough))
            self.recorder.exchange(case.partition, result)
        self.tally.add(case.partition, result)
        self._hold_to_its_word(case, result.expectation)
        for violation in result.violations:
            if violation.fails:
                self.collector.add(case, violation)
        died = self.tester.session.target.transport.returns > returns
        endless = result.exchange.response is not None and result.exchange.response.truncated
        died = died and any(violation.fails for violation in result.violations)
        cost = result.exchange.timed_out or endless or died
        self.kinds.note(case, cost=cost, accepted=result.exchange.accepted and not cost)
        self.causes.note(case, result.violations)
        if cost:
            self.costly.add(case.partition)
        if self.tester.drops.are_many():
            self._compare_drops(case.partition)
        self.on_case(case.partition)
        return result

    @contextlib.contextmanager
    def halting(self, tried: Case | Sequence | None = None) -> Iterator[None]:
        """Halts the run by what ends it; what was tried when the target went away is named and recorded."""
        try:
            if tried is not None:
                self.before_send(tried)
            yield
        except Unsupported:
            raise
        except TargetGone as error:
            raise Halt(self._suspecting(error, tried) if tried is not None else error) from None
        except ContractError as error:
            raise Halt(error) from None

    def _suspecting(self, error: TargetGone, tried: Case | Sequence) -> TargetGone:
        with contextlib.suppress(ContractError):
            self.recorder.note(f"the suspect: {dumps(tried)}")
        shown = cut(plain(dumps(tried)), SUSPECT_SHOWN)
        said = f"{error} It went away while this was tried, which is the suspect: {shown}; 'contract replay'"
        return TargetGone(f"{said} sends {SUSPECT} again, and '--export curl' makes a script of it")

    def _compare_drops(self, partition: str) -> None:
        """One finding about creates that go unanswered now and then, if that is the server's doing."""
        with self.halting():
            violation = drops.compare(self.tester.session)
        if violation is not None:
            confirmed = f"{violation.actual.split(' ')[0]}/{drops.SAMPLE}"
            self.dropping = make_finding(partition, violation, drops.PLAIN, confirmed)
            self.found(self.dropping)

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

    def scouts_of(self, partition: Partition) -> tuple[Case, ...]:
        """A few examples of a partition."""
        return partition.examples[:: max(len(partition.examples) // self.profile.scouts, 1)]

    def scout(self, partition: Partition) -> list[Finding]:
        """Tries a few examples of a partition ahead of the others, so that what is badly wrong shows at once."""
        scouts = self.scouts_of(partition)
        self.scouted.update(scouts)
        return self.try_each(partition.name, scouts)

    def try_examples(self, partition: Partition) -> list[Finding]:
        """Tries every example of a partition that no scout has tried, if the profile has time for them."""
        examples = partition.examples if self.profile.every_example else ()
        return self.try_each(partition.name, (one for one in examples if one not in self.scouted))

    def try_each(self, partition: str, examples: Iterable[Case]) -> list[Finding]:
        """Tries examples, but no more of a partition in which one is known never to be answered."""
        new: list[Finding] = []
        for example in self.batched(examples):
            if partition in self.spared:
                break
            if self.spares(example):
                continue
            with self.unheld.skipping(partition):
                self.check(example, thorough=True)
            if partition in self.costly:
                new += self.conclude(partition)
        return [*new, *self.conclude(partition)]

    def batched(self, cases: Iterable[Case]) -> list[Case]:
        """The cases, of which those that are fine are tried together, where requests are spared. Raises Halt."""
        todo = list(cases)
        if self.ahead is not None:
            try:
                self.ahead.send([case for case in todo if not self.kinds.spares(case)])
            except TargetGone as error:
                last = self.ahead.batches.last
                raise Halt(error if last is None else self._suspecting(error, last)) from None
            except ContractError as error:
                raise Halt(error) from None
        return todo

    def explore(self, partition: Partition) -> list[Finding]:
        """Lets Hypothesis generate and shrink; what was shown already is not shrunk again."""
        if partition.cases is None or not self.profile.examples or partition.name in self.spared:
            return []
        known = {code for code, times in self.collector.seen.items() if times >= REDUCED_PER_RULE}
        known |= {finding.rule for finding in self.tally.findings if finding.partition == partition.name}
        failed: dict[Case, Violation] = {}

        def try_generated(case: Case) -> None:
            # A target that fails now and then must fail again when Hypothesis replays the case.
            if self.spares(case):
                return
            if case not in failed:
                result = None
                with self.unheld.skipping(partition.name):
                    result = self.check(case)
                if result is None:
                    return
                if partition.name in self.costly:
                    raise Costly
                new = [v for v in result.violations if v.fails and v.rule.code not in known]
                if not new:
                    return
                failed[case] = new[0]
            raise failed[case]

        if self.ahead is not None:
            self.batched(generated(partition.cases, self.seed, self.hypothesis_settings()))
        # Hypothesis derives its random choices and its database key from the function.
        try_generated.__name__ = f"try_{partition.name.replace('-', '_')}"
        try:
            # Settings come last: a seed that is given after them takes the database away.
            self.hypothesis_settings()(seed(self.seed)(given(partition.cases)(try_generated)))()
        except Costly:
            pass
        except (Violation, Flaky, HypothesisException, ExceptionGroup):
            if not failed:
                raise
        return self.conclude(partition.name)

    def hypothesis_settings(self) -> settings:
        """What Hypothesis is told of an exploration."""
        return settings(
            max_examples=self.profile.examples,
            database=self.database,
            phases=(Phase.reuse, Phase.generate, Phase.shrink),
            deadline=None,
            print_blob=False,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )

    def conclude(self, partition: str) -> list[Finding]:
        """Turns what was collected into findings: each with a small case, confirmed by sending it afresh.

        A rule that is broken in a partition is one finding there, and so is a case that breaks it in several.
        What is not shown again is no finding, and kept in the record. Nothing is believed of a target that
        serves no plain participant.
        """
        new: list[Finding] = []
        for code, (case, violation) in self.collector.finish().items():
            finding = self.is_known(partition, case, violation)
            with self.unheld.skipping(partition):
                finding = finding or self._believed(partition, case, violation)
            if finding is None:
                continue
            if code in COSTLY and partition in self.costly and finding.verdict is Verdict.FAIL:
                self._spare(partition)
                self.kinds.believed = True
            if finding not in self.tally.findings and self.found(finding):
                new.append(finding)
            if code == "C902" and finding.verdict is Verdict.FAIL:
                self.tester.resends = 1
        self.costly.discard(partition)
        self.unheld.tell(partition, self.tally)
        return new

    def found(self, finding: Finding) -> bool:
        """Whether a finding is new, and one that fails; it is recorded."""
        if finding.verdict is not Verdict.FAIL:
            self.tally.unconfirmed.append(finding)
        elif any(is_again(known, finding) for known in self.tally.findings):
            return False
        else:
            self.tally.findings.append(finding)
        self.recorder.finding(finding)
        return finding.verdict is Verdict.FAIL

    def is_known(self, partition: str, shown: Case | Sequence, violation: Violation) -> Finding | None:
        """The finding to which this is no news."""
        this = make_finding(partition, violation, shown, "0/0")
        dear = violation.rule.code in COSTLY and partition in self.costly and len(self.spared) >= SPARED
        for finding in self.tally.findings:
            if is_again(finding, this):
                return finding
            same = is_same_fault(finding, shown, violation) or self.causes.are_one(finding, shown, violation)
            # Where plain creates go unanswered now and then, so do those of sequences.
            same = same or (finding is self.dropping and isinstance(shown, Sequence) and finding.rule == this.rule)
            if same or (dear and finding.rule == violation.rule.code):
                self.tally.share(partition, finding)
                return finding
        return None

    def spares(self, case: Case) -> bool:
        """Whether a case is of a kind that is known to cost much, and is not tried; the tally says so."""
        spares = self.kinds.spares(case)
        if spares:
            self._leave_out_more(case.partition)
        return spares

    def _leave_out_more(self, partition: str) -> None:
        if partition not in self.kinds.told:
            self.kinds.told.add(partition)
            self.tally.leave_out(f"{partition} (more cases)", ENDLESS_CASES)

    def _spare(self, partition: str) -> None:
        """A target never answers cases of a partition, or dies of them: no more of it is tried, and in others it
        is waited for no longer than needed."""
        self.tester.hurry(slow=False)
        self.spared.add(partition)
        self._leave_out_more(partition)

    def _believed(self, partition: str, case: Case, violation: Violation) -> Finding:
        """A finding with the smallest case that shows it; inconclusive when it is not shown again."""
        code = violation.rule.code
        with self.halting(case):
            self.canary.ask()
        shown: Case | Sequence = case
        costly = partition in self.costly
        with self.tester.hurrying() if costly else contextlib.nullcontext():
            confirmed = self._again(case, code)
        if confirmed.shown:
            if costly:
                self.tester.hurry(slow=False)
            if self.collector.seen[code] <= REDUCED_PER_RULE:
                case, violation, confirmed = self._smaller(case, violation, confirmed)
            shown = self.retrial.from_scratch(case, code) or case if code in STATEFUL else case
        elif code in STATEFUL and (afresh := self.retrial.from_scratch(case, code)):
            shown, confirmed = afresh, Confirmation(1, confirmed.tries + 1)
        with self.halting(case):
            self.canary.ask(memory=0)
        return make_finding(partition, violation, shown, str(confirmed))

    def _smaller(
        self, case: Case, violation: Violation, confirmed: Confirmation
    ) -> tuple[Case, Violation, Confirmation]:
        """A smaller case, if it is confirmed too; meanwhile what is never answered is not waited for as long."""
        costly = case.partition in self.costly
        with self.tester.hurrying(SHORT) if costly else contextlib.nullcontext():
            small, shown = self.retrial.smaller(case, violation, COSTLY_TRIES if costly else REDUCTION_TRIES)
        again = self._again(small, violation.rule.code) if small != case else confirmed
        return (small, shown, again) if again.shown or not costly else (case, violation, confirmed)

    def _again(self, case: Case, code: str) -> Confirmation:
        # A target that keeps us waiting is not asked more often than needed.
        tries = 1 if code == "C903" or case.partition in self.costly else CONFIRMATIONS
        before = any(finding.rule == code for finding in self.tally.unconfirmed)
        insistence = INSISTENCE if before and code not in ("C902", "C903") else 0
        return repeat(lambda: self.retrial.broken(case, code) is not None, tries, insistence=insistence)
