"""Wrong about pairs of addresses: which clash, which are free, how many there may be (C203, C506, C515, C519)."""

from typing import Any

from contracts.exchanges.wire import Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Conversation, Participant


@miniature(rule="C519", about="holds the pairs of conversations that are closed")
class HoldsPairsOfClosedConversations(Simulator):
    def is_open(self, participant: Participant) -> bool:
        return participant.conversation_sid in self.conversations


@miniature(rule="C203", about="takes a number by WhatsApp for the same number by SMS")
class TakesChannelsForOne(Simulator):
    def pair_key(self, participant: Participant) -> tuple[str | None, ...] | None:
        key = super().pair_key(participant)
        if key is None or participant.proxy_address is None:
            return key
        return (participant.account_sid, (participant.address or "").split(":")[-1])


@miniature(rule="C506", about="compares a pair with the last one only")
class ComparesWithTheLastPair(Simulator):
    def remember(self, conversation: Conversation, participant: Participant) -> None:
        self.pairs.clear()
        super().remember(conversation, participant)


class ForgetsWithTheConnection(Simulator):
    """A simulator that knows what a connection added for as long as the connection is open."""

    def create_participant(self, call: Call) -> Response:
        """Adds the participant, and frees what `frees` says when the connection closes."""
        response = super().create_participant(call)
        if (call.request.header("Connection") or "").lower() == "close":
            self.frees(self.find_conversation(call))
        return response

    def frees(self, conversation: Conversation) -> None:
        """What is no longer known to be taken."""


@miniature(rule="C506", about="knows a pair only over the connection that added it")
class ForgetsPairsWithTheConnection(ForgetsWithTheConnection):
    def frees(self, conversation: Conversation) -> None:
        self.pairs.clear()


@miniature(rule="C505", about="knows an identity only over the connection that added it")
class ForgetsIdentitiesWithTheConnection(ForgetsWithTheConnection):
    def frees(self, conversation: Conversation) -> None:
        conversation.identities.clear()


@miniature(rule="C505", about="knows an identity only to the pair of credentials that added it")
class KnowsIdentitiesByCredentials(Simulator):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.added_by: dict[str, str] = {}

    def create_participant(self, call: Call) -> Response:
        user = (self.credentials(call.request) or ("", ""))[0]
        conversation = self.find_conversation(call)
        everyone = conversation.identities
        own = {name: one for name, one in everyone.items() if self.added_by.get(one.sid) == user}
        conversation.identities = own
        try:
            return super().create_participant(call)
        finally:
            for one in own.values():
                self.added_by.setdefault(one.sid, user)
            conversation.identities = everyone | own


@miniature(rule="C506", about="frees a pair when its participant is updated")
class FreesPairsOnUpdate(Simulator):
    def update_participant(self, call: Call) -> Response:
        response = super().update_participant(call)
        self.pairs.clear()
        return response


@miniature(rule="C515", about="counts fifty participants on each channel")
class CountsChannelsApart(Simulator):
    def check_room(self, conversation: Conversation, participant: Participant) -> None:
        channel = self.channel(participant.address or "")
        same = {
            sid: member
            for sid, member in conversation.participants.items()
            if member.is_chat or self.channel(member.address or "") == channel
        }
        everyone, conversation.participants = conversation.participants, same
        try:
            super().check_room(conversation, participant)
        finally:
            conversation.participants = everyone


@miniature(rule="C515", about="counts chat participants among the fifty")
class CountsChatAmongTheFifty(Simulator):
    def check_room(self, conversation: Conversation, participant: Participant) -> None:
        if not participant.is_chat and len(conversation.participants) >= self.non_chat_limit:
            raise Refusal(50422)
        super().check_room(conversation, participant)


@miniature(rule="C515", about="counts none among the fifty whose role was given")
class CountsNoGivenRoles(Simulator):
    def check_room(self, conversation: Conversation, participant: Participant) -> None:
        everyone = conversation.participants
        usual = self.default_role(participant)
        if participant.role_sid not in (None, usual):
            return
        conversation.participants = {
            sid: member for sid, member in everyone.items() if member.is_chat or member.role_sid == usual
        }
        try:
            super().check_room(conversation, participant)
        finally:
            conversation.participants = everyone
