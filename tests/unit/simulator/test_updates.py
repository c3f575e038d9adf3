"""Updates of a participant: read marks, addresses that are removed, and what may not be added to whom."""

import pytest

from contracts.simulator import Simulator
from tests.unit.clients import GROUP, NOW, SMS, Client

INDEX, TIMESTAMP = "LastReadMessageIndex", "LastReadTimestamp"
PROXY, PROJECTED = "MessagingBinding.ProxyAddress", "MessagingBinding.ProjectedAddress"
HANDSET = {"MessagingBinding.Address": "+15558675310"}


@pytest.fixture
def client() -> Client:
    return Client(Simulator(now=lambda: NOW))


def updated(client: Client, created: dict[str, str], changes: dict[str, str]) -> dict[str, object]:
    """What an update answers, and a fetch after it says the same unless it was refused."""
    before = client.body(client.create(created))
    path = f"{client.path}/{before['sid']}"
    answer = client.send("POST", path, changes)
    body = client.body(answer)
    fetched = client.body(client.send("GET", path))
    assert fetched == (body if answer.status == 200 else before)
    return body


@pytest.mark.parametrize(
    ("sent", "marks"),
    [
        ({INDEX: "0"}, (0, None)),
        ({INDEX: "12", TIMESTAMP: "2024-05-06T09:08:09+02:00"}, (12, "2024-05-06T07:08:09Z")),
        ({INDEX: "null", TIMESTAMP: "null"}, (None, None)),
    ],
)
def test_read_marks_are_kept(client: Client, sent: dict[str, str], marks: tuple[object, ...]) -> None:
    body = updated(client, {"Identity": "alice"}, sent)
    assert (body["last_read_message_index"], body["last_read_timestamp"]) == marks


@pytest.mark.parametrize(
    ("created", "changes", "code"),
    [
        ({"Identity": "alice"}, {INDEX: "-1"}, 50421),
        ({"Identity": "alice"}, {INDEX: "1.5"}, 50421),
        ({"Identity": "alice"}, {INDEX: "٣"}, 50421),
        ({"Identity": "alice"}, {TIMESTAMP: "yesterday"}, 50405),
        (SMS, {"Identity": "bob"}, 50444),
        ({"Identity": "alice"}, {"Identity": "bob"}, 50444),
        ({"Identity": "alice"}, {PROXY: "+15017122661"}, 50441),
        ({"Identity": "alice"}, {PROXY: "null"}, 50440),
        (HANDSET, {PROXY: "null"}, 50440),
        (SMS, {PROJECTED: "null"}, 50442),
        (SMS, {PROJECTED: "+15017122661"}, 50443),
        (SMS, {PROXY: "nobody"}, 50408),
        (SMS, {"RoleSid": "RL" + "0" * 32}, 50109),
    ],
)
def test_what_may_not_be_is_refused(
    client: Client, created: dict[str, str], changes: dict[str, str], code: int
) -> None:
    """With the code of the dictionary, and nothing is changed."""
    assert updated(client, created, {"Attributes": "[1]"} | changes)["code"] == code


def test_null_removes_an_address(client: Client) -> None:
    """The participant goes on without it, and the pair is free again."""
    body = updated(client, SMS, {PROXY: "null"})
    assert body["messaging_binding"] == {"type": "sms", "address": SMS["MessagingBinding.Address"]}
    assert client.code(SMS) == 0
    masked = updated(client, {"Identity": "alice"} | GROUP, {PROJECTED: "null"})
    assert (masked["identity"], masked["messaging_binding"]) == ("alice", None)


def test_a_masked_participant_may_be_given_an_identity(client: Client) -> None:
    """Error 50444 rules out all others; the identity that there is already changes nothing."""
    body = updated(client, GROUP, {"Identity": "alice"})
    assert body["identity"] == "alice"
    again = client.body(client.send("POST", f"{client.path}/alice", {"Identity": "alice"}))
    assert again["sid"] == body["sid"]


def test_a_sender_is_changed_for_another(client: Client) -> None:
    """The old pair is free, the new one is taken."""
    body = updated(client, SMS, {PROXY: "+12025552661"})
    assert body["messaging_binding"] == {
        "type": "sms",
        "address": SMS["MessagingBinding.Address"],
        "proxy_address": "+12025552661",
    }
    assert client.code(SMS | {PROXY: "+12025552661"}) == 50416
