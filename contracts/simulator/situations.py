"""Situations that a client must survive: each is the simulator, but for the first creates of a participant.

How sure it is that the service behaves so is said of each: `documented` by Twilio, or `inferred` by us.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.exchanges.wire import Request, Response
from contracts.simulator.refusals import Hangup, Refusal
from contracts.simulator.routes import Simulator

SLOW = 2.0
"""Seconds that an answer is late in the situation `slow`."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation: what happens, how sure that is, and the server in which it does."""

    name: str
    about: str
    level: str
    source: str
    make: type["Troubled"]


SITUATIONS: dict[str, Situation] = {}
"""Every situation by its name."""


def situation(name: str, about: str, level: str, source: str) -> Callable[[type["Troubled"]], type["Troubled"]]:
    """Registers the server of a situation."""

    def register(make: type["Troubled"]) -> type["Troubled"]:
        SITUATIONS[name] = Situation(name, about, level, source, make)
        return make

    return register


class Troubled(Simulator):
    """A simulator that gives the first `times` creates to `trouble`; after them all goes well."""

    times = 1

    def __init__(self, **account: Any) -> None:
        super().__init__(**account)
        self.left = self.times

    def handle(self, request: Request) -> Response:
        """The answer to a request."""
        if self.left and self.is_create(request):
            self.left -= 1
            return self.trouble(request)
        return super().handle(request)

    def trouble(self, request: Request) -> Response:
        """The answer to a create in this situation. Raises Hangup."""
        raise NotImplementedError

    def is_create(self, request: Request) -> bool:
        """Whether a participant is to be added."""
        return request.method == "POST" and request.target.endswith("/Participants")

    def in_peace(self, request: Request) -> Response:
        """The answer that there would be otherwise."""
        return super().handle(request)


@situation(
    "duplicate",
    "the participant is there already: 409, error 50433, or 50416 for an address",
    "documented",
    "https://www.twilio.com/docs/api/errors/50433",
)
class Duplicate(Troubled):
    def trouble(self, request: Request) -> Response:
        first = self.in_peace(request)
        return self.in_peace(request) if first.status == 201 else first


@situation(
    "overloaded",
    "too many requests, twice: 429 with Retry-After 1, error 20429; nothing was added",
    "documented",
    "https://www.twilio.com/docs/api/errors/20429 (that there is a Retry-After is inferred)",
)
class Overloaded(Troubled):
    times = 2

    def trouble(self, request: Request) -> Response:
        return self.error(request, Refusal(20429, headers=(("retry-after", "1"),)))


@situation(
    "added-behind-404",
    "404, error 20404, and yet the participant was added",
    "documented",
    "https://support.twilio.com/hc/en-us/articles/50009103572635",
)
class AddedBehind404(Troubled):
    def trouble(self, request: Request) -> Response:
        answer = self.in_peace(request)
        return self.error(request, Refusal(20404)) if answer.status == 201 else answer


@situation(
    "closed",
    "the conversation was closed meanwhile: 400, error 50377, for every create",
    "documented",
    "https://www.twilio.com/docs/api/errors/50377 (the status is reported by public code)",
)
class Closed(Troubled):
    times = 10**9

    def trouble(self, request: Request) -> Response:
        conversation, _, _ = request.target.removesuffix("/Participants").partition("?")
        content = b"State=closed"
        self.in_peace(Request("POST", conversation, request.headers, content))
        return self.in_peace(request)


@situation(
    "slow",
    f"the answer comes {SLOW:.0f} s late",
    "inferred",
    "no time is promised anywhere; any service has slow moments",
)
class Slow(Troubled):
    def trouble(self, request: Request) -> Response:
        time.sleep(SLOW)
        return self.in_peace(request)


@situation(
    "cut",
    "the connection is cut, and yet the participant was added",
    "inferred",
    "networks do that; whether the request took effect cannot be known",
)
class Cut(Troubled):
    def trouble(self, request: Request) -> Response:
        self.in_peace(request)
        raise Hangup
