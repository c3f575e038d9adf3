"""The simulator as an HTTP server answers as it does in process, and hangs up where it should."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, RemoteDisconnected

import pytest

from contracts.cases.case import FORM
from contracts.exchanges.wire import Request, Response
from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN, Hangup, Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.basic import authorization


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer(Simulator()) as running:
        yield running


def connect(server: LoopbackServer) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=5)


def test_the_server_answers_as_the_simulator_does(server: LoopbackServer) -> None:
    """Over one kept connection, with bodies by length and in chunks, and to every method."""

    def ask(method: str, path: str, body: bytes | Iterator[bytes] | None = None) -> tuple[int, bytes]:
        headers = {"Authorization": authorization(ACCOUNT_SID, AUTH_TOKEN), "Content-Type": FORM}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()

    with closing(connect(server)) as connection:
        status, content = ask("POST", "/v1/Conversations", b"FriendlyName=%C3%A9")
        path = f"/v1/Conversations/{json.loads(content)['sid']}/Participants"
        assert (status, json.loads(content)["friendly_name"]) == (201, "\xe9")
        status, content = ask("POST", path, iter([b"Identity=", b"alice"]))
        assert (status, json.loads(content)["identity"]) == (201, "alice")
        used = connection.sock
        assert ask("DELETE", f"{path}/alice") == (204, b"")
        assert ask("HEAD", path) == (200, b"")
        assert ask("BREW", path)[0] == 405
        assert connection.sock is used


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n",
    ],
)
def test_the_server_refuses_what_is_not_http(server: LoopbackServer, sent: bytes) -> None:
    """With JSON, and it goes on serving."""
    address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
    with socket.create_connection(address, timeout=5) as connection, connection.makefile("rb") as answer:
        connection.sendall(sent)
        head, _, body = answer.read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 4")
    assert json.loads(body)["code"] == 20001
    with closing(connect(server)) as another:
        another.request("GET", "/v1/Users")
        assert another.getresponse().status == 401


def test_the_server_hangs_up_where_the_simulator_does() -> None:
    """The client sees a broken connection, not an answer."""

    class Leaving(Simulator):
        def handle(self, request: Request) -> Response:
            raise Hangup

    with LoopbackServer(Leaving()) as running, closing(connect(running)) as connection:
        connection.request("GET", "/v1/Users")
        with pytest.raises(RemoteDisconnected):
            connection.getresponse()
