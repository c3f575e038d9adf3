"""Joining runs, such as the shards of one: counts are added, findings are put together, gaps are those of all."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from contracts.errors import UsageError
from reports.runs.coverage import OUTCOMES, Times, time_class
from reports.runs.summary import Summary

WORST = ("error", "fail", "fixed", "inconclusive", "known", "pass")
"""Verdicts, the gravest first."""
JUST_UNDER = 1 - 1e-6
"""A class of times ends just above the greatest time in it."""


def merge(runs: Sequence[Summary]) -> Summary:
    """One summary of several runs of one target. It conforms when all of them do. Raises UsageError."""
    targets = {run["target"] for run in runs}
    if len(targets) != 1:
        raise UsageError(f"the runs must be of one target (got {', '.join(sorted(targets)) or 'none'})")
    rules = [_rule(of_one) for of_one in _by(runs, "rules", "code")]
    judged = {rule["code"] for rule in rules if rule["exercised"]}
    return {
        **{key: runs[0][key] for key in ("schema", "target", "profile", "seed")},
        "verdict": _verdict(runs),
        **{key: sum(run[key] for run in runs) for key in ("cases", "exchanges")},
        "requests": _sum(run.get("requests", {}) for run in runs),
        "duration_s": round(max(run["duration_s"] for run in runs), 3),
        "rules": rules,
        "partitions": [_partition(of_one) for of_one in _by(runs, "partitions", "name")],
        "findings": _findings(runs),
        "not_run": _not_run(runs),
        "not_judged": [of[0] for of in _by(runs, "not_judged", "rule") if of[0]["rule"] not in judged],
        "latency": _latency(runs),
        "fields": _fields(runs),
        "versions": runs[0].get("versions", {}),
        "started": min((run["started"] for run in runs if run.get("started")), default=None),
        "merged": len(runs),
    }


def _verdict(runs: Iterable[Summary]) -> str:
    verdicts = {run["verdict"] for run in runs}
    if "violates" in verdicts:
        return "violates"
    return "conforms" if verdicts == {"conforms"} else "inconclusive"


def _by(runs: Iterable[Summary], what: str, key: str) -> list[list[Summary]]:
    """The entries of all runs, those of one name together."""
    found: dict[str, list[Summary]] = {}
    for entry in chain.from_iterable(run.get(what, []) for run in runs):
        found.setdefault(entry[key], []).append(entry)
    return list(found.values())


def _findings(runs: Iterable[Summary]) -> list[Summary]:
    """Each once; a case that breaks a rule in several partitions is one finding, as it is in one run."""
    found: dict[tuple[str, str], Summary] = {}
    for of_one in _by(runs, "findings", "id"):
        case = {key: value for key, value in of_one[0]["case"].items() if key != "partition"}
        found.setdefault((of_one[0]["rule"], json.dumps(case)), of_one[0])
    return list(found.values())


def _worst(verdicts: Iterable[str]) -> str:
    return min(verdicts, key=WORST.index)


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def _rule(entries: list[Summary]) -> Summary:
    counts = {key: sum(one[key] for one in entries) for key in ("exercised", "violated")}
    reached = [one["verdict"] for one in entries if one["exercised"] or one["verdict"] != "inconclusive"]
    return {**entries[0], **counts, "verdict": _worst(reached or ["inconclusive"])}


def _partition(entries: list[Summary]) -> Summary:
    counted = ("observed", "judged", "violated", "unspecified", "texts", "headers")
    counts = {key: _sum(one.get(key, {}) for one in entries) for key in counted}
    had_cases = [one for one in entries if one["cases"]] or entries
    verdict = _worst(one["verdict"] for one in had_cases)
    return {**entries[0], "cases": sum(one["cases"] for one in entries), "verdict": verdict, **counts}


def _not_run(runs: Sequence[Summary]) -> list[Summary]:
    """What no run came to the end of."""
    ended: set[str] = set()
    for run in runs:
        left = {one["partition"] for one in run["not_run"]}
        ended |= {one["name"] for one in run["partitions"] if one["cases"]} - left
    entries = (one for run in runs for one in run["not_run"] if one["partition"] not in ended)
    return list({(one["partition"], one["reason"]): one for one in entries}.values())


def _latency(runs: Sequence[Summary]) -> Summary:
    merged: dict[str, Times] = {}
    for run in runs:
        for outcome, found in run.get("latency", {}).items():
            times = merged.setdefault(outcome, Times())
            times.longest = max(times.longest, found["max_ms"])
            for end, count in found["histogram"]:
                times.classes[time_class(end * JUST_UNDER)] += count
    return {outcome: merged[outcome].document() for outcome in OUTCOMES if outcome in merged}


def _fields(runs: Sequence[Summary]) -> Summary:
    names = dict.fromkeys(name for run in runs for name in run.get("fields", {}))
    return {name: _field([run["fields"][name] for run in runs if name in run.get("fields", {})]) for name in names}


def _field(entries: list[dict[str, Any]]) -> dict[str, Any]:
    counts = {key: sum(one[key] for one in entries) for key in ("given", "absent", "repeated")}
    return counts | {key: _sum(one[key] for one in entries) for key in ("lengths", "alphabets", "kinds")}
