"""Ahead: cases that are sent in batches before their turn, so that of those that are fine nothing more is sent."""

from dataclasses import dataclass, field

from hypothesis import Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import Case
from contracts.errors import OutOfBudget
from contracts.trials.batches import Batches
from contracts.trials.trial import Result

REMEMBERED = 5000
"""Cases that are remembered to have been sent: a soak has no end."""


@dataclass(slots=True)
class Ahead:
    """`known` has what came of cases that are fine, until their turn; `sent` are those of which nothing more is to
    be learned so."""

    batches: Batches
    known: dict[Case, Result] = field(default_factory=dict)
    sent: set[Case] = field(default_factory=set)

    def send(self, cases: list[Case]) -> None:
        """Tries cases that are not known yet. Raises what a session raises; a budget that ends leaves what was
        tried before."""
        todo = [case for case in dict.fromkeys(cases) if case not in self.sent]
        self.sent = self.sent.union(todo) if len(self.sent) < REMEMBERED else set(todo)
        try:
            for result in self.batches.fine(todo):
                self.known[result.exchange.case] = result
        except OutOfBudget:  # the next request tells
            return


def generated(cases: SearchStrategy[Case], number: int, chosen: settings) -> list[Case]:
    """The cases that Hypothesis generates with this seed, as long as none of them fails."""
    found: list[Case] = []

    def take(case: Case) -> None:
        found.append(case)

    only = settings(chosen, phases=(Phase.generate,), database=None)
    seed(number)(only(given(cases)(take)))()
    return found
