"""comment.md: a run as a comment on a pull request: the verdict, and one line for each thing that has changed.

The first line is a mark by which a bot finds its own comment, to edit it rather than to write another one.
"""

from collections.abc import Iterator

from contracts.promises.rules import RULES
from reports.renderings.markdown import code_span, inline
from reports.renderings.text import cut
from reports.renderings.verdicts import IN_A_TITLE, tried, verdict_text
from reports.renderings.words import clock, named
from reports.runs.summary import Summary

MARK = "<!-- participant-contract -->"
MOST = 10
"""Rows, and reasons; the rest is counted."""
LONGEST = 100
"""Characters of what was expected, and of what came."""
PLACES = 3
"""Partitions that are named."""


def comment(summary: Summary) -> str:
    """The comment, of some thirty lines at most; GitHub takes 65,536 characters."""
    lines = [MARK, f"### {inline(verdict_text(summary, IN_A_TITLE))}", "", _totals(summary), ""]
    lines += [*_table(summary), *_known(summary), *_not_judged(summary)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _totals(summary: Summary) -> str:
    judged = sum(rule["exercised"] > 0 for rule in summary["rules"])
    against = f", against {code_span(summary['baseline'])}" if summary.get("baseline") else ""
    return (
        f"{code_span(summary['target'])}, profile {summary['profile']}{against}: {summary['cases']:,} cases in "
        f"{tried(summary)} partitions, {judged} of {len(summary['rules'])} rules judged, "
        f"{clock(summary['duration_s'])}."
    )


def _table(summary: Summary) -> Iterator[str]:
    """What fails the run: a row for each rule, and way of failing."""
    rows: dict[tuple[str, str], list[Summary]] = {}
    for found in summary["findings"]:
        if found["verdict"] != "known":
            key = (word(found, summary), found["rule"] or found["partition"])
            rows.setdefault(key, []).append(found)
    if not rows:
        return
    yield "| | promise | expected | got | in |"
    yield "|---|---|---|---|---|"
    for (what, _), alike in list(rows.items())[:MOST]:
        yield _row(what, alike)
    yield ""
    if len(rows) > MOST:
        yield f"And {len(rows) - MOST} more."
        yield ""


def _row(what: str, alike: list[Summary]) -> str:
    first = alike[0]
    rule = RULES.get(first["rule"])
    title = f"{first['rule']} {rule.title if rule else ''}".strip() or "what the documents leave open"
    where = named(list(dict.fromkeys(found["partition"] for found in alike)), PLACES)
    texts = (cut(first[key], LONGEST) for key in ("expected", "actual"))
    return "| " + " | ".join([f"**{what}**", *(inline(text) for text in (title, *texts, where))]) + " |"


def word(found: Summary, summary: Summary) -> str:
    """How a finding stands to the baseline: new, expired, fixed or drift; without one, violated."""
    kind = found.get("kind", "violation")
    if kind != "violation":
        return str(kind)
    if found["verdict"] == "inconclusive":
        return "not settled"
    if not summary.get("baseline"):
        return "violated"
    return "expired" if "expired" in found.get("remark", "") else "new"


def _known(summary: Summary) -> Iterator[str]:
    known = list(dict.fromkeys(found["rule"] for found in summary["findings"] if found["verdict"] == "known"))
    if known:
        yield f"Known, and still failing: {named(known, MOST)}."
        yield ""


def _not_judged(summary: Summary) -> Iterator[str]:
    """What the verdict does not speak of, by reason, folded away."""
    reasons: dict[str, list[str]] = {}
    for left in summary["not_run"]:
        reasons.setdefault(left["reason"], []).append(left["partition"])
    for one in summary["not_judged"]:
        reasons.setdefault(one["reason"], []).append(one["rule"])
    if not reasons:
        return
    yield "<details><summary>Not judged</summary>"
    yield ""
    for reason, names in list(reasons.items())[:MOST]:
        yield f"- {inline(named(list(dict.fromkeys(names)), PLACES))}: {inline(cut(reason, 2 * LONGEST))}"
    if len(reasons) > MOST:
        yield f"- and for {len(reasons) - MOST} more reasons"
    yield ""
    yield "</details>"
