"""The manners of an HTTP API: headers of refusals, preflights, request ids, and long pages."""

import re

import pytest

from contracts.simulator import Simulator
from tests.unit.clients import Client


@pytest.fixture
def client() -> Client:
    return Client(Simulator())


def test_every_answer_has_an_id_of_its_own(client: Client) -> None:
    """RQ and 32 digits, refusals included."""
    answers = [client.create({"Identity": "a"}), client.create({}), client.send("GET", "/v1/Users", headers=())]
    ids = [answer.header("Twilio-Request-Id") or "" for answer in answers]
    assert all(re.fullmatch(r"RQ[0-9a-f]{32}", one) for one in ids)
    assert len(set(ids)) == 3


def test_a_401_says_how_to_ask(client: Client) -> None:
    """RFC 9110, 15.5.2; no other answer does."""
    assert client.send("GET", "/v1/Users", headers=()).header("WWW-Authenticate") == 'Basic realm="Twilio API"'
    assert client.create({}).header("WWW-Authenticate") is None


def test_a_405_says_what_may_be_asked(client: Client) -> None:
    """RFC 9110, 15.5.6."""
    refused = client.send("PATCH", client.path, {})
    assert (refused.status, refused.header("Allow")) == (405, "POST, GET, HEAD, OPTIONS")


def test_a_preflight_is_answered_without_credentials(client: Client) -> None:
    """Browsers send none with it; without an Origin it is no preflight, and has no CORS headers."""
    origin = ("Origin", "https://a.example"), ("Access-Control-Request-Method", "POST")
    answer = client.send("OPTIONS", f"{client.path}/x", headers=origin)
    assert (answer.status, answer.content, answer.header("Content-Type")) == (204, b"", None)
    assert answer.header("Access-Control-Allow-Methods") == "GET, POST, DELETE, HEAD, OPTIONS"
    assert answer.header("Access-Control-Allow-Headers") == "Content-Type, Authorization"
    plain = client.send("OPTIONS", client.path, headers=())
    assert (plain.status, plain.header("Allow")) == (204, "POST, GET, HEAD, OPTIONS")
    assert plain.header("Access-Control-Allow-Methods") is None
    assert client.send("OPTIONS", "/v1/Nothing", headers=()).status == 401
    assert client.send("OPTIONS", "/v1/Nothing").status == 404


@pytest.mark.parametrize(("asked", "got"), [(1, 1), (100, 100), (101, 100), (1000, 100)])
def test_a_page_has_a_hundred_at_most_whatever_is_asked_for(client: Client, asked: int, got: int) -> None:
    """Nothing is lost: the rest is on the next page."""
    for number in range(103):
        client.create({"Identity": f"person {number}"})
    page = client.body(client.send("GET", f"{client.path}?PageSize={asked}"))
    assert (len(page["participants"]), page["meta"]["page_size"]) == (got, got)
    following = client.body(client.send("GET", page["meta"]["next_page_url"].partition(".com")[2]))
    assert following["participants"][0]["identity"] == f"person {got}"


def test_more_than_a_thousand_are_refused(client: Client) -> None:
    """Error 20007."""
    for query in ("PageSize=1001", "PageSize=0"):
        assert client.body(client.send("GET", f"{client.path}?{query}"))["code"] == 20007
