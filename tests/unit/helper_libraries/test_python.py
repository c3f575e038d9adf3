"""The official Python helper library walks the simulator: create, fetch, list, update, delete, all around."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.conversations.v1 import V1

from contracts.simulator.server import LoopbackServer
from tests.unit.helper_libraries.support import OFFICIAL, conversations, serving, transport

DAY = datetime(2015, 12, 16, 22, 18, 37, tzinfo=UTC)
PAIR = {"messaging_binding_address": "+15558675310", "messaging_binding_proxy_address": "+15017122661"}


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with serving() as running:
        yield running


@pytest.fixture
def resources(server: LoopbackServer) -> V1:
    return conversations(server)


def test_a_participant_lives_and_dies(resources: V1) -> None:
    """With every field, by SID and by identity."""
    conversation = resources.conversations.create(friendly_name="walk", unique_name="a walk")
    role = next(role for role in resources.roles.list() if role.type == "conversation")
    created = conversation.participants.create(
        identity="alice@example.com",
        attributes=json.dumps({"a": "b&c=d+e"}),
        date_created=DAY,
        date_updated=DAY,
        role_sid=role.sid,
        x_twilio_webhook_enabled="true",
    )
    assert (created.identity, created.role_sid, created.date_created) == ("alice@example.com", role.sid, DAY)
    assert created.messaging_binding is None
    for key in (created.sid, "alice@example.com"):
        fetched = resources.conversations(conversation.sid).participants(key).fetch()
        assert (fetched.sid, fetched.attributes) == (created.sid, '{"a": "b&c=d+e"}')
    updated = created.update(attributes="[1]", last_read_message_index=7)
    assert (updated.attributes, updated.last_read_message_index) == ("[1]", 7)
    assert created.delete()
    with pytest.raises(TwilioRestException) as gone:
        created.fetch()
    assert (gone.value.status, gone.value.code) == (404, 20404)
    assert conversation.delete()


def test_bindings_of_every_channel(resources: V1) -> None:
    """And an address that is taken away by null."""
    conversation = resources.conversations.create()
    for prefix, kind in (("", "sms"), ("whatsapp:", "whatsapp"), ("rcs:", "rcs")):
        pair = {name: prefix + number for name, number in PAIR.items()}
        created = conversation.participants.create(**pair)
        assert created.messaging_binding == {
            "type": kind,
            "address": pair["messaging_binding_address"],
            "proxy_address": pair["messaging_binding_proxy_address"],
        }
    sms = conversation.participants.list()[0]
    assert sms.update(messaging_binding_proxy_address="null").messaging_binding == {
        "type": "sms",
        "address": "+15558675310",
    }


@pytest.mark.parametrize(
    ("limit", "page_size", "pages"), [(None, 50, 5), (150, None, 2), (None, 1000, 3), (7, 2, 4)]
)
def test_lists_of_any_length(resources: V1, limit: int | None, page_size: int | None, pages: int) -> None:
    """A limit over 100 asks for longer pages than there are; page 2 is asked of the same server as page 1."""
    conversation = resources.conversations.create()
    for number in range(203):
        conversation.participants.create(identity=f"person {number}")
    asked = transport(resources).asked
    asked.clear()
    found = conversation.participants.list(limit=limit, page_size=page_size)
    assert [one.identity for one in found] == [f"person {number}" for number in range(limit or 203)]
    assert len(asked) == pages
    assert all(url.startswith(transport(resources).origin) for url in asked[1:])


def test_everything_beside_participants(resources: V1) -> None:
    """Users, roles, the configuration, messages, webhooks, and memberships."""
    conversation = resources.conversations.create()
    user = resources.users.create(identity="alice", friendly_name="Alice")
    assert user.update(attributes='{"a":1}').attributes == '{"a":1}'
    conversation.participants.create(identity="alice")
    message = conversation.messages.create(author="alice", body="hi")
    assert conversation.messages.list()[0].fetch().body == message.update(body="hi").body == "hi"
    assert message.delivery_receipts.list() == []
    assert message.delete()
    webhook = conversation.webhooks.create(
        target="webhook", configuration_url="https://a.example", configuration_filters=["onMessageAdded", "x"]
    )
    assert webhook.fetch().configuration["filters"] == ["onMessageAdded", "x"]
    assert webhook.delete()
    where = [*resources.participant_conversations.list(identity="alice"), *user.user_conversations.list()]
    assert [one.conversation_sid for one in where] == [conversation.sid] * 2
    roles = {role.sid: role for role in resources.roles.list()}
    service = resources.configuration().fetch().default_chat_service_sid
    default = resources.services(service).configuration().fetch().default_conversation_role_sid
    assert roles[default].fetch().type == "conversation"
    assert user.delete()
    assert [one.identity for one in resources.users.list()] == []


def test_the_same_within_its_service(resources: V1) -> None:
    """The twins know the same conversations, page by page."""
    (service,) = resources.services.list()
    conversation = service.conversations.create(friendly_name="in a service")
    for name in ("a", "b", "c"):
        created = conversation.participants.create(identity=name)
        assert created.chat_service_sid == service.sid
    listed = service.conversations(conversation.sid).participants.list(page_size=2)
    plain = resources.conversations(conversation.sid).participants.list()
    assert [one.identity for one in listed] == [one.identity for one in plain] == ["a", "b", "c"]
    assert service.users("a").fetch().identity == "a"
    assert service.roles.list()[0].sid == resources.roles.list()[0].sid
    assert service.participant_conversations.list(identity="a")[0].conversation_sid == conversation.sid


def test_nothing_goes_to_the_service_itself(server: LoopbackServer, resources: V1) -> None:
    """The library asks the official URL or one from an answer; answers name the host that was asked."""
    conversation = resources.conversations.create()
    assert transport(resources).asked == [f"{OFFICIAL}/v1/Conversations"]
    for url in (
        conversation.url,
        *conversation.links.values(),
        conversation.participants.create(identity="a").url,
    ):
        assert url.startswith(f"{server.url}/v1/Conversations/{conversation.sid}")
