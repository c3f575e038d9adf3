"""junit.xml: a test for each partition, named after it, and a failure for each finding of it."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reports.renderings.text import finding_text, plain
from reports.runs.summary import Summary

SUITE = "contract"


def junit(reason: str) -> str:
    """One test that could not be made, and why."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites name="contract"><testsuite name="contract" tests="1" errors="1" failures="0" skipped="0">'
        f'<testcase classname="contract" name="run"><error message={quoteattr(plain(reason))}/></testcase>'
        "</testsuite></testsuites>\n"
    )


def junit_of(summary: Summary) -> str:
    """The whole file. What was not run is skipped, with its reason; known failures fail nothing."""
    tests = list(_tests(summary))
    failures, skipped = (sum(f"<{tag} " in test for test in tests) for tag in ("failure", "skipped"))
    counts = f'tests="{len(tests)}" failures="{failures}" errors="0" skipped="{skipped}"'
    when = f" timestamp={quoteattr(summary['started'][:-1])}" if summary.get("started") else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="{SUITE}" {counts}>\n'
        f'<testsuite name="{SUITE}" {counts} time="{summary["duration_s"]}"{when}>\n'
        f"{_properties({key: summary[key] for key in ('target', 'profile', 'seed', 'verdict')})}\n"
        + "\n".join(tests)
        + "\n</testsuite>\n</testsuites>\n"
    )


def _tests(summary: Summary) -> Iterator[str]:
    found: dict[str, list[Summary]] = {}
    for one in summary["findings"]:
        found.setdefault(one["partition"], []).append(one)
    left = {one["partition"].partition(" (")[0]: one["reason"] for one in summary["not_run"]}
    partitions = {one["name"]: one for one in summary["partitions"] if one["cases"]}
    for name in dict.fromkeys([*partitions, *found, *left]):
        yield _test(name, partitions.get(name, {}), found.get(name, []), left.get(name), summary["target"])


def _test(name: str, partition: Mapping[str, Any], found: list[Summary], reason: str | None, target: str) -> str:
    about = {"partition": name, "cases": partition.get("cases", 0), "rules": " ".join(partition.get("rules", ()))}
    known = [one["id"] for one in found if one["verdict"] == "known"]
    about |= {"known": " ".join(known)} if known else {}
    inside = [_properties(about), *(_failure(one, target) for one in found if one["verdict"] != "known")]
    if reason is not None and len(inside) == 1:
        inside.append(f"<skipped message={quoteattr(plain(reason))}/>")
    return f'<testcase classname="{SUITE}" name={quoteattr(plain(name))}>{"".join(inside)}</testcase>'


def _failure(found: Summary, target: str) -> str:
    message = f"{found['rule'] or found.get('kind')}: expected {found['expected']}, got {found['actual']}"
    text = escape(finding_text(found, None, target))
    kind = quoteattr(found["rule"] or "drift")
    return f"<failure type={kind} message={quoteattr(plain(message))}>{text}</failure>"


def _properties(values: Mapping[str, Any]) -> str:
    entries = (
        f"<property name={quoteattr(name)} value={quoteattr(plain(str(value)))}/>"
        for name, value in values.items()
    )
    return f"<properties>{''.join(entries)}</properties>"
