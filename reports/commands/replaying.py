"""How one case, sequence or probe is sent again: what is told of it, line by line, and what it comes to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import click

from contracts.cases.case import Case, Sequence
from contracts.cases.documents import dump
from contracts.exchanges.exchange import Answer, Exchange
from contracts.judging.violations import Violation, family
from contracts.promises.expectation import Expectation
from contracts.promises.model import expect_steps
from contracts.promises.rules import RULES
from contracts.trials import witness
from contracts.trials.conditions import lacking
from contracts.trials.probed import Unsupported
from contracts.trials.probes import PROBES, probe
from contracts.trials.reduction import cases_of
from contracts.trials.trial import Tester
from reports.commands.explaining import explanation
from reports.commands.reported import Finding, finding_at, promised_in
from reports.commands.shrinking import irrelevant, shrink
from reports.commands.trying import breaks, insist, shows
from reports.exit_codes import ExitCode
from reports.renderings.text import cut, document_text, plain, values_text

CONFIRMATIONS = 3
"""Times that a case is sent which breaks a rule, or which is known to have broken one."""
Answers = Mapping[int | None, Exchange]
"""The exchanges by the number of their step; that of a single case has none."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What replaying a case came to; `broken` is the gravest rule that it broke, and `case` the smallest that does
    if that was looked for."""

    case: Case | Sequence
    code: ExitCode
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown once, and how it is tried again."""

    answers: Answers
    violations: list[Violation]
    again: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Replay:
    """Sends cases again; `shrinks` to look for the smallest, `explains` to say what matters in it."""

    tester: Tester
    shrinks: bool = False
    explains: bool = False

    def one(self, where: str, case: Case | Sequence) -> Replayed:
        """Replays what stands at `where`, and tells what came of it. Raises TargetUnavailable."""
        document = dump(case)
        click.echo(f"{where}: {document_text(document)}")
        values = values_text(document)
        if values:
            _tell("Values", values)
        reported = finding_at(where)
        if reported is not None:
            _tell("Reported", f"{reported.rule}: expected {reported.expected}, actual {reported.actual}")
        try:
            shown = self._shown(case)
        except Unsupported as error:
            return self._impossible(case, str(error))
        told = [
            f"{v.rule.code} {v.rule.title}{'' if v.fails else ' (observed only)'}: "
            f"expected {v.expected}, actual {v.actual}"
            for v in shown.violations
        ]
        _tell("Violations", "; ".join(told) or "none")
        broken = _broken(shown.violations, reported)
        if broken is None:
            return self._not_shown(case, shown, reported)
        return self._confirmed(case, shown, broken, reported)

    def _shown(self, case: Case | Sequence) -> Shown:
        if case.partition == witness.NAME:
            return self._witness()
        if case.partition in PROBES:
            return self._probe(case.partition)
        return self._sequence(case) if isinstance(case, Sequence) else self._case(case)

    def _case(self, case: Case) -> Shown:
        result = self.tester.try_case(case, thorough=True)
        _tell("Expected", _promise(result.expectation))
        _tell("Answer", _answer(result.exchange))
        return Shown(
            {None: result.exchange}, list(result.violations), lambda code: breaks(self.tester, case, code)
        )

    def _sequence(self, sequence: Sequence) -> Shown:
        promises = [
            _promise(step) if step else "nothing" for step in expect_steps(sequence, self.tester.session.declared)
        ]
        _tell("Expected", "; ".join(f"step {n}: {text}" for n, text in enumerate(promises)))
        exchanges, violations = insist(self.tester.session, sequence)
        _tell("Answer", "; ".join(f"step {number}: {_answer(one, 60)}" for number, one in exchanges.items()))
        return Shown(dict(exchanges.items()), list(violations), lambda code: breaks(self.tester, sequence, code))

    def _probe(self, name: str) -> Shown:
        """A document can only hint at what a probe does, so the whole probe is made again."""
        rule, _ = PROBES[name]
        session = self.tester.session
        _tell("Probe", f"{name}, of {rule} {RULES[rule].title}")
        probed = probe(session, name)
        _tell("Answer", "; ".join(_answer(exchange, 60) for exchange in probed.exchanges))

        def again(code: str) -> bool:
            return shows(code, lambda: probe(session, name).judgement)

        return Shown(dict(enumerate(probed.exchanges)), list(probed.judgement), again)

    def _witness(self) -> Shown:
        """How long it took is not in a document, so the witness is given a minute; and no second one."""
        _tell("Expected", f"nothing changes for {witness.PATIENCE:.0f} s")
        exchange, violations = witness.wait_for_change(self.tester.session)
        _tell("Answer", _answer(exchange, 60))
        return Shown({None: exchange}, list(violations), lambda code: False)

    def _impossible(self, case: Case | Sequence, reason: str) -> Replayed:
        """Neither reproduced nor fixed: the target cannot be asked."""
        _tell("Answer", f"none: cannot be made again here: {reason}")
        return Replayed(case, ExitCode.INCONCLUSIVE)

    def _not_shown(self, case: Case | Sequence, shown: Shown, reported: Finding | None) -> Replayed:
        session = self.tester.session
        if lacking(session, cases_of(case)) and (
            reason := lacking(session, cases_of(case), promised_in(case, session.declared))
        ):
            _tell("Cannot be made again here", reason)
            return Replayed(case, ExitCode.INCONCLUSIVE)
        again = 0 if reported is None else sum(shown.again(reported.rule) for _ in range(CONFIRMATIONS - 1))
        if reported is not None and again:
            _tell("Reproduced", f"{again}/{CONFIRMATIONS} by {reported.rule}: it is intermittent")
            return Replayed(case, ExitCode.VIOLATES, reported.rule)
        times = "" if reported is None else f" in {CONFIRMATIONS} tries"
        _tell(f"Not reproduced{times}", f"the target now answers {_statuses(shown.answers)}")
        if self.shrinks or self.explains:
            _tell("Smallest", "none: no rule is broken here, so that there is nothing to make smaller")
        return Replayed(case, ExitCode.CONFORMS)

    def _confirmed(self, case: Case | Sequence, shown: Shown, broken: str, reported: Finding | None) -> Replayed:
        if case.partition != witness.NAME:
            again = 1 + sum(shown.again(broken) for _ in range(CONFIRMATIONS - 1))
            other = "" if reported is None or broken in family(reported.rule) else f", and not by {reported.rule}"
            _tell("Reproduced", f"{again}/{CONFIRMATIONS} by {broken}{other}")
        if not (self.shrinks or self.explains):
            return Replayed(case, ExitCode.VIOLATES, broken)
        if case.partition == witness.NAME or case.partition in PROBES:
            _tell("Smallest", f"{case.partition} is made whole: it has no fields or steps to leave out")
            return Replayed(case, ExitCode.VIOLATES, broken)
        smallest = shrink(self.tester, case, broken)
        return self._smallest(case, smallest, broken)

    def _smallest(self, case: Case | Sequence, smallest: Case | Sequence, before: str) -> Replayed:
        """Tells the smallest case that shows it, and what matters in it if that is wanted."""
        _tell("Smallest", document_text(dump(smallest)))
        broken = self._of_family(smallest, before)
        if broken != before:
            _tell("Breaks", f"{broken} {RULES[broken].title}")
        _tell("Irrelevant", "; ".join(irrelevant(case, smallest)) or "nothing")
        if self.explains:
            for number, line in enumerate(explanation(self.tester, smallest, broken)):
                click.echo(plain(f"  {'' if number else 'Matters:':11} {line}"))
        return Replayed(smallest, ExitCode.VIOLATES, broken)

    def _of_family(self, smallest: Case | Sequence, before: str) -> str:
        """Which rule of the family the smallest case breaks: the same one, or one that tells it better."""
        if isinstance(smallest, Sequence) or len(family(before)) == 1:
            return before
        found = [one.rule.code for one in self.tester.try_case(smallest, thorough=True).violations]
        return next((code for code in found if code in family(before)), before)


