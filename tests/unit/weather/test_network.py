"""The transport against real servers that misbehave: every exchange ends in time and within its bounds."""

import contextlib
import gzip
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contracts.errors import ContractError, OutOfBudget, Stopped, TargetUnavailable
from contracts.exchanges.wire import Response
from contracts.targets.client import KEPT, SHOWN, NoAnswer
from contracts.targets.transport import Transport
from tests.unit.weather.support import CREATE, GET, transport, weather
from tests.weather.proxy import Passage, head
from tests.weather.skies import gzip_bomb

SOON = 2.0
"""Seconds within which whatever has to end ends."""
FEW = 8
"""Connections that may be open while no request is under way."""


@pytest.mark.parametrize(
    "sky",
    ["hangs-at-attributes", "drips-bodies", "drips-heads", "has-no-end-of-interim-responses"],
)
def test_an_exchange_has_one_deadline(sky: str) -> None:
    """For all of it, however often something comes."""
    with weather(sky) as server:
        sender, start = transport(server.url, timeout=0.5), time.monotonic()
        with pytest.raises(NoAnswer) as raised:
            sender.send(CREATE)
        assert time.monotonic() - start < 0.5 + SOON
        assert raised.value.slow
        assert "no whole response within 0." in str(raised.value)
        assert sender.send(GET)[0].status == 401  # on another connection


def test_a_connection_that_is_never_read_from_ends_in_time() -> None:
    """A request may be too large for the buffers on its way."""
    huge = CREATE.__class__("POST", CREATE.target, (), b"x" * 50_000_000)

    def does_not_read(passage: Passage) -> None:
        passage.pass_on()

    with weather(does_not_read) as server:
        # The proxy reads a body before its sky is asked; this one is announced longer than it is.
        sender = transport(server.url, timeout=0.5)
        request = CREATE.__class__("POST", CREATE.target, (("Content-Length", "60000000"),), huge.content)
        with pytest.raises(NoAnswer):
            sender.send(request)


@pytest.mark.parametrize("sky", ["has-no-end", "is-a-gzip-bomb"])
def test_a_body_without_bounds_is_cut_and_marked(sky: str) -> None:
    """What is kept is small, and so is the memory that it takes to find out."""
    gzip_bomb()
    with weather(sky) as server:
        sender, before = transport(server.url), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(3):
            response = sender.send(CREATE)[0]
            assert (response.truncated, len(response.content)) == (True, SHOWN)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB
        assert sender.send(GET)[0].truncated is False


@pytest.mark.parametrize(("more", "truncated"), [(0, False), (1, True)])
def test_a_large_body_is_kept_whole(more: int, truncated: bool) -> None:
    """Up to the limit, and not a byte more."""
    with weather(lambda passage: passage.reply(Response(200, (), b"x" * (KEPT + more)))) as server:
        response = transport(server.url).send(GET)[0]
    assert response.truncated is truncated
    assert len(response.content) == (SHOWN if truncated else KEPT)


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw", "gzip, deflate", "identity", "br", ""])
def test_codings_are_undone(coding: str) -> None:
    """Those that were offered; what was not comes as it is."""
    body = b'{"sid": "MB1"}' * 100
    raw = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = {
        "gzip": gzip.compress(body),
        "x-gzip": gzip.compress(body),
        "deflate": zlib.compress(body),
        "raw": raw.compress(body) + raw.flush(),
        "gzip, deflate": zlib.compress(gzip.compress(body)),
    }.get(coding, body)
    says = (("Content-Encoding", "deflate" if coding == "raw" else coding),) if coding else ()
    with weather(lambda passage: passage.reply(Response(200, says, packed))) as server:
        assert transport(server.url).send(GET)[0] == Response(
            200, (*says, ("Content-Length", str(len(packed)))), body
        )


def test_what_is_not_packed_as_it_says_is_no_answer() -> None:
    """No client could read it."""
    says = (("Content-Encoding", "gzip"),)
    no_gzip = Response(200, says, b"{}")
    words = "not packed as Content-Encoding says"
    with weather(lambda passage: passage.reply(no_gzip)) as server, pytest.raises(NoAnswer, match=words):
        transport(server.url).send(GET)


@pytest.mark.parametrize("sky", ["sends-a-body-after-204", "counts-ten-too-few", "closes-after-every-answer"])
def test_the_next_request_is_not_blamed(sky: str) -> None:
    """A connection on which something odd happened, or that was closed, is not used again."""
    odd = {"sends-a-body-after-204": 204}.get(sky, 200)
    requests = (GET, GET) if sky == "closes-after-every-answer" else (GET, CREATE)

    def meet(passage: Passage) -> None:
        if sky == "closes-after-every-answer":
            passage.reply(Response(200, (), b"{}"))
            passage.cut()
        passage.write(head(Response(odd), None if odd == 204 else 2) + b'{}{"more": "than was said"}')

    with weather(meet) as server:
        sender = transport(server.url)
        statuses = [sender.send(request)[0].status for request in requests * 30]
    assert statuses == [odd] * 60


