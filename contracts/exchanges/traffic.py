"""Every request that a run sends, by what it is sent for."""

import enum
import hashlib
from dataclasses import dataclass

from contracts.exchanges.wire import Request, Response


class Role(enum.StrEnum):
    """What a request is sent for: the operation under test, or an instrument beside it."""

    CASE = "case"
    """The operation under test, for the first time."""
    READ_BACK = "read_back"
    """A fetch or a list: what an earlier request left."""
    UNDO = "undo"
    """A deletion, so that the next case finds nothing, and at the end nothing stays."""
    INSTRUMENT = "instrument"
    """Anything else: conversations are made, closed and named, participants updated."""
    RETRY = "retry"
    """Any of these sent again, because the first answer was overload (429, 503), late or missing."""


class Failure(enum.StrEnum):
    """Why a request has no answer."""

    SLOW = "slow"
    """There was none in time."""
    STALE = "stale"
    """The connection turned out to be closed."""
    LOST = "lost"
    """It was lost otherwise."""
    ABSENT = "absent"
    """No connection could be made: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that was sent; `status` is `None` without an answer, `elapsed` is in seconds.

    `key` tells what was asked, and `answer` is what a record may hold of the answer. Without one `failure` says
    what happened, and `error` why; a request that was broken off has neither. `aside` when others were sent at
    once.
    """

    role: Role
    method: str
    target: str
    status: int | None
    elapsed: float
    key: str = ""
    answer: Response | None = None
    failure: Failure | None = None
    error: str = ""
    aside: bool = False


_CREDENTIALS = ("authorization", "proxy-authorization")
_OURS = ("user-agent", "participant-contract/")
"""The header that names our version."""


def key_of(request: Request) -> str:
    """The same for requests that ask the same with credentials of the same name, whatever these are."""
    told = hashlib.sha256(f"{request.method} {request.target} {request.bears}".encode("utf-8", "surrogatepass"))
    for name, value in request.headers:
        low = name.lower()
        if low not in _CREDENTIALS and not (low == _OURS[0] and value.startswith(_OURS[1])):
            told.update(f"\n{name}: {value}".encode("utf-8", "surrogatepass"))
    told.update(b"\n\n" + request.content)
    return told.hexdigest()[:24]
