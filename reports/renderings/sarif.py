"""results.sarif: the findings as SARIF 2.1.0 (OASIS), with what GitHub's code scanning requires to show them.

https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import hashlib
import re
from functools import cache
from typing import Any

from contracts.promises.rules import CATALOGUE, RULES, Rule
from reports.baselines.baseline import suite_version
from reports.renderings.text import cut, document_text, plain, replay_line
from reports.runs.summary import Summary

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
PLACE = "contracts/promises/rules.toml"
"""Code scanning insists on a place in a file: that of the rule, for the server's sources are not here."""
MOST = 5000
"""Results of a run that code scanning shows."""
LONGEST, LONGEST_OF_RULE = 2000, 1000
"""Characters of a message; of a description, of which code scanning takes 1,024."""
LEVELS = {"fail": "error", "error": "error", "fixed": "warning", "known": "note", "inconclusive": "warning"}
DRIFT = "drift"
"""What stands for a rule where the documents are silent."""
DRIFTED = "Where the documents leave the answer to the target, it has changed since a run that was accepted"


def sarif(summary: Summary) -> dict[str, Any]:
    """The document of a run. A finding keeps its fingerprint, so that an alert is closed when it is gone."""
    findings = summary["findings"][:MOST]
    used = list(dict.fromkeys(_rule_id(found) for found in findings))
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(used)},
                "automationDetails": {"id": f"participant-contract/{plain(summary['target'])}/"},
                "invocations": [{"executionSuccessful": summary["verdict"] != "inconclusive"}],
                "properties": {key: summary[key] for key in ("target", "profile", "seed", "verdict")},
                "results": [_result(found, summary["target"], used) for found in findings],
            }
        ],
    }


def _driver(used: list[str]) -> dict[str, Any]:
    rules = [_rule(RULES[code]) if code in RULES else _other(code) for code in used]
    return {"name": "participant-contract", "semanticVersion": suite_version(), "rules": rules}


def _rule(rule: Rule) -> dict[str, Any]:
    quoted = f"{rule.quote} [{rule.source}]"
    return {
        "id": rule.code,
        "shortDescription": {"text": cut(rule.title, LONGEST_OF_RULE)},
        "fullDescription": {"text": cut(quoted, LONGEST_OF_RULE)},
        "help": {"text": f"{quoted}\n{rule.note}\ncontract explain {rule.code}"},
        "defaultConfiguration": {"level": "error" if rule.level.fails_a_run else "note"},
        "properties": {"level": str(rule.level), "tags": [str(rule.level)]},
    }


def _other(code: str) -> dict[str, Any]:
    """Drift, and a rule of another version."""
    about = DRIFTED if code == DRIFT else "A rule of another version of the suite"
    texts = {key: {"text": about} for key in ("shortDescription", "fullDescription", "help")}
    return {"id": code, **texts, "defaultConfiguration": {"level": "error"}}


def _rule_id(found: Summary) -> str:
    return found["rule"] or DRIFT


def _result(found: Summary, target: str, used: list[str]) -> dict[str, Any]:
    text = f"{found['partition']}: expected {found['expected']}, got {found['actual']}."
    if found["case"]:
        text += f" Case: {cut(document_text(found['case']), LONGEST)}. Again: {replay_line(found, target)}"
    return {
        "ruleId": _rule_id(found),
        "ruleIndex": used.index(_rule_id(found)),
        "level": LEVELS.get(found["verdict"], "warning"),
        "message": {"text": plain(text)},
        "locations": [{"physicalLocation": _place(found["rule"])}],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(found["id"]), "findingId/v1": found["id"]},
        "properties": {"partition": found["partition"], "kind": found.get("kind", "violation")},
    }


def _fingerprint(finding_id: str) -> str:
    """The one fingerprint that code scanning uses: without it, all findings of a rule would be one alert."""
    return f"{hashlib.sha256(finding_id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}:1"


def _place(code: str) -> dict[str, Any]:
    """The line on which the table of a rule begins; the first one for what is no rule."""
    line, length = _lines().get(code, (1, 1))
    region = {"startLine": line, "startColumn": 1, "endLine": line, "endColumn": length + 1}
    return {"artifactLocation": {"uri": PLACE}, "region": region}


@cache
def _lines() -> dict[str, tuple[int, int]]:
    lines = CATALOGUE.read_text("utf-8").splitlines()
    heads = ((number, re.fullmatch(r"\[(C\d{3})\]", line)) for number, line in enumerate(lines, 1))
    return {head[1]: (number, len(head[0])) for number, head in heads if head}
