"""Tags: the names of the conversations that runs make, by which they are told from those of others."""

import re
import secrets
from datetime import UTC, datetime

PREFIX = "participant-contract "
"""What the friendly name of every conversation of ours begins with."""

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def new_tag(started: datetime, kind: str = "") -> str:
    """A tag that no other run has: `participant-contract 2026-01-31T23:59:59Z 5f1c09ab`; `kind` stands before."""
    words = [*([kind] if kind else []), f"{started.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", secrets.token_hex(4)]
    return PREFIX + " ".join(words)


def is_ours(name: object) -> bool:
    """Whether a friendly name is a tag."""
    return isinstance(name, str) and name.startswith(PREFIX)


def started_of(tag: str) -> float | None:
    """When the run with this tag began, in seconds since the epoch; `None` when the tag does not tell."""
    found = _TIME.search(tag)
    try:
        return datetime.fromisoformat(found[0]).timestamp() if found else None
    except ValueError:
        return None
