"""Wrong about senders: whole channels that are refused (C202 to C204), and senders that are not owned (C243)."""

from collections import Counter

from contracts.exchanges.wire import Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call, Form
from contracts.simulator.state import Conversation, Participant


class Doubting(Simulator):
    """A simulator that finds the bindings invalid for which `doubts` holds."""

    def check_binding(self, participant: Participant) -> None:
        """The binding, if this server does not doubt it."""
        if participant.proxy_address is not None and self.doubts(participant):
            raise Refusal(50407)
        super().check_binding(participant)

    def doubts(self, participant: Participant) -> bool:
        """Whether a binding is refused though it is sound."""
        return False


@miniature(rule="C202", about="refuses every SMS participant")
class RefusesEverySms(Doubting):
    def doubts(self, participant: Participant) -> bool:
        return self.channel(participant.address or "") == "sms"


@miniature(rule="C203", about="refuses every WhatsApp participant")
class RefusesEveryWhatsapp(Doubting):
    def doubts(self, participant: Participant) -> bool:
        return self.channel(participant.address or "") == "whatsapp"


@miniature(rule="C204", about="refuses every RCS participant")
class RefusesEveryRcs(Doubting):
    def doubts(self, participant: Participant) -> bool:
        return self.channel(participant.address or "") == "rcs"


@miniature(rule="C202", about="refuses every proxy address")
class RefusesEveryProxy(Doubting):
    def doubts(self, participant: Participant) -> bool:
        return True


@miniature(rule="C202", about="takes every second binding for a duplicate")
class TakesEverySecondBindingForADuplicate(Simulator):
    bindings = 0

    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        super().check_unique(conversation, participant)
        if participant.proxy_address is not None:
            self.bindings += 1
            if self.bindings % 2 == 0:
                raise Refusal(50416)


class Owning(Simulator):
    """A simulator that also takes the senders for which `owns` holds."""

    def check_owned(self, text: str, code: int) -> str:
        """A sender of the account, or one that this server takes for it."""
        return text if self.owns(text) else super().check_owned(text, code)

    def owns(self, text: str) -> bool:
        """Whether an address is taken for a sender of the account."""
        return False


@miniature(rule="C243", about="takes any number for a sender of the account")
class OwnsEverySender(Owning):
    def owns(self, text: str) -> bool:
        return True


@miniature(rule="C243", about="takes a number for a sender that begins like one")
class OwnsLongerSenders(Owning):
    def owns(self, text: str) -> bool:
        return text.startswith(tuple(self.senders or ()))


@miniature(rule="C243", about="looks senders up without the prefix of their channel")
class OwnsSendersOnEveryChannel(Owning):
    def owns(self, text: str) -> bool:
        return text.split(":")[-1] in {sender.split(":")[-1] for sender in self.senders or ()}


@miniature(rule="C243", about="takes a sender that it refused before")
class OwnsWhatItRefusedOnce(Owning):
    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.refused: Counter[str] = Counter()

    def owns(self, text: str) -> bool:
        self.refused[text] += text not in (self.senders or ())
        return self.refused[text] > 1


@miniature(rule="C243", about="takes a number for a sender that a sender begins with")
class OwnsShorterSenders(Owning):
    def owns(self, text: str) -> bool:
        return any(sender.startswith(text) for sender in self.senders or ())


@miniature(rule="C243", about="does not look projected addresses up")
class OwnsEveryProjectedAddress(Simulator):
    def check_owned(self, text: str, code: int) -> str:
        return text if code == 50439 else super().check_owned(text, code)


@miniature(rule="C243", about="looks no sender up once one was accepted")
class TrustsAfterTheFirstBinding(Owning):
    accepted = False

    def store(self, conversation: Conversation, participant: Participant) -> None:
        self.accepted = self.accepted or participant.proxy_address is not None
        super().store(conversation, participant)

    def owns(self, text: str) -> bool:
        return self.accepted and len(self.conversations) > 1


@miniature(rule="C243", about="looks no sender up where attributes are given")
class TrustsBesideAttributes(Simulator):
    trusting = False

    def fill(self, participant: Participant, form: Form) -> None:
        self.trusting = "Attributes" in form
        super().fill(participant, form)

    def check_owned(self, text: str, code: int) -> str:
        return text if self.trusting else super().check_owned(text, code)


@miniature(rule="C243", about="takes the senders of every account")
class TakesForeignSenders(Simulator):
    def check_owned(self, text: str, code: int) -> str:
        foreign = self.neighbour.senders if self.neighbour is not None else None
        return text if text in (foreign or ()) else super().check_owned(text, code)


@miniature(rule="C243", about="lets an update give a sender that the account does not own")
class UpdatesToForeignSenders(Simulator):
    updating = False

    def update_participant(self, call: Call) -> Response:
        self.updating = True
        try:
            return super().update_participant(call)
        finally:
            self.updating = False

    def check_owned(self, text: str, code: int) -> str:
        return text if self.updating else super().check_owned(text, code)
