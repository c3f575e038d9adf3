"""Manners: how a target says what is left to it: the texts of its refusals, and the names of its headers."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.cases.case import Case
from contracts.exchanges.exchange import Answer, Exchange

Pinned = Mapping[str, Mapping[str, int]]
"""Counts by partition, of what came with its status and code: `400 50207: Invalid identity`."""
MOST_TEXTS = 12
"""Different texts of a partition; with more, they tell of the cases and not of the target."""
LONGEST = 160
BETWEEN = ": "
"""What stands between an answer, such as `400 50207`, and its text or header."""

_NOISE = (
    ("SID", re.compile(r"\b[A-Z]{2}[0-9a-fA-F]{32}\b")),
    ("DATE", re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:?\d\d)?")),
    ("ID", re.compile(r"\b(?=[a-zA-Z-]*\d)[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4,12})*\b")),
)
"""What differs from answer to answer: SIDs, dates, and the ids of requests."""
_OF_THE_WAY = frozenset(
    {
        *("age", "alt-svc", "cf-ray", "connection", "content-length", "date", "expires", "keep-alive"),
        *("retry-after", "server-timing", "set-cookie", "transfer-encoding", "via"),
    }
)
"""Headers that a connection, a cache or a proxy adds, or not."""


@dataclass(slots=True)
class Manners:
    """Counts of what came of cases whose outcome the documents leave open."""

    texts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    headers: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, partition: str, exchange: Exchange, came: str) -> list[str]:
        """Counts one answer, `came` being its status and code; what was not there before in this partition."""
        told = text_of(exchange)
        texts, headers = self.texts[partition], self.headers[partition]
        seen = [f"{came}{BETWEEN}{name}" for name in header_names(exchange)]
        new = [one for one in seen if one not in headers]
        headers.update(seen)
        if told is not None:
            one = f"{came}{BETWEEN}{told}"
            new += [one] if one not in texts else []
            texts[one if one in texts or len(texts) < MOST_TEXTS else f"{came}{BETWEEN}..."] += 1
        return new

    def of_partition(self, name: str) -> dict[str, dict[str, int]]:
        """What is known of one partition."""
        kinds = {"texts": self.texts, "headers": self.headers}
        return {kind: dict(sorted(of[name].items())) for kind, of in kinds.items() if of.get(name)}


def text_of(exchange: Exchange) -> str | None:
    """The message of a refusal and its page, without what differs from case to case; `None` when there is none."""
    body = Answer(exchange.response).object if exchange.response is not None and exchange.refused else None
    message, page = (body or {}).get("message"), (body or {}).get("more_info")
    if not isinstance(message, str):
        return None
    told = re.sub(r"\d+", "#", without_noise(message, exchange.case))
    page = f" ({without_noise(page, exchange.case)})" if isinstance(page, str) else ""
    return " ".join(f"{told}{page}".split())[:LONGEST]


def without_noise(text: str, case: Case) -> str:
    """The text with names in place of SIDs, dates, ids, and the values of the case."""
    values = [*case.fields, ("conversation", case.conversation)]
    for name, value in sorted(values, key=lambda pair: -len(pair[1])):
        if value.strip():
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"<{name}>", text)
    for name, pattern in _NOISE:
        text = pattern.sub(name, text)
    return text


def header_names(exchange: Exchange) -> list[str]:
    """The names of the headers of an answer, each once, in lower case, without those of the way."""
    headers = exchange.response.headers if exchange.response is not None and not exchange.withheld else ()
    return sorted({name.lower() for name, _ in headers} - _OF_THE_WAY)


def split(pinned: Mapping[str, int], came: str) -> dict[str, int]:
    """The texts or headers that came with an answer."""
    start = f"{came}{BETWEEN}"
    return {one.removeprefix(start): times for one, times in pinned.items() if one.startswith(start)}


def unsteady(headers: Pinned, observed: Pinned) -> set[str]:
    """The headers that are there one time and not the next, with the same answer: what they tell is no choice."""
    found: set[str] = set()
    for partition, pinned in headers.items():
        for came, times in observed.get(partition, {}).items():
            found |= {name for name, count in split(pinned, came).items() if count < times}
    return found
