"""The first screen of the page: what broke, what was not judged, and how to see it again."""

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from contracts.promises.rules import RULES
from reports.renderings.page.views import finding_word, gaps, silent_rules
from reports.renderings.text import cut, replay_line
from reports.runs.causes import led_by
from reports.runs.summary import Summary

MOST = 5
"""Breaches and reasons that stand on the first screen; the sections below have all."""
LONGEST = 64
"""Characters of what was expected, and of what came."""


class Breach(NamedTuple):
    """The findings of one kind about one rule: `id` is the first of them, `where` has all their partitions."""

    id: str
    verdict: str
    word: str
    rule: str
    title: str
    expected: str
    actual: str
    where: list[str]


class Gap(NamedTuple):
    """What was not judged for one reason: codes of rules, or names of partitions."""

    reason: str
    rules: list[str]
    partitions: list[str]


def breaches(summary: Summary) -> list[Breach]:
    """What is wrong and not known, one entry for each rule (for drift without one: each partition); what has the
    cause of another finding is told with that."""
    found: dict[tuple[str, str], Breach] = {}
    failing = [one for one in summary["findings"] if one["verdict"] != "known"]
    led = [one["id"] for others in led_by(failing).values() for one in others]
    for one in failing:
        if one["id"] in led:
            continue
        kind = one.get("kind", "violation")
        first = found.setdefault((kind, one["rule"] or one["partition"]), _breach(one))
        if one["partition"] not in first.where:
            first.where.append(one["partition"])
    return list(found.values())


def _breach(one: Summary) -> Breach:
    rule = RULES.get(one["rule"])
    title = rule.title if rule else "The target has changed where the documents are silent"
    expected, actual = cut(one["expected"], LONGEST), cut(one["actual"], LONGEST)
    return Breach(one["id"], one["verdict"], finding_word(one), one["rule"], title, expected, actual, [])


def nothing(summary: Summary) -> str:
    """What is said when nothing broke."""
    if summary["verdict"] != "conforms":
        return "Nothing was found, as far as the run went."
    return f"Nothing: the {judged(summary)} rules that were judged were kept in {summary['cases']:,} cases."


def unkept(summary: Summary) -> list[str]:
    """Rules that were not kept, and fail no run."""
    return [rule["code"] for rule in summary["rules"] if rule["violated"] and rule["verdict"] == "pass"]


def known(summary: Summary) -> int:
    """How many known failures are still there."""
    return sum(one["verdict"] == "known" for one in summary["findings"])


def not_judged(summary: Summary) -> list[Gap]:
    """What the verdict does not speak of: partitions that were not run, and rules that nothing judged."""
    not_run = [Gap(reason, [], names) for reason, names in gaps(summary)]
    told = {gap.reason for gap in not_run}
    silent = [Gap(reason, codes, []) for reason, codes in silent_rules(summary) if reason not in told]
    return [*not_run, *silent]


def judged(summary: Summary) -> int:
    """How many rules were judged."""
    return sum(rule["exercised"] > 0 for rule in summary["rules"])


def commands(summary: Summary) -> Iterator[tuple[str, str]]:
    """What to type to see it again, and for what: the first finding, then the whole run."""
    first = next((one for one in summary["findings"] if one["verdict"] != "known" and one["case"]), None)
    if first is not None:
        yield (
            f"The first finding ({first['rule'] or first['partition']}), in the folder of this run",
            replay_line(first, summary["target"]),
        )
    yield "The whole run", summary.get("command") or _command(summary)


def _command(summary: Summary) -> str:
    """The command of a run that does not say it, such as one that was joined from parts."""
    seed = [] if summary["seed"] is None else [f"--seed={summary['seed']}"]
    return shlex.join(
        ["contract", "run", f"--target={summary['target']}", f"--profile={summary['profile']}", *seed]
    )
