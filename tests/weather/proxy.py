"""A reverse proxy on loopback that hands every request to a function, which decides what comes of it."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from contracts.exchanges.wire import Request, Response
from contracts.simulator import Hangup

HOST = "127.0.0.1"
HOP_BY_HOP = ("connection", "content-length", "transfer-encoding", "keep-alive")

Behind = Callable[[Request], Response]
"""The server behind the proxy: a simulator's `handle`, or what asks a real one. May raise Hangup."""


class Gone(Exception):
    """The connection is to be closed without another word."""


@dataclass(slots=True)
class Passage:
    """One request on its way. `number` counts the requests of the proxy, from 1; `creates` those that add a
    participant; `seen` is the memory of a sky, the same for all passages."""

    request: Request
    number: int
    creates: int
    seen: dict[str, Any]
    age: float
    _socket: socket.socket
    _weather: "Weather"

    @property
    def is_create(self) -> bool:
        """Whether the operation under test is asked."""
        return self.request.method == "POST" and self.request.target.endswith("/Participants")

    def ask(self) -> Response:
        """The answer of the server behind. Raises Gone when there is none."""
        try:
            return self._weather.ask(self.request)
        except Hangup:
            raise Gone from None

    def pass_on(self) -> None:
        """Lets the request and its answer pass as they are."""
        self.reply(self.ask())

    def reply(self, response: Response) -> None:
        """Sends an answer."""
        self.write(head(response, len(response.content)) + response.content)

    def refuse(self, status: int, *headers: tuple[str, str]) -> None:
        """Sends an answer of the proxy's own, as gateways do."""
        self.reply(Response(status, (("Content-Type", "text/plain"), *headers), b"gateway"))

    def write(self, data: bytes) -> None:
        """Sends bytes. Raises Gone when the client reads no more, or the proxy is being closed."""
        if self._weather.closing.is_set():
            raise Gone
        try:
            self._socket.sendall(data)
        except OSError:
            raise Gone from None

    def drip(self, data: bytes, pause: float) -> None:
        """Sends bytes one by one, with seconds between them."""
        for byte in data:
            self.write(bytes([byte]))
            self.wait(pause)

    def wait(self, seconds: float) -> None:
        """Lets time pass; ends with the proxy."""
        if self._weather.closing.wait(seconds):
            raise Gone

    def cut(self) -> None:
        """Closes the connection."""
        raise Gone

    def die(self, seconds: float) -> None:
        """Closes every connection, and takes none for some seconds."""
        self._weather.fall(seconds)
        raise Gone


Sky = Callable[[Passage], None]
"""What comes of a request."""


def head(response: Response, length: int | None) -> bytes:
    """The head of an answer; without a Content-Length when `length` is None."""
    lines = [f"HTTP/1.1 {response.status} X"]
    lines += [f"{name}: {value}" for name, value in response.headers if name.lower() not in HOP_BY_HOP]
    if length is not None and response.status != 204:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self.meet
        raise AttributeError(name)

    def meet(self) -> None:
        """One request meets the sky."""
        content = self._body()
        request = Request(self.command, self.path, tuple(self.headers.items()), content)
        try:
            self.server.weather.sky(self.server.weather.passage(request, self.connection))
        except Gone:
            self.close_connection = True

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        content = b""
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # trailers
        return content

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, weather: "Weather", port: int) -> None:
        self.weather = weather
        super().__init__((HOST, port), _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Remembers the connection, to be able to close it."""
        connection, address = super().get_request()
        self.weather.connections.append(connection)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are no news here."""


@dataclass(slots=True)
class Weather:
    """The proxy for the length of a `with` block; `port` 0 is a free one.

    with Weather(SKIES["drops-one-in-twenty"].sky, Simulator().handle) as weather:
        httpx.get(weather.url + "/v1/Users")
    """

    sky: Sky
    behind: Behind
    port: int = 0
    seen: dict[str, Any] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: list[socket.socket] = field(default_factory=list)
    creates: int = 0
    began: float = field(default_factory=time.monotonic)
    closing: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: _Server | None = None

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://{HOST}:{self.port}"

    def passage(self, request: Request, connection: socket.socket) -> Passage:
        """What a sky is given of a request."""
        with self._lock:
            self.requests.append(request)
            self.creates += request.method == "POST" and request.target.endswith("/Participants")
            number, creates = len(self.requests), self.creates
        age = time.monotonic() - self.began
        return Passage(request, number, creates, self.seen, age, connection, self)

    def ask(self, request: Request) -> Response:
        """The answer of the server behind."""
        with self._lock:
            return self.behind(request)

    def fall(self, seconds: float) -> None:
        """The server is gone for some seconds; it comes back as it was."""
        threading.Thread(target=self._fall, args=(seconds,), daemon=True).start()
        self._hang_up()

    def _fall(self, seconds: float) -> None:
        self._stop()
        self._hang_up()
        if not self.closing.wait(seconds):
            self._start()

    def _hang_up(self) -> None:
        while self.connections:
            with contextlib.suppress(OSError):
                self.connections.pop().shutdown(socket.SHUT_RDWR)

    def _start(self) -> None:
        self._server = _Server(self, self.port)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _stop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._stop()
        self._hang_up()
