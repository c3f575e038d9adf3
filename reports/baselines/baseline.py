"""A baseline: known failures, each with reason, issue and date, and answers where the documents are silent.

It is a file that people review: JSON, sorted, one thing a line.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from contracts.cases.corpus import PREFIX
from contracts.errors import UsageError
from contracts.judging.violations import family
from contracts.promises.rules import RULES
from reports.runs.files import write_text

SCHEMA = 1
OPERATION = "POST /v1/Conversations/{ConversationSid}/Participants"
ANYWHERE = "*"
"""The partition of a failure that is known in all of them."""
AGAIN = "look at 'contract diff', then accept a run: contract baseline accept RUN --reason TEXT"

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """A rule that is known to be broken in a partition: why, the issue, since when, and until when at most."""

    rule: str
    partition: str
    reason: str
    issue: str
    since: date
    expires: date | None = None

    def covers(self, rule: str, partition: str) -> bool:
        """Whether a finding is this failure; a case of the corpus may break another rule of the same family."""
        same = rule == self.rule or (self.partition.startswith(PREFIX) and rule in family(self.rule))
        return same and self.partition in (ANYWHERE, partition)

    def is_expired(self, today: date) -> bool:
        """Whether it is no longer accepted; on its last day it still is."""
        return self.expires is not None and today > self.expires


@dataclass(frozen=True, slots=True)
class Baseline:
    """`observed` counts, by partition, what came of cases that the documents leave open; `rules` counts, of rules
    that fail no run, how often each was `judged` and `violated`. `texts` and `headers` count what came with what
    was observed. `run` and `history` say what was accepted."""

    known: tuple[KnownFailure, ...] = ()
    observed: Mapping[str, Counts] = field(default_factory=dict)
    rules: Mapping[str, Counts] = field(default_factory=dict)
    texts: Mapping[str, Counts] = field(default_factory=dict)
    headers: Mapping[str, Counts] = field(default_factory=dict)
    run: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Mapping[str, str], ...] = ()


def suite_version() -> str:
    """The version of the suite, whose rules and partitions a baseline names."""
    try:
        return metadata.version("participant-contract")
    except metadata.PackageNotFoundError:
        return "unknown"


def write(path: Path, baseline: Baseline) -> None:
    """Writes a baseline, sorted, so that a diff shows what changed and nothing else. Raises RecordingError."""
    document = {
        "schema": SCHEMA,
        "operation": OPERATION,
        "suite": suite_version(),
        "run": dict(baseline.run),
        "history": [dict(one) for one in baseline.history],
        "known": [_entry(known) for known in sorted(baseline.known, key=lambda one: (one.rule, one.partition))],
        "observed": {name: dict(sorted(came.items())) for name, came in sorted(baseline.observed.items())},
        "rules": dict(sorted(baseline.rules.items())),
        "texts": {name: dict(sorted(one.items())) for name, one in sorted(baseline.texts.items())},
        "headers": {name: dict(sorted(one.items())) for name, one in sorted(baseline.headers.items())},
    }
    write_text(path, json.dumps(document, indent=2, ensure_ascii=True) + "\n")


def _entry(known: KnownFailure) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(known).items() if value is not None}


def read(path: Path, *, any_version: bool = False) -> Baseline:
    """The baseline in a file. Raises UsageError, which says what to do, for what is none, and for one of another
    version of the suite unless `any_version`."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} must be a baseline ({error.strerror}); {AGAIN}") from None
    except ValueError as error:
        raise UsageError(f"{path} must be a baseline in JSON ({error}); {AGAIN}") from None
    if not isinstance(document, dict) or document.get("operation") != OPERATION:
        raise UsageError(f"{path} must be a baseline of {OPERATION} (got another file); {AGAIN}")
    if document.get("schema") != SCHEMA:
        raise UsageError(f"{path} must be a baseline of schema {SCHEMA} (got {document.get('schema')!r}); {AGAIN}")
    if document.get("suite") != suite_version() and not any_version:
        raise UsageError(f"{path} must be of suite {suite_version()} (got {document.get('suite')!r}); {AGAIN}")
    try:
        return _baseline(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path} must be a whole baseline (got a fault: {error}); {AGAIN}") from None


def _baseline(document: Mapping[str, Any]) -> Baseline:
    return Baseline(
        tuple(_known(entry) for entry in document["known"]),
        {str(name): _counts(came) for name, came in document["observed"].items()},
        {str(code): _counts(counts) for code, counts in document["rules"].items()},
        # A baseline may be older than these.
        {str(name): _counts(one) for name, one in document.get("texts", {}).items()},
        {str(name): _counts(one) for name, one in document.get("headers", {}).items()},
        dict(document["run"]),
        tuple(dict(one) for one in document["history"]),
    )


def _counts(entry: Mapping[str, Any]) -> Counts:
    return {str(what): int(times) for what, times in entry.items()}


def _known(entry: Mapping[str, Any]) -> KnownFailure:
    for key in ("rule", "partition", "reason", "issue", "since"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ValueError(f"a known failure needs {key!r}, in {json.dumps(entry)[:120]}")
    if entry["rule"] not in RULES:
        raise ValueError(f"{entry['rule']!r} is no rule")
    rule, partition, reason, issue = (entry[key] for key in ("rule", "partition", "reason", "issue"))
    since, until = date.fromisoformat(entry["since"]), entry.get("expires")
    return KnownFailure(rule, partition, reason, issue, since, date.fromisoformat(until) if until else None)
