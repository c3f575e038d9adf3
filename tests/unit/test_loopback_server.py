"""The simulator as an HTTP server answers as it does in process, and hangs up where it should."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, RemoteDisconnected

import pytest

from contracts.cases.case import FORM
from contracts.exchanges.wire import Request, Response
from contracts.miniatures import MINIATURES
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
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nb: " + b"c" * 200_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n" + b"a" * (16 * 1024 * 1024 + 1),
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


def talk(server: LoopbackServer, sent: bytes) -> bytes:
    """What comes until the server closes the connection."""
    address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
    with socket.create_connection(address, timeout=5) as connection, connection.makefile("rb") as answer:
        connection.sendall(sent)
        return answer.read()


KEY = f"Authorization: {authorization(ACCOUNT_SID, AUTH_TOKEN)}\r\n"


def test_a_client_that_waits_for_100_is_told_to_go_on_at_once(server: LoopbackServer) -> None:
    """RFC 9110, 10.1.1: curl waits a second otherwise."""
    head = f"POST /v1/Conversations HTTP/1.1\r\nHost: a\r\n{KEY}Content-Type: {FORM}\r\nContent-Length: 16\r\n"
    address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
    with socket.create_connection(address, timeout=0.5) as connection, connection.makefile("rb") as answer:
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert answer.readline() == b"HTTP/1.1 100 Continue\r\n"
        connection.sendall(b"FriendlyName=abc")
        assert answer.readline() == b"\r\n"
        assert answer.readline().startswith(b"HTTP/1.1 201")


def test_requests_may_follow_each_other_unasked(server: LoopbackServer) -> None:
    """Each is answered in its turn; a client that says close is left."""
    get = f"GET /v1/Users HTTP/1.1\r\nHost: a\r\n{KEY}"
    came = talk(server, f"{get}\r\n{get}Connection: close\r\n\r\n".encode())
    assert came.count(b"HTTP/1.1 200") == 2


def test_old_clients_are_answered_and_left(server: LoopbackServer) -> None:
    """HTTP/1.0 knows neither chunks nor kept connections."""
    head, _, body = talk(server, f"GET /v1/Users HTTP/1.0\r\n{KEY}\r\n".encode()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"chunked" not in head
    assert json.loads(body)["users"] == []


def test_answers_have_a_date_and_name_the_host_that_was_asked(server: LoopbackServer) -> None:
    """Over http, whatever the name; without a good one its own."""
    for host, named in (("localhost:1", "localhost:1"), ("a/b", server.url.removeprefix("http://"))):
        head, _, body = talk(
            server, f"GET /v1/Users HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{KEY}\r\n".encode()
        ).partition(b"\r\n\r\n")
        assert b"\r\nDate: " in head
        assert json.loads(body)["meta"]["url"] == f"http://{named}/v1/Users?PageSize=50&Page=0"


@pytest.mark.parametrize("name", MINIATURES)
def test_wrong_servers_are_as_wrong_over_http(name: str) -> None:
    """Status and content are those that they give in process: HTTP forbids only a 204 or 304 with content."""
    headers = (("Authorization", authorization(ACCOUNT_SID, AUTH_TOKEN)), ("Content-Type", FORM))
    content = b"Identity=alice&Attributes=%7B%22a%22%3A1%7D"

    def answers(handle: Callable[[str, bytes], tuple[int, bytes]]) -> tuple[int, bytes] | None:
        _, body = handle("/v1/Conversations", b"")
        path = f"/v1/Conversations/{json.loads(body)['sid']}/Participants"
        try:
            return handle(path, content)
        except (Hangup, RemoteDisconnected):
            return None

    def now() -> datetime:
        return datetime(2024, 5, 6, tzinfo=UTC)

    alone = MINIATURES[name].make(now=now)

    def in_process(path: str, body: bytes) -> tuple[int, bytes]:
        response = alone.handle(Request("POST", path, (*headers, ("Host", "a")), body))
        return response.status, response.content

    with LoopbackServer(MINIATURES[name].make(now=now)) as running, closing(connect(running)) as connection:

        def over_http(path: str, body: bytes) -> tuple[int, bytes]:
            connection.request("POST", path, body, {**dict(headers), "Host": "a"})
            response = connection.getresponse()
            return response.status, response.read().replace(b"http://a/", b"https://a/")

        expected = answers(in_process)
        if expected is not None and expected[0] in (204, 304):
            expected = (expected[0], b"")
        assert answers(over_http) == expected
