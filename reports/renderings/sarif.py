"""results.sarif: the findings as SARIF 2.1.0 (OASIS), which code scanning shows; rules with their sources."""

from typing import Any

from contracts.promises.rules import RULES, Rule
from reports.baselines.baseline import suite_version
from reports.renderings.text import cut, document_text, plain, replay_line
from reports.runs.summary import Summary

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
PLACE = "contracts/openapi.yaml"
"""Code scanning insists on a file: that of the contract, for the server's sources are not here."""
LONGEST = 2000
LEVELS = {"fail": "error", "error": "error", "fixed": "warning", "known": "note", "inconclusive": "warning"}


def sarif(summary: Summary) -> dict[str, Any]:
    """The document of a run. A finding keeps its fingerprint, so that an alert is closed when it is gone."""
    used = list(dict.fromkeys(_rule_id(found) for found in summary["findings"]))
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(used)},
                "invocations": [{"executionSuccessful": summary["verdict"] != "inconclusive"}],
                "properties": {key: summary[key] for key in ("target", "profile", "seed", "verdict")},
                "results": [_result(found, summary["target"], used) for found in summary["findings"]],
            }
        ],
    }


def _driver(used: list[str]) -> dict[str, Any]:
    rules = [_rule(RULES[code]) if code in RULES else {"id": code, "name": code} for code in used]
    return {"name": "participant-contract", "version": suite_version(), "rules": rules}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.quote} [{rule.source}]"},
        "defaultConfiguration": {"level": "error" if rule.level.fails_a_run else "note"},
        "properties": {"level": str(rule.level)},
    }


def _rule_id(found: Summary) -> str:
    return found["rule"] or "drift"


def _result(found: Summary, target: str, used: list[str]) -> dict[str, Any]:
    text = f"{found['partition']}: expected {found['expected']}, got {found['actual']}."
    if found["case"]:
        text += f" Case: {cut(document_text(found['case']), LONGEST)}. Again: {replay_line(found, target)}"
    return {
        "ruleId": _rule_id(found),
        "ruleIndex": used.index(_rule_id(found)),
        "level": LEVELS.get(found["verdict"], "warning"),
        "message": {"text": plain(text)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": PLACE}, "region": {"startLine": 1}}}],
        "partialFingerprints": {"findingId/v1": found["id"]},
        "properties": {"partition": found["partition"], "kind": found.get("kind", "violation")},
    }
