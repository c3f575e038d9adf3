"""An exchange: what was sent, where to, and what came back."""

import json
import time
from dataclasses import dataclass, field
from typing import NoReturn

from contracts.cases.case import Case
from contracts.exchanges.wire import Response


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case was sent: the account whose credentials are valid, the SID (or literal) in the path, the
    scheme and authority of the target, and the conversation's SID when the target knows it."""

    account_sid: str
    conversation_sid: str
    origin: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """`response` is `None` when none came; `error` then says why. `elapsed` is in seconds. `stale` when the
    connection had been closed before, so that the server may not have seen the case. `leaked` when the answer
    held a credential, which is blotted out in it; `withheld` when for that nothing but the status is kept.
    `made` is the SID of the participant in the answer as it came. `obstacle` is the foreign conversation that is
    in the way. `at` is when it came, in seconds since the epoch, and NaN when nothing says so."""

    case: Case
    place: Place
    response: Response | None = None
    error: str = ""
    elapsed: float = 0.0
    timed_out: bool = False
    stale: bool = False
    leaked: bool = False
    withheld: bool = False
    made: str | None = None
    obstacle: str = ""
    at: float = field(default_factory=time.time, compare=False)

    @property
    def accepted(self) -> bool:
        """Whether the answer says that a participant was created."""
        return self.response is not None and 200 <= self.response.status < 300

    @property
    def refused(self) -> bool:
        """Whether the answer says that no participant was created. A failure (5xx) says nothing of the kind."""
        return self.response is not None and 400 <= self.response.status < 500

    @property
    def created(self) -> bool:
        """Whether there is something to undo, which another method than POST may have made too."""
        return self.accepted and (self.case.method == "POST" or (self.sid or "").startswith("MB"))

    @property
    def sid(self) -> str | None:
        """The SID of the participant that was created, as far as the answer tells."""
        if self.made is not None:
            return self.made
        body = Answer(self.response).object if self.accepted and self.response else None
        sid = body.get("sid") if body else None
        return sid if isinstance(sid, str) else None


class _NotJson(ValueError):
    pass


def _refuse(constant: str) -> NoReturn:
    raise _NotJson(constant)


@dataclass(slots=True)
class Answer:
    """A response with its body read once: `json` is the parsed body, `fault` says why there is none."""

    response: Response
    json: object = field(init=False, default=None)
    fault: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if self.response.truncated:
            self.fault = "a body that was cut"
            return
        try:
            # RFC 8259 8.1: UTF-8, no byte order mark. NaN and Infinity are not JSON.
            self.json = json.loads(self.response.content.decode("utf-8"), parse_constant=_refuse)
        except UnicodeDecodeError:
            self.fault = "a body that is not UTF-8"
        except _NotJson as error:
            self.fault = f"a body with {error}, which is not JSON"
        except (ValueError, RecursionError):
            self.fault = "a body that is not JSON" if self.response.content else "an empty body"

    @property
    def object(self) -> dict[str, object] | None:
        """The body when it is a JSON object."""
        return self.json if isinstance(self.json, dict) else None
