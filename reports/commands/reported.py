"""What a case was reported for: the finding of a run beside whose summary its document lies, the rule of a case of
the corpus, or its partition."""

import json
from dataclasses import dataclass
from pathlib import Path

from contracts.cases.case import Case, Sequence
from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.promises.expectation import Outcome
from contracts.promises.rules import RULES
from reports.runs.files import FINDINGS, SUMMARY
from reports.runs.summary import read
from strategies.partitions.catalogue import partitions


@dataclass(frozen=True, slots=True)
class Finding:
    """The rule that a run found broken, what was promised and what came, and how often it was shown again."""

    rule: str
    expected: str
    actual: str
    confirmed: str


def finding_at(where: str) -> Finding | None:
    """The finding of which a document is, such as `out/findings/ID.json:1`, if its run's summary is there; or what
    the corpus says."""
    path = Path(where.rpartition(":")[0])
    kept = _kept(path)
    if kept is not None:
        return kept
    if path.parent.name != FINDINGS or not (path.parent.parent / SUMMARY).is_file():
        return None
    try:
        found = read(path.parent.parent)["findings"]
    except UsageError:
        return None
    one = next((one for one in found if one.get("id") == path.stem and one.get("rule")), None)
    return None if one is None else Finding(one["rule"], one["expected"], one["actual"], one["confirmed"])


def _kept(path: Path) -> Finding | None:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.get("rule") not in RULES or "case" not in document:
        return None
    rule = RULES[document["rule"]]
    return Finding(rule.code, rule.title, str(document.get("title", "")), "")


def promised_in(case: Case | Sequence, declared: Declared) -> Outcome | None:
    """What the partition of a case promises of each of its cases, if it is known."""
    return next((one.outcome for one in partitions(declared) if one.name == case.partition), None)
