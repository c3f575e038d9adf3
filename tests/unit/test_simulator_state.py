"""The simulator remembers: which participants are in which conversation, what is in use, what is left."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.simulator import Simulator
from tests.unit.clients import GROUP, NOW, SMS, Client


@pytest.fixture
def client() -> Client:
    return Client(Simulator(now=lambda: NOW))


def test_an_identity_is_in_a_conversation_once(client: Client) -> None:
    """In another conversation it may be, and again after its deletion, under a new SID."""
    other = Client(client.simulator)
    first = client.body(client.create({"Identity": "alice"}))["sid"]
    assert client.code({"Identity": "alice"}) == 50433
    assert client.code({"Identity": "Alice"}) == 0
    assert other.code({"Identity": "alice"}) == 0
    assert client.send("DELETE", f"{client.path}/alice").status == 204
    assert client.body(client.create({"Identity": "alice"}))["sid"] != first
    assert client.simulator.leftovers() == {"conversations": 2, "participants": 3, "users": 2}


def test_a_pair_of_addresses_is_in_use_once(client: Client) -> None:
    """In the account, as long as its conversation is not closed; the message names the conversation."""
    other = Client(client.simulator)
    assert client.code(SMS) == 0
    assert other.code(SMS | {"MessagingBinding.ProxyAddress": "+12025552661"}) == 0
    refused = other.body(other.create(SMS))
    assert (refused["code"], refused["message"].split()[-1]) == (50416, client.conversation)
    client.send("POST", f"/v1/Conversations/{client.conversation}", {"State": "closed"})
    assert other.code(SMS) == 0


def test_a_closed_conversation_is_final(client: Client) -> None:
    """It takes no participant and no change, but it can be deleted."""
    path = f"/v1/Conversations/{client.conversation}"
    assert client.body(client.send("POST", path, {"State": "closed"}))["state"] == "closed"
    assert client.code({"Identity": "a"}) == 50377
    assert client.send("POST", path, {"State": "active"}).status == 400
    assert client.send("DELETE", path).status == 204
    assert client.code({"Identity": "a"}) == 20404


def test_only_owned_senders_may_be_used() -> None:
    """When it is known which ones are owned."""
    client = Client(Simulator(senders=frozenset({"+15017122661"})))
    assert client.code(SMS) == 0
    assert client.code(SMS | {"MessagingBinding.ProxyAddress": "+12025552661"}) == 50413
    assert client.code({"MessagingBinding.ProjectedAddress": "+12025552661"}) == 50439


def test_limits_are_1000_participants_and_50_with_an_address(client: Client) -> None:
    """The 51st and the 1001st are refused."""
    numbers = [SMS | {"MessagingBinding.Address": f"+1555867{number}"} for number in range(5300, 5351)]
    assert [client.code(fields) for fields in numbers] == [0] * 50 + [50422]
    people = [{"Identity": f"person {number}"} for number in range(951)]
    assert [client.code(fields) for fields in people] == [0] * 950 + [50417]


def test_a_group_holds_ten_once_one_participant_is_masked(client: Client) -> None:
    """The eleventh is refused; those with a proxy address, or an identity alone, are in no group."""
    handsets = [{"MessagingBinding.Address": f"+1555867{number}"} for number in range(5300, 5311)]
    masked = {"Identity": "a", "MessagingBinding.ProjectedAddress": "+15017122661"}
    assert [client.code(fields) for fields in handsets[:9]] == [0] * 9
    assert [client.code(fields) for fields in (masked, handsets[9])] == [0, 50436]
    assert [client.code(fields) for fields in (SMS, {"Identity": "b"})] == [0, 0]
    assert client.code(masked | {"Identity": "c"}) == 50436


def test_lists_come_in_pages(client: Client) -> None:
    """50 to a page, next pages by their url, sizes over 1000 are refused."""
    for number in range(60):
        client.create({"Identity": f"person {number}"})
    first = client.body(client.send("GET", client.path))
    second = client.body(client.send("GET", first["meta"]["next_page_url"].partition(".com")[2]))
    found = [one["identity"] for one in first["participants"] + second["participants"]]
    assert found == [f"person {number}" for number in range(60)]
    assert (first["meta"]["page_size"], second["meta"]["next_page_url"]) == (50, None)
    assert client.send("GET", f"{client.path}?PageSize=1001").status == 400
    assert client.send("GET", f"{client.path}?Page=-1").status == 400


def test_a_participant_is_found_by_sid_and_identity(client: Client) -> None:
    """What is fetched is what was created; a conversation is found by its unique name, too."""
    created = client.body(client.create({"Identity": "a/b \xe9"}))
    client.send("POST", f"/v1/Conversations/{client.conversation}", {"UniqueName": "x y"})
    for key in (created["sid"], "a%2Fb%20%C3%A9"):
        assert client.body(client.send("GET", f"/v1/Conversations/x%20y/Participants/{key}")) == created


def test_an_update_changes_what_is_given(client: Client) -> None:
    """A refused one changes nothing."""
    client.create({"Identity": "a"})
    client.create({"Identity": "b"})
    masked = client.body(client.create(GROUP))["sid"]
    changed = client.body(client.send("POST", f"{client.path}/{masked}", {"Attributes": "[1]", "Identity": "c"}))
    assert (changed["attributes"], changed["identity"]) == ("[1]", "c")
    assert client.send("POST", f"{client.path}/c", {"Identity": "b", "Attributes": "[2]"}).status == 400
    assert client.send("POST", f"{client.path}/c", {"Attributes": "["}).status == 400
    assert client.body(client.send("GET", f"{client.path}/c")) == changed


def test_users_outlive_participants(client: Client) -> None:
    """They are listed, fetched and deleted on their own."""
    client.create({"Identity": "alice"})
    client.send("DELETE", f"{client.path}/alice")
    users = client.body(client.send("GET", "/v1/Users"))["users"]
    assert [user["identity"] for user in users] == ["alice"]
    assert client.body(client.send("GET", "/v1/Users/alice")) == users[0]
    assert client.send("DELETE", f"/v1/Users/{users[0]['sid']}").status == 204
    assert client.send("GET", "/v1/Users/alice").status == 404


def test_of_the_same_participant_added_at_once_one_is_created(client: Client) -> None:
    """Each request takes its turn."""
    barrier = threading.Barrier(8)

    def add(_: int) -> int:
        barrier.wait(timeout=5)
        return client.create({"Identity": "alice"}).status

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(add, range(8))) == [201] + [409] * 7
