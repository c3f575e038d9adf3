"""A client over HTTP/1.1 connections of its own: h11 reads and writes the messages, and nothing is followed.

There is no proxy, no cookie jar, no .netrc and no redirect: what is sent is the request, and to the target only. A
connection on which anything odd happened is closed, so that no later request is blamed.
"""

import contextlib
import ssl
import time
import zlib
from urllib.parse import urlsplit

import h11
import httpx

from contracts.exchanges.wire import Request, Response
from contracts.targets import sockets
from contracts.targets.client import KEPT, SAFE, SHOWN, NoAnswer, NotThere
from contracts.targets.decoding import Body
from contracts.targets.stopping import Stopper

HEAD_LIMIT = 100 * 1024
"""Bytes: a longer head is refused."""
STALE_TOLERATED = 3
"""Kept connections that turn out to be closed before none is trusted any more with what must not be lost."""
IDLE = 8
"""Connections that are kept at most: as many as requests are ever sent at once."""
CHUNK = 26
"""Bytes of a chunk: a size that is written with a letter (1a)."""
APART = 0.01
"""Seconds between two chunks."""
_BODILESS = (204, 304)


class Network:
    """Carries requests to `origin`, a base URL. Any number of threads may use it at once."""

    def __init__(self, origin: str, stopper: Stopper) -> None:
        parts = urlsplit(origin)
        self._host = parts.hostname or ""
        self._tls: ssl.SSLContext | None = httpx.create_ssl_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._authority = parts.netloc.rpartition("@")[2]
        self._prefix = parts.path.rstrip("/")
        self._stopper = stopper
        self._idle: list[_Connection] = []
        self._stale = 0

    def exchange(self, request: Request, ends: float) -> Response:
        """The answer, whole by `ends`. Raises NoAnswer, NotThere, Stopped, OutOfBudget."""
        kept = None if self._is_risky(request) else self._kept()
        connection = kept or self._new(ends)
        try:
            response = connection.exchange(self._head(request), request.content, ends)
        except NoAnswer as error:
            self._stale += error.stale
            connection.close()
            raise
        except BaseException:
            connection.close()
            raise
        if connection.is_clean(response) and len(self._idle) < IDLE:
            self._idle.append(connection)
        else:
            connection.close()
        return response

    def lose(self, request: Request, ends: float) -> None:
        """Sends a request over a connection of its own and hangs up. Raises NoAnswer, NotThere."""
        connection = self._new(ends)
        try:
            connection.send(self._head(request), request.content, ends)
        except OSError as error:
            raise NoAnswer(_reason(error), slow=False) from None
        finally:
            connection.close()

    def close(self) -> None:
        """Closes the connections that were kept."""
        while self._idle:
            self._idle.pop().close()

    def _is_risky(self, request: Request) -> bool:
        """Whether a request must not be lost on a kept connection: this server closes them without saying so,
        and the request cannot simply be repeated."""
        return self._stale >= STALE_TOLERATED and request.method not in SAFE

    def _kept(self) -> "_Connection | None":
        with contextlib.suppress(IndexError):  # another thread may take the last one
            while self._idle:
                connection = self._idle.pop()
                if not connection.wire.is_readable():
                    return connection
                connection.close()
        return None

    def _new(self, ends: float) -> "_Connection":
        try:
            wire = sockets.connect(self._host, self._port, self._stopper, ends)
        except (OSError, UnicodeError) as error:  # IDNA refuses some names of hosts
            raise NotThere(_reason(error)) from None
        try:
            if self._tls is not None:
                wire.start_tls(self._tls, self._host, ends)
        except OSError as error:
            wire.close()
            raise NotThere(_reason(error)) from None
        except BaseException:
            wire.close()
            raise
        return _Connection(wire)

    def _head(self, request: Request) -> h11.Request:
        """Host and Content-Length are added, unless the request has its own."""
        given = {name.lower() for name, _ in request.headers}
        headers = [] if "host" in given else [("Host", self._authority)]
        headers += request.headers
        if not given & {"content-length", "transfer-encoding"} and (request.content or request.method == "POST"):
            headers.append(("Content-Length", str(len(request.content))))
        try:
            return h11.Request(
                method=request.method,
                target=self._prefix + request.target,
                headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in headers],
            )
        except h11.LocalProtocolError as error:
            raise NoAnswer(f"LocalProtocolError: {error}", slow=False) from None


