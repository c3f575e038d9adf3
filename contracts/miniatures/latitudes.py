"""Right servers that choose otherwise in what they accept, where documents are silent or disagree."""

import json
import re
import unicodedata
from typing import Any

import phonenumbers

from contracts.cases.case import ATTRIBUTES, DATE_CREATED, DATE_UPDATED, FIELDS, ROLE_SID
from contracts.exchanges.wire import Request
from contracts.miniatures.bases import Strict, depth
from contracts.miniatures.registry import latitude
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call, Form
from contracts.simulator.state import Conversation, Participant

SAMPLES = ("+15558675310", "+15558675311", "+15017122661", "+12025552661")
"""Numbers of published samples, which need not be assigned."""


@latitude(about="refuses an identity with an address (error 50211)")
class IdentityOrAddress(Simulator):
    def check_binding(self, participant: Participant) -> None:
        if participant.identity is not None and not participant.is_chat:
            raise Refusal(50211)
        super().check_binding(participant)


@latitude(about="has no Group MMS (error 50452): refuses an address alone, and projected addresses")
class NoGroupMessaging(Simulator):
    def check_binding(self, participant: Participant) -> None:
        super().check_binding(participant)
        if participant.projected_address is not None or (participant.address and not participant.proxy_address):
            raise Refusal(50452)


@latitude(about="accepts an address with a projected address")
class ProjectsAddresses(Simulator):
    def check_binding(self, participant: Participant) -> None:
        projected, participant.projected_address = participant.projected_address, None
        super().check_binding(participant)
        participant.projected_address = projected


@latitude(about="counts UTF-16 units, as JavaScript and Java do")
class CountsUtf16(Simulator):
    def identity_length(self, text: str) -> int:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2


@latitude(about="counts the bytes of an identity, and the characters of attributes")
class CountsBytesOfIdentities(Simulator):
    def identity_length(self, text: str) -> int:
        return len(text.encode("utf-8", "surrogatepass"))

    def attributes_size(self, text: str) -> int:
        return len(text)


@latitude(about="counts what a reader sees: composed characters without marks")
class CountsVisibleCharacters(Simulator):
    def identity_length(self, text: str) -> int:
        composed = unicodedata.normalize("NFC", text).strip()
        return sum(unicodedata.category(character)[0] not in "MC" for character in composed)


@latitude(about="takes 4 KB for 4000 bytes")
class FourThousandBytes(Simulator):
    attributes_limit = 4000


@latitude(about="measures attributes without white space between tokens and without escapes")
class MeasuresValues(Simulator):
    def attributes_size(self, text: str) -> int:
        try:
            shortest = json.dumps(json.loads(text, parse_float=float), ensure_ascii=False, separators=(",", ":"))
        except (ValueError, RecursionError):
            return super().attributes_size(text)
        return min(len(shortest), super().attributes_size(text))


@latitude(about="refuses what RFC 8259 lets it refuse: repeated names, lone surrogates, depth, large numbers")
class StrictJson(Strict):
    def dislikes(self, text: str, value: Any) -> bool:
        def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            if len(dict(pairs)) < len(pairs):
                raise ValueError("a name is repeated")
            return dict(pairs)

        try:
            json.loads(text, object_pairs_hook=once)
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
        except ValueError:
            return True
        integers = re.findall(r'"(?:[^"\\]|\\.)*"|-?[0-9]+(?![0-9.eE])', text)
        return depth(value) > 10 or any(len(n) > 30 for n in integers if not n.startswith('"'))


@latitude(about="accepts a byte order mark before attributes")
class IgnoresByteOrderMark(Simulator):
    def parse_json(self, text: str) -> object:
        return super().parse_json(text.removeprefix("\ufeff"))


@latitude(about="takes empty optional fields for fields that were not given")
class IgnoresEmptyFields(Simulator):
    def read_form(self, request: Request) -> Form:
        optional = (ATTRIBUTES, DATE_CREATED, DATE_UPDATED, ROLE_SID)
        form = super().read_form(request)
        return {name: value for name, value in form.items() if value or name not in optional}


@latitude(about="refuses fields that are not documented, and repeated ones")
class RefusesUnknownFields(Simulator):
    def pick(self, pairs: list[tuple[str, str]]) -> Form:
        form = super().pick(pairs)
        if len(form) < len(pairs):
            raise Refusal(20001)
        return form

    def check_someone(self, form: Form) -> None:
        super().check_someone(form)
        if not form.keys() <= set(FIELDS):
            raise Refusal(20001)


@latitude(about="takes the last of repeated fields")
class LastFieldWins(Simulator):
    def pick(self, pairs: list[tuple[str, str]]) -> Form:
        return dict(pairs)


@latitude(about="reads a JSON object as if it were a form")
class ReadsJsonBodies(Simulator):
    def read_form(self, request: Request) -> Form:
        if request.header("Content-Type") != "application/json":
            return super().read_form(request)
        try:
            body = json.loads(request.content)
        except ValueError:
            raise Refusal(20001) from None
        pairs = body.items() if isinstance(body, dict) else ()
        return {name: value for name, value in pairs if isinstance(value, str)}


