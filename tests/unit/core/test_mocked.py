"""The client of the mock: creates go through a respx router, everything else to the simulator itself."""

import gzip

import pytest

from contracts.exchanges.wire import Request, Response
from contracts.simulator import Hangup, Simulator
from contracts.targets.client import NoAnswer
from contracts.targets.mocked import Mocked

CREATE = Request("POST", "/v1/Conversations/CH0/Participants")
LIST = Request("GET", "/v1/Conversations/CH0/Participants?PageSize=1")


class Coded(Simulator):
    """Answers with a body that is coded, or said to be."""

    body = gzip.compress(b"{}")

    def handle(self, request: Request) -> Response:
        assert request.header("Host") == "conversations.twilio.com"
        return Response(200, (("Content-Encoding", "gzip"),), self.body)


class Uncoded(Coded):
    body = b"{}"


class HangsUp(Simulator):
    def handle(self, request: Request) -> Response:
        raise Hangup


def test_only_creates_go_through_the_router() -> None:
    """As a user of httpx sends them; the router keeps no more than a few calls of a long run."""
    client = Mocked(Simulator())
    for _ in range(70):
        client.exchange(CREATE, 0.0)
        client.exchange(LIST, 0.0)
    assert client.router.calls.call_count == 70 % 64
    assert client.router["create"].call_count == 70 % 64


@pytest.mark.parametrize("request_", [CREATE, LIST], ids=["create", "list"])
def test_both_ways_are_alike(request_: Request) -> None:
    """Bodies come decoded; what cannot be decoded, or does not come, is no answer."""
    assert Mocked(Coded()).exchange(request_, 0.0).content == b"{}"
    for server in (Uncoded(), HangsUp()):
        with pytest.raises(NoAnswer):
            Mocked(server).exchange(request_, 0.0)
