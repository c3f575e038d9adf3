"""Wrong about the participants that there are (C501, C504 to C509, C512 to C516)."""

from typing import Any

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Conversation, Participant, digest


class Undiscerning(Simulator):
    """A simulator that creates duplicates for which `overlooks` holds."""

    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        """Refuses the other duplicates."""
        try:
            super().check_unique(conversation, participant)
        except Refusal as refusal:
            if not self.overlooks(refusal, conversation, participant):
                raise

    def overlooks(self, refusal: Refusal, conversation: Conversation, participant: Participant) -> bool:
        """Whether this duplicate is created."""
        return False


class Punishing(Simulator):
    """A simulator that does something to the first participant when a duplicate is refused."""

    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        """Refuses duplicates, and punishes the first one for them."""
        try:
            super().check_unique(conversation, participant)
        except Refusal:
            key = self.pair_key(participant)
            first = conversation.identities.get(participant.identity or "") or (key and self.pairs.get(key))
            if first:
                self.punish(conversation, first, participant)
            raise

    def punish(self, conversation: Conversation, first: Participant, second: Participant) -> None:
        """Does something to the first participant."""


@miniature(rule="C501", about="makes the SID of the identity")
class MakesSidsOfIdentities(Simulator):
    def store(self, conversation: Conversation, participant: Participant) -> None:
        self.key = f"{conversation.sid}{participant.identity}{participant.address}{participant.proxy_address}"
        super().store(conversation, participant)

    def participant_sid(self) -> str:
        return "MB" + digest(self.key)


@miniature(rule="C501", about="gives the SIDs of deleted participants to others")
class ReusesSids(Simulator):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.free: list[str] = []

    def participant_sid(self) -> str:
        return self.free.pop() if self.free else super().participant_sid()

    def remove(self, conversation: Conversation, participant: Participant) -> None:
        super().remove(conversation, participant)
        self.free.append(participant.sid)


@miniature(rule="C504", about="creates the participant, then looks at the other fields")
class CreatesThenChecks(Simulator):
    def read_participant(self, request: Request, conversation: Conversation) -> Participant:
        try:
            return super().read_participant(request, conversation)
        except Refusal as refusal:
            if refusal.code in (50303, 50304, 50308, 50309):
                participant = Participant(self.account_sid, conversation.sid)
                self.set_defaults(participant)
                self.store(conversation, participant)
            raise


@miniature(rule="C504", about="creates what it refuses for its addresses")
class CreatesRefusedBindings(Simulator):
    def check_binding(self, participant: Participant) -> None:
        try:
            super().check_binding(participant)
        except Refusal:
            self.set_defaults(participant)
            self.store(self.conversations[participant.conversation_sid], participant)
            raise


@miniature(rule="C504", about="answers 404 to an identity that comes back, and yet creates it")
class CreatesAndSaysNotFound(Simulator):
    def create_participant(self, call: Call) -> Response:
        users = set(self.users)
        response = super().create_participant(call)
        if any(identity in users for identity in self.find_conversation(call).identities):
            raise self.not_found(call)
        return response


@miniature(rule="C505", about="creates the same identity again")
class AcceptsSameIdentity(Undiscerning):
    def overlooks(self, refusal: Refusal, conversation: Conversation, participant: Participant) -> bool:
        return refusal.code == 50433


@miniature(rule="C505", about="creates the same identity again when its attributes are others")
class AcceptsSameIdentityWithOtherAttributes(Undiscerning):
    def overlooks(self, refusal: Refusal, conversation: Conversation, participant: Participant) -> bool:
        first = conversation.identities.get(participant.identity or "")
        return first is not None and first.attributes != participant.attributes


@miniature(rule="C506", about="creates the same pair of addresses again")
class AcceptsSamePair(Undiscerning):
    def overlooks(self, refusal: Refusal, conversation: Conversation, participant: Participant) -> bool:
        return refusal.code == 50416


@miniature(rule="C506", about="creates the same pair of addresses again for WhatsApp")
class AcceptsSameWhatsappPair(Undiscerning):
    def overlooks(self, refusal: Refusal, conversation: Conversation, participant: Participant) -> bool:
        return (participant.address or "").startswith("whatsapp:")


@miniature(rule="C507", about="remembers identities that were deleted")
class RemembersDeletedIdentities(Simulator):
    def forget(self, conversation: Conversation, participant: Participant) -> None:
        identity, participant.identity = participant.identity, None
        super().forget(conversation, participant)
        participant.identity = identity


