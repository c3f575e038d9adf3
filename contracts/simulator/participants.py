"""The operations on participants."""

from dataclasses import replace

from contracts.cases.case import (
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
)
from contracts.exchanges.wire import Request, Response
from contracts.simulator.pages import Pages
from contracts.simulator.reading import Call
from contracts.simulator.refusals import Refusal
from contracts.simulator.state import Conversation, Participant

UPDATABLE = (IDENTITY, PROXY_ADDRESS, PROJECTED_ADDRESS, ATTRIBUTES, DATE_CREATED, DATE_UPDATED, ROLE_SID)


class Participants(Pages):
    """Create, list, fetch, update and delete."""

    def create_participant(self, call: Call) -> Response:
        """*Add a new participant to the conversation*, the operation that all this is about."""
        conversation = self.find_conversation(call)
        participant = self.read_participant(call.request, conversation)
        self.check_unique(conversation, participant)
        self.check_room(conversation, participant)
        self.store(conversation, participant)
        return self.created(call.request, participant)

    def created(self, request: Request, participant: Participant) -> Response:
        """The answer to a creation."""
        return self.respond(request, 201, self.render(participant))

    def list_participants(self, call: Call) -> Response:
        """A page of the participants of a conversation."""
        participants = self.listed(self.find_conversation(call))
        return self.page(call, "participants", participants, self.render)

    def listed(self, conversation: Conversation) -> list[Participant]:
        """The participants of a conversation, in the order in which they came."""
        return list(conversation.participants.values())

    def fetch_participant(self, call: Call) -> Response:
        """One participant, by SID or identity."""
        participant = self.find_participant(call, self.find_conversation(call))
        return self.fetched(call.request, participant)

    def fetched(self, request: Request, participant: Participant) -> Response:
        """The answer to a fetch."""
        return self.respond(request, 200, self.render(participant))

    def update_participant(self, call: Call) -> Response:
        """Sets the fields that may change. The address of the device may not."""
        conversation = self.find_conversation(call)
        participant = self.find_participant(call, conversation)
        self.check_state(conversation)
        form = self.read_form(call.request)
        changed = replace(participant)
        self.fill(changed, {name: form[name] for name in UPDATABLE if name in form})
        if DATE_UPDATED not in form:
            changed.date_updated = max(self.timestamp(), changed.date_created)
        self.exchange(conversation, participant, changed)
        return self.respond(call.request, 200, self.render(changed))

    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        """Puts one participant in the place of another. Raises Refusal if its identity or addresses are taken."""
        self.forget(conversation, old)
        try:
            self.check_unique(conversation, new)
        except Refusal:
            self.remember(conversation, old)
            raise
        conversation.participants[new.sid] = new
        self.remember(conversation, new)

    def delete_participant(self, call: Call) -> Response:
        """Removes a participant; the user of its identity stays."""
        conversation = self.find_conversation(call)
        self.remove(conversation, self.find_participant(call, conversation))
        return self.respond(call.request, 204, None)
