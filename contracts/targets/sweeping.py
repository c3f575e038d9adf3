"""Sweeping: what interrupted runs left at a target is found and deleted, and nothing that is not ours.

Ours is what the journal of a dead run names, and a conversation whose name is a tag of ours (for machines whose
journals are gone). A User is ours when a journal names its identity, or when it takes part in such a conversation,
and is not older than it; it is not ours when it is newer than the last entry of the journal.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from contracts.errors import TargetUnavailable
from contracts.targets import cleaning
from contracts.targets.journal import CONVERSATION, USER, Left
from contracts.targets.lists import Item
from contracts.targets.possessions import identity_of, sid_of, time_of
from contracts.targets.session import Session
from contracts.targets.tags import is_ours, started_of

LATE = 120.0
"""Seconds after the last entry of a journal in which what it names may still have been created."""


@dataclass(frozen=True, slots=True)
class Litter:
    """One thing that a run left: `what` it is, and its tag or identity."""

    what: str
    sid: str
    name: str


@dataclass(slots=True)
class Sweep:
    """Looks for what `dead` runs left, and never at what runs that live own.

    `tag_age` is in seconds: conversations that only their tag tells of are left alone until their run began that
    long ago. `now` is this machine's clock. `whole` unless the list of conversations could not be read to its end.
    """

    session: Session
    dead: list[Left]
    alive: list[Left]
    tag_age: float
    now: float
    whole: bool = True
    _strangers: dict[str, float] = field(default_factory=dict)
    """By identity: when the conversation was created in which it was found, of a run without a journal here."""

    def find(self) -> list[Litter]:
        """What there is to delete, conversations first. Raises TargetUnavailable, Stopped."""
        return [*self._conversations(), *self._users()]

    def remove(self, litter: Litter) -> bool:
        """Whether it is gone now. Raises TargetUnavailable, Stopped."""
        delete = cleaning.delete_conversation if litter.what == CONVERSATION else cleaning.delete_user
        return delete(self.session, litter.sid)

    def _conversations(self) -> Iterator[Litter]:
        listing = cleaning.conversations(self.session)
        named = {sid: left.tag for left in self.dead for sid in left.conversations}
        for found in listing.items:
            sid, tag = sid_of(found), str(found.get("friendly_name"))
            if sid is not None and (named.pop(sid, None) is not None or self._is_litter(found, tag)):
                yield Litter(CONVERSATION, sid, tag)
        self.whole = listing.whole
        if not listing.whole:
            yield from (Litter(CONVERSATION, sid, tag) for sid, tag in named.items() if self._is_there(sid))

    def _is_there(self, sid: str) -> bool:
        status = self.session.call("GET", f"/v1/Conversations/{sid}").status
        if status not in (200, 404):
            raise TargetUnavailable(f"the target answered {status} to GET /v1/Conversations/{sid}")
        return status == 200

    def _is_litter(self, found: Item, tag: str) -> bool:
        """Whether a conversation that no journal names by its SID is one that a dead run made."""
        if not is_ours(tag) or any(tag == left.tag for left in self.alive):
            return False
        if any(tag == left.tag for left in self.dead):
            return True
        created = time_of(found.get("date_created"))
        began = started_of(tag) or created
        if began is None or self.now - began < self.tag_age:
            return self.tag_age == 0
        for participant in self.session.participants(str(found["sid"])):
            for identity in identity_of(participant):
                self._strangers.setdefault(identity, math.inf if created is None else created)
        return True

    def _users(self) -> Iterator[Litter]:
        wanted = {identity for left in self.dead for identity in left.identities} | set(self._strangers)
        wanted -= {identity for left in self.alive for identity in left.identities}
        if not wanted:
            return
        listing = cleaning.users(self.session)
        users = [user for user in listing.items if user.get("identity") in wanted]
        if not listing.whole:
            known = {user.get("identity") for user in users}
            users += [user for one in sorted(wanted - known) for user in cleaning.user_of(self.session, one)]
        for user in users:
            sid = sid_of(user)
            if sid is not None and self._brought(user):
                yield Litter(USER, sid, str(user.get("identity")))

    def _brought(self, user: Item) -> bool:
        """Whether a dead run brought a User of one of its identities."""
        identity, created = str(user.get("identity")), time_of(user.get("date_created"))
        if any(_in_time(created, left) for left in self.dead if identity in left.identities):
            return True
        return identity in self._strangers and created is not None and created >= self._strangers[identity]


def _in_time(created: float | None, left: Left) -> bool:
    """Whether it was created while the run lasted, as far as the clocks tell."""
    if created is None:
        return left.whole
    if not left.whole and (left.began is None or created < left.began):
        return False
    return left.ended is None or created <= left.ended + LATE
