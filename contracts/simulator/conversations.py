"""The operations on conversations."""

import re
from collections.abc import Callable

from contracts.cases.case import DATE_CREATED, DATE_UPDATED
from contracts.exchanges.wire import Response
from contracts.simulator.pages import Pages
from contracts.simulator.reading import Call, Form
from contracts.simulator.refusals import Refusal
from contracts.simulator.state import CLOSED, Conversation

STATES = ("initializing", "inactive", "active", CLOSED)


class Conversations(Pages):
    """Create, list, fetch, update and delete conversations."""

    conversation_sid_pattern = re.compile(r"CH[0-9a-f]{32}")

    def create_conversation(self, call: Call) -> Response:
        """A new conversation; it cannot start out closed (error 50384)."""
        form = self.read_form(call.request)
        if form.get("State") == CLOSED:
            raise Refusal(50384)
        present = self.timestamp()
        conversation = Conversation(self.account_sid, "", present, present)
        self.fill_conversation(conversation, form)
        conversation.sid = self.sids.fresh("CH")
        self.conversations[conversation.sid] = conversation
        return self.respond(call.request, 201, self.render_conversation(conversation))

    def fill_conversation(self, conversation: Conversation, form: Form) -> None:
        """Checks everything, then sets the given fields."""
        checks: tuple[tuple[str, str, Callable[[str], str]], ...] = (
            ("FriendlyName", "friendly_name", str),
            ("UniqueName", "unique_name", self.check_unique_name),
            ("State", "state", self.check_conversation_state),
            ("Attributes", "attributes", self.check_conversation_attributes),
            (DATE_CREATED, "date_created", self.check_date_created),
            (DATE_UPDATED, "date_updated", self.check_date_updated),
        )
        given = {attribute: check(form[name]) for name, attribute, check in checks if name in form}
        for attribute, value in ({"date_updated": self.timestamp()} | given).items():
            setattr(conversation, attribute, value)

    def check_unique_name(self, name: str) -> str:
        """A name that no conversation has and that does not look like a SID."""
        if self.conversation_sid_pattern.fullmatch(name):
            raise Refusal(50390)
        if self.named(name) is not None:
            raise Refusal(50353)
        return name

    def check_conversation_state(self, state: str) -> str:
        """One of the four states of twilio-oai."""
        if state not in STATES:
            raise Refusal(20001, "Invalid State")
        return state

    def list_conversations(self, call: Call) -> Response:
        """A page of the conversations."""
        return self.page(call, "conversations", list(self.conversations.values()), self.render_conversation)

    def fetch_conversation(self, call: Call) -> Response:
        """One conversation, by SID or unique name."""
        return self.respond(call.request, 200, self.render_conversation(self.find_conversation(call)))

    def update_conversation(self, call: Call) -> Response:
        """Sets the given fields; `State=closed` is final."""
        conversation = self.find_conversation(call)
        self.check_state(conversation)
        self.fill_conversation(conversation, self.read_form(call.request))
        return self.respond(call.request, 200, self.render_conversation(conversation))

    def delete_conversation(self, call: Call) -> Response:
        """Removes a conversation with its participants; the users stay."""
        conversation = self.find_conversation(call)
        for participant in list(conversation.participants.values()):
            self.remove(conversation, participant)
        del self.conversations[conversation.sid]
        return self.respond(call.request, 204, None)
