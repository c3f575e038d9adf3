"""A client of something in process that takes an httpx request, such as a respx router: no socket is opened."""

import contextlib
import time
from collections.abc import Callable
from functools import lru_cache

import httpx

from contracts.exchanges.wire import Request, Response
from contracts.targets.client import NoAnswer, NotThere, kept


class InProcess:
    """Hands requests to `handler`, which answers them as a server at `origin` would, or raises httpx's errors."""

    def __init__(self, handler: Callable[[httpx.Request], httpx.Response], origin: str) -> None:
        self.handler = handler
        self.origin = origin

    def exchange(self, request: Request, ends: float) -> Response:
        """The answer. Raises NoAnswer, NotThere."""
        start = time.perf_counter()
        try:
            received = self.handler(self._build(request))
            received.read()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotThere(str(error)) from None
        except httpx.TimeoutException:
            waited = time.perf_counter() - start
            raise NoAnswer(f"no response within {waited:.1f} s", slow=True) from None
        except httpx.HTTPError as error:
            raise NoAnswer(f"{type(error).__name__}: {error}", slow=False) from None
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in received.headers.raw)
        return kept(Response(received.status_code, headers, received.content))

    def lose(self, request: Request, ends: float) -> None:
        """Whatever is answered is dropped."""
        with contextlib.suppress(NoAnswer):
            self.exchange(request, ends)

    def close(self) -> None:
        """Nothing is open."""

    def _build(self, request: Request) -> httpx.Request:
        headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in request.headers]
        url = _url(self.origin, request.target)
        return httpx.Request(request.method, url, headers=headers, content=request.content)


@lru_cache(maxsize=64)
def _url(origin: str, target: str) -> httpx.URL:
    """The URL parsed, which costs more than all else; most requests go to the same few."""
    return httpx.URL(origin).copy_with(raw_path=target.encode("ascii"))
