"""Trying again what broke a rule: the very case, smaller ones, and one that the target has not seen before."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from contracts.cases.case import IDENTITY, Case, Conversation, Op, Sequence, Step
from contracts.judging.violations import Violation, family
from contracts.promises.oracle import expect
from contracts.trials import scenario
from contracts.trials.reduction import reduce
from contracts.trials.trial import Result, Tester


@dataclass(frozen=True, slots=True)
class Retrial:
    """Makes trials that are counted nowhere; `halting` surrounds each, `opinion` adds what another judge says."""

    tester: Tester
    halting: Callable[[Case], AbstractContextManager[None]]
    opinion: Callable[[Result], Result]

    def smaller(self, case: Case, violation: Violation, tries: int) -> tuple[Case, Violation]:
        """The smallest case found in so many tries that breaks the rule, or another of its family, and its
        violation."""
        shown = {case: violation}
        outcome = expect(case, self.tester.session.declared).outcome

        def still_shows(candidate: Case) -> bool:
            # What is promised must stay promised: of an open case, other servers may think otherwise.
            if expect(candidate, self.tester.session.declared).outcome is not outcome:
                return False
            found = self.broken(candidate, violation.rule.code)
            if found is not None:
                shown[candidate] = found
            return found is not None

        smallest = reduce(case, still_shows, tries=tries)
        return smallest, shown[smallest]

    def broken(self, case: Case, code: str) -> Violation | None:
        """The violation of `code`, or of another rule of its family, that a fresh trial of the case shows."""
        try:
            with self.halting(case):
                whole = code == "C502"
                result = self.opinion(self.tester.try_case(case, thorough=code.startswith("C5"), whole=whole))
        except UnicodeEncodeError:
            return None
        return next((v for v in result.violations if v.rule.code in family(code)), None)

    def from_scratch(self, case: Case, code: str) -> Case | Sequence | None:
        """What shows it on a target that has not seen this participant yet: the case, or else adding it twice."""
        session, seen = self.tester.session, set(self.tester.sids_seen)
        create = Step(case.labelled(""))
        twice = Sequence((create, Step(Case(), Op.DELETE, 0), create))
        if case.conversation != Conversation.EXISTING:
            return None
        try:
            with self.halting(case):
                self._start_afresh(case)
                if self.broken(case, code) is not None:
                    return case
                self._start_afresh(case)
                _, found, _ = scenario.run(session, twice, set())
        finally:
            self.tester.sids_seen |= seen
        return twice if any(violation.rule.code == code for violation in found) else None

    def _start_afresh(self, case: Case) -> None:
        """A new conversation, no User, and no SID seen."""
        self.tester.session.replace(Conversation.EXISTING)
        self.tester.session.forget_user(case.get(IDENTITY) or "")
        self.tester.sids_seen.clear()
