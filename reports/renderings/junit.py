"""junit.xml: a test for each partition, named after it, and a failure for each finding of it."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reports.renderings.by_partition import Test, headline, tests
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
    found = list(tests(summary))
    failures = sum(bool(test.failing) for test in found)
    skipped = sum(test.status == "skipped" for test in found)
    counts = f'tests="{len(found)}" failures="{failures}" errors="0" skipped="{skipped}"'
    when = f" timestamp={quoteattr(summary['started'][:-1])}" if summary.get("started") else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="{SUITE}" {counts}>\n'
        f'<testsuite name="{SUITE}" {counts} time="{summary["duration_s"]}"{when}>\n'
        f"{_properties({key: summary[key] for key in ('target', 'profile', 'seed', 'verdict')})}\n"
        + "\n".join(_test(test, summary["target"]) for test in found)
        + "\n</testsuite>\n</testsuites>\n"
    )


def _test(test: Test, target: str) -> str:
    about = {"partition": test.name, "cases": test.cases, "rules": " ".join(test.rules)}
    about |= {"known": " ".join(found["id"] for found in test.known)} if test.known else {}
    inside = [_properties(about), *(_failure(found, target) for found in test.failing)]
    if test.status == "skipped":
        inside.append(f"<skipped message={quoteattr(plain(test.skipped or ''))}/>")
    return f'<testcase classname="{SUITE}" name={quoteattr(plain(test.name))}>{"".join(inside)}</testcase>'


def _failure(found: Summary, target: str) -> str:
    text = escape(finding_text(found, None, target))
    kind = quoteattr(found["rule"] or "drift")
    return f"<failure type={kind} message={quoteattr(plain(headline(found)))}>{text}</failure>"


def _properties(values: Mapping[str, Any]) -> str:
    entries = (
        f"<property name={quoteattr(name)} value={quoteattr(plain(str(value)))}/>"
        for name, value in values.items()
    )
    return f"<properties>{''.join(entries)}</properties>"
