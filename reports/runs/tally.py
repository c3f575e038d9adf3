"""The tally of a run: counts as it goes, by partition and by rule, and what the verdict is made of."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contracts.cases import form
from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROXY_ADDRESS,
    ROLE_SID,
    Auth,
    Conversation,
)
from contracts.exchanges.exchange import Answer, Exchange
from contracts.judging.finding import Finding, Verdict
from contracts.promises.rules import RULES
from contracts.trials.trial import Result

# Which rules had something to judge in an exchange; contracts/judging/checks has the conditions in full.
_ALWAYS = ("C901", "C902", "C903", "C904", "C905")
_ANSWERED = ("C906",)
_AUTHORISED = ("C403",)
_ACCEPTED = ("C101", "C102", "C103", "C115", "C501")
_PARTICIPANT = (
    "C104",
    "C105",
    "C106",
    "C107",
    "C108",
    "C109",
    "C110",
    "C301",
    "C310",
    "C311",
    "C312",
    "C313",
    "C315",
)
_REFUSED = ("C111", "C112", "C113", "C114", "C239")
_WITH_FIELD = {
    ATTRIBUTES: ("C302", "C316"),
    ADDRESS: ("C304", "C305"),
    ROLE_SID: ("C307",),
    DATE_CREATED: ("C308",),
    DATE_UPDATED: ("C309",),
}
_WITHOUT_FIELD = {ATTRIBUTES: ("C303",), DATE_CREATED: ("C314", "C317")}
_IDENTITY_ALONE = ("C306",)
_ORIGIN = ("C116",)

_OUR_PATHS = frozenset(Conversation)


def judged(result: Result) -> set[str]:
    """The codes of the rules that had something to judge: of the expectation, of the answer, and those broken.

    What was read back afterwards (C502, C503, C504) shows in no answer: partitions name those.
    """
    exchange = result.exchange
    codes = {*_ALWAYS, *(violation.rule.code for violation in result.violations)}
    if exchange.response is None:
        return codes
    codes.update(result.expectation.rules)
    if exchange.case.method == "POST" and exchange.case.conversation in _OUR_PATHS:
        codes.update(_ANSWERED)
        if exchange.case.auth is Auth.VALID:
            codes.update(_AUTHORISED)
        if exchange.accepted:
            codes.update(_of_acceptance(exchange))
        elif 400 <= exchange.response.status < 500:
            codes.update(_REFUSED)
    return codes


def _of_acceptance(exchange: Exchange) -> Iterator[str]:
    yield from _ACCEPTED
    if exchange.case.header("Origin") is not None:
        yield from _ORIGIN
    if exchange.sid is None:
        return
    yield from _PARTICIPANT
    given = {name for name, value in form.pairs(exchange.case) or () if value}
    for name, codes in _WITH_FIELD.items():
        if name in given:
            yield from codes
    for name, codes in _WITHOUT_FIELD.items():
        if name not in given:
            yield from codes
    if IDENTITY in given and not given & {ADDRESS, PROXY_ADDRESS}:
        yield from _IDENTITY_ALONE


def observed(exchange: Exchange) -> str:
    """What came, in a word or two: `201`, `400 50207` (the error code, if there is one), `no response`."""
    response = exchange.response
    if response is None:
        return "no response"
    code = None if exchange.accepted else (Answer(response).object or {}).get("code")
    known = isinstance(code, int) and not isinstance(code, bool)
    return f"{response.status} {code}" if known else str(response.status)


@dataclass(slots=True)
class PartitionTally:
    """`rules` are those that the partition is there to exercise; `observed` counts what came, by `observed()`."""

    rules: tuple[str, ...] = ()
    cases: int = 0
    observed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class NotRun:
    """A partition that had no turn, or not all of it. `chosen` when somebody asked for that."""

    partition: str
    reason: str
    chosen: bool


@dataclass(slots=True)
class Tally:
    """`exercised` and `violated` count cases by the code of the rule."""

    partitions: dict[str, PartitionTally] = field(default_factory=dict)
    exercised: Counter[str] = field(default_factory=Counter)
    violated: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    not_run: list[NotRun] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many cases were tried, in all partitions."""
        return sum(partition.cases for partition in self.partitions.values())

    def start(self, partition: str, rules: Iterable[str] = ()) -> None:
        """A partition has its turn: from now on its cases count as exercising `rules` too."""
        self.partitions.setdefault(partition, PartitionTally()).rules = tuple(rules)

    def add(self, partition: str, result: Result) -> None:
        """Counts one case of a partition; what a sequence shows is added exchange by exchange."""
        tally = self.partitions.setdefault(partition, PartitionTally())
        tally.cases += 1
        tally.observed[observed(result.exchange)] += 1
        self.exercised.update(judged(result).union(tally.rules))
        self.violated.update({violation.rule.code for violation in result.violations})

    def leave_out(self, partition: str, reason: str, *, chosen: bool = False) -> None:
        """A partition is not run, or not to its end; `chosen` when somebody asked for that."""
        self.not_run.append(NotRun(partition, reason, chosen))

    def verdict(self) -> str:
        """`violates`; or `inconclusive`, when something was not run and nobody asked for that; or `conforms`.

        A violation that came to no finding, because the run broke off, is not settled: inconclusive.
        """
        worst = max((finding.verdict for finding in self.findings), default=Verdict.PASS)
        if worst >= Verdict.FIXED:
            return "violates"
        incomplete = any(not left.chosen for left in self.not_run) or self.cases == 0
        unsettled = any(self.rule_verdict(code) is Verdict.FAIL for code in self.violated)
        open_finding = worst is Verdict.INCONCLUSIVE
        return "inconclusive" if incomplete or unsettled or open_finding else "conforms"

    def rule_verdict(self, code: str) -> Verdict:
        """The worst finding of a rule. Without one: FAIL when it was broken and fails a run (a graver violation in
        the same case was reported), PASS when it was exercised, INCONCLUSIVE when it was not."""
        found = [finding.verdict for finding in self.findings if finding.rule == code]
        if found:
            return max(found)
        if self.violated[code] and code in RULES and RULES[code].level.fails_a_run:
            return Verdict.FAIL
        return Verdict.PASS if self.exercised[code] else Verdict.INCONCLUSIVE

    def partition_verdict(self, name: str) -> Verdict:
        """The worst finding of a partition; INCONCLUSIVE when it was not run to its end."""
        found = [finding.verdict for finding in self.findings if finding.partition == name]
        if any(left.partition == name for left in self.not_run):
            found.append(Verdict.INCONCLUSIVE)
        return max(found, default=Verdict.PASS)
