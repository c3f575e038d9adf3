"""Users, messages, webhooks, roles: made, shown, changed and removed."""

import pytest

from contracts.simulator import Simulator
from tests.unit.clients import NOW, Client

PRESENT = "2024-05-06T07:08:09Z"


@pytest.fixture
def client() -> Client:
    return Client(Simulator(now=lambda: NOW))


def roles(client: Client, kind: str) -> list[str]:
    listed = client.body(client.send("GET", "/v1/Roles"))["roles"]
    return [role["sid"] for role in listed if role["type"] == kind]


def test_users_are_made_and_changed(client: Client) -> None:
    """Once for each identity, with a role of services."""
    role = roles(client, "service")[1]
    made = client.send("POST", "/v1/Users", {"Identity": "a", "FriendlyName": "A", "RoleSid": role})
    user = client.body(made)
    assert (made.status, user["friendly_name"], user["role_sid"], user["attributes"]) == (201, "A", role, "{}")
    changed = client.body(client.send("POST", "/v1/Users/a", {"Attributes": '{"b":1}'}))
    assert changed == user | {"attributes": '{"b":1}'}
    assert client.body(client.send("GET", f"/v1/Users/{user['sid']}")) == changed
    assert client.send("POST", "/v1/Users", {"Identity": "a"}).status == 409
    for fields in (
        {},
        {"Identity": "b", "RoleSid": roles(client, "conversation")[0]},
        {"Identity": "b", "Attributes": "{"},
    ):
        assert client.send("POST", "/v1/Users", fields).status == 400
    assert client.send("GET", "/v1/Users/b").status == 404


def test_a_participant_finds_the_user_that_was_made_for_it(client: Client) -> None:
    """No second one is made."""
    client.send("POST", "/v1/Users", {"Identity": "a", "FriendlyName": "A"})
    client.create({"Identity": "a"})
    assert [user["friendly_name"] for user in client.body(client.send("GET", "/v1/Users"))["users"]] == ["A"]


def test_messages_are_numbered_and_kept(client: Client) -> None:
    """An author that takes part is named by SID; what is deleted leaves a gap."""
    alice = client.body(client.create({"Identity": "alice"}))
    path = client.path.replace("Participants", "Messages")
    first = client.body(client.send("POST", path, {"Body": "one", "Author": "alice"}))
    second = client.body(client.send("POST", path, {}))
    assert (first["index"], first["participant_sid"], first["author"]) == (0, alice["sid"], "alice")
    assert (second["index"], second["participant_sid"], second["author"], second["body"]) == (
        1,
        None,
        "system",
        None,
    )
    assert first["date_created"] == first["date_updated"] == PRESENT
    changed = client.body(client.send("POST", f"{path}/{first['sid']}", {"Body": "uno", "Attributes": "[1]"}))
    assert changed == first | {"body": "uno", "attributes": "[1]"}
    listed = client.body(client.send("GET", f"{path}?Order=desc"))["messages"]
    assert listed == [second, changed]
    assert client.send("DELETE", f"{path}/{second['sid']}").status == 204
    assert client.body(client.send("POST", path, {"Body": "three"}))["index"] == 2
    assert client.send("GET", f"{path}/{second['sid']}").status == 404
    assert client.send("POST", path, {"Body": "a" * 1601}).status == 400
    client.send("POST", f"/v1/Conversations/{client.conversation}", {"State": "closed"})
    assert client.send("POST", path, {"Body": "late"}).status == 400


def test_webhooks_are_kept(client: Client) -> None:
    """With every filter that was given."""
    path = client.path.replace("Participants", "Webhooks")
    content = b"Target=webhook&Configuration.Url=https://a.example&Configuration.Filters=x&Configuration.Filters=y"
    made = client.body(client.send("POST", path, {}, content=content))
    assert made["configuration"] == {"url": "https://a.example", "filters": ["x", "y"]}
    changed = client.body(client.send("POST", f"{path}/{made['sid']}", {"Configuration.Method": "GET"}))
    assert changed["configuration"] == made["configuration"] | {"method": "GET"}
    assert client.body(client.send("GET", path))["webhooks"] == [changed]
    assert client.send("POST", path, {"Target": "nobody"}).status == 400
    assert client.send("DELETE", f"{path}/{made['sid']}").status == 204
    assert client.send("GET", f"{path}/{made['sid']}").status == 404


def test_roles_are_listed_and_the_default_ones_are_named(client: Client) -> None:
    """In the configuration of the service; participants and users get them."""
    given = roles(client, "conversation")
    role = client.body(client.send("GET", f"/v1/Roles/{given[0]}"))
    assert (role["sid"], role["type"]) == (given[0], "conversation")
    assert role["permissions"]
    service = client.body(client.send("GET", "/v1/Configuration"))["default_chat_service_sid"]
    configuration = client.body(client.send("GET", f"/v1/Services/{service}/Configuration"))
    assert configuration["default_conversation_role_sid"] == given[0]
    assert client.body(client.create({"Identity": "a"}))["role_sid"] == given[0]
    user = client.body(client.send("GET", "/v1/Users/a"))
    assert user["role_sid"] == configuration["default_chat_service_role_sid"] == roles(client, "service")[0]
    for sid in given:
        assert client.body(client.create({"Identity": sid[:10], "RoleSid": sid}))["role_sid"] == sid
    for sid, code in ((roles(client, "service")[0], 50105), ("RL" + "0" * 32, 50109)):
        assert client.code({"Identity": "b", "RoleSid": sid}) == code
    for path in ("/v1/Roles/RL1", f"/v1/Services/IS{'0' * 32}/Configuration", f"/v1/Services/IS{'0' * 32}"):
        assert client.send("GET", path).status == 404
