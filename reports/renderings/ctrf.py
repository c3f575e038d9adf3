"""results.ctrf.json: the run in the Common Test Report Format (ctrf.io), which dashboards and bots of CI read."""

from datetime import datetime
from typing import Any

from reports.baselines.baseline import suite_version
from reports.renderings.by_partition import Test, headline, tests
from reports.renderings.text import cut, finding_text, plain
from reports.runs.summary import Summary

SPECIFICATION = "0.0.0"
"""The version of the format's specification: its schema asks for one, and its own examples have this."""
LONGEST = 4000
"""Characters of a message, and of a trace."""


def ctrf(summary: Summary) -> dict[str, Any]:
    """The document of a run: a test for each partition. How long each took is not known, and given as 0."""
    found = list(tests(summary))
    statuses = [test.status for test in found]
    start = _start(summary)
    counts = {status: statuses.count(status) for status in ("passed", "failed", "skipped")}
    times = {"start": start, "stop": start + round(summary["duration_s"] * 1000)}
    about = {key: summary[key] for key in ("target", "profile", "seed", "verdict")}
    return {
        "reportFormat": "CTRF",
        "specVersion": SPECIFICATION,
        "generatedBy": "participant-contract",
        "results": {
            "tool": {"name": "participant-contract", "version": suite_version()},
            "summary": {"tests": len(found), **counts, "pending": 0, "other": 0, **times},
            "tests": [_test(test, summary["target"]) for test in found],
            "extra": about,
        },
    }


def _start(summary: Summary) -> int:
    """When it began, in milliseconds since 1970; 0 when that was not recorded."""
    started = summary.get("started")
    return round(datetime.fromisoformat(started).timestamp() * 1000) if started else 0


def _test(test: Test, target: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": plain(test.name) or "?",
        "status": test.status,
        "duration": 0,
        "suite": ["participant-contract"],
        "tags": list(test.rules),
        "extra": {"cases": test.cases, "known": [found["id"] for found in test.known]},
    }
    if test.failing:
        document["message"] = _cut("\n".join(map(headline, test.failing)))
        document["trace"] = _cut("\n\n".join(finding_text(found, None, target) for found in test.failing))
    elif test.skipped is not None:
        document["message"] = _cut(test.skipped)
    return document


def _cut(text: str) -> str:
    return cut(plain(text), LONGEST)
