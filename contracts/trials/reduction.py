"""Making a violating case smaller, whatever it came from: an explicit example, another tool, a bug report.

Hypothesis shrinks what it generated itself; this shrinks documents. Candidates are tried in order, simplest
first, and the first that still shows the violation is the next case to reduce.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal, TypeVar, overload

from contracts.cases.case import FORM, Body, Case, Pairs, Sequence
from contracts.cases.form import pairs

Shown = TypeVar("Shown", Case, Sequence)
Pair = tuple[str, str]
Part = Literal["fields", "headers"]


def reduce(shown: Shown, still_shows: Callable[[Shown], bool], *, tries: int) -> Shown:
    """The smallest case or sequence found for which `still_shows` holds, asked at most `tries` times, of none
    twice."""
    left = tries
    tried = {shown}
    improved = True
    while improved and left > 0:
        improved = False
        for candidate in _smaller(shown):
            if left == 0:
                break
            if candidate in tried:
                continue
            tried.add(candidate)
            left -= 1
            if still_shows(candidate):
                shown, improved = candidate, True
                break
    return shown


def _smaller(shown: Shown) -> Iterator[Shown]:
    if isinstance(shown, Sequence):
        yield from _shorter_sequences(shown)
    else:
        yield from _candidates(shown)


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


def cases_of(shown: Case | Sequence) -> tuple[Case, ...]:
    """The case, or those of the steps of a sequence."""
    return (shown,) if isinstance(shown, Case) else tuple(step.case for step in shown.steps)


def without_step(sequence: Sequence, number: int) -> Sequence | None:
    """The sequence without a step, and `None` when others are about that step or none would be left, or nothing to
    be sent together with."""
    fewest = 2 if sequence.together else 1
    if len(sequence.steps) == fewest or any(step.ref == number for step in sequence.steps):
        return None
    moved = (
        replace(step, ref=step.ref - 1) if step.ref is not None and step.ref > number else step
        for step in sequence.steps[:number] + sequence.steps[number + 1 :]
    )
    return replace(sequence, steps=tuple(moved))


@overload
def with_pair(shown: Case, part: Part, pair: Pair, other: Pair | None) -> Case: ...
@overload
def with_pair(shown: Sequence, part: Part, pair: Pair, other: Pair | None) -> Sequence: ...
def with_pair(shown: Case | Sequence, part: Part, pair: Pair, other: Pair | None) -> Case | Sequence:
    """With another field or header in place of `pair`, or without it, in every case that has it: the steps of a
    sequence are often about the same participant."""
    if isinstance(shown, Case):
        if part == "fields":
            return replace(shown, fields=_with_pair(shown.fields, pair, other))
        return replace(shown, headers=_with_pair(shown.headers, pair, other))
    steps = (replace(step, case=with_pair(step.case, part, pair, other)) for step in shown.steps)
    return replace(shown, steps=tuple(steps))


def _with_pair(items: Pairs, pair: Pair, other: Pair | None) -> Pairs:
    kept = (other if one == pair else one for one in items)
    return tuple(one for one in kept if one is not None)


def _shorter_sequences(sequence: Sequence) -> Iterator[Sequence]:
    """Without a step, from the last to the first; then without headers and fields, or with shorter values."""
    shorter = (without_step(sequence, number) for number in reversed(range(len(sequence.steps))))
    yield from (one for one in shorter if one is not None)
    cases = cases_of(sequence)
    for pair in dict.fromkeys(pair for case in cases for pair in case.headers):
        yield with_pair(sequence, "headers", pair, None)
    fields = dict.fromkeys(pair for case in cases for pair in case.fields)
    for pair in fields:
        yield with_pair(sequence, "fields", pair, None)
    for name, value in fields:
        for text in _shorter(value):
            yield with_pair(sequence, "fields", (name, value), (name, text))
