"""What a session made at its target and has to delete: conversations, and the Users that identities bring."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from contracts.cases.case import IDENTITY, Case
from contracts.promises.grammar import timestamps
from contracts.targets.journal import CONVERSATION, USER, Journal
from contracts.targets.lists import PAGE_SIZE, Item, Listing

SHOWN = 60
"""Characters of an identity that people are shown; the journal has it whole."""
_SID = re.compile(r"CH[0-9a-fA-F]{32}")


@dataclass(slots=True)
class Possessions:
    """Everything is written to the journal before it is made, and struck out when it is gone.

    `unnamed` when a conversation may be there whose SID no answer told. The value of an identity is whether an
    answer said that it was taken; `began` is the target's clock when the session began, if it told.
    """

    journal: Journal = field(default_factory=Journal)
    conversations: list[str] = field(default_factory=list)
    unnamed: bool = False
    began: float | None = None
    _making: int = 0
    _identities: dict[str, bool] = field(default_factory=dict)
    _before: frozenset[object] = frozenset()
    _shared: set[str] = field(default_factory=set)
    """Identities that were taken here, and had a User before: another run's, which may delete it meanwhile."""
    _whole: bool = False

    def begin(self, users: Listing, date_created: object) -> None:
        """The Users that are there already stay, whatever happens; the first conversation tells the time."""
        self._before = frozenset(user.get(key) for user in users.items for key in ("sid", "identity"))
        self._whole = users.whole
        self.began = time_of(date_created)
        if isinstance(date_created, str):
            self.journal.began(date_created, whole=users.whole)

    @property
    def identities(self) -> list[str]:
        """The identities that were taken, as far as is known, and are not known to be free again."""
        return list(self._identities)

    @property
    def cost(self) -> int:
        """The requests that cleaning up takes, when all goes well: one for each thing, and the lists."""
        users = len(self._identities) + len(self._shared)
        pages = (len(self._before) // 2 + len(self._identities)) // PAGE_SIZE + 1 if users else 0
        return len(self.conversations) + self._making + 2 * self.unnamed + pages + users

    @property
    def may_have_users(self) -> bool:
        """Whether there may be a User of ours."""
        return bool(self._identities or self._shared)

    def making_conversation(self) -> None:
        """The next request makes a conversation. Raises RecordingError."""
        self.journal.making(CONVERSATION)
        self._making += 1

    def made_conversation(self, sid: str | None, *, sure: bool) -> None:
        """It was made; or, without a SID, it was not, unless the answer leaves that open (not `sure`)."""
        self._making -= 1
        self.unnamed = self.unnamed or not sure
        if sid is not None:
            self.conversations.append(sid)
            # A SID is kept on record; what is none, and any text may come, is found by the tag.
            if _SID.fullmatch(sid):
                self.journal.made(CONVERSATION, sid)

    def lost_conversation(self, sid: str) -> None:
        """A conversation of ours that was found by its tag."""
        self.conversations.append(sid)

    def conversation_gone(self, sid: str) -> None:
        """It was deleted, or never was there."""
        if sid in self.conversations:
            self.conversations.remove(sid)
            self.journal.gone(CONVERSATION, sid)

    def making_users(self, identities: Iterable[str]) -> None:
        """The next request may bring a User of each identity that is not there yet. Raises RecordingError."""
        for identity in identities:
            if identity in self._before:
                self._shared.add(identity)
            elif identity not in self._identities:
                self.journal.making(USER, identity)
                self._identities[identity] = False

    def adopt(self, users: Iterable[Item]) -> None:
        """Of the Users listed at the end, those are ours too that came after this session began in place of one
        from before: two runs at once on an account have identities in common."""
        for user in users:
            identity, created = str(user.get("identity")), time_of(user.get("date_created"))
            if identity not in self._shared or user.get("sid") in self._before:
                continue
            if created is not None and self.began is not None and created >= self.began:
                self.journal.making(USER, identity)
                self._identities[identity] = True
        self._shared.clear()

    def made_users(self, identities: Iterable[str]) -> None:
        """An answer told that these identities were taken."""
        taken = list(identities)
        self.making_users(taken)
        self._identities.update((identity, True) for identity in taken if identity in self._identities)

    def refused_users(self, identities: Iterable[str]) -> None:
        """An answer told that these identities were not taken; nothing of what was taken before."""
        for identity in identities:
            if self._identities.get(identity) is False:
                self.user_gone(identity)

    def user_gone(self, identity: str) -> None:
        """There is no User of this identity."""
        if self._identities.pop(identity, None) is not None:
            self.journal.gone(USER, identity)

    def owns(self, user: Item) -> bool:
        """Whether a User is one that this session brought: by its identity, and not there before."""
        if user.get("identity") not in self._identities or user.get("sid") in self._before:
            return False
        created = time_of(user.get("date_created"))
        return self._whole or created is None or self.began is None or created >= self.began

    def names(self) -> list[str]:
        """What is still there, or may be, for people."""
        users = [f"User {identity[:SHOWN]}{'...' * (len(identity) > SHOWN)}" for identity in self._identities]
        return [
            *self.conversations,
            *(["a conversation whose SID no answer told"] if self.unnamed else []),
            *users,
        ]


def identities_in(case: Case) -> list[str]:
    """The identities that a target may read from a case; of a body of bytes, in any of its spellings."""
    if case.body is None:
        return [value for name, value in case.fields if name == IDENTITY]
    read = parse_qsl(case.content.decode("utf-8", "replace"))
    return [value for name, value in read if name.strip().lower() == IDENTITY.lower()]


def identity_of(body: Item | None) -> list[str]:
    """The identity that an answer names, if it names one."""
    identity = (body or {}).get("identity")
    return [identity] if isinstance(identity, str) else []


def sid_of(body: Item) -> str | None:
    """The SID that an answer names, if it names one."""
    sid = body.get("sid")
    return sid if isinstance(sid, str) else None


def time_of(date: object) -> float | None:
    """Seconds since the epoch, of an RFC 3339 date-time; `None` for anything else."""
    try:
        return float(timestamps.instant(date)[0]) if isinstance(date, str) else None
    except ValueError:
        return None
