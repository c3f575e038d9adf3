"""The summary of a run: what summary.json holds, and what every rendering is made of."""

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contracts.cases.curl import curl
from contracts.cases.documents import dump
from contracts.errors import UsageError
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding
from contracts.promises.rules import RULES
from reports.choices.options import RunOptions, to_arguments
from reports.choices.profiles import PROFILES
from reports.exit_codes import OF_VERDICT, ExitCode
from reports.runs import shape
from reports.runs.causes import causes
from reports.runs.files import FINDINGS, SUMMARY, write_text
from reports.runs.record import versions
from reports.runs.scripts import remarked
from reports.runs.tally import Tally

SCHEMA = 1
LARGEST = 256 * 1024 * 1024
"""Bytes of a summary that is read."""
UNFINISHED = "the run has not come to its end: it goes on, or it was killed"
TWILIO = "https://conversations.twilio.com"

Summary = dict[str, Any]


def summary(
    tally: Tally,
    options: RunOptions,
    seed: int | None,
    duration: float,
    sent: Mapping[Role, int],
    origin: str = TWILIO,
    started: datetime | None = None,
) -> Summary:
    """The summary of a run. `duration` is in seconds, `sent` counts requests by role; `origin` is the scheme and
    authority for curl commands; `started` is written in UTC."""
    led = causes(tally.findings, tally.alike)
    return {
        "schema": SCHEMA,
        "target": options.target,
        "profile": options.profile,
        "seed": seed,
        "verdict": tally.verdict(),
        "cases": tally.cases,
        "exchanges": sum(sent.values()),
        "requests": {str(role): sent.get(role, 0) for role in Role},
        "duration_s": round(duration, 3),
        "rules": _rules(tally),
        "partitions": _partitions(tally),
        "findings": [
            entry(finding, origin, options.target)
            | {
                "cause": led.get(finding.id, ""),
                "evidence": tally.coverage.evidence(finding.rule, finding.partition),
            }
            for finding in tally.findings
        ],
        "not_run": [{"partition": left.partition, "reason": left.reason} for left in tally.not_run],
        "not_judged": [
            {"rule": one.rule, "reason": one.reason, "explained": one.explained} for one in tally.not_judged()
        ],
        "latency": tally.coverage.latency(),
        "fields": tally.coverage.fields.document(),
        "versions": versions(),
        "started": None if started is None else f"{started.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "unconfirmed": [entry(finding, origin, options.target) for finding in tally.unconfirmed],
        "command": _command(options, seed),
        "baseline": None if options.baseline is None else str(options.baseline),
        "combinations": tally.coverage.fields.combinations.document(),
    }


def _command(options: RunOptions, seed: int | None) -> str:
    """What to type to send the same again, to a folder of its own."""
    known = PROFILES.get(options.profile)
    again = options.seed if known is not None and known.deterministic else seed
    return shlex.join(["contract", "run", *to_arguments(replace(options, out=None, seed=again))])


def _rules(tally: Tally) -> list[Summary]:
    return [
        {
            "code": rule.code,
            "level": str(rule.level),
            "exercised": tally.exercised[rule.code],
            "violated": tally.violated[rule.code],
            "verdict": tally.rule_verdict(rule.code).name.lower(),
        }
        for rule in RULES.values()
    ]


def _partitions(tally: Tally) -> list[Summary]:
    return [
        {
            "name": name,
            "cases": partition.cases,
            "verdict": tally.partition_verdict(name).name.lower(),
            "observed": dict(partition.observed.most_common()),
            "rules": list(partition.rules),
            **tally.coverage.of_partition(name),
        }
        for name, partition in tally.partitions.items()
    ]


def entry(finding: Finding, origin: str = TWILIO, target: str = "") -> Summary:
    """A finding as it stands in the summary; `rule` is the rule's code, `script` shows it without this suite."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "partition": finding.partition,
        "verdict": finding.verdict.name.lower(),
        "expected": finding.expected,
        "actual": finding.actual,
        "case": dump(finding.case),
        "curl": curl(finding.case, origin),
        "script": remarked(finding.case, origin, target),
        "confirmed": finding.confirmed,
        "kind": finding.kind,
        "remark": finding.remark,
        **({"detail": finding.detail} if finding.detail else {}),
        "about": finding.about,
    }


def write(out: Path, summary: Summary, findings: Iterable[Finding]) -> None:
    """Writes findings/<id>.json, then summary.json, each whole or not at all. Raises RecordingError."""
    for finding in findings:
        if finding.kind == "fixed":
            continue
        write_text(finding_path(out, finding.id), _text(dump(finding.case)))
    write_text(out / SUMMARY, _text(summary))


def finding_path(out: Path, finding_id: str) -> Path:
    """Where the case document of a finding is, to replay it."""
    return out / FINDINGS / f"{finding_id}.json"


def _text(document: Summary) -> str:
    return json.dumps(document, indent=2, ensure_ascii=not _is_utf8(document)) + "\n"


def _is_utf8(document: Summary) -> bool:
    """Whether UTF-8 can carry it as it is; lone surrogates are left to escapes."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def read(out: Path) -> Summary:
    """The summary in a folder, or in a file; what an earlier version did not write is empty. Raises UsageError."""
    path = out / SUMMARY if out.is_dir() else out
    document = _document(path)
    found: Summary = {"requests": {}, "not_judged": [], **document}
    problem = shape.fault(found)
    if problem:
        raise UsageError(f"{path} must be the summary of a run ({problem}); give the folder of a whole run")
    return found


def _document(path: Path) -> Summary:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"over {LARGEST:,} bytes")
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path} must be the summary of a run ({told}); give the folder of a whole run") from None
    if not isinstance(found, dict) or "verdict" not in found:
        raise UsageError(f"{path} must be the summary of a run (got another file); give the folder of a whole run")
    if found.get("schema") != SCHEMA:
        told = json.dumps(found.get("schema"))[:40]
        raise UsageError(
            f"{path} must be the summary of a run, of schema {SCHEMA} (got {told}); read it with the version that "
            "wrote it"
        )
    return found


def is_unfinished(summary: Summary) -> bool:
    """Whether it is what a run leaves at its beginning, to be there if it is killed."""
    return any(left["reason"] == UNFINISHED for left in summary["not_run"])


def exit_code(summary: Summary) -> ExitCode:
    """What a run with this summary exits with."""
    return OF_VERDICT[summary["verdict"]]
