"""How the simulator judges the fields of a form.

Each check takes the text that was sent and gives back the text to keep, or raises `Refusal`. Where documents are
silent a class attribute or a small method holds the choice that was made.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import NoReturn

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    WEBHOOK_HEADER,
)
from contracts.exchanges.wire import Request
from contracts.simulator.reading import Form, Reading
from contracts.simulator.refusals import Refusal
from contracts.simulator.roles import CONVERSATION
from contracts.simulator.state import CLOSED, Conversation, Participant

# RFC 3339, section 5.6, with a numeric offset of at most 23:59.
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


# Numbers stay text: only acceptance matters, and int() would refuse more than 4300 digits.
_JSON = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=str, parse_float=str)


class Fields(Reading):
    """From a form to a participant that may be stored, or to a refusal."""

    identity_limit = 256
    attributes_limit = 4096
    conversation_attributes_limit = 16 * 1024
    address_limit = 256
    address_pattern = re.compile(r"(whatsapp:|rcs:)?\+[1-9][0-9]{1,14}")
    role_pattern = re.compile(r"RL[0-9a-fA-F]{32}")
    user_sid_pattern = re.compile(r"US[0-9a-f]{32}")

    def read_participant(self, request: Request, conversation: Conversation) -> Participant:
        """The participant that a request describes, without a SID yet. Raises Refusal."""
        self.check_state(conversation)
        self.check_webhook(request.header(WEBHOOK_HEADER))
        form = self.read_form(request)
        self.check_someone(form)
        participant = Participant(conversation.account_sid, conversation.sid)
        self.fill(participant, form)
        self.check_binding(participant)
        self.set_defaults(participant)
        return participant

    def check_state(self, conversation: Conversation) -> None:
        """Refuses to change a conversation that is closed."""
        if conversation.state == CLOSED:
            raise Refusal(50377)

    def check_webhook(self, value: str | None) -> None:
        """Takes any value of X-Twilio-Webhook-Enabled: documents are silent on all but true and false."""

    def check_someone(self, form: Form) -> None:
        """Refuses a form that names no participant; a proxy address alone names none."""
        if not (IDENTITY in form or ADDRESS in form or PROJECTED_ADDRESS in form):
            raise Refusal(50204)

    def fill(self, participant: Participant, form: Form) -> None:
        """Checks the given fields one by one and sets them."""
        for name, attribute, check in self.fields():
            if name in form:
                setattr(participant, attribute, check(form[name]))

    def fields(self) -> tuple[tuple[str, str, Callable[[str], str]], ...]:
        """Each form field with the attribute that it sets and the check that it passes through."""
        return (
            (IDENTITY, "identity", self.check_identity),
            (ADDRESS, "address", self.check_address),
            (PROXY_ADDRESS, "proxy_address", self.check_proxy_address),
            (PROJECTED_ADDRESS, "projected_address", self.check_projected_address),
            (ATTRIBUTES, "attributes", self.check_attributes),
            (DATE_CREATED, "date_created", self.check_date_created),
            (DATE_UPDATED, "date_updated", self.check_date_updated),
            (ROLE_SID, "role_sid", self.check_role),
        )

    def set_defaults(self, participant: Participant) -> None:
        """Dates and role where none were given."""
        present = self.timestamp()
        participant.date_created = participant.date_created or present
        # A creation in the future (documents silent) is not followed by an earlier update.
        participant.date_updated = participant.date_updated or max(present, participant.date_created)
        participant.role_sid = participant.role_sid or self.default_role(participant)

    def default_role(self, participant: Participant) -> str | None:
        """The service's role; a native group MMS participant has none (sample createGmmsSmsNoAttributes)."""
        if participant.address is not None and participant.proxy_address is None:
            return None
        return self.role_sid

    def timestamp(self) -> str:
        """The present as it is rendered: UTC, whole seconds."""
        return self.now().isoformat()[:19] + "Z"

    def check_identity(self, text: str) -> str:
        """1 to 256 characters, unlike a user SID."""
        if not text:
            raise Refusal(50204)
        if self.identity_length(text) > self.identity_limit:
            raise Refusal(50207)
        if self.user_sid_pattern.fullmatch(text):
            raise Refusal(50206)
        return text

    def identity_length(self, text: str) -> int:
        """The length that the limit is about: code points, as documents are silent."""
        return len(text)

    def check_attributes(self, text: str) -> str:
        """JSON of at most 4 KB."""
        if self.attributes_size(text) > self.attributes_limit:
            raise Refusal(50303)
        try:
            self.parse_json(text)
        except (ValueError, RecursionError):
            raise Refusal(50304) from None
        return self.keep_attributes(text)

    def check_conversation_attributes(self, text: str) -> str:
        """JSON of at most 16 KB, for conversations and users (limits page)."""
        if len(text.encode("utf-8", "surrogatepass")) > self.conversation_attributes_limit:
            raise Refusal(50303)
        try:
            self.parse_json(text)
        except (ValueError, RecursionError):
            raise Refusal(50304) from None
        return text

    def attributes_size(self, text: str) -> int:
        """The size that the limit is about: bytes of UTF-8, as documents are silent."""
        return len(text.encode("utf-8", "surrogatepass"))

    def parse_json(self, text: str) -> object:
        """The value of a JSON text. Raises ValueError, or RecursionError for what is nested too deeply."""
        value: object = _JSON.decode(text)
        return value

    def keep_attributes(self, text: str) -> str:
        """The attributes as they will be shown: as they came."""
        return text

    def check_date_created(self, text: str) -> str:
        """A date-time (RFC 3339)."""
        return self.check_date(text, 50308)

    def check_date_updated(self, text: str) -> str:
        """A date-time (RFC 3339)."""
        return self.check_date(text, 50309)

    def check_date(self, text: str, code: int) -> str:
        """A date-time in UTC, or a refusal with `code`."""
        try:
            return self.read_date(text)
        except (ValueError, OverflowError):
            raise Refusal(code) from None

    def read_date(self, text: str) -> str:
        """The instant of an RFC 3339 date-time in UTC, fraction and all. Raises ValueError or OverflowError."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(text)
        *numbers, fraction, sign, hours, minutes = match.groups()
        moment = datetime(*map(int, numbers), tzinfo=UTC)  # type: ignore[arg-type, misc]
        if sign:
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            moment = moment.replace(tzinfo=timezone(-offset if sign == "-" else offset)).astimezone(UTC)
        return f"{moment.isoformat()[:19]}{fraction or ''}Z"

    def check_role(self, text: str) -> str:
        """The SID of a conversation role of the account."""
        if not self.role_pattern.fullmatch(text):
            raise Refusal(20001, "Invalid RoleSid")
        return self.conversation_role(text)

    def conversation_role(self, text: str) -> str:
        """The SID of the role that a well-formed SID names; hexadecimal digits have no case."""
        role = next((role for role in self.roles.values() if role.sid.lower() == text.lower()), None)
        if role is None:
            raise Refusal(50109)
        if role.type != CONVERSATION:
            raise Refusal(50105)
        return role.sid

    def check_address(self, text: str) -> str:
        """The address of the participant's device."""
        return self.check_number(text, 50407, empty=50411)

    def check_proxy_address(self, text: str) -> str:
        """The address that the participant is in contact with."""
        if self.senders is not None and text in self.senders:
            return text  # a short code or an alphanumeric sender is one, whatever it looks like
        return self.check_owned(self.check_number(text, 50408, empty=50412), 50413)

    def check_projected_address(self, text: str) -> str:
        """The mask of a participant in Group MMS."""
        if self.senders is not None and text in self.senders:
            return text
        return self.check_owned(self.check_number(text, 50439, empty=50439), 50439)

    def check_number(self, text: str, code: int, *, empty: int) -> str:
        """A number in E.164 syntax, after the prefix of its channel if that is not SMS."""
        if not text:
            raise Refusal(empty)
        if len(text) > self.address_limit or not self.address_pattern.fullmatch(text):
            raise Refusal(code)
        return text

    def check_owned(self, text: str, code: int) -> str:
        """Refuses a sender that is not the account's own, if it is known which ones are."""
        if self.senders is not None and text not in self.senders:
            raise Refusal(code)
        return text

    def check_binding(self, participant: Participant) -> None:
        """Whether the addresses fit each other. An identity may go with any of them (sample fetchByIdentity)."""
        address, proxy_address = participant.address, participant.proxy_address
        if proxy_address is not None:
            if address is None:
                raise Refusal(50411)
            if self.channel(address) != self.channel(proxy_address):
                raise Refusal(50414)
            if address == proxy_address:
                raise Refusal(50409)
        if address is not None and participant.projected_address is not None:
            raise Refusal(50407)

    def channel(self, address: str) -> str:
        """The type of a binding: the prefix of its address, or else sms."""
        prefix, colon, _ = address.partition(":")
        return prefix if colon else "sms"
