"""What the simulator remembers: conversations, participants and users, and SIDs that are never used twice."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

CLOSED = "closed"


@dataclass(slots=True)
class Participant:
    """A participant; `None` stands for what was not given. Dates are RFC 3339 text in UTC."""

    account_sid: str
    conversation_sid: str
    identity: str | None = None
    address: str | None = None
    proxy_address: str | None = None
    projected_address: str | None = None
    attributes: str = "{}"
    role_sid: str | None = None
    date_created: str = ""
    date_updated: str = ""
    last_read_message_index: int | None = None
    last_read_timestamp: str | None = None
    sid: str = ""

    @property
    def is_chat(self) -> bool:
        """Whether it takes part by the SDK alone."""
        return self.address is None and self.projected_address is None

    @property
    def is_in_group(self) -> bool:
        """Whether it takes part by Group MMS: no number of ours stands between."""
        return not self.is_chat and self.proxy_address is None


@dataclass(slots=True)
class Message:
    """A message; `participant_sid` is that of its author, where one of the participants is."""

    sid: str
    index: int
    author: str
    body: str | None
    date_created: str
    date_updated: str
    attributes: str = "{}"
    participant_sid: str | None = None


@dataclass(slots=True)
class Webhook:
    """A webhook of a conversation, which is never called: `configuration` is what was given for its target."""

    sid: str
    target: str
    configuration: dict[str, object]
    date_created: str
    date_updated: str


@dataclass(slots=True)
class Conversation:
    """A conversation with its participants by SID, in the order in which they came, and by identity."""

    account_sid: str
    sid: str
    date_created: str
    date_updated: str
    friendly_name: str | None = None
    unique_name: str | None = None
    attributes: str = "{}"
    state: str = "active"
    participants: dict[str, Participant] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    next_index: int = 0
    identities: dict[str, Participant] = field(default_factory=dict)


@dataclass(slots=True)
class User:
    """What a new identity leaves behind, and what outlives its participants."""

    account_sid: str
    sid: str
    identity: str
    date_created: str
    date_updated: str
    role_sid: str
    friendly_name: str | None = None
    attributes: str = "{}"


class Sids:
    """SIDs that look random and are the same in every run: a hash of a seed and a counter."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.numbers: Iterator[int] = itertools.count(1)

    def fresh(self, prefix: str) -> str:
        """A SID that was not given out before: `prefix` and 32 lower-case hexadecimal digits."""
        return prefix + digest(f"{self.seed}{next(self.numbers)}")


def digest(text: str) -> str:
    """32 hexadecimal digits that depend on `text` alone."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
