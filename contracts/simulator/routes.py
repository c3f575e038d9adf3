"""The simulator itself: which operation answers which path and method."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from typing import Final

from contracts.exchanges.wire import Request, Response
from contracts.simulator.configuration import Configuration
from contracts.simulator.conversations import Conversations
from contracts.simulator.memberships import Memberships
from contracts.simulator.messages import Messages
from contracts.simulator.participants import Participants
from contracts.simulator.reading import Call
from contracts.simulator.refusals import Refusal
from contracts.simulator.users import Users
from contracts.simulator.webhooks import Webhooks

ACCOUNT_SID = "AC" + "a" * 32
AUTH_TOKEN = "b" * 32
API_KEY = ("SK" + "e" * 32, b64encode(sha256(b"an API key").digest(), b"xy").decode()[:32])
"""An API key of the account, with its secret: made, because Hypothesis draws the texts of our source."""

ANY = "*"
ROUTES: Final[dict[tuple[str, ...], dict[str, str]]] = {
    ("Conversations",): {"POST": "create_conversation", "GET": "list_conversations"},
    ("Conversations", ANY): {
        "GET": "fetch_conversation",
        "POST": "update_conversation",
        "DELETE": "delete_conversation",
    },
    ("Conversations", ANY, "Participants"): {"POST": "create_participant", "GET": "list_participants"},
    ("Conversations", ANY, "Participants", ANY): {
        "GET": "fetch_participant",
        "POST": "update_participant",
        "DELETE": "delete_participant",
    },
    ("Conversations", ANY, "Messages"): {"POST": "create_message", "GET": "list_messages"},
    ("Conversations", ANY, "Messages", ANY): {
        "GET": "fetch_message",
        "POST": "update_message",
        "DELETE": "delete_message",
    },
    ("Conversations", ANY, "Messages", ANY, "Receipts"): {"GET": "list_receipts"},
    ("Conversations", ANY, "Webhooks"): {"POST": "create_webhook", "GET": "list_webhooks"},
    ("Conversations", ANY, "Webhooks", ANY): {
        "GET": "fetch_webhook",
        "POST": "update_webhook",
        "DELETE": "delete_webhook",
    },
    ("Roles",): {"GET": "list_roles"},
    ("Roles", ANY): {"GET": "fetch_role"},
    ("Configuration",): {"GET": "fetch_configuration"},
    ("Services",): {"GET": "list_services"},
    ("Services", ANY): {"GET": "fetch_service"},
    ("Services", ANY, "Configuration"): {"GET": "fetch_service_configuration"},
    ("Users",): {"POST": "create_user", "GET": "list_users"},
    ("Users", ANY): {"GET": "fetch_user", "POST": "update_user", "DELETE": "delete_user"},
    ("Users", ANY, "Conversations"): {"GET": "list_user_conversations"},
    ("Users", ANY, "Conversations", ANY): {"GET": "fetch_user_conversation"},
    ("ParticipantConversations",): {"GET": "list_participant_conversations"},
}
"""The method that answers, by path below /v1 and by HTTP method."""
TWINS = ("Conversations", "Users", "Roles", "ParticipantConversations")
"""What stands below /Services/{sid} too."""


def utcnow() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


class Simulator(Participants, Conversations, Messages, Webhooks, Users, Memberships, Configuration):
    """The reference model: bytes in, bytes out, with state between. A wrong server is a subclass of it.

    `senders` are the addresses that the account owns (`None`: any address); `api_key` opens the account like its
    token does. Every request takes its turn. Those with credentials of another account go to the `neighbour`.
    """

    def __init__(
        self,
        *,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        senders: frozenset[str] | None = None,
        api_key: tuple[str, str] = API_KEY,
        now: Callable[[], datetime] = utcnow,
    ) -> None:
        super().__init__(account_sid, auth_token, senders, now)
        self.secrets = {account_sid: auth_token, api_key[0]: api_key[1]}
        self.lock = Lock()
        self.neighbour: Simulator | None = None

    def handle(self, request: Request) -> Response:
        """The answer to a request. Safe to call from several threads."""
        with self.lock:
            return self.answer(request)

    def answer(self, request: Request) -> Response:
        """The answer to a request, when its turn has come."""
        if self.neighbour is not None and not self.opens(request) and self.neighbour.opens(request):
            return self.neighbour.answer(request)
        self.base_url, self.service_scope = self.asked_url(request), {}
        try:
            return self.dispatch(request)
        except Refusal as refusal:
            return self.error(request, refusal)

    def opens(self, request: Request) -> bool:
        """Whether a request has the credentials of this account."""
        try:
            given = self.credentials(request)
        except Refusal:  # of a server that refuses what cannot be read with an error of its own
            return False
        return given is not None and self.authorised(*given)

    def dispatch(self, request: Request) -> Response:
        """Authenticates and hands over to the method that answers. Raises Refusal."""
        path, _, query = request.target.partition("?")
        version, *segments = path.removeprefix("/").split("/")
        methods = self.methods(segments) if version == "v1" else {}
        if request.method == "OPTIONS" and methods:
            return self.preflight(request, methods)
        self.authenticate(request)
        segments = self.leave_service(segments)
        call = Call(request, "/" + "/".join(segments), self.names(segments), query)
        if not methods:
            raise self.not_found(call)
        if request.method == "HEAD" and "GET" in methods:
            return self.head(call, methods["GET"])
        if request.method not in methods:
            raise Refusal(20004, headers=(("allow", allowed(methods)),))
        return self.call(methods[request.method], call)

    def methods(self, segments: Sequence[str]) -> dict[str, str]:
        """The methods of what stands at a path, below a service or not; none where nothing stands."""
        below = segments[2:] if is_twin(segments) else segments
        return ROUTES.get(tuple(ANY if place % 2 else name for place, name in enumerate(below)), {})

    def leave_service(self, segments: list[str]) -> list[str]:
        """The path without its service, of which there is one: URLs in the answer have it, bodies name it."""
        if not is_twin(segments):
            return segments
        if segments[1] != self.service_sid:
            raise Refusal(20404, f"The requested resource /Services/{segments[1]} was not found")
        self.base_url += f"/Services/{self.service_sid}"
        self.service_scope = {"chat_service_sid": self.service_sid}
        return segments[2:]

    def preflight(self, request: Request, methods: Mapping[str, str]) -> Response:
        """What may be asked, to whom it concerns: browsers ask without credentials (Fetch standard, 3.2.2)."""
        response = self.respond(request, 204, None)
        kept = [header for header in response.headers if header[0] != "access-control-allow-methods"]
        own = [("access-control-allow-methods", allowed(methods))] if len(kept) < len(response.headers) else []
        return Response(204, (*kept, *own, ("allow", allowed(methods))))

    def call(self, method: str, call: Call) -> Response:
        """The answer of one of the methods of `ROUTES`."""
        response: Response = getattr(self, method)(call)
        return response

    def head(self, call: Call, method: str) -> Response:
        """The answer to GET without its body (RFC 9110, section 9.3.2)."""
        response = self.call(method, call)
        return Response(response.status, response.headers)

    def names(self, segments: Sequence[str]) -> tuple[str, ...]:
        """The SIDs, unique names or identities of a path, percent-decoded."""
        return tuple(self.decode_text(self.unescape(name.encode())) for name in segments[1::2])


def is_twin(segments: Sequence[str]) -> bool:
    """Whether a path is that of a service and of something in it that stands outside of services too."""
    return len(segments) > 2 and segments[0] == "Services" and segments[2] in TWINS


def allowed(methods: Mapping[str, str]) -> str:
    """The methods of a path, for a header."""
    return ", ".join(dict.fromkeys((*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS")))
