"""Accepting a run: the one way in which a baseline changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.errors import UsageError
from contracts.promises.rules import RULES
from reports.baselines.baseline import Baseline, KnownFailure
from reports.baselines.drifts import observed_of_rule
from reports.runs.summary import Summary


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides: the reason, the issue, until when; `only` names rules, partitions or findings."""

    reason: str
    issue: str
    today: date
    expires: date | None = None
    only: tuple[str, ...] = ()

    def takes(self, *names: str) -> bool:
        """Whether what has these names is accepted."""
        return not self.only or not set(self.only).isdisjoint(names)


def accept(baseline: Baseline, summary: Summary, decision: Decision) -> Baseline:
    """The baseline after a run was accepted. Raises UsageError when `only` names nothing in it."""
    _check_names(baseline, summary, decision)
    broken = {(found["rule"], found["partition"]): found["id"] for found in violations(summary)}
    kept = tuple(known for known in baseline.known if _stays(known, summary, decision))
    new = tuple(
        KnownFailure(rule, partition, decision.reason, decision.issue, decision.today, decision.expires)
        for (rule, partition), name in broken.items()
        if decision.takes(rule, partition, name) and not _is_current(kept, rule, partition, decision)
    )
    replaced = {(one.rule, one.partition) for one in new}
    return Baseline(
        (*(one for one in kept if (one.rule, one.partition) not in replaced), *new),
        {**baseline.observed, **_observed(summary, decision)},
        {**baseline.rules, **_rules(summary, decision)},
        {**baseline.texts, **_manners(summary, decision, "texts")},
        {**baseline.headers, **_manners(summary, decision, "headers")},
        run_of(summary) if not decision.only else baseline.run or run_of(summary),
        (
            *baseline.history,
            {"on": str(decision.today), "reason": decision.reason, "only": ", ".join(decision.only)},
        ),
    )


def violations(summary: Summary) -> list[Summary]:
    """The findings that are violations, known or not."""
    return [found for found in summary["findings"] if found.get("kind", "violation") == "violation"]


def run_of(summary: Summary) -> dict[str, object]:
    """Which run was accepted."""
    return {key: summary.get(key) for key in ("target", "profile", "seed", "started")}


def _is_current(kept: Iterable[KnownFailure], rule: str, partition: str, decision: Decision) -> bool:
    """Whether it is known already, and has not expired: then it keeps its reason, issue and date."""
    return any(one.covers(rule, partition) and not one.is_expired(decision.today) for one in kept)


def _stays(known: KnownFailure, summary: Summary, decision: Decision) -> bool:
    """All stay but those that are fixed."""
    fixed = [found for found in summary["findings"] if found.get("kind") == "fixed"]
    names = [(found["rule"], found["partition"], found["id"]) for found in fixed]
    return not any(known.covers(rule, name) and decision.takes(rule, name, id_) for rule, name, id_ in names)


def _observed(summary: Summary, decision: Decision) -> dict[str, dict[str, int]]:
    drifted = {found["partition"]: found["id"] for found in summary["findings"] if found.get("kind") == "drift"}
    return {
        partition["name"]: partition["unspecified"]
        for partition in summary["partitions"]
        if partition.get("unspecified")
        and decision.takes(partition["name"], drifted.get(partition["name"], partition["name"]))
    }


def _manners(summary: Summary, decision: Decision, kind: str) -> dict[str, dict[str, int]]:
    """The texts or headers that came; a change of them, named by its finding, is accepted in all partitions."""
    word = kind.removesuffix("s")
    drifted = [one["id"] for one in summary["findings"] if str(one.get("detail", "")).startswith(word)]
    return {
        partition["name"]: partition[kind]
        for partition in summary["partitions"]
        if partition.get(kind) and decision.takes(partition["name"], *drifted)
    }


def _rules(summary: Summary, decision: Decision) -> dict[str, dict[str, int]]:
    return {
        rule["code"]: observed_of_rule(rule["exercised"], rule["violated"])
        for rule in summary["rules"]
        if rule["exercised"]
        and rule["code"] in RULES
        and not RULES[rule["code"]].level.fails_a_run
        and decision.takes(rule["code"])
    }


def _check_names(baseline: Baseline, summary: Summary, decision: Decision) -> None:
    names = {one["code"] for one in summary["rules"]} | {one["name"] for one in summary["partitions"]}
    names |= {found["id"] for found in summary["findings"]} | {known.partition for known in baseline.known}
    for name in decision.only:
        if name not in names:
            raise UsageError(f"'--only' must name a rule, a partition or a finding of the run (got {name!r})")


def changes(old: Baseline, new: Baseline) -> list[str]:
    """What an acceptance changed, one thing a line, as a reviewer reads it."""
    before = {(one.rule, one.partition): one for one in old.known}
    after = {(one.rule, one.partition): one for one in new.known}
    lines = [f"+ {_line(one)}" for key, one in after.items() if before.get(key) != one]
    lines += [f"- {_line(one)}" for key, one in before.items() if key not in after]
    lines += _changed("observed", old.observed, new.observed)
    lines += _changed("text", old.texts, new.texts) if old.observed else []
    lines += _changed("header", old.headers, new.headers) if old.observed else []
    return lines + _changed("rule", old.rules, new.rules)


def _line(known: KnownFailure) -> str:
    until = f", until {known.expires}" if known.expires else ""
    return f"known failure {known.rule} {known.partition}: {known.reason} ({known.issue}{until})"


def _changed(what: str, old: Mapping[str, dict[str, int]], new: Mapping[str, dict[str, int]]) -> list[str]:
    return [
        f"~ {what} {name}: {_words(new[name])} (was {_words(old[name])})"
        if name in old
        else f"+ {what} {name}: {_words(new[name])}"
        for name in new
        if old.get(name) != new[name]
    ]


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{key} {times:,}" for key, times in counts.items())
