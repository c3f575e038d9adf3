"""The fake for those who call the API: each situation, and what comes after it."""

import time

import httpx
import pytest

from contracts.errors import UsageError
from contracts.simulator.server import LoopbackServer
from contracts.simulator.situations import SITUATIONS, SLOW
from contracts.targets.fake import CALM, Fake, fake, named
from tests.unit.reports.commands import call

FIRST = {
    "calm": 201,
    "duplicate": 409,
    "overloaded": 429,
    "added-behind-404": 404,
    "closed": 400,
    "slow": 201,
}
"""The status of the first create in each situation that answers."""


def add(server: Fake, identity: str = "alice") -> httpx.Response:
    """One create, as a client of httpx sends it."""
    url = f"https://conversations.twilio.com/v1/Conversations/{server.conversation_sid}/Participants"
    return httpx.post(url, data={"Identity": identity}, auth=(server.account_sid, server.auth_token))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited; there is no wait."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


@pytest.mark.parametrize(("situation", "status"), FIRST.items())
def test_the_first_create(situation: str, status: int, quick: list[float]) -> None:
    """With the error code of the situation in a body of the usual shape."""
    with fake(situation) as server:
        answer = add(server)
        assert answer.status_code == status
        assert (answer.json().get("code", 0) == 0) == (status == 201)
        assert quick == ([SLOW] if situation == "slow" else [])


@pytest.mark.parametrize("situation", [*FIRST, "cut"])
def test_what_was_added(situation: str, quick: list[float]) -> None:
    """Behind a 404, a duplicate and a cut connection there is a participant; behind the others there is none."""
    with fake(situation) as server:
        if situation == "cut":
            with pytest.raises(httpx.RemoteProtocolError):
                add(server)
        else:
            add(server)
        assert server.participants == ([] if situation in ("overloaded", "closed") else ["alice"])


def test_a_client_that_comes_back_is_served() -> None:
    """As Retry-After asks; a conversation that was closed stays closed."""
    with fake("overloaded") as server:
        answers = [add(server) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [429, 429, 201]
        assert answers[0].headers["Retry-After"] == "1"
    with fake("closed") as server:
        assert {add(server, name).json()["code"] for name in ("alice", "bob")} == {50377}


def test_two_fakes_are_alike_and_share_nothing() -> None:
    """The same situation goes the same way each time."""
    for _ in range(2):
        with fake("duplicate") as server:
            assert [add(server, "alice").status_code, add(server, "bob").status_code] == [409, 201]
            assert server.participants == ["alice", "bob"]


def test_every_situation_is_tested_and_says_how_sure_it_is() -> None:
    """What is documented has a source."""
    assert {CALM, *SITUATIONS} == {*FIRST, "cut"}
    for one in SITUATIONS.values():
        assert one.level in ("documented", "inferred")
        assert one.level == "inferred" or one.source.startswith("https://")


def test_an_unknown_situation_is_named_with_near_ones() -> None:
    """In the library and on the command line."""
    with pytest.raises(UsageError, match=r"got 'overload'.*near ones: overloaded"):
        named("overload")
    done = call("serve", "--situation", "overload")
    assert isinstance(done.exception, UsageError)
    assert isinstance(call("serve", "--situation", "cut", "--miniature", "gives-uuids").exception, UsageError)
    assert "overloaded  documented" in call("list", "situations").output


def test_a_situation_is_served_over_http() -> None:
    """For clients that do not use httpx."""
    with LoopbackServer(named("overloaded")()) as server:
        account = ("AC" + "a" * 32, server.simulator.secrets["AC" + "a" * 32])
        with httpx.Client(base_url=server.url, auth=account) as client:
            made = client.post("/v1/Conversations").json()["sid"]
            path = f"/v1/Conversations/{made}/Participants"
            assert [client.post(path, data={"Identity": "alice"}).status_code for _ in range(3)] == [429, 429, 201]
