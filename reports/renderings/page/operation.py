"""The operation page: every sentence of the documentation with the verdict of the rules that stand for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from contracts.promises import trace
from reports.runs.summary import Summary

HEADINGS = {
    "operation": "The operation",
    "servers": "Servers",
    "auth": "Authentication",
    "header": "Request header",
    "path": "Path parameter",
    "body": "Body",
    "201": "Response 201",
    "201.header": "Response header",
    "201.body": "Response property",
}
MEANING = {
    "kept": "kept: every rule that stands for it was judged, and held",
    "partly": "kept as far as it was judged: some of its rules nothing judged",
    "broken": "broken: a rule that stands for it was violated",
    "known": "broken, as the baseline knows",
    "unjudged": "nothing judged it in this run",
    "silent": "promises nothing that can be broken",
}
"""The verdicts of a sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its verdict, the codes of its rules, or why it has none."""

    text: str
    verdict: str
    rules: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences that stand in one place: `heading` says where, `name` which field."""

    heading: str
    name: str
    sentences: list[Sentence]


def passages(summary: Summary) -> list[Passage]:
    """The page, place by place, in its order."""
    verdicts = {rule["code"]: rule["verdict"] for rule in summary["rules"]}
    return [
        Passage(*_place(where), [_sentence(one, verdicts) for one in sentences])
        for where, sentences in groupby(trace.load(), lambda sentence: sentence.where)
    ]


def counts(places: Iterable[Passage]) -> dict[str, int]:
    """How many sentences have each verdict."""
    found = [sentence.verdict for place in places for sentence in place.sentences]
    return {verdict: found.count(verdict) for verdict in MEANING if verdict in found}


def _place(where: str) -> tuple[str, str]:
    for prefix in ("201.header", "201.body"):
        if where.startswith(f"{prefix}."):
            return HEADINGS[prefix], where.removeprefix(f"{prefix}.")
    kind, _, name = where.partition(".")
    return HEADINGS.get(where) or HEADINGS.get(kind, kind), "" if where in HEADINGS else name


def _sentence(one: trace.Sentence, verdicts: dict[str, str]) -> Sentence:
    return Sentence(
        one.text, _verdict([verdicts.get(code, "inconclusive") for code in one.rules]), one.rules, one.reason
    )


def _verdict(found: list[str]) -> str:
    if not found:
        return "silent"
    if {"fail", "error"} & set(found):
        return "broken"
    if "known" in found:
        return "known"
    if not {"pass", "fixed"} & set(found):
        return "unjudged"
    return "partly" if "inconclusive" in found else "kept"
