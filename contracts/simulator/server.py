"""The simulator as a real HTTP/1.1 server, on the loopback interface only."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from contracts.exchanges.wire import Request, Response
from contracts.simulator.refusals import Hangup
from contracts.simulator.routes import Simulator

HOST = "127.0.0.1"
BODY_LIMIT = 16 * 1024 * 1024


class BadBody(Exception):
    """A body whose length cannot be told: the connection cannot be used any further."""


class Handler(BaseHTTPRequestHandler):
    """Translates between the socket and `Simulator.handle`."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # so that head and body of a response leave together
    timeout = 60

    def __getattr__(self, name: str) -> Any:
        """Every method of HTTP is answered: the simulator decides which ones it knows."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self) -> None:
        """One request and its response."""
        try:
            content = self.read_body()
        except (BadBody, ValueError):
            self.send_error(400, "Bad Request")
            return
        request = Request(self.command, self.path, tuple(self.headers.items()), content)
        try:
            response = self.server.simulator.handle(request)
        except Hangup:
            self.close_connection = True
            return
        self.send(response)

    def read_body(self) -> bytes:
        """The body, by its Content-Length or in chunks. Raises BadBody or ValueError."""
        if self.headers.get("Transfer-Encoding", "").strip().lower() == "chunked":
            return b"".join(iter(self.read_chunk, b""))
        length = self.headers.get("Content-Length", "0").strip()
        if not (length.isascii() and length.isdigit()) or int(length) > BODY_LIMIT:
            raise BadBody(length)
        return self.rfile.read(int(length))

    def read_chunk(self) -> bytes:
        """One chunk (RFC 9112, section 7.1); the last one is empty, and its trailers are skipped."""
        size = int(self.rfile.readline(1024).split(b";")[0].strip(), 16)
        if not 0 <= size <= BODY_LIMIT:
            raise BadBody(size)
        chunk = self.rfile.read(size)
        while self.rfile.readline(65536).strip() and size == 0:
            pass
        return chunk

    def send(self, response: Response) -> None:
        """Writes a response, in one piece."""
        self.send_response_only(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status != 204 and self.command != "HEAD":
            self.send_header("Content-Length", str(len(response.content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library says of a malformed request, as JSON instead of a web page."""
        self.close_connection = True
        body = {"code": 20001, "message": message or "Bad Request", "status": code}
        body["more_info"] = "https://www.twilio.com/docs/errors/20001"
        headers = (("content-type", "application/json"), ("connection", "close"))
        if self.request_version == "HTTP/0.9":
            self.request_version = self.protocol_version
        self.send(Response(code, headers, json.dumps(body).encode()))

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: requests are recorded by who sends them."""


class Server(ThreadingHTTPServer):
    """One thread for each connection, all of them at one simulator."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, simulator: Simulator, port: int) -> None:
        self.simulator = simulator
        super().__init__((HOST, port), Handler)

    @property
    def url(self) -> str:
        """The base URL, with the port that was given or found."""
        return f"http://{HOST}:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news; anything else is a defect of the simulator and shown as such."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class LoopbackServer:
    """A server for the length of a `with` block; `port` 0 is a free one.

    with LoopbackServer(Simulator()) as server:
        httpx.get(server.url + "/v1/Users")
    """

    def __init__(self, simulator: Simulator, port: int = 0) -> None:
        self.simulator = simulator
        self.server = Server(simulator, port)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The base URL: `http://127.0.0.1:PORT`."""
        return self.server.url

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def serve(simulator: Simulator, port: int = 0) -> None:
    """Serves until interrupted, and says where. Raises OSError when the port is taken."""
    with Server(simulator, port) as server:
        print(f"listening on {server.url}", flush=True)
        server.serve_forever()
