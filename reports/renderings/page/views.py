"""What the page shows of rules, findings, partitions and gaps: plain dictionaries and lists for the template."""

from collections.abc import Mapping
from typing import Any

from contracts.miniatures import MINIATURES
from contracts.promises.rules import RULES
from reports.renderings.page.charts import Bar, bars
from reports.renderings.page.compared import rows
from reports.renderings.page.texts import cut, pretty
from reports.renderings.text import clock, document_text, replay_line, tried
from reports.runs.causes import led_by
from reports.runs.summary import Summary

SHOWN_IN_FULL = 30
"""Findings that are shown with everything; further ones with what was expected and what came: so the page
stays under 1 MB."""
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
        "found": [found["id"] for found in summary["findings"] if found["rule"] == code],
    }


def findings(summary: Summary) -> list[dict[str, Any]]:
    """The findings, those of one rule together, the gravest level first, with what is copied from them; behind one
    that leads others of the same cause, those."""
    led = led_by(summary["findings"])
    under = {found["id"] for findings in led.values() for found in findings}
    order = list(dict.fromkeys(found["rule"] for found in summary["findings"]))
    sorted_ones = sorted(summary["findings"], key=lambda found: order.index(found["rule"]))
    leading = [found for found in sorted_ones if found["id"] not in under]
    shown = [one for found in leading for one in (found, *led.get(found["id"], []))]
    return [
        _finding(found, summary["target"], number)
        | {"leads": sorted((one["id"], one["rule"]) for one in led.get(found["id"], []))}
        | {"cause": found["cause"] if found["id"] in under else ""}
        for number, found in enumerate(shown)
    ]


def _finding(found: Summary, target: str, number: int) -> dict[str, Any]:
    full = number < SHOWN_IN_FULL
    evidence = found.get("evidence") or {}
    return {
        **found,
        **_text_of(found["rule"]),
        "full": full,
        "word": finding_word(found),
        "remark": found.get("remark", ""),
        "replay": replay_line(found, target),
        "script": cut(found.get("script") or found["curl"]),
        "document": cut(document_text(found["case"])),
        "compared": rows(found) if full and found["case"] else [],
        "status": evidence.get("status"),
        "headers": [[cut(str(part)) for part in pair] for pair in evidence.get("headers") or ()],
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
