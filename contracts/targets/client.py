"""Clients: what carries one request to a target and its answer back, in process or over a network."""

from typing import Protocol

from contracts.errors import ContractError
from contracts.exchanges.wire import Request, Response

KEPT = 8 * 1024 * 1024
"""Bytes of a decoded body that are read; an answer with more is cut. A participant has twelve properties, the
longest of them attributes of 16 KiB."""
SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods of requests that may be repeated without a second thought (RFC 9110, section 9.2.1)."""
SHOWN = 64 * 1024
"""Bytes that are kept of a body that was cut."""


class NoAnswer(ContractError):
    """The request was sent, and no whole response came back. `slow` when that was for want of time; `stale` when a
    kept connection turned out to be closed, so that the server may not have seen the request at all."""

    def __init__(self, reason: str, *, slow: bool, stale: bool = False) -> None:
        super().__init__(reason)
        self.slow = slow
        self.stale = stale


class NotThere(ContractError):
    """No connection to the target could be made; the request was not sent."""


class Client(Protocol):
    """Carries requests whose headers are complete, but for Host and Content-Length."""

    def exchange(self, request: Request, ends: float) -> Response:
        """The answer, whole by `ends`, a time of `time.monotonic()`.

        Raises NoAnswer, NotThere, and Stopped or OutOfBudget when the run has to end.
        """

    def lose(self, request: Request, ends: float) -> None:
        """Sends a request and hangs up. Raises NotThere, and NoAnswer when it could not be sent in time."""

    def close(self) -> None:
        """Closes what is open."""


def kept(response: Response) -> Response:
    """The response, cut if its body is larger than is read."""
    if len(response.content) <= KEPT:
        return response
    return Response(response.status, response.headers, response.content[:SHOWN], truncated=True)
