"""What a run reached: rule by partition, answers where the documents are silent, times, and values of fields.

Everything is a count by class, so that memory stays flat however many exchanges there are.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from contracts.cases.documents import dump
from contracts.exchanges.exchange import Exchange
from contracts.promises.expectation import Outcome
from contracts.trials.trial import Result
from reports.runs.fields import TriedFields
from reports.runs.manners import Manners

PER_DECADE = 5
"""Classes of times between 1 ms and 10 ms, and so on."""
FASTEST = 0.01
"""Milliseconds: what is faster is counted as this."""
EVIDENCE = 8192
"""Bytes of an answer that are kept as evidence."""
MOST_ANSWERS = 20
"""Different answers of a partition of which one exchange each is kept."""
OUTCOMES = ("accepted", "refused", "failed", "other", "no answer")

Document = dict[str, object]


@dataclass(slots=True)
class Times:
    """Times of answers; `classes` counts them by the class that `time_class` gives."""

    classes: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0

    def add(self, elapsed_ms: float) -> None:
        """Counts one answer."""
        self.classes[time_class(elapsed_ms)] += 1
        self.longest = max(self.longest, elapsed_ms)

    def quantile(self, share: float) -> float:
        """The time in ms under which this share of the answers came: the end of its class, at most the longest."""
        rank, seen = share * self.classes.total(), 0
        for number in sorted(self.classes):
            seen += self.classes[number]
            if seen >= rank:
                return min(class_end(number), self.longest)
        return 0.0

    def document(self) -> Document:
        """Counts and quantiles, times in milliseconds."""
        return {
            "answers": self.classes.total(),
            "p50_ms": round(self.quantile(0.5), 3),
            "p95_ms": round(self.quantile(0.95), 3),
            "p99_ms": round(self.quantile(0.99), 3),
            "max_ms": round(self.longest, 3),
            "histogram": [[round(class_end(n), 4), self.classes[n]] for n in sorted(self.classes)],
        }


@dataclass(slots=True)
class Coverage:
    """`judged` and `violated` count by partition and rule; `unspecified` counts what came, by partition, of cases
    whose outcome the documents leave open; `shown` has the smallest exchange that broke a rule in a partition,
    `open_shown` one for each partition and answer that the documents leave open, and for its texts and headers.
    """

    judged: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    violated: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unspecified: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    times: defaultdict[str, Times] = field(default_factory=lambda: defaultdict(Times))
    fields: TriedFields = field(default_factory=TriedFields)
    manners: Manners = field(default_factory=Manners)
    shown: dict[tuple[str, str], Exchange] = field(default_factory=dict)
    open_shown: dict[tuple[str, str], Exchange] = field(default_factory=dict)

    def add(self, partition: str, result: Result, came: str, violated: Collection[str]) -> None:
        """Counts one case; `came` is what came, in a word or two."""
        self.judged[partition].update(result.judged.union(violated))
        self.violated[partition].update(violated)
        if result.expectation.outcome is Outcome.UNSPECIFIED:
            self.unspecified[partition][came] += 1
            new = self.manners.add(partition, result.exchange, came)
            if len(self.unspecified[partition]) <= MOST_ANSWERS:
                self._keep_open(partition, (came, *new), result.exchange)
        self.times[outcome_class(result.exchange)].add(result.exchange.elapsed * 1000)
        self.fields.add(result.exchange.case)
        for code in violated:
            self._show((code, partition), result.exchange)

    def _keep_open(self, partition: str, names: tuple[str, ...], exchange: Exchange) -> None:
        missing = [(partition, name) for name in names if (partition, name) not in self.open_shown]
        self.open_shown.update(dict.fromkeys(missing, _short(exchange)) if missing else {})

    def _show(self, place: tuple[str, str], exchange: Exchange) -> None:
        known = self.shown.get(place)
        if known is None or len(exchange.case.content) < len(known.case.content):
            self.shown[place] = _short(exchange)

    def evidence(self, rule: str, partition: str) -> Document | None:
        """The smallest exchange in which a partition broke a rule: what was sent and what was returned."""
        exchange = self.shown.get((rule, partition))
        if exchange is None:
            return None
        response = exchange.response
        return {
            "case": dump(exchange.case),
            "ms": round(exchange.elapsed * 1000, 3),
            "error": exchange.error,
            "status": None if response is None else response.status,
            "headers": [] if response is None else [list(pair) for pair in response.headers],
            "body": "" if response is None else response.content.decode("utf-8", "backslashreplace"),
        }

    def of_partition(self, name: str) -> Document:
        """What is known of one partition."""
        counts = {"judged": self.judged, "violated": self.violated, "unspecified": self.unspecified}
        known: Document = {what: dict(sorted(of.get(name, Counter()).items())) for what, of in counts.items()}
        return known | self.manners.of_partition(name)

    def latency(self) -> Document:
        """Times by outcome."""
        return {outcome: self.times[outcome].document() for outcome in OUTCOMES if outcome in self.times}


def _short(exchange: Exchange) -> Exchange:
    """The exchange with the beginning of its answer, as evidence."""
    response = exchange.response
    short = None if response is None else replace(response, content=response.content[:EVIDENCE])
    return replace(exchange, response=short)


def outcome_class(exchange: Exchange) -> str:
    """What became of a request, as far as its time may depend on it."""
    if exchange.response is None:
        return "no answer"
    if exchange.accepted:
        return "accepted"
    if exchange.refused:
        return "refused"
    return "failed" if exchange.response.status >= 500 else "other"


def time_class(elapsed_ms: float) -> int:
    """The number of the class of a time: five classes for each power of ten, 0 from 1 ms on."""
    return math.floor(math.log10(max(elapsed_ms, FASTEST)) * PER_DECADE)


def class_end(number: int) -> float:
    """Where a class of times ends, in ms."""
    return float(10 ** ((number + 1) / PER_DECADE))
