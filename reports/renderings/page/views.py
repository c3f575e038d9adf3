"""What the page shows of rules, findings, partitions and gaps: plain dictionaries and lists for the template."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import escape

from contracts.miniatures import MINIATURES
from contracts.promises.rules import RULES
from reports.renderings.page.charts import Bar, bars
from reports.renderings.page.compared import rows
from reports.renderings.page.texts import LONGEST, cut, pretty
from reports.renderings.text import document_text, replay_line
from reports.renderings.verdicts import tried
from reports.renderings.words import clock
from reports.runs.causes import led_by
from reports.runs.summary import Summary

SHOWN_IN_FULL = 25
FULL_BYTES, ROW_BYTES = 400_000, 200_000
"""Findings that are shown with everything, at most; bytes of the page for them, and for a row of each further one.
With 300 kB for all else the page stays under 1 MB."""
MOST_HEADERS = 20
MOST_LINKS = 12
"""Findings that a rule leads to."""
LONGEST_OF_ROW = 120
"""Characters of what was expected, and of what came, where there is a row for it."""
NEVER_TRIED = (
    "What a webhook receives: no answer reveals it.",
    "Who may see a conversation, beyond one other account.",
    "Limits of rate: they are waited out, not tried.",
    "Which code a refusal has, beyond what its request and its status allow.",
)
"""What no run of the suite tests, as README says."""
WORDS = {
    "pass": "held",
    "known": "known failure",
    "inconclusive": "not judged",
    "fixed": "fixed",
    "fail": "violated",
    "error": "error",
}
"""Verdicts of rules, in words."""
ROLES = {
    "case": "cases",
    "read_back": "reading back",
    "undo": "undoing",
    "instrument": "instruments",
    "retry": "retries",
}


def rule_rows(summary: Summary) -> list[dict[str, Any]]:
    """Every rule with its text, its counts, its proof, and where it was judged and violated."""
    silent = {one["rule"]: one["reason"] for one in summary.get("not_judged", [])}
    return [
        {**rule, **_text_of(rule["code"]), **_where(rule["code"], summary), "word": rule_word(rule)}
        | {"silent": silent.get(rule["code"], "")}
        for rule in summary["rules"]
    ]


def rule_word(rule: Mapping[str, Any]) -> str:
    """The verdict of a rule in a word."""
    return "observed" if rule["verdict"] == "pass" and rule["violated"] else WORDS[rule["verdict"]]


def finding_word(found: Summary) -> str:
    """What a finding is, in a word."""
    kind = found.get("kind", "violation")
    if kind != "violation":
        return str(kind)
    return "not settled" if found["verdict"] == "inconclusive" else WORDS[found["verdict"]]


def _text_of(code: str) -> dict[str, Any]:
    rule = RULES.get(code)
    if rule is None:
        return {"title": "A rule of another version", "quote": "", "source": "", "note": "", "miniatures": []}
    wrong = [(one.name, one.about) for one in MINIATURES.values() if one.rule == code]
    texts = {"title": rule.title, "quote": rule.quote, "source": rule.source, "note": rule.note}
    return {**texts, "miniatures": wrong}


def _where(code: str, summary: Summary) -> dict[str, Any]:
    partitions = summary["partitions"]
    return {
        "meant": [p["name"] for p in partitions if code in p.get("rules", ())],
        "judged_in": sum(bool(p.get("judged", {}).get(code)) for p in partitions),
        "violated_in": [(p["name"], p["violated"][code]) for p in partitions if p.get("violated", {}).get(code)],
        "found": [found["id"] for found in summary["findings"] if found["rule"] == code][:MOST_LINKS],
    }


def findings(summary: Summary) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """The findings that are shown with everything, further ones, and how many more there are: those of one rule
    together, behind one that leads others of its cause those; and of each rule one in full before any other."""
    ordered, led = _ordered(summary["findings"])
    under = {found["id"] for others in led.values() for found in others}
    firsts = list({found["rule"]: found for found in reversed(ordered) if found["id"] not in under}.values())[::-1]
    leading = [*firsts, *_without(ordered, firsts)][:SHOWN_IN_FULL]
    shown = _within(FULL_BYTES, (_finding(found, summary["target"]) for found in leading))
    for one in shown:
        one["leads"] = sorted((other["id"], other["rule"]) for other in led.get(one["id"], []))
        one["cause"] = one["cause"] if one["id"] in under else ""
    ids = [one["id"] for one in shown]
    others = [found for found in ordered if found["id"] not in ids]
    further = _within(ROW_BYTES, map(_row, others))
    places = {found["id"]: place for place, found in enumerate(ordered)}
    return sorted(shown, key=lambda one: places[one["id"]]), further, len(others) - len(further)


def _ordered(findings: list[Summary]) -> tuple[list[Summary], dict[str, list[Summary]]]:
    """The findings in the order in which they are shown, and those that have the cause of another, by its id."""
    led = led_by(findings)
    under = {found["id"] for others in led.values() for found in others}
    order = list(dict.fromkeys(found["rule"] for found in findings))
    by_rule = sorted(findings, key=lambda found: order.index(found["rule"]))
    leading = [found for found in by_rule if found["id"] not in under]
    return [one for found in leading for one in (found, *led.get(found["id"], []))], led


def _without(findings: list[Summary], chosen: list[Summary]) -> Iterator[Summary]:
    ids = {one["id"] for one in chosen}
    return (found for found in findings if found["id"] not in ids)


def _within(budget: int, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries from the first on, as far as this many bytes of HTML hold them."""
    kept = []
    for entry in entries:
        budget -= len(escape(json.dumps(entry, default=str, ensure_ascii=False)).encode("utf-8", "replace"))
        if budget < 0:
            break
        kept.append(entry)
    return kept


