"""The regression corpus: cases and sequences that once showed a bug, one JSON document a file.

    {"title": "Identity not provided, though there is an address", "date": "2025-03-01",
     "source": "https://github.com/twilio/twilio-csharp/issues/661", "rule": "C202", "case": {...},
     "known": {"reason": "fixed in release 2", "issue": "API-7", "since": "2026-11-25"}}

`rule` is the one that was broken; `known`, which may be absent, says that it still is.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contracts.cases.case import Case, Sequence
from contracts.cases.documents import dump, load
from contracts.errors import UsageError

PREFIX = "corpus-"
"""What the partition of each case begins with."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS = ("title", "date", "source", "rule")


@dataclass(frozen=True, slots=True)
class Known:
    """Why a case still breaks its rule, where that is dealt with, and since when."""

    reason: str
    issue: str
    since: date


@dataclass(frozen=True, slots=True)
class Kept:
    """A case of the corpus; `name` is that of its file."""

    name: str
    title: str
    date: date
    source: str
    rule: str
    case: Case | Sequence
    known: Known | None = None

    @property
    def partition(self) -> str:
        """The name of its partition, which holds nothing else."""
        return f"{PREFIX}{self.name}"

    def document(self) -> dict[str, Any]:
        """The document that stands in its file."""
        document: dict[str, Any] = {
            "title": self.title,
            "date": self.date.isoformat(),
            "source": self.source,
            "rule": self.rule,
            "case": dump(self.case.labelled("")),
        }
        if self.known is not None:
            known = self.known
            document["known"] = {"reason": known.reason, "issue": known.issue, "since": known.since.isoformat()}
        return document


def read(folder: Path, rules: frozenset[str]) -> tuple[Kept, ...]:
    """The corpus in a folder, by name. Raises UsageError that names the file."""
    return tuple(_read(folder, rules))


def _read(folder: Path, rules: frozenset[str]) -> Iterator[Kept]:
    for path in sorted(folder.glob("*.json")):
        try:
            yield _kept(path.stem, json.loads(path.read_text("utf-8")), rules)
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError(
                f"{path} must be a case of the corpus ({error}); see 'contract replay --keep'"
            ) from None
        except UsageError as error:
            raise UsageError(f"{path}: {error}") from None


def _kept(name: str, document: object, rules: frozenset[str]) -> Kept:
    if not isinstance(document, dict):
        raise UsageError("a case of the corpus must be an object (got another JSON text); see 'replay --keep'")
    unknown = set(document) - {*_TEXTS, "case", "known"}
    if unknown:
        raise UsageError(f"{min(unknown)!r} must be none of a case of the corpus (got it); remove it")
    check_name(name)
    texts = {key: _text(document, key) for key in _TEXTS}
    if texts["rule"] not in rules:
        raise UsageError(f"'rule' must be the code of a rule (got {texts['rule']!r}); see 'contract rules'")
    case = load(document.get("case"))
    known = None if document.get("known") is None else _known(document["known"])
    return Kept(name, texts["title"], _date(document, "date"), texts["source"], texts["rule"], case, known)


def case_in(text: str) -> Case | Sequence | None:
    """The case in a document of the corpus, `None` for another text. Raises UsageError."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_kept = isinstance(document, dict) and {"rule", "case"} <= set(document)
    return load(document["case"]) if is_kept else None


def check_name(name: str) -> None:
    """Raises UsageError for a name that no case of the corpus can have."""
    if not NAME.fullmatch(name):
        raise UsageError(f"the name of a case must be of a-z, 0-9 and hyphens (got {name!r}); choose another")


def _known(document: object) -> Known:
    if not isinstance(document, dict) or set(document) != {"reason", "issue", "since"}:
        raise UsageError("'known' must have a reason, an issue and since when (got others); give all three")
    return Known(_text(document, "reason"), _text(document, "issue"), _date(document, "since"))


def _text(document: dict[str, Any], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{key!r} must be a text that is not empty (got {json.dumps(value)[:60]}); write it")
    return value


def _date(document: dict[str, Any], key: str) -> date:
    try:
        return date.fromisoformat(_text(document, key))
    except ValueError:
        raise UsageError(f"{key!r} must be a date like 2026-11-25 (got {document[key]!r}); correct it") from None
