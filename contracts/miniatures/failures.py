"""Failures on a rare occasion: errors, hang-ups and long waits (C901 to C903)."""

import re
import time

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.bases import Choosy, depth, loaded
from contracts.miniatures.registry import miniature
from contracts.simulator import Hangup, Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Conversation, Participant

DELAY = 3.0
"""Seconds that slow servers take."""


class Watching(Simulator):
    """A simulator that does something before it answers requests whose bytes have a pattern in them."""

    pattern = re.compile(rb"(?!)")

    def handle(self, request: Request) -> Response:
        """The answer to a request, after what befalls the watched ones."""
        if request.method == "POST" and self.pattern.search(request.content):
            self.befall()
        return super().handle(request)

    def befall(self) -> None:
        """What happens to them: the server hangs up."""
        raise Hangup


@miniature(rule="C901", about="fails at characters beyond the basic plane")
class FailsAtAstralCharacters(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return re.search("[\U00010000-\U0010ffff]", participant.identity or "") is not None


@miniature(rule="C901", about="fails at one emoji in an identity")
class FailsAtOneEmoji(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return "\U0001fae0" in (participant.identity or "")


@miniature(rule="C901", about="fails at NUL in an identity")
class FailsAtNul(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return "\0" in (participant.identity or "")


@miniature(rule="C901", about="fails at an apostrophe in an identity")
class FailsAtApostrophe(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return "'" in (participant.identity or "")


@miniature(rule="C901", about="fails at a percent sign in an identity")
class FailsAtPercentSign(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return "%" in (participant.identity or "")


@miniature(rule="C901", about="fails at a letter whose lower case has two characters")
class FailsAtDottedI(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return "\u0130" in (participant.identity or "")


@miniature(rule="C901", about="fails at an identity of exactly 255 characters")
class FailsAt255Characters(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return len(participant.identity or "") == 255


@miniature(rule="C901", about="fails at an identity of exactly 256 characters")
class FailsAt256Characters(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return len(participant.identity or "") == 256


@miniature(rule="C901", about="fails at an identity that is called null")
class FailsAtNullIdentity(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return participant.identity == "null"


@miniature(rule="C901", about="fails at an escaped NUL in attributes, as PostgreSQL does")
class FailsAtEscapedNul(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return r"\u0000" in participant.attributes


@miniature(rule="C901", about="fails at attributes of more than ten levels")
class FailsAtDepth(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return depth(loaded(participant.attributes)) > 10


@miniature(rule="C901", about="fails at attributes that are null")
class FailsAtNullAttributes(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return participant.attributes.strip() == "null"


@miniature(rule="C901", about="fails at integers beyond 53 bits in attributes")
class FailsAtLargeIntegers(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return re.search(r"(?:^|[\[:,])\s*-?[0-9]{17,}\s*(?:$|[\],}])", participant.attributes) is not None


@miniature(rule="C901", about="fails at an address, attributes and a DateCreated together")
class FailsAtThreeFields(Choosy):
    def chosen(self, participant: Participant) -> bool:
        own_date = participant.date_created != participant.date_updated
        return participant.address is not None and participant.attributes != "{}" and own_date


@miniature(rule="C901", about="fails at a WhatsApp participant with attributes")
class FailsAtWhatsappWithAttributes(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return (participant.address or "").startswith("whatsapp:") and participant.attributes != "{}"


@miniature(rule="C901", about="fails at the 29th of February")
class FailsAtLeapDays(Choosy):
    def chosen(self, participant: Participant) -> bool:
        return "-02-29T" in participant.date_created


@miniature(rule="C901", about="fails once in fifty creations")
class FailsOnceInFifty(Choosy):
    creations = 0

    def chosen(self, participant: Participant) -> bool:
        self.creations += 1
        return self.creations % 50 == 0


@miniature(rule="C901", about="fails where true is given for X-Twilio-Webhook-Enabled")
class FailsAtWebhookTrue(Simulator):
    def check_webhook(self, value: str | None) -> None:
        if value == "true":
            raise Refusal(20500)


@miniature(rule="C901", about="fails at any other value of X-Twilio-Webhook-Enabled than true and false")
class FailsAtWebhookValues(Simulator):
    def check_webhook(self, value: str | None) -> None:
        if value not in ("true", "false", None):
            raise Refusal(20500)


@miniature(rule="C901", about="fails at an empty form")
class FailsAtEmptyForm(Simulator):
    def create_participant(self, call: Call) -> Response:
        if not call.request.content:
            raise Refusal(20500)
        return super().create_participant(call)


@miniature(rule="C901", about="fails at bytes that are not UTF-8")
class FailsAtInvalidUtf8(Simulator):
    def decode_text(self, raw: bytes) -> str:
        try:
            return super().decode_text(raw)
        except Refusal:
            raise Refusal(20500) from None


@miniature(rule="C901", about="fails at attributes that end too early")
class FailsAtTruncatedAttributes(Simulator):
    def check_attributes(self, text: str) -> str:
        if text[:1] in ("{", "[") and text[-1:] not in ("}", "]", " ", "\n"):
            raise Refusal(20500)
        return super().check_attributes(text)


@miniature(rule="C901", about="fails at a date that is not in the calendar")
class FailsAtImpossibleDates(Simulator):
    def check_date(self, text: str, code: int) -> str:
        if re.fullmatch(r"[0-9]{4}-02-(30|31)T.*", text):
            raise Refusal(20500)
        return super().check_date(text, code)


@miniature(rule="C901", about="fails at a body that is no form")
class FailsAtOtherBodies(Simulator):
    def is_form(self, content_type: str | None) -> bool:
        if not super().is_form(content_type):
            raise Refusal(20500)
        return True


@miniature(rule="C901", about="fails at a conversation SID that is malformed")
class FailsAtMalformedSid(Simulator):
    def find_conversation(self, call: Call) -> Conversation:
        if len(call.names[0]) < 34:
            raise Refusal(20500)
        return super().find_conversation(call)


@miniature(rule="C901", about="fails where a duplicate should be refused")
class FailsAtDuplicates(Simulator):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        try:
            super().check_unique(conversation, participant)
        except Refusal:
            raise Refusal(20500) from None


@miniature(rule="C902", about="hangs up at a backslash in attributes")
class HangsUpAtBackslash(Watching):
    pattern = re.compile(rb"%5C", re.IGNORECASE)


@miniature(rule="C902", about="hangs up at bodies of more than 8000 bytes")
class HangsUpAtLongBodies(Watching):
    pattern = re.compile(rb"(?s).{8001}")


@miniature(rule="C902", about="hangs up at a right-to-left mark or letter")
class HangsUpAtRightToLeft(Watching):
    pattern = re.compile(rb"%D7%|%E2%80%8F", re.IGNORECASE)


@miniature(rule="C903", about="takes three seconds for an identity of 256 characters or more")
class SlowAtLongIdentities(Watching):
    pattern = re.compile(rb"Identity=[^&]{256}")

    def befall(self) -> None:
        time.sleep(DELAY)


@miniature(rule="C903", about="takes three seconds for ten opening brackets, one after the other")
class SlowAtDepth(Watching):
    pattern = re.compile(rb"(%5B){10}", re.IGNORECASE)

    def befall(self) -> None:
        time.sleep(DELAY)


class PutsOff(Choosy):
    """A simulator that says that it is overloaded, but only to some."""

    overload = Refusal(20429)

    def befall(self) -> None:
        """What happens to them: they shall come back later."""
        raise self.overload


@miniature(rule="C205", about="puts an identity of exactly 256 characters off for ever, with 429")
class PutsOffLongIdentities(PutsOff):
    def chosen(self, participant: Participant) -> bool:
        return len(participant.identity or "") == 256


@miniature(rule="C901", about="puts an escaped surrogate in attributes off for ever, with 503")
class PutsOffEscapedSurrogates(PutsOff):
    overload = Refusal(20500, "Service Unavailable", 503)

    def chosen(self, participant: Participant) -> bool:
        return re.search(r"\\u[dD]83", participant.attributes) is not None
