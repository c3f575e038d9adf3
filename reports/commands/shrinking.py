"""`contract replay --shrink`: the smallest case that breaks the same rule, within so many tries."""

from collections.abc import Iterator

from contracts.cases.case import Case, Pairs
from contracts.judging.violations import family
from contracts.promises.oracle import expect
from contracts.trials.reduction import reduce
from contracts.trials.trial import Tester

TRIES = 200
"""Candidates that are tried; each takes a few requests, of which most read back and undo."""


def shrink(tester: Tester, case: Case, code: str, tries: int = TRIES) -> Case:
    """The smallest case found that breaks rule `code`, with the same outcome promised."""
    declared = tester.session.declared
    outcome = expect(case, declared).outcome

    def still_shows(candidate: Case) -> bool:
        try:
            if expect(candidate, declared).outcome is not outcome:
                return False
            return breaks(tester, candidate, code)
        except UnicodeEncodeError:
            return False

    return reduce(case, still_shows, tries=tries)


def breaks(tester: Tester, case: Case, code: str) -> bool:
    """Whether a fresh trial of a case breaks rule `code`, or another of its family."""
    return any(one.rule.code in family(code) for one in tester.try_case(case, thorough=True).violations)


def irrelevant(case: Case, smallest: Case) -> Iterator[str]:
    """What of a case plays no part, in words."""
    yield from (f"header {name}" for name in _gone(case.headers, smallest.headers))
    yield from (f"field {name}" for name in _gone(case.fields, smallest.fields))
    kept = dict(smallest.fields)
    for name, value in case.fields:
        if name in kept and kept[name] != value:
            yield f"the value of {name} but for {readable(kept[name])}"


def _gone(before: Pairs, after: Pairs) -> Iterator[str]:
    names = [name for name, _ in after]
    for name, _ in before:
        if name in names:
            names.remove(name)
        else:
            yield name


def readable(value: str) -> str:
    """A text as a Python literal; one character again and again as `'a' * 257`."""
    if len(value) > 8 and len(set(value)) == 1:
        return f"{value[0]!a} * {len(value)}"
    return ascii(value)
