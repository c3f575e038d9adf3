"""Right servers that choose otherwise about Group MMS, which depends on the account."""

from contracts.miniatures.registry import latitude
from contracts.simulator import Simulator
from contracts.simulator.refusals import Refusal
from contracts.simulator.state import Conversation, Participant


@latitude(about="takes members of Group MMS only where there is one (errors 50434 and 50437)")
class GroupsAmongThemselves(Simulator):
    def check_room(self, conversation: Conversation, participant: Participant) -> None:
        super().check_room(conversation, participant)
        in_group = [one.is_in_group for one in conversation.participants.values()]
        if any(in_group) and not participant.is_in_group:
            raise Refusal(50434)
