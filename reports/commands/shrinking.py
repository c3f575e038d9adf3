"""`contract replay --shrink`: the smallest case or sequence that breaks the same rule, within so many tries."""

from collections import Counter
from collections.abc import Iterator

from contracts.cases.case import Case, Pairs, Sequence
from contracts.cases.readable import with_names
from contracts.trials.reduction import cases_of, reduce
from contracts.trials.trial import Tester
from reports.commands.trying import breaks, outcomes

TRIES = 200
"""Candidates that are tried; each takes a few requests, of which most read back and undo."""
SEQUENCE_TRIES = 60
"""The same for sequences, each of which has a conversation of its own."""


def shrink(tester: Tester, shown: Case | Sequence, code: str) -> Case | Sequence:
    """The smallest case or sequence found that breaks rule `code`; of a case, the same outcome is promised."""
    if isinstance(shown, Sequence):
        return reduce(shown, lambda candidate: breaks(tester, candidate, code), tries=SEQUENCE_TRIES)
    promised = outcomes(tester, shown)

    def still_shows(candidate: Case) -> bool:
        return _promised(tester, candidate) == promised and breaks(tester, candidate, code)

    return reduce(shown, still_shows, tries=TRIES)


def _promised(tester: Tester, case: Case) -> object:
    try:
        return outcomes(tester, case)
    except UnicodeEncodeError:
        return None


def irrelevant(shown: Case | Sequence, smallest: Case | Sequence) -> Iterator[str]:
    """What of a case or a sequence plays no part, in words; of a sequence, what none of its steps needs."""
    if isinstance(shown, Sequence) and isinstance(smallest, Sequence):
        ops = Counter(step.op for step in shown.steps) - Counter(step.op for step in smallest.steps)
        yield from (f"{count} {op}{'' if count == 1 else 's'}" for op, count in ops.items())
    before, after = cases_of(shown), cases_of(smallest)
    if before == after:
        return
    for kind in ("header", "field"):
        there = [[getattr(case, f"{kind}s") for case in cases] for cases in (before, after)]
        yield from dict.fromkeys(f"{kind} {name}" for name in _gone(*there))
    kept = dict(pair for case in after for pair in case.fields)
    for name, value in dict.fromkeys(pair for case in before for pair in case.fields):
        if len(before) == len(after) and name in kept and all((name, value) not in case.fields for case in after):
            yield f"the value of {name} but for {with_names(kept[name])}"


def _gone(before: list[Pairs], after: list[Pairs]) -> Iterator[str]:
    """The names that are there no more, in their order."""
    left = Counter(name for pairs in after for name, _ in pairs)
    for name in (name for pairs in before for name, _ in pairs):
        if left[name] == 0:
            yield name
        elif len(before) == 1:
            left[name] -= 1