def test_a_connection_that_was_closed_meanwhile_is_told_from_a_server_that_hangs_up() -> None:
    """What can be repeated is, on a new connection; a create may not have been seen, and says so."""

    def meet(passage: Passage) -> None:
        if passage.seen.setdefault(id(passage._socket), 0) == 1:
            passage.cut()
        passage.seen[id(passage._socket)] = 1
        passage.reply(Response(200, (), b"{}"))

    with weather(meet) as server:
        sender = transport(server.url)
        assert [sender.send(GET)[0].status for _ in range(2)] == [200] * 2
        with pytest.raises(NoAnswer) as raised:
            sender.send(CREATE)
        assert (raised.value.stale, raised.value.slow) == (True, False)
    with weather("hangs-up-at-attributes") as server, pytest.raises(NoAnswer) as raised:
        transport(server.url).send(CREATE)
    assert (raised.value.stale, raised.value.slow) == (False, False)


def _stopped(sender: Transport) -> None:
    sender.stopper.stop()


def _out_of_time(sender: Transport) -> None:
    sender.stopper.ends = time.monotonic()


@pytest.mark.parametrize(("end", "error"), [(_stopped, Stopped), (_out_of_time, OutOfBudget)])
@pytest.mark.parametrize("sky", ["hangs-at-attributes", "drips-bodies", "has-no-end", "asks-for-a-day", "is-gone"])
def test_a_run_that_has_to_end_ends(
    sky: str, end: Callable[[Transport], None], error: type[ContractError]
) -> None:
    """Within two seconds, in an exchange, in a wait for overload, or in one for a server to return."""

    def day(passage: Passage) -> None:
        passage.refuse(429, ("Retry-After", "600"))

    def slow_end(passage: Passage) -> None:
        passage.write(head(Response(200), None))
        while True:
            passage.write(b" ")
            passage.wait(0.01)

    with weather(
        {"asks-for-a-day": day, "has-no-end": slow_end}.get(sky, sky if sky != "is-gone" else "clear")
    ) as server:
        sender = transport(server.url, timeout=60.0, patience=60.0)
        if sky == "is-gone":
            sender.send(GET)
            server.fall(60.0)
            time.sleep(0.2)
        timer = threading.Timer(0.3, end, [sender])
        timer.start()
        start = time.monotonic()
        with pytest.raises(error):
            sender.send(CREATE)
        assert 0.2 < time.monotonic() - start < SOON
        timer.join()
        with pytest.raises(error):
            sender.send(GET)
        sender.stopper.release(5.0)
        if sky not in ("asks-for-a-day", "has-no-end", "is-gone"):
            assert sender.send(GET)[0].status == 401


def test_a_server_that_comes_back_is_waited_for() -> None:
    """As long as patience says, and only one that was there before."""
    with weather("clear") as server:
        sender = transport(server.url, patience=5.0)
        sender.send(GET)
        server.fall(0.5)
        time.sleep(0.2)
        assert sender.send(GET)[0].status == 401
        assert (sender.returns, sender.requests) == (1, 2)
        server.fall(60.0)
        time.sleep(0.2)
        sender.patience = 0.5
        with pytest.raises(TargetUnavailable, match="could not be reached"):
            sender.send(GET)
        start = time.monotonic()
        with pytest.raises(TargetUnavailable, match="could not be reached"):
            transport(server.url, patience=60.0).send(GET)
        assert time.monotonic() - start < SOON


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_followed_nor_sent_back(status: int) -> None:
    """Neither a redirect nor a cookie."""
    headers = (("Location", "/elsewhere"), ("Set-Cookie", "a=b; Path=/"))
    with weather(lambda passage: passage.reply(Response(status, headers))) as server:
        sender = transport(server.url)
        assert [sender.send(GET)[0].status for _ in range(3)] == [status] * 3
        assert [request.target for request in server.requests] == [GET.target] * 3
        assert all(request.header("Cookie") is None for request in server.requests)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0.0.0.0"])
def test_no_proxy_and_no_netrc_is_used(host: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever the host is called."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / ".netrc").write_text(f"machine {host} login stranger password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with weather("clear") as server:
        assert transport(f"http://{host}:{server.port}").send(GET)[0].status == 401
        (request,) = server.requests
    assert request.header("Authorization") is None
    assert request.header("Host") == f"{host}:{server.port}"


def test_many_threads_may_send_at_once() -> None:
    """Each over a connection of its own; as many as are kept are used again."""
    with weather("clear") as server:
        sender = transport(server.url)
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: sender.send(GET)[0].status, range(200)))
        assert answers == [401] * 200
        assert len(server.connections) < 100


def test_an_answer_can_be_lost() -> None:
    """The request arrives, and its answer is not read."""
    with weather("clear") as server:
        transport(server.url).send_and_lose(CREATE)
        ends = time.monotonic() + SOON
        while not server.requests and time.monotonic() < ends:
            time.sleep(0.01)
        assert [request.content for request in server.requests] == [CREATE.content]


def test_few_connections_are_kept_open() -> None:
    """Even where no kept connection is trusted with a create any more, and each has one of its own."""
    with weather("hangs-up-at-attributes") as server:
        sender = transport(server.url)
        plain = CREATE.__class__("POST", CREATE.target, (), b"Identity=alice")
        for request in (GET, CREATE, *[plain, GET] * 3) * 10:
            with contextlib.suppress(NoAnswer):
                sender.send(request)
        assert len(server.connections) > 20
        give_up = time.monotonic() + SOON
        while (left := sum(map(is_open, server.connections))) > FEW and time.monotonic() < give_up:
            time.sleep(0.01)  # the server closes its side when it has read that ours is closed
        assert left <= FEW


def is_open(connection: socket.socket) -> bool:
    """Whether neither side has closed it."""
    return connection.fileno() != -1
