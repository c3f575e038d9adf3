"""The verdict of a run in plain words, for a title and for the last line on a terminal."""

from collections.abc import Iterator

from reports.renderings.words import named, number
from reports.runs.causes import led_by
from reports.runs.summary import Summary, is_unfinished

IN_A_TITLE = 6
"""Rules that the title of a page names."""
NOUNS = {"violation": "finding", "drift": "drift", "fixed": "fixed known failure"}


def verdict_text(summary: Summary, most: int | None = None) -> str:
    """The verdict in plain words; of the rules that it is about, at most so many are named."""
    known = [found for found in summary["findings"] if found["verdict"] == "known"]
    if summary["verdict"] == "conforms":
        still = f"nothing new is wrong, {number(len(known), 'known failure')} still there"
        return f"CONFORMS: {still if known else 'every promise that was tried was kept'}."
    if summary["verdict"] == "violates":
        return f"VIOLATES: {'; '.join(_breaches(summary, most))}."
    return f"INCONCLUSIVE: {'; '.join(_doubts(summary, most)) or 'nothing was run'}."


def _breaches(summary: Summary, most: int | None) -> Iterator[str]:
    """What fails a run, kind by kind; in brackets the rules that are broken for the cause of another one."""
    failing = [found for found in summary["findings"] if found["verdict"] != "known"]
    led = led_by(failing)
    under = {one["id"] for findings in led.values() for one in findings}
    by_kind: dict[str, list[Summary]] = {}
    for found in failing:
        by_kind.setdefault(found.get("kind", "violation"), []).append(found)
    for kind, of_kind in by_kind.items():
        about: dict[str, set[str]] = {}
        for found in of_kind:
            if found["id"] not in under:
                others = about.setdefault(found["rule"] or found["partition"], set())
                others |= {one["rule"] for one in led.get(found["id"], [])}
        told = [f"{name} (with {', '.join(sorted(others))})" if others else name for name, others in about.items()]
        yield f"{number(len(of_kind), NOUNS[kind])} about {named(told, most)}"


def tried(summary: Summary) -> int:
    """How many partitions had a case."""
    return sum(bool(partition["cases"]) for partition in summary["partitions"])


def _doubts(summary: Summary, most: int | None) -> Iterator[str]:
    if is_unfinished(summary):
        yield "the run has not come to its end"
    elif summary["not_run"]:
        yield f"{number(len(summary['not_run']), 'partition')} not run to the end"
    unexplained = [one["rule"] for one in summary.get("not_judged", []) if not one.get("explained")]
    if unexplained:
        yield f"nothing judged {named(unexplained, most)}"
    found = [one for one in summary["findings"] if one["verdict"] == "fail"]
    if found:
        yield from (f"so far {breach}" for breach in _breaches(summary | {"findings": found}, most))
    told = {one["rule"] for one in found}
    unsettled = any(rule["verdict"] == "fail" and rule["code"] not in told for rule in summary["rules"])
    if unsettled or any(one["verdict"] == "inconclusive" for one in summary["findings"]):
        yield "what was found could not be settled"