class _Connection:
    """One connection; `used` when a request was answered on it."""

    def __init__(self, wire: sockets.Wire) -> None:
        self.wire = wire
        self.used = False
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_LIMIT)

    def send(self, head: h11.Request, content: bytes, ends: float) -> None:
        """Sends a request. Raises OSError, Stopped, OutOfBudget."""
        if any(name == b"transfer-encoding" for name, _ in head.headers):
            self._send_apart(head, content, ends)
            return
        events = [head, h11.Data(data=content), h11.EndOfMessage()] if content else [head, h11.EndOfMessage()]
        self.wire.send(b"".join(self._http.send(event) or b"" for event in events), ends)

    def _send_apart(self, head: h11.Request, content: bytes, ends: float) -> None:
        """Sends a body in chunks, each of which arrives by itself."""
        chunks = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
        for event in (head, *(h11.Data(data=chunk) for chunk in chunks), h11.EndOfMessage()):
            self.wire.send(self._http.send(event) or b"", ends)
            time.sleep(APART)

    def exchange(self, head: h11.Request, content: bytes, ends: float) -> Response:
        """The answer to a request. Raises NoAnswer, Stopped, OutOfBudget."""
        start = time.monotonic()
        body = Body("", KEPT)
        answered = None
        try:
            # The answer may come, and the connection be closed, before the request was read to its end.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send(head, content, ends)
            answered = self._receive_head(ends)
            names = (value.decode("latin-1") for name, value in answered.headers if name == b"content-encoding")
            body = Body(",".join(names), KEPT)
            self._receive_body(body, ends)
        except sockets.TooLate:
            came = f" ({body.size:,} bytes of its body came)" if answered else ""
            raise NoAnswer(f"no whole response within {time.monotonic() - start:.1f} s{came}", slow=True) from None
        except zlib.error as error:
            raise NoAnswer(f"a body that is not packed as Content-Encoding says: {error}", slow=False) from None
        except (OSError, h11.ProtocolError) as error:
            raise NoAnswer(_reason(error), slow=False, stale=self.used and answered is None) from None
        self.used = True
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in answered.headers.raw_items()
        )
        kept = body.content[:SHOWN] if body.is_over else body.content
        return Response(answered.status_code, headers, kept, truncated=body.is_over)

    def is_clean(self, response: Response) -> bool:
        """Makes the connection ready for another request, if all that came was the answer, and tells so."""
        odd = response.status in _BODILESS and (response.header("Content-Length") or "0") != "0"
        done = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if odd or not done or self._http.trailing_data[0] or response.truncated:
            return False
        self._http.start_next_cycle()
        return True

    def close(self) -> None:
        """Closes the connection."""
        self.wire.close()

    def _receive_head(self, ends: float) -> h11.Response:
        """The head of the final response; interim ones (1xx) are passed over for as long as there is time."""
        while isinstance(event := self._next_event(ends), h11.InformationalResponse):
            pass
        if not isinstance(event, h11.Response):  # such as PAUSED, after 101 Switching Protocols
            raise h11.RemoteProtocolError("The server switched to another protocol.")
        return event

    def _receive_body(self, body: Body, ends: float) -> None:
        while isinstance(event := self._next_event(ends), h11.Data):
            body.add(bytes(event.data))
            if body.is_over:
                return

    def _next_event(self, ends: float) -> object:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            data = self.wire.receive(ends)
            if not data and self._http.their_state is h11.SEND_RESPONSE:
                raise h11.RemoteProtocolError("Server disconnected without sending a response.")
            self._http.receive_data(data)
        return event


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{type(error).__name__}: {text}"
