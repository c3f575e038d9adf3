"""The simulator as a real HTTP/1.1 server, on the loopback interface only.

h11 knows HTTP: framing, chunks, `Expect: 100-continue`, what is malformed. Here are sockets and threads.
"""

import json
import socket
import socketserver
import sys
import threading
from email.utils import formatdate
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import h11

from contracts.exchanges.wire import Request, Response
from contracts.simulator.refusals import Hangup
from contracts.simulator.routes import Simulator

HOST = "127.0.0.1"
HEAD_LIMIT = 64 * 1024
BODY_LIMIT = 16 * 1024 * 1024
IDLE = 60.0
"""Seconds after which a silent connection is closed."""
_BYTES = 64 * 1024
REASONS = {status.value: status.phrase.encode("ascii") for status in HTTPStatus}


class Connection(socketserver.BaseRequestHandler):
    """Translates between one connection and `Simulator.handle`, request by request."""

    server: "Server"
    request: socket.socket

    def setup(self) -> None:
        """A connection without delays of its own."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request.settimeout(IDLE)
        self.http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)

    def handle(self) -> None:
        """Requests and their responses, until one side has enough."""
        try:
            while self.serve_one():
                self.http.start_next_cycle()
        except h11.RemoteProtocolError as error:
            self.refuse(error.error_status_hint)

    def serve_one(self) -> bool:
        """One request and its response; whether another may follow. Raises h11.RemoteProtocolError."""
        head = self.event()
        if not isinstance(head, h11.Request):
            return False
        content = self.read_body()
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items()
        )
        request = Request(head.method.decode("ascii"), head.target.decode("ascii"), headers, content)
        try:
            response = self.server.simulator.handle(request)
        except Hangup:
            return False
        self.send(response)
        return self.http.our_state is h11.DONE and self.http.their_state is h11.DONE

    def event(self) -> object:
        """What the client sends next; it is told to go on when it waits for that (RFC 9110, section 10.1.1)."""
        while (event := self.http.next_event()) is h11.NEED_DATA:
            if self.http.they_are_waiting_for_100_continue:
                self.write(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))
            self.http.receive_data(self.request.recv(_BYTES))
        return event

    def read_body(self) -> bytes:
        """The body of a request. Raises h11.RemoteProtocolError when it is too long."""
        content = bytearray()
        while isinstance(event := self.event(), h11.Data):
            content += event.data
            if len(content) > BODY_LIMIT:
                raise h11.RemoteProtocolError("too long", error_status_hint=413)
        return bytes(content)

    def send(self, response: Response, *more: tuple[str, str]) -> None:
        """Writes a response, in one piece. A 204 and a 304 have no content, whatever a wrong server thinks."""
        bare = response.status in (204, 304)
        own = [("Date", formatdate(usegmt=True)), *more]
        if not bare:
            own.append(("Content-Length", str(len(response.content))))
        reason = REASONS.get(response.status, b"")
        head = h11.Response(status_code=response.status, headers=[*response.headers, *own], reason=reason)
        self.write(
            head, *([h11.Data(data=response.content)] if response.content and not bare else []), h11.EndOfMessage()
        )

    def write(self, *events: Any) -> None:
        """Sends events, in one piece."""
        self.request.sendall(b"".join(self.http.send(event) or b"" for event in events))

    def refuse(self, status: int) -> None:
        """What is no HTTP is answered with JSON, and the connection is closed."""
        if self.http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        body = {"code": 20001, "message": "Bad Request", "status": status}
        body["more_info"] = "https://www.twilio.com/docs/errors/20001"
        answer = Response(status, (("content-type", "application/json"),), json.dumps(body).encode())
        self.send(answer, ("Connection", "close"))


class Server(socketserver.ThreadingTCPServer):
    """One thread for each connection, all of them at one simulator, which names this server in its URLs."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, simulator: Simulator, port: int) -> None:
        self.simulator = simulator
        super().__init__((HOST, port), Connection)
        simulator.scheme, simulator.host = "http", self.url.removeprefix("http://")

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
