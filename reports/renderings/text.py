"""Renderings for a terminal: plain text, without colours, in 80 columns where the matter allows it."""

import json
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.cases.readable import with_names
from contracts.promises.rules import RULES
from reports.renderings.verdicts import tried, verdict_text
from reports.renderings.words import clock, named, number
from reports.runs.causes import led_by, told_as_one
from reports.runs.files import FINDINGS, HTML, MARKDOWN, RECORD, SUMMARY
from reports.runs.summary import Summary, finding_path

WIDTH = 80
LONGEST = 1000
"""Characters of a case that are shown; the whole is in the files."""
LONGEST_SCRIPT = 3000
"""Characters of a script that is shown; how to get a longer one is told, for a part of it cannot be run."""
NOT_RUN_SHOWN = 10
COLUMN = 13
"""Characters of a rule with its count, and the space before the next."""


def plain(text: str) -> str:
    """Text without what a terminal would obey or hide: characters that do not print become JSON escapes."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text).replace(
        "\x7f", "\\u007f"
    )


def document_text(document: Any) -> str:
    """A document as one line of JSON that prints."""
    return plain(json.dumps(document, ensure_ascii=False))


def values_text(document: Any) -> str:
    """The values of a case document that are long, odd or not seen, as people read them, if there are any."""
    cases = document.get("steps", [document])
    pairs = dict.fromkeys((name, value) for case in cases for name, value in case.get("fields", ()))
    told = {(name, value): with_names(value) for name, value in pairs}
    odd = (f"{name} = {text}" for (name, value), text in told.items() if text not in (f"'{value}'", repr(value)))
    return plain("; ".join(odd))


def finding_text(found: Summary, replay_path: Path | None = None, target: str = "mock") -> str:
    """A finding of a summary in full: what was broken, its source, the smallest case, how to see it again."""
    code = found["rule"]
    lines = [_title(found)]
    rule = RULES.get(code)
    if rule is not None:
        lines.append(_wrap(f"-> {rule.quote} [{rule.source}]", "  ", "     "))
    lines += [
        _wrap(f"Expected: {found['expected']}", "  ", "            "),
        _wrap(f"Actual:   {found['actual']}", "  ", "            "),
    ]
    if found.get("cause"):
        lines.append(_wrap(f"Cause:    that of {found['cause']}", "  ", "            "))
    if found.get("remark"):
        lines.append(_wrap(f"Note:     {found['remark']}", "  ", "            "))
    if found.get("kind") == "fixed":
        return "\n".join(lines)
    lines += [
        f"  Case:     {cut(document_text(found['case']), LONGEST, 'the file to replay')}",
    ]
    values = values_text(found["case"])
    if values:
        lines.append(_wrap(f"Values:   {cut(values, LONGEST)}", "  ", "            "))
    again = plain(replay_line(found, target, replay_path))
    return "\n".join([*lines, f"  Replay:   {again}", *_script(found, again)])


def _script(found: Summary, again: str) -> list[str]:
    """The script as it is to be pasted: it is not indented, for that would change values over several lines."""
    script = found.get("script") or ""
    if 0 < len(script) <= LONGEST_SCRIPT:
        return ["  Script:", plain(script)]
    return [f"  Script:   {again} --export curl"]


def _title(found: Summary) -> str:
    rule = RULES.get(found["rule"])
    confirmed = "" if found["confirmed"] == "0/0" else f", {_how_often(found['confirmed'])}"
    title = f"{found['rule']} {rule.title}" if rule else found["rule"]
    word = "drift" if found.get("kind") == "drift" else found["verdict"]
    return _wrap(
        f"{word.upper()} {title or 'What the documents leave open'} ({found['partition']}{confirmed})", "", "  "
    )


def _how_often(confirmed: str) -> str:
    again, _, tries = confirmed.partition("/")
    return f"confirmed {confirmed}" if again == tries else f"intermittent {confirmed}"


def replay_line(found: Summary, target: str, path: Path | None = None) -> str:
    """The command that sends the case of a finding again; without a path, in the folder of the run."""
    where = shlex.quote(str(path)) if path is not None else f"{FINDINGS}/{found['id']}.json"
    return f"contract replay {where}{target_option(target)}"


def target_option(target: str) -> str:
    """What `contract replay` needs to be told of the target."""
    return "" if target == "mock" else f" --target {shlex.quote(target)}"


def cut(text: str, limit: int, where: str = "") -> str:
    """At most `limit` characters of a text, with how many it has and `where` the whole is."""
    whole = f"; whole in {where}" if where else ""
    return text if len(text) <= limit else f"{text[:limit]}... ({len(text):,} characters{whole})"


def _wrap(text: str, first: str, following: str) -> str:
    return textwrap.fill(
        plain(text.replace("\n", " ")),
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_on_hyphens=False,
        break_long_words=False,
    )


def closing_summary(summary: Summary, out: Path | None = None) -> str:
    """The end of a run: how often each rule was judged, what was not run, findings by rule; on the last screen
    rules broken, files, how to see it again, totals, and the verdict as the last line."""
    blocks = [
        "\n".join(_judged(summary)),
        "\n".join(_not_run(summary)),
        "\n".join(_not_judged(summary)),
        "\n".join(_unconfirmed(summary)),
        *_findings(summary, out),
        "\n".join(_rules_violated(summary)),
        "\n".join(_totals(summary, out)),
    ]
    return "\n\n".join(block for block in blocks if block)


def _judged(summary: Summary) -> Iterator[str]:
    """How many cases could have broken each rule, in columns."""
    counts = [(rule["code"], rule["exercised"]) for rule in summary["rules"] if rule["exercised"]]
    if not counts:
        return
    yield f"JUDGED  {number(len(counts), 'rule')}, each by so many cases:"
    cells = [f"{code} {times:>{COLUMN - 7},}" for code, times in counts]
    for start in range(0, len(cells), WIDTH // COLUMN):
        yield ("  " + "  ".join(cells[start : start + WIDTH // COLUMN])).rstrip()


def _findings(summary: Summary, out: Path | None) -> Iterator[str]:
    """Of each rule the first finding in full, the others by the name of their partition; under it the rules that
    are broken for the same cause."""
    led = led_by(summary["findings"])
    for findings in told_as_one(summary["findings"]):
        path = None if out is None else finding_path(out, findings[0]["id"])
        lines = [finding_text(findings[0], path, summary["target"])]
        lines += [_wrap(f"With it:  {line}", "  ", "            ") for line in same_cause(findings, led)]
        others = dict.fromkeys(found["partition"] for found in findings[1:])
        lines += [_wrap(f"Also in: {', '.join(others)}", "  ", "            ")] if others else []
        yield "\n".join(lines)


def same_cause(findings: list[Summary], led: dict[str, list[Summary]]) -> list[str]:
    """The rules that are broken for the cause of some findings, each with what was expected and what came."""
    first = {one["rule"]: one for found in findings for one in reversed(led.get(found["id"], []))}
    return [
        f"{code} {RULES[code].title if code in RULES else ''}: expected {one['expected']}, actual {one['actual']}"
        for code, one in sorted(first.items())
    ]


def _rules_violated(summary: Summary) -> Iterator[str]:
    for rule in summary["rules"]:
        if rule["violated"] or rule["verdict"] in ("known", "fixed", "fail", "error"):
            known = RULES.get(rule["code"])
            title = known.title if known else ""
            word = "observed" if rule["verdict"] == "pass" else rule["verdict"]
            times = number(rule["violated"], "case")
            yield _wrap(f"{word.upper():8} {rule['code']} {title} [{rule['level']}]: {times}", "", "  ")


def _unconfirmed(summary: Summary) -> Iterator[str]:
    """What was seen, and never again."""
    found = summary.get("unconfirmed", [])
    if found:
        rules = ", ".join(sorted({one["rule"] for one in found}))
        yield _wrap(
            f"NOT SHOWN AGAIN  {rules}: {number(len(found), 'violation')} are no findings; see run.ndjson",
            "",
            "  ",
        )


def _not_run(summary: Summary) -> Iterator[str]:
    """Partitions by the reason for which they were not run."""
    by_reason: dict[str, list[str]] = {}
    for left in summary["not_run"]:
        names = by_reason.setdefault(left["reason"], [])
        if left["partition"] not in names:
            names.append(left["partition"])
    for reason, names in by_reason.items():
        yield _wrap(f"NOT RUN  {named(names, NOT_RUN_SHOWN)}: {reason}", "", "  ")


def _not_judged(summary: Summary) -> Iterator[str]:
    """Rules that could fail the run, by the reason for which nothing judged them; unexplained ones first.

    Why a run broke off is told once, with what was not run; the verdict names the rules.
    """
    broken_off = {left["reason"] for left in summary["not_run"]}
    by_reason: dict[tuple[bool, str], list[str]] = {}
    for one in summary.get("not_judged", []):
        if not one.get("explained") and one["reason"] in broken_off:
            continue
        by_reason.setdefault((bool(one.get("explained")), one["reason"]), []).append(one["rule"])
    for (_, reason), codes in sorted(by_reason.items()):
        yield _wrap(f"NOT JUDGED  {', '.join(codes)}: {reason}", "", "  ")


def _totals(summary: Summary, out: Path | None) -> Iterator[str]:
    if out is not None:
        files = [name for name in (RECORD, SUMMARY, FINDINGS, MARKDOWN) if (out / name).exists()]
        page = f"report: {out / HTML}" if (out / HTML).exists() else f"report: {out}"
        yield f"{page}, beside {', '.join(files)}" if files else page
        yield from _again(summary, out)
    seed = "" if summary["seed"] is None else f", seed {summary['seed']}"
    yield _wrap(f"target {summary['target']}, profile {summary['profile']}{seed}", "", "  ")
    counts = (
        number(summary["cases"], "case"),
        number(summary["exchanges"], "exchange"),
        number(tried(summary), "partition"),
    )
    yield f"{', '.join(counts)} in {clock(summary['duration_s'])}"
    if summary["profile"] == "soak" and "combinations" in summary:
        yield _wrap(_novelty(summary["combinations"]), "", "  ")
    yield _wrap(verdict_text(summary), "", "  ")


def _novelty(found: Summary) -> str:
    """Whether it was worth the time: how many combinations were tried, and how many came lately."""
    first, last = found["by_minute"][0], found["by_minute"][-1]
    tried = number(found["tried"], "combination")
    return f"{tried} of fields, lengths, alphabets and kinds: {first:,} in the first minute, {last:,} in the last"


def _again(summary: Summary, out: Path) -> Iterator[str]:
    """How to see the first finding of those that fail the run."""
    first = next((one for one in summary["findings"] if one["verdict"] != "known" and one["case"]), None)
    if first is not None:
        yield f"again:  contract replay {finding_path(out, first['id'])}{target_option(summary['target'])}"


def progress(partition: str, cases: int, violations: int, elapsed: float, left: float | None = None) -> str:
    """One line, at most 80 columns, of how far a run is; `elapsed` and `left` are in seconds."""
    found = f", {number(violations, 'violation')}" if violations else ""
    time_left = "" if left is None else f", {clock(left)} left"
    end = f"  {number(cases, 'case')}{found}  {clock(elapsed)}{time_left}"
    start = "" if left is None else f"{elapsed / max(elapsed + left, 1e-9):4.0%}  "
    room = max(WIDTH - len(start) - len(end), 0)
    name = plain(partition)
    return (start + (name if len(name) <= room else name[: max(room - 3, 0)] + "...")[:room] + end)[:WIDTH]
