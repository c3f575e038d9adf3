"""summary.md: a run in short, for step summaries (GitHub takes at most 1 MiB a step)."""

import re
from collections.abc import Iterator

from contracts.promises.rules import RULES
from reports.renderings.text import cut, document_text, plain, replay_line, same_cause, values_text
from reports.renderings.verdicts import IN_A_TITLE, tried, verdict_text
from reports.renderings.words import clock
from reports.runs.causes import led_by, told_as_one
from reports.runs.summary import Summary

MOST_FINDINGS = 50
MOST_NAMES = 10
LONGEST = 2000
"""Characters of a case that are shown."""


def markdown(summary: Summary) -> str:
    """The run as Markdown: verdict, totals, one finding of each rule, and what was not run."""
    lines = [f"## {inline(verdict_text(summary, IN_A_TITLE))}", "", _totals(summary), ""]
    led = led_by(summary["findings"])
    groups = told_as_one(summary["findings"])[:MOST_FINDINGS]
    for findings in groups:
        lines += _finding(findings[0], summary["target"])
        same = same_cause(findings, led)
        lines += ["Of the same cause:", "", *(f"- {inline(one)}" for one in same), ""] if same else []
    others = len(summary["findings"]) - len(groups)
    if others:
        lines += [f"And {others} more, in summary.json.", ""]
    return "\n".join([*lines, *_not_run(summary)]).rstrip("\n") + "\n"


def _totals(summary: Summary) -> str:
    seed = "" if summary["seed"] is None else f", seed {summary['seed']}"
    return (
        f"Target {code_span(summary['target'])}, profile {summary['profile']}{seed}: {summary['cases']:,} cases, "
        f"{summary['exchanges']:,} exchanges, {tried(summary)} partitions in "
        f"{clock(summary['duration_s'])}."
    )


def _finding(found: Summary, target: str) -> Iterator[str]:
    rule = RULES.get(found["rule"])
    yield f"### {found['rule']} {inline(rule.title) if rule else ''}".rstrip()
    yield ""
    yield f"Partition {code_span(found['partition'])}, {found['verdict']}, confirmed {found['confirmed']}."
    yield ""
    if rule is not None:
        yield f"> {inline(rule.quote)} [{inline(rule.source)}]"
        yield ""
    values = values_text(found["case"])
    told = f"Values:   {cut(values, LONGEST)}\n" if values else ""
    yield _block(
        f"Expected: {found['expected']}\nActual:   {found['actual']}\nCase:     "
        f"{cut(document_text(found['case']), LONGEST)}\n{told}"
        f"Replay:   {replay_line(found, target)}"
    )
    yield ""


def _not_run(summary: Summary) -> Iterator[str]:
    """What was not run, by reason."""
    reasons: dict[str, list[str]] = {}
    for left in summary["not_run"]:
        names = reasons.setdefault(left["reason"], [])
        if left["partition"] not in names:
            names.append(left["partition"])
    if reasons:
        yield "### Not run"
        yield ""
    for reason, names in reasons.items():
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        yield f"- {', '.join(map(code_span, names[:MOST_NAMES]))}{more}: {inline(reason)}"


def inline(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML."""
    return re.sub(r"([\\`*_{}\[\]<>|#!~&])", r"\\\1", plain(" ".join(text.split())))


def code_span(text: str) -> str:
    """Text as code, in which nothing is taken for Markdown."""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{plain(' '.join(text.split()))}{fence}"


def _block(text: str) -> str:
    """A fenced block, with a fence that the text does not hold."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}text\n{plain(text)}\n{fence}"
