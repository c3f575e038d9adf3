"""`contract replay --explain`: which steps, fields, values and lengths matter, found out by trying others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts.cases.case import ATTRIBUTES, Case, Sequence
from contracts.cases.readable import with_names
from contracts.trials.reduction import Pair, cases_of, with_pair, without_step
from contracts.trials.trial import Tester
from reports.commands.trying import breaks, outcomes

OTHERS = ("b", "7", "Z", "é", "山")
"""Characters that stand in for those of a value, in its whole length."""
TWINS = ("C505", "C506")
"""Rules that creates one after the other break, where those at the same moment break C510."""
OTHER_JSON = ("{}", '{"b":1}', "[]", '"b"', "7", "true", "null")
"""Attributes that stand in for those of a case."""


def explanation(tester: Tester, smallest: Case | Sequence, code: str) -> Iterator[str]:
    """Lines about each part of the smallest case or sequence that breaks a rule; some ten tries a value."""
    explained = Explained(tester, smallest, code)
    if isinstance(smallest, Sequence):
        yield from explained.steps(smallest)
    cases = cases_of(smallest)
    headers = dict.fromkeys(pair for case in cases for pair in case.headers)
    fields = dict.fromkeys(pair for case in cases for pair in case.fields)
    if not fields and not headers:
        yield "nothing but the request itself: it has no field and no header of its own"
    for pair in headers:
        yield f"the header {pair[0]}, which must be there; {explained.header(pair)}"
    for pair in fields:
        where = _where(smallest, pair)
        yield f"{pair[0]}{where}: {explained.values(pair)}"
        length = explained.length(pair)
        if length:
            yield f"{pair[0]}{where}: {length}"
    for part, usual in (("conversation", "existing"), ("auth", "valid"), ("method", "POST")):
        for special in dict.fromkeys(getattr(case, part) for case in cases if getattr(case, part) != usual):
            yield f"{part}: it is {special}, not {usual}"


def _where(shown: Case | Sequence, pair: Pair) -> str:
    """Which steps of a sequence have a field."""
    if isinstance(shown, Case):
        return ""
    numbers = [str(number) for number, step in enumerate(shown.steps) if pair in step.case.fields]
    return f" of step{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)}"


@dataclass(frozen=True, slots=True)
class Explained:
    """What is explained: others are tried in its place, to see whether they break rule `code` too."""

    tester: Tester
    shown: Case | Sequence
    code: str

    def steps(self, sequence: Sequence) -> Iterator[str]:
        """Whether a sequence can do without a step, or without its creates being sent at the same moment."""
        shorter = {number: without_step(sequence, number) for number in range(len(sequence.steps))}
        spare = [n for n, one in shorter.items() if one is not None and self._shows(one)]
        if spare:
            yield f"{len(sequence.steps)} steps, of which it can do without one of {', '.join(map(str, spare))}"
        elif len(sequence.steps) > 1:
            yield f"each of the {len(sequence.steps)} steps: without one of them it is not shown"
        if sequence.together:
            alone = replace(sequence, together=False)
            shown = any(breaks(self.tester, alone, code) for code in (self.code, *TWINS))
            yield "one after the other shows it too" if shown else "the same moment: one after the other is right"

    def header(self, pair: Pair) -> str:
        """Whether other values of a header break the rule too."""
        others = [other for other in ("b", "7") if other != pair[1]]
        kept = [self._shows(with_pair(self.shown, "headers", pair, (pair[0], other))) for other in others]
        return "its value plays no part" if all(kept) else f"with the value {with_names(pair[1])}"

    def values(self, pair: Pair) -> str:
        """Whether other values of the same length break the rule too."""
        name, value = pair
        json = name == ATTRIBUTES
        others = OTHER_JSON if json else tuple(char * max(len(value), 1) for char in OTHERS)
        tried = {other: self._shows_with(pair, other) for other in others if self._is_alike(pair, other)}
        if not tried:
            return f"this very value, {with_names(value)}: of no other of its kind is the same promised"
        breaking = [other for other, shows in tried.items() if shows]
        several = f"any text of {len(value)} characters" if len(value) > 1 else "any character"
        if len(breaking) == len(tried):
            return f"{'any JSON' if json else several} shows it, as far as {len(tried)} others tell"
        if not breaking:
            return (
                f"this very value, {with_names(value)}: {len(tried)} others of its kind are answered as promised"
            )
        right = [other for other in tried if other not in breaking]
        return f"so with {_some(breaking)}, and not with {_some(right)}"

    def length(self, pair: Pair) -> str:
        """Where the length of a value matters: the shortest that shows it, and whether longer ones do."""
        value = pair[1]
        if len(value) < 2 or pair[0] == ATTRIBUTES:
            return ""
        shorter, longer = self._shows_with(pair, value[:-1]), self._shows_with(pair, value + value[-1])
        if shorter and longer:
            return ""
        if shorter:
            return f"{len(value)} characters show it, {len(value) + 1} do not"
        if not longer:
            return f"exactly {len(value)} characters: neither one fewer nor one more"
        much = self._shows_with(pair, value + value[-1] * len(value))
        at_least = f"{len(value)} characters show it, {len(value) - 1} do not"
        return f"{at_least}; {2 * len(value)} {'do too' if much else 'do not'}"

    def _shows_with(self, pair: Pair, value: str) -> bool:
        return self._shows(with_pair(self.shown, "fields", pair, (pair[0], value)))

    def _shows(self, other: Case | Sequence) -> bool:
        return breaks(self.tester, other, self.code)

    def _is_alike(self, pair: Pair, value: str) -> bool:
        """Whether the same is promised with another value."""
        if value == pair[1]:
            return False
        other = with_pair(self.shown, "fields", pair, (pair[0], value))
        return outcomes(self.tester, other) == outcomes(self.tester, self.shown)


def _some(values: list[str]) -> str:
    return ", ".join(map(with_names, values[:4]))
