"""How the simulator answers: the outcome picks a recording, and the request fills in what is echoed."""

import json
import re
from dataclasses import replace
from typing import Any

from contracts.exchanges.wire import Request, Response, first
from contracts.simulator.recorded import Recording, by_name
from contracts.simulator.refusals import Refusal
from contracts.simulator.state import Conversation, Participant, Sids, digest

Body = dict[str, Any]

_CORS_PREFIX = "access-control-"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9a-f:]+\](:[0-9]+)?")


class Rendering:
    """From what is stored to the answer."""

    host = "conversations.twilio.com"
    scheme = "https"
    base_url = f"{scheme}://{host}/v1"
    account_sid: str
    service_sid: str

    def __init__(self) -> None:
        self.recordings = by_name()
        self.request_sids = Sids("requests")
        self.service_scope: Body = {}  # what the twins below /Services/{sid} add to a body (twilio-oai)
        chat = self.recordings["chat"]
        self._content_type = first(chat.headers, "Content-Type") or "application/json"
        # The example headers of twilio-oai lack a value for this one; it is a boolean.
        self.cors_headers = (
            *((name, value) for name, value in chat.headers if name.startswith(_CORS_PREFIX)),
            ("access-control-allow-credentials", "true"),
        )

    def asked_url(self, request: Request) -> str:
        """The base of all URLs in an answer: the host that was asked, so that a client that follows one takes
        credentials anywhere else."""
        host = request.header("Host") or ""
        return f"{self.scheme}://{host if _HOST.fullmatch(host) else self.host}/v1"

    def respond(self, request: Request, status: int, body: Body | None) -> Response:
        """The response; without a body it has no Content-Type either."""
        named = ("twilio-request-id", self.request_sids.fresh("RQ"))
        if body is None:
            return Response(status, (named, *self.cors(request)))
        headers = (("content-type", self.content_type(status)), named, *self.cors(request))
        return Response(status, headers, self.encode(body))

    def content_type(self, status: int) -> str:
        """The label of a body, for answers and errors alike."""
        return self._content_type

    def cors(self, request: Request) -> tuple[tuple[str, str], ...]:
        """The CORS headers, for a request with an Origin."""
        return self.cors_headers if request.header("Origin") is not None else ()

    def encode(self, body: Body) -> bytes:
        """The bytes of a body."""
        return json.dumps(body).encode("ascii")

    def error(self, request: Request, refusal: Refusal) -> Response:
        """The response to a request that is refused; a 401 says how to ask (RFC 9110, section 15.5.2)."""
        response = self.respond(request, refusal.status, self.error_body(refusal))
        challenge = (("www-authenticate", 'Basic realm="Twilio API"'),) if refusal.status == 401 else ()
        return replace(response, headers=(*response.headers, *challenge, *refusal.headers))

    def error_body(self, refusal: Refusal) -> Body:
        """A recorded error, with this one's code and message filled in."""
        recording = self.recordings.get(f"error_{refusal.code}") or self.recordings["error_20404"]
        return recording.body | {
            "code": refusal.code,
            "message": refusal.message,
            "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
            "status": refusal.status,
        }

    def render(self, participant: Participant) -> Body:
        """The properties of a participant."""
        return self.recording(participant).body | {
            "account_sid": participant.account_sid,
            "conversation_sid": participant.conversation_sid,
            "sid": participant.sid,
            "identity": participant.identity,
            "attributes": participant.attributes,
            "messaging_binding": self.render_binding(participant),
            "role_sid": participant.role_sid,
            "date_created": participant.date_created,
            "date_updated": participant.date_updated,
            "url": self.participant_url(participant),
            "last_read_message_index": participant.last_read_message_index,
            "last_read_timestamp": participant.last_read_timestamp,
            **self.service_scope,
        }

    def recording(self, participant: Participant) -> Recording:
        """The recording of a participant of this kind."""
        if participant.is_chat:
            return self.recordings["chat"]
        if participant.address is None:
            return self.recordings["gmms"]
        if participant.proxy_address is None:
            return self.recordings["gmms_sms_no_attributes"]
        return self.recordings[self.binding_type(participant)]

    def binding_type(self, participant: Participant) -> str:
        """The channel: the prefix of the address, or else sms."""
        prefix, colon, _ = (participant.address or participant.projected_address or "").partition(":")
        return prefix if colon else "sms"

    def render_binding(self, participant: Participant) -> Body | None:
        """The messaging binding: the addresses that there are, `None` for a chat participant."""
        if participant.is_chat:
            return None
        given = {
            "type": self.binding_type(participant),
            "address": participant.address,
            "proxy_address": participant.proxy_address,
            "projected_address": participant.projected_address,
        }
        return {key: value for key, value in given.items() if value is not None}

    def conversation_url(self, sid: str) -> str:
        """The absolute address of a conversation."""
        return f"{self.base_url}/Conversations/{sid}"

    def participant_url(self, participant: Participant) -> str:
        """The absolute address of a participant."""
        return f"{self.conversation_url(participant.conversation_sid)}/Participants/{participant.sid}"

    def render_conversation(self, conversation: Conversation) -> Body:
        """The properties of a conversation (twilio-oai, CreateConversation)."""
        url = self.conversation_url(conversation.sid)
        return {
            "sid": conversation.sid,
            "account_sid": conversation.account_sid,
            "chat_service_sid": self.service_sid,
            "messaging_service_sid": "MG" + digest(conversation.account_sid),
            "friendly_name": conversation.friendly_name,
            "unique_name": conversation.unique_name,
            "attributes": conversation.attributes,
            "date_created": conversation.date_created,
            "date_updated": conversation.date_updated,
            "state": conversation.state,
            "timers": {},
            "bindings": {},
            "url": url,
            "links": {name.lower(): f"{url}/{name}" for name in ("Participants", "Messages", "Webhooks")},
        }

    def render_page(self, key: str, path: str, page: list[Body], place: tuple[int, int, bool]) -> Body:
        """A page of a list; `place` is its number, its size, and whether another one follows."""
        number, size, more = place

        def address(other: int) -> str:
            return f"{self.base_url}{path}?PageSize={size}&Page={other}"

        return {
            "meta": {
                "page": number,
                "page_size": size,
                "first_page_url": address(0),
                "previous_page_url": address(number - 1) if number else None,
                "url": address(number),
                "next_page_url": address(number + 1) if more else None,
                "key": key,
            },
            key: page,
        }
