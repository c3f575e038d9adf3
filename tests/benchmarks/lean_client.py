"""The leanest client there is: bytes into a socket, and out of it as many as `Content-Length` says."""

import re
import socket
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from contracts.exchanges.wire import Request

_LENGTH = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


def serialised(request: Request, host: str) -> bytes:
    """The bytes of a request, with its length."""
    head = [f"{request.method} {request.target} HTTP/1.1", f"Host: {host}"]
    head += [f"{name}: {value}" for name, value in request.headers]
    head += [f"Content-Length: {len(request.content)}"]
    return "\r\n".join(head).encode("latin-1") + _END + request.content


class LeanClient:
    """One connection to a server that answers with `Content-Length`; a new one when that is closed."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.host = parts.netloc
        self.wire: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        if self.wire is not None:
            self.wire.close()
            self.wire = None

    def send(self, data: bytes) -> int:
        """The status of the answer. Raises OSError."""
        if self.wire is None:
            self.wire = socket.create_connection(self.address, timeout=10)
            self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wire.sendall(data)
        received = b""
        while _END not in received:
            received += self._more()
        head, _, body = received.partition(_END)
        length = _LENGTH.search(head)
        left = (int(length[1]) if length else 0) - len(body)
        while left > 0:
            left -= len(self._more())
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return int(head[9:12])

    def _more(self) -> bytes:
        assert self.wire is not None
        data = self.wire.recv(65536)
        if not data:
            raise ConnectionError("the server hung up within an answer")
        return data
