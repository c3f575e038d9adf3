"""The tally of a run: counts as it goes, by partition and by rule, and what the verdict is made of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from contracts.exchanges.exchange import Answer, Exchange
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import family
from contracts.promises.rules import RULES
from contracts.trials.trial import Result
from reports.runs.causes import Alike
from reports.runs.coverage import Coverage

LARGEST_CODE = 10**9
"""What is larger is no error code, and may have thousands of digits."""


def observed(exchange: Exchange) -> str:
    """What came, in a word or two: `201`, `400 50207` (the error code, if there is one), `no response`."""
    response = exchange.response
    if response is None:
        return "no response"
    code = None if exchange.accepted else (Answer(response).object or {}).get("code")
    known = isinstance(code, int) and not isinstance(code, bool) and abs(code) < LARGEST_CODE
    return f"{response.status} {code}" if known else str(response.status)


@dataclass(slots=True)
class PartitionTally:
    """`rules` are those that the partition is there to exercise; `observed` counts what came, by `observed()`.

    `broken_word` is the first case of which the oracle says something else than the partition promises.
    """

    rules: tuple[str, ...] = ()
    cases: int = 0
    observed: Counter[str] = field(default_factory=Counter)
    broken_word: str = ""


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could fail the run and that nothing judged. `explained` when what was left out by choice is the
    reason; otherwise it is open whether the target keeps it."""

    rule: str
    reason: str
    explained: bool


@dataclass(frozen=True, slots=True)
class NotRun:
    """A partition that had no turn, or not all of it. `chosen` when that was asked for."""

    partition: str
    reason: str
    chosen: bool


@dataclass(slots=True)
class Tally:
    """`exercised` and `violated` count, by the code of the rule, the cases in which it could have been violated,
    and those in which it was. `unconfirmed` are violations that could not be shown again, and are no findings;
    `shared` has the verdict of partitions that show what was found in another one. `known` has the rules of
    every partition there is, whether it is run or not; `fixed` are those whose cases no seed changes. `confirmed`
    says of drift, by the id of its finding, how often it was shown again."""

    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_to_target: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    partitions: dict[str, PartitionTally] = field(default_factory=dict)
    exercised: Counter[str] = field(default_factory=Counter)
    violated: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    not_run: list[NotRun] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)
    unconfirmed: list[Finding] = field(default_factory=list)
    shared: dict[str, Verdict] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    alike: Alike = field(default_factory=Alike)

    @property
    def cases(self) -> int:
        """How many cases were tried, in all partitions."""
        return sum(partition.cases for partition in self.partitions.values())

    def start(self, partition: str, rules: Iterable[str] = ()) -> None:
        """A partition has its turn; it is there to exercise `rules`."""
        self.partitions.setdefault(partition, PartitionTally()).rules = tuple(rules)

    def add(self, partition: str, result: Result, *, step: bool = False) -> None:
        """Counts one case of a partition; what a sequence shows is added exchange by exchange, each a `step`."""
        tally = self.partitions.setdefault(partition, PartitionTally())
        tally.cases += 1
        came = observed(result.exchange)
        tally.observed[came] += 1
        violated = {violation.rule.code for violation in result.violations}
        self.coverage.add(partition, result, came, violated)
        self.exercised.update(result.judged | violated)
        self.violated.update(violated)
        if not step:  # a sequence ends with the first step that breaks a rule
            self.alike.add(result.violations)

    def leave_out(self, partition: str, reason: str, *, chosen: bool = False) -> None:
        """A partition is not run, or not to its end; `chosen` when that was asked for."""
        self.not_run.append(NotRun(partition, reason, chosen))

    def share(self, partition: str, finding: Finding) -> None:
        """A partition shows the very fault of a finding in another one."""
        self.shared[partition] = max(finding.verdict, self.shared.get(partition, Verdict.PASS))

    def break_word(self, partition: str, reason: str) -> None:
        """A partition promises something else than the oracle says: a defect of the suite or the configuration."""
        tally = self.partitions.setdefault(partition, PartitionTally())
        if not tally.broken_word:
            tally.broken_word = reason
            self.leave_out(partition, reason)

    def not_judged(self) -> list[NotJudged]:
        """The documented and published rules that nothing judged, in the order of the catalogue."""
        silent = (code for code, rule in RULES.items() if rule.level.fails_a_run and not self.exercised[code])
        return [self._not_judged(code) for code in silent if not self.violated[code]]

    def _not_judged(self, code: str) -> NotJudged:
        """Why: partitions that were left out by choice, or were not selected; else what ran in vain."""
        names = [name for name, rules in {**self.known, **self._started()}.items() if code in rules]
        reasons = [left.reason for left in self.not_run if left.chosen and left.partition in names]
        if any(name not in self.partitions and not self._is_left_out(name) for name in names) or not self.known:
            reasons.append("not selected")
        if names and self.left_to_target.issuperset(names):
            reasons.append(f"{', '.join(names)}: the documents leave these to the target, which refused them")
        if reasons:
            return NotJudged(code, "; ".join(dict.fromkeys(reasons)), explained=True)
        broken_off = dict.fromkeys(left.reason for left in self.not_run if left.partition in names)
        if broken_off:
            return NotJudged(code, "; ".join(broken_off), explained=False)
        tried = f"{', '.join(names)} came to no judgement" if names else "no partition exercises it"
        return NotJudged(code, f"nothing judged it: {tried}", explained=False)

    def _started(self) -> dict[str, tuple[str, ...]]:
        return {name: partition.rules for name, partition in self.partitions.items()}

    def _is_left_out(self, name: str) -> bool:
        return any(left.partition == name for left in self.not_run)

    def verdict(self) -> str:
        """`violates`; or `inconclusive`, when something was not run or not judged without being asked for; or
        `conforms`.

        A violation that came to no finding, because the run broke off, is not settled: inconclusive.
        """
        worst = max((finding.verdict for finding in self.findings), default=Verdict.PASS)
        if worst >= Verdict.FIXED:
            return "violates"
        incomplete = any(not left.chosen for left in self.not_run) or self.cases == 0
        incomplete = incomplete or any(not one.explained for one in self.not_judged())
        unsettled = any(self.rule_verdict(code) is Verdict.FAIL for code in self.violated)
        open_finding = worst is Verdict.INCONCLUSIVE
        return "inconclusive" if incomplete or unsettled or open_finding else "conforms"

    def rule_verdict(self, code: str) -> Verdict:
        """The worst finding of a rule. Without one: FAIL when it was broken, fails a run, and no finding of its
        family tells of it (a graver violation of the case was reported); PASS when it was exercised; INCONCLUSIVE
        when it was not."""
        found = [finding.verdict for finding in self.findings if finding.rule == code]
        if found:
            return max(found)
        settled = any(finding.rule in family(code) for finding in (*self.unconfirmed, *self.findings))
        if self.violated[code] and not settled and code in RULES and RULES[code].level.fails_a_run:
            return Verdict.FAIL
        return Verdict.PASS if self.exercised[code] else Verdict.INCONCLUSIVE

    def partition_verdict(self, name: str) -> Verdict:
        """The worst finding of a partition; INCONCLUSIVE when it was not run to its end."""
        found = [finding.verdict for finding in self.findings if finding.partition == name]
        found.append(self.shared.get(name, Verdict.PASS))
        if any(left.partition == name for left in self.not_run):
            found.append(Verdict.INCONCLUSIVE)
        return max(found, default=Verdict.PASS)
