"""The script of a case, run by bash with a real curl: it shows the fault of a wrong server, and leaves nothing."""

import os
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from contracts.cases.case import IDENTITY, Case, Conversation, Op, Sequence, Step, case
from contracts.cases.script import script
from contracts.miniatures import named
from contracts.simulator.server import LoopbackServer
from contracts.targets.settings import MOCK

LONG = case({IDENTITY: "a" * 257, "Attributes": '{"it\'s": "ünïcode"}'})
TWICE = (Step(case({IDENTITY: "al'ice"})), Step(case({IDENTITY: "al'ice"})))


@pytest.fixture(scope="module", params=["identity-limit-of-257", "identity-limit-of-255"])
def server(request: pytest.FixtureRequest) -> Iterator[LoopbackServer]:
    """A server that takes an identity of 257 characters, which is wrong, and one that refuses it."""
    make = named(request.param).make
    with LoopbackServer(make(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as one:
        yield one


def run(shown: Case | Sequence, url: str) -> list[str]:
    """The statuses that the script prints, in order."""
    environment = {
        "PATH": os.environ["PATH"],
        "TWILIO_ACCOUNT_SID": MOCK.account_sid,
        "TWILIO_AUTH_TOKEN": MOCK.password,
    }
    text = script(shown, url)
    assert MOCK.password not in text
    done = subprocess.run(
        ["bash", "-c", text], capture_output=True, text=True, env=environment, check=True, timeout=60
    )
    assert done.stderr == ""
    return [line.removeprefix("HTTP ") for line in done.stdout.splitlines() if line.startswith("HTTP ")]


def conversations(url: str) -> int:
    """How many there are."""
    found = httpx.get(f"{url}/v1/Conversations", auth=(MOCK.account_sid, MOCK.password)).json()
    return len(found["conversations"])


def test_the_fault_is_shown_and_nothing_stays(server: LoopbackServer, request: pytest.FixtureRequest) -> None:
    """By the wrong server only."""
    wrong = "257" in request.node.callspec.params["server"]
    assert run(LONG, server.url) == ["201" if wrong else "400"]
    assert conversations(server.url) == 0


def test_sequences_are_whole(server: LoopbackServer) -> None:
    """Later steps know the participants of earlier ones; what is sent together is sent together."""
    again = Sequence((TWICE[0], Step(Case(), Op.FETCH, 0), Step(Case(), Op.DELETE, 0), TWICE[1]))
    assert run(again, server.url) == ["201", "200", "204", "201"]
    assert run(Sequence(TWICE), server.url) == ["201", "409"]
    assert sorted(run(Sequence(TWICE, together=True), server.url)) == ["201", "409"]
    assert conversations(server.url) == 0


def test_a_closed_conversation_is_closed_first(server: LoopbackServer) -> None:
    """And then refuses the participant."""
    (status,) = run(case({IDENTITY: "a"}, conversation=Conversation.CLOSED), server.url)
    assert status.startswith("4")
    assert conversations(server.url) == 0


def test_a_miniature_is_served_first() -> None:
    """On loopback, never at the real service."""
    text = script(LONG, "https://conversations.twilio.com", "miniature:counts-bytes")
    assert text.startswith("# first, in another terminal: contract serve --port 8080 --miniature counts-bytes\n")
    assert "twilio.com" not in text
