"""The operations on memberships: ParticipantConversations, and the conversations of a user."""

from collections.abc import Iterator
from urllib.parse import parse_qs

from contracts.exchanges.wire import Response
from contracts.simulator.pages import Pages
from contracts.simulator.reading import Call
from contracts.simulator.refusals import Refusal
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Participant, User

Membership = tuple[Conversation, Participant]


class Memberships(Pages):
    """List the conversations of an identity, an address or a user; fetch one of a user."""

    def list_participant_conversations(self, call: Call) -> Response:
        """A page of the conversations of the participants with this identity or address; one of them is needed."""
        query = parse_qs(call.query, keep_blank_values=True)
        identity, address = (query.get(name, [None])[0] for name in ("Identity", "Address"))
        if (identity is None) == (address is None):
            raise Refusal(20001, "Either Identity or Address must be given")
        found = [
            (conversation, participant)
            for conversation, participant in self.memberships()
            if (participant.address if identity is None else participant.identity) == (identity or address)
        ]
        return self.page(call, "conversations", found, self.render_membership)

    def memberships(self) -> Iterator[Membership]:
        """Every participant with its conversation."""
        for conversation in self.conversations.values():
            for participant in conversation.participants.values():
                yield conversation, participant

    def list_user_conversations(self, call: Call) -> Response:
        """A page of the conversations of a user."""
        user = self.find_user(call)
        found = self.of_user(user)
        return self.page(call, "conversations", found, lambda one: self.render_user_conversation(user, one))

    def fetch_user_conversation(self, call: Call) -> Response:
        """One conversation of a user, by the SID of the conversation."""
        user = self.find_user(call)
        found = next((one for one in self.of_user(user) if one[0].sid == call.names[1]), None)
        if found is None:
            raise self.not_found(call)
        return self.respond(call.request, 200, self.render_user_conversation(user, found))

    def of_user(self, user: User) -> list[Membership]:
        """Where the user's identity takes part."""
        return [one for one in self.memberships() if one[1].identity == user.identity]

    def membership_links(self, membership: Membership) -> Body:
        """Both addresses."""
        conversation, participant = membership
        return {
            "participant": self.participant_url(participant),
            "conversation": self.conversation_url(conversation.sid),
        }

    def render_membership(self, membership: Membership) -> Body:
        """The properties of a participant's conversation (twilio-oai, participant_conversation)."""
        conversation, participant = membership
        user = self.users.get(participant.identity or "")
        shown = {
            name: getattr(conversation, name)
            for name in ("unique_name", "friendly_name", "attributes", "date_created", "date_updated", "state")
        }
        return {
            "account_sid": participant.account_sid,
            "chat_service_sid": self.service_sid,
            "participant_sid": participant.sid,
            "participant_user_sid": user.sid if user else None,
            "participant_identity": participant.identity,
            "participant_messaging_binding": self.render_binding(participant),
            "conversation_sid": conversation.sid,
            **{f"conversation_{name}": value for name, value in shown.items()},
            "conversation_created_by": "system",
            "conversation_timers": {},
            "links": self.membership_links(membership),
        }

    def render_user_conversation(self, user: User, membership: Membership) -> Body:
        """The properties of a user's conversation (twilio-oai, user_conversation)."""
        conversation, participant = membership
        return {
            "account_sid": user.account_sid,
            "chat_service_sid": self.service_sid,
            "conversation_sid": conversation.sid,
            "participant_sid": participant.sid,
            "user_sid": user.sid,
            "unread_messages_count": None,
            "last_read_message_index": participant.last_read_message_index,
            "friendly_name": conversation.friendly_name,
            "unique_name": conversation.unique_name,
            "conversation_state": conversation.state,
            "timers": {},
            "attributes": conversation.attributes,
            "date_created": conversation.date_created,
            "date_updated": conversation.date_updated,
            "created_by": "system",
            "notification_level": "default",
            "url": f"{self.base_url}/Users/{user.sid}/Conversations/{conversation.sid}",
            "links": self.membership_links(membership),
        }
