"""The way out: overload is waited out, silence and absence are told apart, bytes go as they are."""

import time
from collections.abc import Iterator
from email.utils import formatdate

import httpx
import pytest

from contracts.errors import ContractError, TargetUnavailable
from contracts.exchanges.wire import Request, Response
from contracts.targets.client import NoAnswer
from contracts.targets.in_process import InProcess
from contracts.targets.transport import MAX_TRIES, MAX_WAIT, Transport

ORIGIN = "https://example.com"
REQUEST = Request("POST", "/v1/x", (("A", "b"),), b"c")


class Fake:
    """A transport over answers that are given in turn, the last one again and again; waits are noted, not made."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.seen: list[httpx.Request] = []
        self.waits: list[float] = []
        defaults = (("User-Agent", "test"),)
        self.transport = Transport(InProcess(self.answer, ORIGIN), ORIGIN, defaults, sleep=self.waits.append)
        self._answers: Iterator[httpx.Response | Exception] = iter(answers)
        self._latest: httpx.Response | Exception = httpx.Response(200)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        self._latest = next(self._answers, self._latest)
        if isinstance(self._latest, Exception):
            raise self._latest
        return self._latest

    def send(self, request: Request = REQUEST) -> Response:
        return self.transport.send(request)[0]


def overloaded(retry_after: str | None = None, status: int = 429) -> httpx.Response:
    return httpx.Response(status, headers={} if retry_after is None else {"Retry-After": retry_after})


def test_an_answer_comes_back_as_it_is() -> None:
    """Status, headers in order, and bytes; no wait, one request."""
    fake = Fake(httpx.Response(201, headers=[(b"X-A", b"1"), (b"x-a", b"\xe9")], content=b"\xff"))
    response, elapsed = fake.transport.send(REQUEST)
    assert response == Response(201, (("X-A", "1"), ("x-a", "é"), ("Content-Length", "1")), b"\xff")
    assert elapsed >= 0
    assert (fake.waits, fake.transport.requests, fake.transport.waited) == ([], 1, 0)


def test_a_request_goes_as_it_is() -> None:
    """Method, path as written, headers in order and as latin-1, bytes; given ones replace the client's."""
    fake = Fake()
    headers = (("X-Odd", "é"), ("x-odd", ""), ("user-AGENT", "mine"))
    fake.send(Request("FOO", "/v1/a%2E%2f/..%2F?b=%20", headers, b"\x00\xff"))
    (sent,) = fake.seen
    assert (sent.method, sent.url.raw_path, sent.content) == ("FOO", b"/v1/a%2E%2f/..%2F?b=%20", b"\x00\xff")
    given = [pair for pair in sent.headers.raw if pair[0].lower() in (b"x-odd", b"user-agent")]
    assert given == [(b"X-Odd", b"\xe9"), (b"x-odd", b""), (b"user-AGENT", b"mine")]


@pytest.mark.parametrize("status", [429, 503])
def test_overload_is_waited_out(status: int) -> None:
    """As long as it says, then the request is sent again and its answer counts."""
    fake = Fake(overloaded("3", status), overloaded("0", status), httpx.Response(201))
    assert fake.send().status == 201
    assert fake.waits == [3.0, 0.0]
    assert (fake.transport.requests, fake.transport.waited) == (3, 2)
    assert [request.content for request in fake.seen] == [b"c"] * 3


@pytest.mark.parametrize(
    ("retry_after", "waits"),
    [
        *((none, [1, 2, 4, 8]) for none in (None, "", "soon", "nan", "inf", "-0.5", "Mon, 99 Foo")),
        ("2", [2] * 4), ("1.5", [1.5] * 4), ("0", [0] * 4), ("-5", [1, 2, 4, 8]),
        ("31", [MAX_WAIT] * 4), ("600", [MAX_WAIT] * 4), ("601", []), ("86400", []),
        ("Wed, 01 Jan 2020 00:00:00 GMT", [0] * 4), ("Fri, 01 Jan 2999 00:00:00 GMT", []),
    ],
)  # fmt: skip
def test_waits_are_bounded(retry_after: str | None, waits: list[float]) -> None:
    """Seconds or a date, never less than nothing nor more than half a minute; without either, longer each time.
    Over ten minutes are not waited for at all."""
    fake = Fake(overloaded(retry_after))
    assert fake.send().status == 429
    assert fake.waits == waits


def test_a_date_is_waited_for() -> None:
    """RFC 9110 allows an HTTP date."""
    fake = Fake(overloaded(formatdate(time.time() + 20, usegmt=True)), httpx.Response(201))
    assert fake.send().status == 201
    assert fake.waits == [pytest.approx(20, abs=3)]


def test_patience_ends() -> None:
    """After five tries the overload is the answer, and is waited for no more."""
    fake = Fake(overloaded("1", 503))
    assert fake.send().status == 503
    assert (fake.transport.requests, len(fake.waits)) == (MAX_TRIES, MAX_TRIES - 1)
    assert MAX_TRIES == 5


@pytest.mark.parametrize("status", [200, 400, 401, 404, 500, 502, 504])
def test_other_statuses_are_answers(status: int) -> None:
    """A failure is a finding and not a reason to wait."""
    fake = Fake(httpx.Response(status, headers={"Retry-After": "9"}))
    assert fake.send().status == status
    assert fake.waits == []


def test_redirects_are_not_followed() -> None:
    """They are answers as well."""
    fake = Fake(httpx.Response(302, headers={"Location": "https://elsewhere.example"}))
    assert fake.send().status == 302
    assert len(fake.seen) == 1


@pytest.mark.parametrize(
    ("error", "kind", "slow", "message"),
    [
        (httpx.ReadError("gone"), NoAnswer, False, r"^ReadError: gone$"),
        (httpx.RemoteProtocolError("half"), NoAnswer, False, r"^RemoteProtocolError: half$"),
        (httpx.WriteError("x"), NoAnswer, False, r"^WriteError: x$"),
        (httpx.ReadTimeout("x"), NoAnswer, True, r"^no response within \d+\.\d s$"),
        (httpx.WriteTimeout("x"), NoAnswer, True, r"^no response within \d+\.\d s$"),
        (httpx.ConnectError("no"), TargetUnavailable, None, r"^https://example.com could not .*\(no\); is it"),
        (httpx.ConnectTimeout("no"), TargetUnavailable, None, r"^https://example.com could not .*\(no\); is it"),
    ],
)  # fmt: skip
def test_silence_and_absence_are_told_apart(
    error: Exception, kind: type[ContractError], slow: bool | None, message: str
) -> None:
    """A server that breaks off is judged; one that is not there cannot be. Neither is asked again here.

    What found no connection was not sent, and is not counted.
    """
    fake = Fake(error)
    with pytest.raises(kind, match=message) as raised:
        fake.send()
    assert getattr(raised.value, "slow", None) is slow
    assert (fake.transport.requests, fake.waits) == (int(kind is NoAnswer), [])


def test_an_answer_can_be_lost() -> None:
    """The request is sent and counted; whatever comes, or breaks, is not read."""
    for answer in (httpx.Response(201), httpx.ReadTimeout("lost"), httpx.ConnectError("gone"), overloaded("9")):
        fake = Fake(answer)
        fake.transport.send_and_lose(REQUEST)
        assert (fake.transport.requests, len(fake.seen), fake.waits) == (1, 1, [])
