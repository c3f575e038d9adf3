"""Overload: are all requests refused for now (429, 503), which is no finding, or is one input never served?"""

from collections.abc import Callable

from contracts.errors import TargetUnavailable
from contracts.exchanges.traffic import Role
from contracts.exchanges.wire import Request, Response
from contracts.targets.transport import MAX_TRIES, OVERLOADED, Transport

HURRIED_TRIES = 2
"""Tries once it is known that the target puts off an input for ever: its shrinking shall not take hours."""
ROUNDS = 2
"""How often another participant must be served, and the input refused again, before that is known."""


class Patience:
    """Waits overload out. `serves_others` tells whether a plain participant is created meanwhile."""

    def __init__(self, transport: Transport, serves_others: Callable[[], bool]) -> None:
        self.transport = transport
        self.serves_others = serves_others
        self.tries = MAX_TRIES

    def send(self, request: Request, role: Role = Role.CASE) -> tuple[Response, float]:
        """The answer and its seconds; one of overload is about this very request.

        Raises TargetUnavailable when other requests are refused as well, and NoAnswer.
        """
        answer = self.transport.send(request, self.tries, role)
        for _ in range(ROUNDS):
            if answer[0].status not in OVERLOADED:
                return answer
            if not self.serves_others():
                raise TargetUnavailable(
                    f"{self.transport.origin} stays overloaded ({answer[0].status} to {self.tries} tries); "
                    "come back later"
                )
            answer = self.transport.send(request, 1, Role.RETRY)
        if answer[0].status in OVERLOADED:
            self.tries = HURRIED_TRIES
        return answer
