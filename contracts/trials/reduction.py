"""Making a violating case smaller, whatever it came from: an explicit example, another tool, a bug report.

Hypothesis shrinks what it generated itself; this shrinks documents. Candidates are tried in order, simplest
first, and the first that still shows the violation is the next case to reduce.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from contracts.cases.case import FORM, Body, Case, Pairs
from contracts.cases.form import pairs

Predicate = Callable[[Case], bool]


def reduce(case: Case, still_shows: Predicate, *, tries: int) -> Case:
    """The smallest case found for which `still_shows` holds, asked at most `tries` times, of none twice."""
    left = tries
    tried = {case}
    improved = True
    while improved and left > 0:
        improved = False
        for candidate in _candidates(case):
            if left == 0:
                break
            if candidate in tried:
                continue
            tried.add(candidate)
            left -= 1
            if still_shows(candidate):
                case, improved = candidate, True
                break
    return case


def size(case: Case) -> tuple[int, int, bool, int, str]:
    """Sorts smaller cases first: fewer pairs, fewer bytes, plainer bytes."""
    content = case.content
    return (len(case.fields) + len(case.headers), len(content), case.body is not None, sum(content), str(content))


def _candidates(case: Case) -> Iterator[Case]:
    yield from _plain_forms(case)
    for index in range(len(case.headers)):
        yield replace(case, headers=_without(case.headers, index))
    for index in range(len(case.fields)):
        yield replace(case, fields=_without(case.fields, index))
    for index, (name, value) in enumerate(case.fields):
        for shorter in _shorter(value):
            yield replace(case, fields=(*case.fields[:index], (name, shorter), *case.fields[index + 1 :]))


def _plain_forms(case: Case) -> Iterator[Case]:
    """A body of bytes as the form that it is, if it is one."""
    read = pairs(case)
    if case.body is not None and read is not None:
        yield replace(case, body=None, fields=read)
    elif case.body is not None and case.body.content:
        yield replace(case, body=Body(b"", case.body.content_type or FORM))


def _without(items: Pairs, index: int) -> Pairs:
    return items[:index] + items[index + 1 :]


def _shorter(value: str) -> Iterator[str]:
    """Shorter and plainer texts: halves and other pieces left out, characters replaced by `a`."""
    length = len(value)
    if length > 16 and value.strip("a"):
        yield "a" * length  # ahead of pieces left out, of which there are few different ones then
    chunk = (length + 1) // 2
    while chunk >= 1:
        for start in range(0, length, chunk):
            yield value[:start] + value[start + chunk :]
        chunk //= 2
    for index, character in enumerate(value[:64]):
        if character not in "a0":
            yield f"{value[:index]}a{value[index + 1 :]}"
