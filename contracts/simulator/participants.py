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
from contracts.simulator.reading import Call, Form
from contracts.simulator.refusals import Refusal
from contracts.simulator.state import Conversation, Participant

UPDATABLE = (IDENTITY, PROXY_ADDRESS, PROJECTED_ADDRESS, ATTRIBUTES, DATE_CREATED, DATE_UPDATED, ROLE_SID)
LAST_READ_INDEX, LAST_READ_TIMESTAMP = "LastReadMessageIndex", "LastReadTimestamp"
REMOVED = "null"
"""What removes an address (twilio-oai: "'null' value will remove it")."""


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
        self.check_additions(participant, form)
        self.remove_addresses(changed, form)
        kept = {name: form[name] for name in UPDATABLE if name in form and not is_removal(name, form[name])}
        self.fill(changed, kept)
        self.mark_read(changed, form)
        if DATE_UPDATED not in form:
            changed.date_updated = max(self.timestamp(), changed.date_created)
        self.exchange(conversation, participant, changed)
        return self.respond(call.request, 200, self.render(changed))

    def check_additions(self, participant: Participant, form: Form) -> None:
        """What may be added to whom (errors 50441, 50443, 50444)."""
        if form.get(PROXY_ADDRESS, REMOVED) != REMOVED and participant.address is None:
            raise Refusal(50441)
        if form.get(PROJECTED_ADDRESS, REMOVED) != REMOVED and participant.address is not None:
            raise Refusal(50443)
        identified = participant.identity is not None or participant.projected_address is None
        if IDENTITY in form and form[IDENTITY] != participant.identity and identified:
            raise Refusal(50444)

    def remove_addresses(self, changed: Participant, form: Form) -> None:
        """Removes the addresses whose text is null; what is not there cannot be (errors 50440, 50442)."""
        for name, attribute, code in (
            (PROXY_ADDRESS, "proxy_address", 50440),
            (PROJECTED_ADDRESS, "projected_address", 50442),
        ):
            if is_removal(name, form.get(name, "")):
                if getattr(changed, attribute) is None:
                    raise Refusal(code)
                setattr(changed, attribute, None)

    def mark_read(self, changed: Participant, form: Form) -> None:
        """Sets the read marks: the index of a message, a date-time (errors 50421, 50405); null takes them away."""
        index, timestamp = form.get(LAST_READ_INDEX), form.get(LAST_READ_TIMESTAMP)
        if index is not None:
            if index != REMOVED and not (index.isascii() and index.isdigit() and len(index) < 10):
                raise Refusal(50421)
            changed.last_read_message_index = None if index == REMOVED else int(index)
        if timestamp is not None:
            changed.last_read_timestamp = None if timestamp == REMOVED else self.check_date(timestamp, 50405)

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


def is_removal(name: str, text: str) -> bool:
    """Whether an update takes an address away."""
    return name in (PROXY_ADDRESS, PROJECTED_ADDRESS) and text == REMOVED
