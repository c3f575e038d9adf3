"""Right servers that choose otherwise in what they send: the form of answers, errors and echoes."""

import json
from datetime import datetime
from typing import Any

from contracts.cases.case import Pairs
from contracts.exchanges.wire import Request, Response
from contracts.miniatures.bases import Answering, depth, loaded
from contracts.miniatures.registry import latitude
from contracts.simulator import Refusal, Simulator
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Participant


@latitude(about="writes bodies over many lines, keys in alphabetical order, and characters as they are")
class PrettyAnswers(Simulator):
    def encode(self, body: Body) -> bytes:
        text = json.dumps(body, indent=2, sort_keys=True, ensure_ascii=False)
        return (text + "\n").encode("utf-8", "replace")


@latitude(about="writes slashes with a backslash, as PHP does, and keys from last to first")
class EscapedSlashes(Simulator):
    def encode(self, body: Body) -> bytes:
        text = json.dumps(dict(reversed(body.items())), separators=(",", ":"))
        return text.replace("/", r"\/").encode("ascii")


@latitude(about="adds a charset to the media type, and capitals")
class CharsetInContentType(Simulator):
    def content_type(self, status: int) -> str:
        return "Application/JSON;charset=UTF-8"


@latitude(about="calls errors problems (RFC 9457), with all that the older form has")
class ProblemErrors(Simulator):
    def content_type(self, status: int) -> str:
        return "application/problem+json" if status >= 400 else super().content_type(status)

    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"type": "about:blank", "title": refusal.message}


@latitude(about="has properties that are not documented, and headers that are for the older API")
class ExtraProperties(Answering):
    def change(self, body: Body) -> None:
        body["chat_service_sid"] = "IS" + "0" * 32
        body["links"] = {"conversation": self.conversation_url(body["conversation_sid"])}

    def respond(self, request: Request, status: int, body: Body | None) -> Response:
        response = super().respond(request, status, body)
        own = (("Twilio-Request-Id", "RQ" + "0" * 32), ("Twilio-Concurrent-Requests", "1"))
        return Response(status, (*response.headers, *own), response.content)


@latitude(about="gives dates with milliseconds")
class MillisecondsInDates(Answering):
    def change(self, body: Body) -> None:
        for name in ("date_created", "date_updated"):
            body[name] = _with(body[name], "milliseconds").replace("+00:00", "Z")


@latitude(about="gives dates with +00:00 in place of Z")
class OffsetsInDates(Answering):
    def change(self, body: Body) -> None:
        for name in ("date_created", "date_updated"):
            body[name] = _with(body[name], "seconds")


def _with(text: str, timespec: str) -> str:
    """The date cut to whole units; years of four digits."""
    return datetime.fromisoformat(text[:26].rstrip("Z") + "+00:00").isoformat(timespec=timespec)


@latitude(about="gives SIDs with hexadecimal digits in upper case")
class UpperCaseSids(Simulator):
    def participant_sid(self) -> str:
        return super().participant_sid().upper()

    def default_role(self, participant: Participant) -> str | None:
        role = super().default_role(participant)
        return role and role.upper()


@latitude(about="gives null for the addresses that a binding does not have")
class NullAddresses(Simulator):
    def render_binding(self, participant: Participant) -> Body | None:
        binding = super().render_binding(participant)
        names: Body = dict.fromkeys(("address", "proxy_address", "projected_address"))
        return binding and names | binding


@latitude(about="has no role for participants with an address")
class RolesForChatOnly(Simulator):
    def default_role(self, participant: Participant) -> str | None:
        return self.role_sid if participant.is_chat else None


@latitude(about="gives the url of a region")
class RegionalUrls(Simulator):
    def asked_url(self, request: Request) -> str:
        return "https://conversations.sydney.us1.twilio.com/v1"


@latitude(about="updates a participant a second after it is created")
class UpdatesLater(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        given = participant.date_created or participant.date_updated
        super().set_defaults(participant)
        if not given:
            seconds = int(participant.date_updated[17:19])
            participant.date_updated = f"{participant.date_updated[:17]}{min(seconds + 1, 59):02d}Z"


@latitude(about="writes attributes anew: compact, members in alphabetical order, everything beyond ASCII escaped")
class CompactAttributes(Simulator):
    def keep_attributes(self, text: str) -> str:
        return self.written(text, loaded(text))

    def written(self, text: str, value: Any) -> str:
        """The attributes anew; as they came where Python would lose digits."""
        exact = depth(value) < 100 and value is not None and json.loads(text, parse_float=str) == value
        return json.dumps(value, sort_keys=True, separators=(",", ":")) if exact else text


@latitude(about="writes attributes anew: with spaces, characters as they are, slashes with a backslash")
class SpacedAttributes(CompactAttributes):
    def written(self, text: str, value: Any) -> str:
        exact = depth(value) < 100 and value is not None and json.loads(text, parse_float=str) == value
        if not exact or any("\ud800" <= character <= "\udfff" for character in str(value)):
            return text
        return json.dumps(value, indent=1, ensure_ascii=False).replace("/", r"\/")


PUBLISHED = (20003, 20404, 50304, 50407)
"""Codes whose status fixtures show; 50304 is for all attributes that are not JSON."""


@latitude(about="refuses with 422 and code 20422 whatever no fixture shows otherwise")
class RefusesWithUnprocessable(Simulator):
    def error(self, request: Request, refusal: Refusal) -> Response:
        if refusal.code not in PUBLISHED and refusal.status not in (404, 405):
            refusal = Refusal(20422, refusal.message)
        return super().error(request, refusal)


@latitude(about="refuses with 400 and code 20001 whatever no fixture shows otherwise")
class RefusesWithBadRequest(Simulator):
    def error(self, request: Request, refusal: Refusal) -> Response:
        if refusal.code not in PUBLISHED and refusal.status != 404:
            refusal = Refusal(20001, refusal.message)
        return super().error(request, refusal)


@latitude(about="adds details to errors")
class ErrorDetails(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        return super().error_body(refusal) | {"details": {"reason": refusal.message, "fields": []}}


@latitude(about="explains errors on pages of the error dictionary, under /docs/api")
class ExplainsInDictionary(Simulator):
    def error_body(self, refusal: Refusal) -> Body:
        page = f"https://www.twilio.com/docs/api/errors/{refusal.code}"
        return super().error_body(refusal) | {"more_info": page}


@latitude(about="sends the CORS headers with every answer")
class CorsAlways(Simulator):
    def cors(self, request: Request) -> Pairs:
        origin = request.header("Origin")
        own = {"access-control-allow-origin": origin} if origin else {}
        return tuple((name, own.get(name, value)) for name, value in self.cors_headers)


@latitude(about="lists the newest first, five to a page at most")
class NewestFirst(Simulator):
    page_size = longest_page = 5

    def listed(self, conversation: Conversation) -> list[Participant]:
        return super().listed(conversation)[::-1]


@latitude(about="answers OPTIONS, and 404 to other methods")
class AnswersOptions(Simulator):
    def answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(204, self.cors_headers)
        response = super().answer(request)
        return self.error(request, Refusal(20404)) if response.status == 405 else response