@miniature(rule="C507", about="remembers pairs of addresses that were deleted")
class RemembersDeletedPairs(Simulator):
    def forget(self, conversation: Conversation, participant: Participant) -> None:
        super().forget(conversation, participant)
        key = self.pair_key(participant)
        if key is not None:
            self.pairs[key] = participant


@miniature(rule="C507", about="answers 404 to an identity that was deleted, as long as its user is there")
class FindsNoDeletedIdentities(Simulator):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        super().check_unique(conversation, participant)
        if participant.identity in self.users:
            raise Refusal(20404)


@miniature(rule="C508", about="gives a refused duplicate's attributes to the first")
class OverwritesAttributes(Punishing):
    def punish(self, conversation: Conversation, first: Participant, second: Participant) -> None:
        first.attributes = second.attributes


@miniature(rule="C508", about="updates the first when a duplicate is refused")
class TouchesFirst(Punishing):
    def punish(self, conversation: Conversation, first: Participant, second: Participant) -> None:
        first.date_updated = "2030-01-01T00:00:00Z"


@miniature(rule="C508", about="removes the first when a duplicate is refused")
class RemovesFirst(Punishing):
    def punish(self, conversation: Conversation, first: Participant, second: Participant) -> None:
        self.remove(conversation, first)


@miniature(rule="C509", about="has an identity in one conversation only")
class HasIdentitiesOnce(Simulator):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        super().check_unique(conversation, participant)
        if any(participant.identity in other.identities for other in self.conversations.values()):
            raise Refusal(50433)


@miniature(rule="C512", about="takes a repeated request for a new one")
class AcceptsRepetitions(Undiscerning):
    last = b""

    def overlooks(self, refusal: Refusal, conversation: Conversation, participant: Participant) -> bool:
        return self.repeated

    def create_participant(self, call: Call) -> Response:
        self.repeated = self.last == call.request.content
        self.last = call.request.content
        return super().create_participant(call)


@miniature(rule="C514", about="has an address once, whatever its proxy address")
class HasAddressesOnce(Simulator):
    def pair_key(self, participant: Participant) -> tuple[str | None, ...] | None:
        key = super().pair_key(participant)
        return key and key[:2]


@miniature(rule="C514", about="has an address in one conversation only, whatever its proxy address")
class HasAddressesInOneConversation(Simulator):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        super().check_unique(conversation, participant)
        others = (one for one in self.conversations.values() if one is not conversation)
        taken = {member.address for other in others for member in other.participants.values()}
        if participant.address is not None and participant.address in taken:
            raise Refusal(50416)


@miniature(rule="C505", about="adds an identity again that comes with a projected address")
class AddsAgainWithMask(Simulator):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        if participant.identity is None or participant.projected_address is None:
            super().check_unique(conversation, participant)


@miniature(rule="C516", about="removes every participant with the same proxy address")
class RemovesAllOfProxy(Simulator):
    def remove(self, conversation: Conversation, participant: Participant) -> None:
        for member in list(conversation.participants.values()):
            if participant.proxy_address is not None and member.proxy_address == participant.proxy_address:
                super().remove(conversation, member)
        super().remove(conversation, participant)


@miniature(rule="C515", about="holds 60 participants")
class HoldsSixty(Simulator):
    participant_limit = 60


@miniature(rule="C515", about="holds more than 1000 participants")
class HoldsThousandAndOne(Simulator):
    participant_limit = 1001


@miniature(rule="C515", about="holds 51 participants with an address")
class HoldsMoreThanFifty(Simulator):
    non_chat_limit = 51


@miniature(rule="C515", about="holds 49 participants with an address")
class HoldsLessThanFifty(Simulator):
    non_chat_limit = 49


@miniature(rule="C517", about="holds eleven participants in a group")
class HoldsElevenInGroup(Simulator):
    group_limit = 11


@miniature(rule="C516", about="says that it deletes, and does not")
class DeletesNothing(Simulator):
    def delete_participant(self, call: Call) -> Response:
        self.find_participant(call, self.find_conversation(call))
        return self.respond(call.request, 204, None)


@miniature(rule="C516", about="deletes all participants of the conversation")
class DeletesAll(Simulator):
    def remove(self, conversation: Conversation, participant: Participant) -> None:
        for other in list(conversation.participants.values()):
            super().remove(conversation, other)


@miniature(rule="C516", about="deletes the participant that came next, too")
class DeletesNext(Simulator):
    def remove(self, conversation: Conversation, participant: Participant) -> None:
        sids = [*conversation.participants]
        after = sids[sids.index(participant.sid) + 1 :][:1] if participant.sid in sids else []
        super().remove(conversation, participant)
        for sid in after:
            super().remove(conversation, conversation.participants[sid])
