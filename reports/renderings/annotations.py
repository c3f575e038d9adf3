"""GitHub's workflow commands: a finding is an annotation of the run; what a server says is escaped in it."""

from collections.abc import Iterator

from contracts.promises.rules import RULES
from reports.renderings.text import cut, plain
from reports.renderings.verdicts import IN_A_TITLE, verdict_text
from reports.runs.summary import Summary

MOST = 10
"""GitHub shows ten annotations of a kind for each step."""
LONGEST = 500


def annotations(summary: Summary) -> Iterator[str]:
    """One line for each finding that fails the run, and for a verdict that is inconclusive."""
    failing = [found for found in summary["findings"] if found["verdict"] != "known"]
    for found in failing[:MOST]:
        rule = RULES.get(found["rule"])
        title = f"{found['rule']} {rule.title if rule else found.get('kind', '')}".strip()
        text = f"{found['partition']}: expected {found['expected']}, got {found['actual']}"
        yield f"::error title={_property(title)}::{_data(cut(text, LONGEST))}"
    if summary["verdict"] == "inconclusive":
        yield f"::warning title=inconclusive::{_data(verdict_text(summary, IN_A_TITLE))}"


def _data(text: str) -> str:
    """As actions/toolkit escapes the data of a command (packages/core/src/command.ts)."""
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
