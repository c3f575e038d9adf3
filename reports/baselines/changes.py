"""What changed from one run to another: verdict, findings, rules, and answers where documents are silent."""

from collections.abc import Iterator

from reports.baselines.accepting import run_of, violations
from reports.baselines.drift import differs, shown
from reports.runs.summary import Summary

SLOWER = 2.0
"""How many times slower or faster is told, of a 95th percentile over at least `ENOUGH` answers."""
ENOUGH = 50


def changes(old: Summary, new: Summary) -> list[str]:
    """The changes from an old run to a new one, one a line, the gravest first; none when nothing changed."""
    return [
        *_verdict(old, new),
        *_findings(old, new),
        *_rules(old, new),
        *_observations(old, new),
        *_partitions(old, new),
        *_times(old, new),
    ]


def name_of(summary: Summary) -> str:
    """A run in short: target, profile, seed and when."""
    seed = "" if summary["seed"] is None else f", seed {summary['seed']}"
    return f"{summary['target']}, {summary['profile']}{seed}, {summary.get('started') or 'no date'}"


def _verdict(old: Summary, new: Summary) -> Iterator[str]:
    if old["verdict"] != new["verdict"]:
        yield f"verdict: {old['verdict']} -> {new['verdict']}"


def _findings(old: Summary, new: Summary) -> Iterator[str]:
    before = {(found["rule"], found["partition"]): found for found in violations(old)}
    after = {(found["rule"], found["partition"]): found for found in violations(new)}
    for (rule, partition), found in after.items():
        if (rule, partition) not in before:
            yield f"new: {rule} in {partition}: {found['actual']} (expected {found['expected']})"
    tried = {one["name"] for one in new["partitions"] if one["cases"]} - {
        one["partition"] for one in new["not_run"]
    }
    for rule, partition in before:
        if (rule, partition) not in after:
            yield f"{'gone' if partition in tried else 'not tried again'}: {rule} in {partition}"


def _rules(old: Summary, new: Summary) -> Iterator[str]:
    before = {rule["code"]: rule for rule in old["rules"]}
    for rule in new["rules"]:
        known = before.get(rule["code"])
        if known is None:
            yield f"rule {rule['code']} is new: {_state(rule)}"
        elif _state(known) != _state(rule):
            yield f"rule {rule['code']}: {_state(known)} -> {_state(rule)}"
    for code in before.keys() - {rule["code"] for rule in new["rules"]}:
        yield f"rule {code} is no longer there"


def _state(rule: Summary) -> str:
    if not rule["exercised"]:
        return "not judged"
    return "violated" if rule["violated"] else "kept"


def _observations(old: Summary, new: Summary) -> Iterator[str]:
    before = {one["name"]: one.get("unspecified", {}) for one in old["partitions"]}
    same = all(run_of(old)[key] == run_of(new)[key] for key in ("profile", "seed"))
    for one in new["partitions"]:
        was, now = before.get(one["name"], {}), one.get("unspecified", {})
        if differs(was, now, same_cases=same):
            yield f"left to the target, {one['name']}: {shown(was)} -> {shown(now)}"


def _partitions(old: Summary, new: Summary) -> Iterator[str]:
    before, after = ({one["name"] for one in run["partitions"] if one["cases"]} for run in (old, new))
    for name in sorted(after - before):
        yield f"partition {name} was tried, which was not before"
    for name in sorted(before - after):
        yield f"partition {name} was not tried, which was before"


def _times(old: Summary, new: Summary) -> Iterator[str]:
    for outcome, now in new.get("latency", {}).items():
        was = old.get("latency", {}).get(outcome)
        if not was or min(was["answers"], now["answers"]) < ENOUGH:
            continue
        if max(was["p95_ms"], now["p95_ms"]) > SLOWER * max(min(was["p95_ms"], now["p95_ms"]), 1.0):
            yield f"95 % of the {outcome}: under {was['p95_ms']:g} ms -> under {now['p95_ms']:g} ms"
