"""`contract replay --explain`: which fields, values and lengths of a case matter, found out by trying others."""

from collections.abc import Iterator

from contracts.cases.case import ATTRIBUTES, Case, Pairs
from contracts.promises.oracle import expect
from contracts.trials.trial import Tester
from reports.commands.shrinking import breaks, readable

OTHERS = ("b", "7", "Z", "é", "山")
"""Characters that stand in for those of a value, in its whole length."""
OTHER_JSON = ("{}", '{"b":1}', "[]", '"b"', "7", "true", "null")
"""Attributes that stand in for those of a case."""


def explanation(tester: Tester, smallest: Case, code: str) -> Iterator[str]:
    """Lines about each part of the smallest case that breaks a rule; each value takes some ten tries."""
    if not smallest.fields and not smallest.headers:
        yield "nothing but the request itself: it has no field and no header of its own"
    for place, (name, value) in enumerate(smallest.headers):
        yield f"the header {name}, which must be there; {_header(tester, smallest, place, value, code)}"
    for place, (name, value) in enumerate(smallest.fields):
        yield f"{name}: {_values(tester, smallest, place, value, code)}"
        length = _length(tester, smallest, place, value, code)
        if length:
            yield f"{name}: {length}"
    for part, usual in (("conversation", "existing"), ("auth", "valid"), ("method", "POST")):
        if getattr(smallest, part) != usual:
            yield f"{part}: it is {getattr(smallest, part)}, not {usual}"


def _header(tester: Tester, case: Case, place: int, value: str, code: str) -> str:
    others = [other for other in ("b", "7") if other != value]
    kept = [_shows(tester, _with_header(case, place, other), code) for other in others]
    return "its value plays no part" if all(kept) else f"with the value {readable(value)}"


def _values(tester: Tester, case: Case, place: int, value: str, code: str) -> str:
    """Whether other values of the same length break the rule too."""
    json = case.fields[place][0] == ATTRIBUTES
    others = OTHER_JSON if json else tuple(char * max(len(value), 1) for char in OTHERS)
    alike = [other for other in others if other != value and _is_alike(tester, case, _with(case, place, other))]
    tried = {other: _shows(tester, _with(case, place, other), code) for other in alike}
    if not tried:
        return f"this very value, {readable(value)}: of no other of its kind is the same promised"
    breaking = [other for other, shows in tried.items() if shows]
    kind = "any JSON" if json else f"any text of {len(value)} characters" if len(value) > 1 else "any character"
    if len(breaking) == len(tried):
        return f"{kind} shows it, as far as {len(tried)} others tell"
    if not breaking:
        return f"this very value, {readable(value)}: {len(tried)} others of its kind are answered as promised"
    right = [other for other in tried if other not in breaking]
    return f"so with {_some(breaking)}, and not with {_some(right)}"


def _length(tester: Tester, case: Case, place: int, value: str, code: str) -> str:
    """Where the length of a value matters: the shortest that shows it, and whether longer ones do."""
    if len(value) < 2 or case.fields[place][0] == ATTRIBUTES:
        return ""
    shorter = _shows(tester, _with(case, place, value[:-1]), code)
    longer = _shows(tester, _with(case, place, value + value[-1]), code)
    much = _shows(tester, _with(case, place, value + value[-1] * len(value)), code)
    if shorter and longer:
        return ""
    at_least = f"{len(value)} characters show it, {len(value) - 1} do not"
    at_most = f"{len(value)} characters show it, {len(value) + 1} do not"
    if shorter:
        return at_most
    if not longer:
        return f"exactly {len(value)} characters: neither one fewer nor one more"
    return f"{at_least}; {2 * len(value)} {'do too' if much else 'do not'}"


def _some(values: list[str]) -> str:
    return ", ".join(map(readable, values[:4]))


def _shows(tester: Tester, case: Case, code: str) -> bool:
    """Whether a case breaks the rule."""
    try:
        return breaks(tester, case, code)
    except UnicodeEncodeError:
        return False


def _is_alike(tester: Tester, case: Case, other: Case) -> bool:
    """Whether the same is promised of both."""
    declared = tester.session.declared
    return expect(case, declared).outcome is expect(other, declared).outcome


def _with(case: Case, place: int, value: str) -> Case:
    return Case(_changed(case.fields, place, value), case.headers, None, case.conversation, case.auth, case.method)


def _with_header(case: Case, place: int, value: str) -> Case:
    headers = _changed(case.headers, place, value)
    return Case(case.fields, headers, case.body, case.conversation, case.auth, case.method)


def _changed(pairs: Pairs, place: int, value: str) -> Pairs:
    return (*pairs[:place], (pairs[place][0], value), *pairs[place + 1 :])