@latitude(about="answers 415 to every body that is no form")
class UnsupportedMediaTypes(Simulator):
    def is_form(self, content_type: str | None) -> bool:
        if not super().is_form(content_type):
            raise Refusal(20001, "Unsupported Media Type", 415)
        return True


@latitude(about="reads a body without a label as a form, and what is not UTF-8 with replacement characters")
class ReadsUnlabelledForms(Simulator):
    def is_form(self, content_type: str | None) -> bool:
        return content_type is None or super().is_form(content_type)

    def decode_text(self, raw: bytes) -> str:
        return raw.decode("utf-8", "replace")


@latitude(about="accepts dates in the form of the samples only, and none in the future")
class CanonicalDatesOnly(Simulator):
    def read_date(self, text: str) -> str:
        if not re.fullmatch(r"[0-9-]{10}T[0-9:]{8}Z", text) or text > self.timestamp():
            raise ValueError(text)
        return super().read_date(text)


@latitude(about="accepts leap seconds and a space for the T, and cuts fractions")
class TolerantDates(Simulator):
    def read_date(self, text: str) -> str:
        text = re.sub(r"(?<=:)60(?=\.|Z|z|[+-])", "59", text) if _is_leap_second(text) else text
        if text[10:11] == " ":
            text = f"{text[:10]}T{text[11:]}"
        return super().read_date(text)[:19] + "Z"


def _is_leap_second(text: str) -> bool:
    return re.search(r"-(06-30|12-31)[Tt ]23:59:60(\.[0-9]+)?([Zz]|\+00:00)$", text) is not None


@latitude(about="refuses an update before the creation")
class DatesInOrder(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        super().set_defaults(participant)
        if participant.date_updated < participant.date_created:
            raise Refusal(50309)


@latitude(
    about="refuses identities that the documents advise against: reserved words, white space, signs, controls"
)
class CarefulIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        if text.lower() in ("system", "private", "unique"):
            raise Refusal(50203)
        if text != text.strip() or re.search(r"[!*'();:&=+$,/?%#\[\]]|\s{2}", text):
            raise Refusal(20001)
        if any(unicodedata.category(character)[0] in "CS" for character in text if not character.isascii()):
            raise Refusal(20001)
        return super().check_identity(text if text.isprintable() else "")


@latitude(about="trims identities")
class TrimsIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        return super().check_identity(text).strip() or text


@latitude(about="accepts identities of plain words and e-mail addresses only, and none that looks like a SID")
class PlainIdentities(Simulator):
    def check_identity(self, text: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9._-]+(@[A-Za-z0-9._-]+)?", text) or re.fullmatch(
            r"[A-Z]{2}[0-9a-f]{32}", text
        ):
            raise Refusal(20001 if text else 50204)
        return super().check_identity(text)


@latitude(about="takes identities that differ in case only for the same")
class CaseInsensitiveIdentities(Simulator):
    def identity_key(self, identity: str) -> str:
        return identity.casefold()


@latitude(about="answers 400 to a conversation SID that is malformed")
class MalformedSidIsBadRequest(Simulator):
    def find_conversation(self, call: Call) -> Conversation:
        if not re.fullmatch(r"CH[0-9a-fA-F]{32}", call.names[0]):
            raise Refusal(20001)
        return super().find_conversation(call)


@latitude(
    about="lets only the senders of the samples be proxy addresses, where it is not told which ones are owned"
)
class OwnedSendersOnly(Simulator):
    def check_owned(self, text: str, code: int) -> str:
        owned = {"+15017122661", "+12025552661", "whatsapp:+15017122661", "rcs:+15017122661"}
        if self.senders is None and text not in owned:
            raise Refusal(code, status=403)
        return super().check_owned(text, code)


@latitude(about="refuses other values of X-Twilio-Webhook-Enabled than true and false")
class RefusesWebhookValues(Simulator):
    def check_webhook(self, value: str | None) -> None:
        if value not in ("true", "false", None):
            raise Refusal(20001)


@latitude(about="refuses numbers that cannot be assigned")
class PlausibleNumbersOnly(Simulator):
    def check_number(self, text: str, code: int, *, empty: int) -> str:
        text = super().check_number(text, code, empty=empty)
        if text.rpartition(":")[2] not in SAMPLES and not _is_plausible(text.rpartition(":")[2]):
            raise Refusal(code)
        return text


def _is_plausible(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


@latitude(about="accepts numbers with separators, short codes, RCS agents and the channels of other products")
class TolerantAddresses(Simulator):
    address_pattern = re.compile(
        r"(whatsapp:|rcs:)?\+[1-9][0-9]{1,14}|[0-9]{3,6}|rcs:[A-Za-z][A-Za-z0-9_]*|messenger:[0-9]+"
        r"|\+[1-9][0-9]{0,2}[ -][0-9 ()-]{7,18}[0-9]"
    )

    def check_number(self, text: str, code: int, *, empty: int) -> str:
        text = super().check_number(text, code, empty=empty)
        return re.sub(r"[ ()-]", "", text) if re.match(r"\+[0-9 ()-]+\Z", text) else text


@latitude(about="lets each conversation have a pair of addresses of its own")
class PairsInConversations(Simulator):
    def pair_key(self, participant: Participant) -> tuple[str | None, ...] | None:
        key = super().pair_key(participant)
        return key and (participant.conversation_sid, *key)
