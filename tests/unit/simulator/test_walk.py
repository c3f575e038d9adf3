"""Everything that the simulator names can be asked for: links, pages, resources, and their twins in a service."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from contracts.exchanges.wire import Response
from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN, Simulator
from tests.unit.clients import SMS, Client, basic

HOST = "127.0.0.1:8080"


class Walker(Client):
    """A client that asks a host of its own."""

    def send(self, method: str, path: str, fields: object = None, **options: object) -> Response:
        options.setdefault("headers", (basic(ACCOUNT_SID, AUTH_TOKEN), ("Host", HOST)))
        return super().send(method, path, fields, **options)  # type: ignore[arg-type]


@pytest.fixture
def walker() -> Walker:
    found = Walker(Simulator())
    found.create({"Identity": "alice"})
    found.create(SMS)
    conversation = found.path.removesuffix("/Participants")
    found.send("POST", f"{conversation}/Messages", {"Author": "alice", "Body": "hi"})
    found.send("POST", f"{conversation}/Webhooks", {"Target": "webhook", "Configuration.Url": "https://a.example"})
    return found


def urls(body: object) -> Iterator[str]:
    """Every URL in a body, but for where webhooks would go."""
    if isinstance(body, dict):
        for name, value in body.items():
            if name != "configuration":
                yield from urls(value)
    elif isinstance(body, list):
        for value in body:
            yield from urls(value)
    elif isinstance(body, str) and body.startswith("http"):
        yield body


ROOTS = ("/v1/Conversations", "/v1/Users", "/v1/Roles", "/v1/Services", "/v1/Configuration")


def test_every_link_leads_somewhere_on_the_host_that_was_asked(walker: Walker) -> None:
    """From the lists through everything that they name."""
    todo, seen = list(ROOTS), set[str]()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        response = walker.send("GET", path)
        assert response.status == 200, path
        for url in urls(walker.body(response)):
            parts = urlsplit(url)
            assert (parts.scheme, parts.netloc) == ("https", HOST)
            todo.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    shapes = {"/".join(path.partition("?")[0].split("/")[2::2]) for path in seen}
    assert {"Conversations/Participants", "Conversations/Messages/Receipts", "Users/Conversations"} <= shapes
    assert {"Services/Conversations/Participants", "Services/Users", "Services/Roles", "Roles"} <= shapes


def test_a_host_that_is_none_is_not_repeated(walker: Walker) -> None:
    """A forged Host header leads no client astray."""
    for host in ("evil.example/x?", 'a"b', "", "a b", "evil@host"):
        response = walker.send("GET", "/v1/Roles", headers=(basic(ACCOUNT_SID, AUTH_TOKEN), ("Host", host)))
        assert all(url.startswith("https://conversations.twilio.com/v1/") for url in urls(walker.body(response)))


def test_a_service_has_the_same_conversations(walker: Walker) -> None:
    """With its SID in each body, and in the URLs; another service has none."""
    service = walker.body(walker.send("GET", "/v1/Services"))["services"][0]["sid"]
    twin = walker.path.replace("/v1/", f"/v1/Services/{service}/")
    created = walker.body(walker.send("POST", twin, {"Identity": "bob"}))
    assert created["chat_service_sid"] == service
    assert created["url"] == f"https://{HOST}{twin}/{created['sid']}"
    plain = walker.body(walker.send("GET", f"{walker.path}/bob"))
    assert "chat_service_sid" not in plain
    assert {**plain, "chat_service_sid": service, "url": created["url"]} == created
    page = walker.body(walker.send("GET", f"{twin}?PageSize=2"))
    assert page["meta"]["next_page_url"] == f"https://{HOST}{twin}?PageSize=2&Page=1"
    assert walker.send("GET", twin.replace(service, "IS" + "0" * 32)).status == 404
    assert walker.send("GET", f"/v1/Services/{service}/Services").status == 404


def test_the_conversations_of_an_identity_an_address_and_a_user(walker: Walker) -> None:
    """One of identity and address is needed."""
    for query, count in (("Identity=alice", 1), ("Address=%2B15558675310", 1), ("Identity=bob", 0)):
        found = walker.body(walker.send("GET", f"/v1/ParticipantConversations?{query}"))["conversations"]
        assert [one["conversation_sid"] for one in found] == [walker.conversation] * count
    for query in ("", "?Identity=a&Address=b"):
        assert walker.send("GET", f"/v1/ParticipantConversations{query}").status == 400
    (one,) = walker.body(walker.send("GET", "/v1/Users/alice/Conversations"))["conversations"]
    assert one["conversation_sid"] == walker.conversation
    path = f"/v1/Users/alice/Conversations/{walker.conversation}"
    assert walker.body(walker.send("GET", path)) == one
    assert walker.send("GET", path[:-1]).status == 404
