"""The one way out: a wire request goes through an httpx client and comes back as a wire response.

Waiting is done here: a target that is overloaded (429, 503) is asked again later, and that is no finding.
"""

import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import lru_cache

import httpx

from contracts.errors import ContractError, TargetUnavailable
from contracts.exchanges.wire import Request, Response

OVERLOADED = (429, 503)
MAX_TRIES = 5
MAX_WAIT = 30.0
"""Seconds: the longest that one Retry-After is followed."""


class NoAnswer(ContractError):
    """The request was sent, and no response came back. `slow` when that was for want of time."""

    def __init__(self, reason: str, *, slow: bool) -> None:
        super().__init__(reason)
        self.slow = slow


@dataclass(slots=True)
class Transport:
    """Sends requests to `origin` (scheme and authority). `requests` counts what was sent, retries included."""

    client: httpx.Client
    origin: str
    sleep: Callable[[float], None] = time.sleep
    requests: int = field(default=0, init=False)
    waited: int = field(default=0, init=False)
    after_send: Callable[[], None] | None = None

    def send(self, request: Request, tries: int = MAX_TRIES) -> tuple[Response, float]:
        """The response and the seconds it took. Raises NoAnswer, TargetUnavailable (nothing listens there)."""
        for attempt in range(1, tries + 1):
            response, elapsed = self._send_once(request)
            if response.status not in OVERLOADED or attempt == tries:
                break
            self.waited += 1
            self.sleep(_wait(response.header("Retry-After"), attempt))
        return response, elapsed

    def send_and_lose(self, request: Request) -> None:
        """Sends a request and hangs up: whatever is answered, nobody reads it."""
        self.requests += 1
        outgoing = self._build(request)
        # The shortest wait for a response that the client can be told; connecting and writing take their time.
        outgoing.extensions["timeout"] = {"connect": 10.0, "write": 10.0, "pool": 10.0, "read": 0.001}
        with contextlib.suppress(httpx.HTTPError):
            self.client.send(outgoing)

    def _build(self, request: Request) -> httpx.Request:
        """A request of exactly these headers and the client's own; the client's merging of URLs costs more."""
        given = {name.lower() for name, _ in request.headers}
        defaults = [(k, v) for k, v in self.client.headers.items() if k.lower() not in given]
        headers = [(k.encode("ascii"), v.encode("latin-1")) for k, v in (*defaults, *request.headers)]
        return httpx.Request(
            request.method,
            _url(self.origin + request.target),
            headers=headers,
            content=request.content,
            extensions={"timeout": self.client.timeout.as_dict()},
        )

    def _send_once(self, request: Request) -> tuple[Response, float]:
        self.requests += 1
        outgoing = self._build(request)
        start = time.perf_counter()
        try:
            received = self.client.send(outgoing)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise TargetUnavailable(f"{self.origin} could not be reached ({error}); is it running?") from None
        except httpx.TimeoutException:
            waited = time.perf_counter() - start
            raise NoAnswer(f"no response within {waited:.1f} s", slow=True) from None
        except httpx.HTTPError as error:
            raise NoAnswer(f"{type(error).__name__}: {error}", slow=False) from None
        finally:
            if self.after_send is not None:
                self.after_send()
        elapsed = time.perf_counter() - start
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in received.headers.raw)
        return Response(received.status_code, headers, received.content), elapsed


@lru_cache(maxsize=64)
def _url(url: str) -> httpx.URL:
    """The URL parsed; most requests go to the same few."""
    return httpx.URL(url)


def _wait(retry_after: str | None, attempt: int) -> float:
    """Seconds to wait: what Retry-After says (RFC 9110 10.2.3: seconds or a date), or 1, 2, 4, ... seconds."""
    backoff = float(2 ** (attempt - 1))
    if retry_after is None:
        return min(backoff, MAX_WAIT)
    try:
        seconds = float(retry_after)
        if not math.isfinite(seconds):
            seconds = backoff
    except ValueError:
        try:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
        except ValueError:
            seconds = backoff
    return min(max(seconds, 0.0), MAX_WAIT)
