"""Every request that a run sends, by what it is sent for."""

import enum
from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that was sent; `status` is `None` without an answer, `elapsed` is in seconds."""

    role: Role
    method: str
    target: str
    status: int | None
    elapsed: float
