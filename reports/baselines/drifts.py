"""What has drifted in a run, against a baseline: statuses, codes, texts, headers, and rules that fail no run."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from contracts.cases.case import Case
from contracts.exchanges.exchange import Exchange
from contracts.judging.finding import Finding, Verdict
from contracts.promises.rules import RULES
from reports.baselines.baseline import ANYWHERE, Baseline
from reports.baselines.drift import changed, differs, shown
from reports.runs.manners import BETWEEN, header_names, split, text_of, unsteady
from reports.runs.tally import Tally, observed

REMARK = "the documents leave this to the target, which has changed"


@dataclass(frozen=True, slots=True)
class Drift:
    """One change: `before` and `after` in words, `detail` says of what, a case that shows it, and `shows`, whether
    an answer does; `others` are as many further partitions in which it is the same."""

    rule: str
    partition: str
    before: str
    after: str
    case: Case | None
    detail: str = ""
    shows: Callable[[Exchange], bool] | None = None
    others: int = 0

    def finding(self, confirmed: str = "0/0") -> Finding:
        """As a run reports it."""
        also = f"; so in {self.others} more partitions" if self.others else ""
        return Finding(
            self.rule,
            self.partition,
            Verdict.FAIL,
            f"as accepted: {self.before}",
            self.after,
            (self.case or Case()).labelled(""),
            confirmed,
            "drift",
            f"{REMARK}{also}",
            self.detail,
        )


def drifts(tally: Tally, baseline: Baseline, *, same_cases: bool) -> Iterator[Drift]:
    """Everything that has drifted. `same_cases` when both runs sent the same."""
    yield from _answers(tally, baseline, same_cases)
    yield from _texts(tally, baseline, same_cases)
    yield from _headers(tally, baseline, same_cases)
    yield from _rules(tally, baseline, same_cases)


def _answers(tally: Tally, baseline: Baseline, same_cases: bool) -> Iterator[Drift]:
    for name, before in baseline.observed.items():
        after = tally.coverage.unspecified[name]
        if differs(before, after, same_cases=same_cases or name in tally.fixed):
            new = next((what for what in after if what not in before), "")
            shows = partial(_is_answered, new) if new else None
            case = _case(tally, name, new)
            yield Drift(_rule(tally, name), name, shown(before), shown(after), case, shows=shows)


def _is_answered(answer: str, exchange: Exchange) -> bool:
    return observed(exchange) == answer


def _texts(tally: Tally, baseline: Baseline, same_cases: bool) -> Iterator[Drift]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for name, pinned in baseline.texts.items():
        for came in baseline.observed.get(name, {}):
            before, after = split(pinned, came), split(tally.coverage.manners.texts[name], came)
            if changed(before, after, same_cases=same_cases or name in tally.fixed):
                gone, new = before.keys() - after.keys(), after.keys() - before.keys()
                found.setdefault((came, _words(gone or before), _words(new or after)), []).append(name)
    for (came, was, now), names in found.items():
        texts = now.split(_OR)
        case = _case(tally, names[0], f"{came}{BETWEEN}{texts[0]}")
        words = (f"{came}{BETWEEN}{was}", f"{came}{BETWEEN}{now}")
        yield Drift("", names[0], *words, case, f"text of {came}", partial(_says, came, texts), len(names) - 1)


_OR = " | "


def _says(answer: str, texts: list[str], exchange: Exchange) -> bool:
    return observed(exchange) == answer and text_of(exchange) in texts


def _words(texts: Iterable[str]) -> str:
    return _OR.join(sorted(texts))


def _headers(tally: Tally, baseline: Baseline, same_cases: bool) -> Iterator[Drift]:
    found: dict[tuple[str, bool], list[tuple[str, str]]] = {}
    noise = unsteady(baseline.headers, baseline.observed)
    noise |= unsteady(tally.coverage.manners.headers, tally.coverage.unspecified)
    for name, pinned in baseline.headers.items():
        now = tally.coverage.manners.headers[name]
        for came in baseline.observed.get(name, {}).keys() & tally.coverage.unspecified[name].keys():
            before, after = split(pinned, came), split(now, came)
            for header in (before.keys() ^ after.keys()) - noise:
                found.setdefault((header, header in after), []).append((name, came))
    for (header, is_new), places in sorted(found.items()):
        if same_cases or _is_no_chance(tally, baseline, places):
            yield _header(tally, header, is_new, places)


def _header(tally: Tally, header: str, is_new: bool, places: list[tuple[str, str]]) -> Drift:
    def shows(exchange: Exchange) -> bool:
        return observed(exchange) == came and (header in header_names(exchange)) == is_new

    name, came = min(places)
    case = _case(tally, name, came)
    words = (f"no header {header} with {came}", f"a header {header} with {came}")
    before, after = words if is_new else words[::-1]
    others = len({partition for partition, _ in places}) - 1
    return Drift("", name, before, after, case, f"header {header} {'new' if is_new else 'gone'}", shows, others)


def _is_no_chance(tally: Tally, baseline: Baseline, places: list[tuple[str, str]]) -> bool:
    """Whether there were enough answers on both sides to tell."""
    was = sum(baseline.observed[name][came] for name, came in places)
    now = sum(tally.coverage.unspecified[name][came] for name, came in places)
    return changed({"with": was}, {"without": now}, same_cases=False)


def _rules(tally: Tally, baseline: Baseline, same_cases: bool) -> Iterator[Drift]:
    for code, before in baseline.rules.items():
        if code not in RULES or RULES[code].level.fails_a_run:
            continue
        was, now = _split(before), _split(observed_of_rule(tally.exercised[code], tally.violated[code]))
        if differs(was, now, same_cases=same_cases):
            partition = next((p for (rule, p) in tally.coverage.shown if rule == code), "")
            exchange = tally.coverage.shown.get((code, partition))
            case = exchange.case if exchange else None
            yield Drift(code, partition or ANYWHERE, shown(was), shown(now), case)


def observed_of_rule(judged: int, violated: int) -> dict[str, int]:
    """How a rule that fails no run came out, as a baseline holds it."""
    return {"judged": judged, "violated": violated}


def _split(counts: dict[str, int]) -> dict[str, int]:
    return {"kept": counts["judged"] - counts["violated"], "not kept": counts["violated"]}


def _rule(tally: Tally, partition: str) -> str:
    rules = tally.known.get(partition, ())
    return rules[0] if rules else ""


def _case(tally: Tally, partition: str, what: str) -> Case | None:
    exchange = tally.coverage.open_shown.get((partition, what))
    return exchange.case if exchange else None
