"""Wrong about webhooks and what a participant belongs to (C209, C310 to C312, C315)."""

from contracts.miniatures.bases import Answering
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Participant


@miniature(rule="C209", about="refuses false for X-Twilio-Webhook-Enabled")
class RefusesWebhookFalse(Simulator):
    def check_webhook(self, value: str | None) -> None:
        if value == "false":
            raise Refusal(20001)


@miniature(rule="C209", about="refuses true for X-Twilio-Webhook-Enabled where no webhook is set up")
class RefusesWebhookTrue(Simulator):
    def check_webhook(self, value: str | None) -> None:
        if value == "true":
            raise Refusal(20001)


@miniature(rule="C310", about="gives an account of zeros")
class GivesAccountOfZeros(Answering):
    def change(self, body: Body) -> None:
        body["account_sid"] = "AC" + "0" * 32


@miniature(rule="C310", about="gives an account that is one digit off")
class GivesNeighbouringAccount(Answering):
    def change(self, body: Body) -> None:
        last = "0" if self.account_sid[-1] != "0" else "1"
        body["account_sid"] = self.account_sid[:-1] + last


@miniature(rule="C311", about="gives the SID of another conversation")
class GivesAnotherConversation(Answering):
    def change(self, body: Body) -> None:
        body["conversation_sid"] = "CH" + body["sid"][2:]


@miniature(rule="C312", about="gives the url of the conversation")
class GivesUrlOfConversation(Simulator):
    def participant_url(self, participant: Participant) -> str:
        return self.conversation_url(participant.conversation_sid)


@miniature(rule="C312", about="gives the url of the list")
class GivesUrlOfList(Simulator):
    def participant_url(self, participant: Participant) -> str:
        return super().participant_url(participant).rpartition("/")[0]


@miniature(rule="C312", about="swaps the SIDs in the url")
class SwapsSidsInUrl(Simulator):
    def participant_url(self, participant: Participant) -> str:
        return f"{self.conversation_url(participant.sid)}/Participants/{participant.conversation_sid}"


@miniature(rule="C312", about="leaves the place of the conversation open in the url")
class LeavesPlaceholderInUrl(Simulator):
    def participant_url(self, participant: Participant) -> str:
        url = super().participant_url(participant)
        return url.replace(participant.conversation_sid, "{ConversationSid}")


@miniature(rule="C315", about="lets a new participant have read the first message")
class ReadsFirstMessage(Simulator):
    def store(self, conversation: Conversation, participant: Participant) -> None:
        participant.last_read_message_index = 0
        super().store(conversation, participant)


@miniature(rule="C315", about="lets a new participant have read at its creation")
class ReadsAtCreation(Simulator):
    def store(self, conversation: Conversation, participant: Participant) -> None:
        participant.last_read_timestamp = participant.date_created
        super().store(conversation, participant)
