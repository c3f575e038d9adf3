"""Traceability: each sentence of the operation page with the rules it gives rise to, or why it has none."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.errors import UsageError

TRACE = Path(__file__).parent / "trace.toml"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the page: `where` it stands, the words, and codes of rules or the reason for none."""

    where: str
    text: str
    rules: tuple[str, ...] = ()
    reason: str = ""


def load(path: Path = TRACE) -> tuple[Sentence, ...]:
    """The sentences of a table in the order of the file. Raises UsageError that quotes the faulty entry."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise UsageError(f"{path.name} must be TOML ({error})") from None
    return tuple(_sentence(entry) for entry in document.get("sentence", []))


def _sentence(entry: dict[str, Any]) -> Sentence:
    unknown = sorted(set(entry) - {"where", "text", "rules", "reason"})
    if unknown:
        raise UsageError(f"a sentence must have where, text, and rules or reason (got {unknown[0]!r})")
    if not entry.get("where") or not entry.get("text"):
        raise UsageError(f"a sentence must have 'where' and 'text' (got {entry!r})")
    if bool(entry.get("rules")) == bool(entry.get("reason")):
        raise UsageError(f"a sentence must have either 'rules' or 'reason' (got {entry!r})")
    return Sentence(entry["where"], entry["text"], tuple(entry.get("rules", ())), entry.get("reason", ""))