def _broken(violations: Iterable[Violation], reported: Finding | None) -> str | None:
    """The rule that was reported, if it is among those that are broken, or else the gravest."""
    codes = [violation.rule.code for violation in violations if violation.fails]
    known = [code for code in codes if reported is not None and code in family(reported.rule)]
    return next(iter([*known, *codes]), None)


def _tell(label: str, text: str) -> None:
    click.echo(f"  {label + ':':11} {plain(text)}")


def _promise(expectation: Expectation) -> str:
    rules = f" by {', '.join(expectation.rules)}" if expectation.rules else ""
    if expectation.outcome == "unspecified":
        return "unspecified: the documents leave it open"
    statuses = " or ".join(map(str, expectation.statuses)) or "4xx"
    return f"{expectation.outcome} with {statuses}{rules}"


def _answer(exchange: Exchange, limit: int = 400) -> str:
    if exchange.response is None:
        return f"none: {plain(exchange.error)}"
    body = exchange.response.content.decode("utf-8", "backslashreplace")
    return f"{exchange.response.status} {cut(plain(' '.join(body.split())), limit)}"


def _statuses(answers: Answers) -> str:
    """What came, step by step."""
    told = [
        _status(exchange) if step is None else f"{_status(exchange)} to step {step}"
        for step, exchange in answers.items()
    ]
    return ", ".join(told) or "nothing"


def _status(exchange: Exchange) -> str:
    if exchange.response is None:
        return f"nothing ({exchange.error})"
    code = (Answer(exchange.response).object or {}).get("code")
    told = f" with code {code}" if exchange.refused and isinstance(code, int) else ""
    return f"{exchange.response.status}{told}"