def _row(found: Summary) -> dict[str, Any]:
    texts = {key: cut(found[key], LONGEST_OF_ROW) for key in ("expected", "actual")}
    return {"id": found["id"], "verdict": found["verdict"], **texts, "word": finding_word(found)}


def _finding(found: Summary, target: str) -> dict[str, Any]:
    evidence = found.get("evidence") or {}
    document = document_text(found["case"])
    script = str(found.get("script") or found["curl"])
    return {
        **{key: found[key] for key in ("id", "rule", "partition", "verdict", "confirmed")},
        "case": bool(found["case"]),
        **_text_of(found["rule"]),
        "word": finding_word(found),
        "remark": found.get("remark", ""),
        "cause": found.get("cause", ""),
        "leads": [],
        "expected": cut(found["expected"]),
        "actual": cut(found["actual"]),
        "replay": replay_line(found, target),
        "script": cut(script),
        "script_is_whole": len(script) <= LONGEST,
        "document": cut(document),
        "document_is_whole": len(document) <= LONGEST,
        "compared": rows(found) if found["case"] else [],
        "status": evidence.get("status"),
        "headers": [
            [cut(str(part), LONGEST_OF_ROW) for part in pair]
            for pair in (evidence.get("headers") or ())[:MOST_HEADERS]
        ],
        "body": pretty(str(evidence["body"])) if evidence.get("body") else "",
    }


def partition_rows(summary: Summary) -> list[dict[str, Any]]:
    """The partitions that had cases, with what came."""
    return [
        {**one, "came": list(one["observed"].items()), "kept": sum(map(bool, one.get("judged", {}).values()))}
        | {"word": WORDS[one["verdict"]] if one["cases"] else "not run"}
        for one in summary["partitions"]
        if one["cases"] or one["verdict"] != "pass"
    ]


def unspecified(summary: Summary) -> list[dict[str, Any]]:
    """What was observed where the documents are silent, where several answers came: the commonest first."""
    return [
        {"name": one["name"], "bars": bars(dict(sorted(came.items(), key=lambda pair: -pair[1])))}
        for one in summary["partitions"]
        if len(came := one.get("unspecified", {})) > 1
    ]


def always(summary: Summary) -> list[tuple[str, list[str]]]:
    """What was observed where the documents are silent, where one answer came: partitions by that answer."""
    found: dict[str, list[str]] = {}
    for one in summary["partitions"]:
        came = one.get("unspecified", {})
        for what, times in came.items() if len(came) == 1 else ():
            found.setdefault(what, []).append(f"{one['name']} ({times:,})")
    return sorted(found.items(), key=lambda pair: -len(pair[1]))


def gaps(summary: Summary) -> list[tuple[str, list[str]]]:
    """What was not run, by reason."""
    found: dict[str, list[str]] = {}
    for left in summary["not_run"]:
        names = found.setdefault(left["reason"], [])
        if left["partition"] not in names:
            names.append(left["partition"])
    return list(found.items())


def silent_rules(summary: Summary) -> list[tuple[str, list[str]]]:
    """The rules that nothing judged, by reason."""
    found: dict[str, list[str]] = {}
    for one in summary.get("not_judged", []):
        found.setdefault(one["reason"], []).append(one["rule"])
    return list(found.items())


def fields(summary: Summary) -> list[tuple[str, dict[str, Any], list[tuple[str, list[Bar]]]]]:
    """What was tried of each field: its counts, and charts of kinds, lengths and alphabets."""
    return [
        (name, one, [(what, bars(one[what])) for what in ("kinds", "lengths", "alphabets") if one[what]])
        for name, one in summary.get("fields", {}).items()
    ]


def heads(summary: Summary) -> list[tuple[str, str]]:
    """What was tested, and when: beside the verdict."""
    seed = "" if summary["seed"] is None else f", seed {summary['seed']}"
    return [
        ("Target", summary["target"]),
        ("Profile", f"{summary['profile']}{seed}"),
        ("When", (summary.get("started") or "not recorded").replace("T", " ").replace("Z", " UTC")),
        ("Took", clock(summary["duration_s"])),
    ]


def counts(summary: Summary) -> list[tuple[str, str]]:
    """How much was sent and judged."""
    judged = sum(rule["exercised"] > 0 for rule in summary["rules"])
    requests = ", ".join(f"{n:,} {ROLES.get(role, role)}" for role, n in summary.get("requests", {}).items() if n)
    return [
        ("Cases", f"{summary['cases']:,} in {tried(summary)} partitions"),
        ("Rules judged", f"{judged} of {len(summary['rules'])}"),
        ("Requests", f"{summary['exchanges']:,}" + (f": {requests}" if requests else "")),
    ]
