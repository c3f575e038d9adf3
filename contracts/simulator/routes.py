"""The simulator itself: which operation answers which path and method."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Final

from contracts.exchanges.wire import Request, Response
from contracts.simulator.configuration import Configuration
from contracts.simulator.conversations import Conversations
from contracts.simulator.participants import Participants
from contracts.simulator.reading import Call
from contracts.simulator.refusals import Refusal

ACCOUNT_SID = "AC" + "a" * 32
AUTH_TOKEN = "b" * 32

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
    ("Roles",): {"GET": "list_roles"},
    ("Roles", ANY): {"GET": "fetch_role"},
    ("Configuration",): {"GET": "fetch_configuration"},
    ("Services", ANY, "Configuration"): {"GET": "fetch_service_configuration"},
    ("Users",): {"GET": "list_users"},
    ("Users", ANY): {"GET": "fetch_user", "DELETE": "delete_user"},
}
"""The method that answers, by path below /v1 and by HTTP method."""


def utcnow() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


class Simulator(Participants, Conversations, Configuration):
    """The reference model: bytes in, bytes out, with state between. A wrong server is a subclass of it.

    `senders` are the addresses that the account owns (`None`: any address). Every request takes its turn.
    """

    def __init__(
        self,
        *,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        senders: frozenset[str] | None = None,
        now: Callable[[], datetime] = utcnow,
    ) -> None:
        super().__init__(account_sid, auth_token, senders, now)
        self.lock = Lock()

    def handle(self, request: Request) -> Response:
        """The answer to a request. Safe to call from several threads."""
        with self.lock:
            return self.answer(request)

    def answer(self, request: Request) -> Response:
        """The answer to a request, when its turn has come."""
        try:
            return self.dispatch(request)
        except Refusal as refusal:
            return self.error(request, refusal)

    def dispatch(self, request: Request) -> Response:
        """Authenticates and hands over to the method that answers. Raises Refusal."""
        self.authenticate(request)
        path, _, query = request.target.partition("?")
        version, *segments = path.removeprefix("/").split("/")
        shape = tuple(ANY if place % 2 else name for place, name in enumerate(segments))
        methods = ROUTES.get(shape, {}) if version == "v1" else {}
        call = Call(request, path.removeprefix("/v1"), self.names(segments), query)
        if not methods:
            raise self.not_found(call)
        if request.method == "HEAD" and "GET" in methods:
            return self.head(call, methods["GET"])
        if request.method not in methods:
            raise Refusal(20004)
        return self.call(methods[request.method], call)

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
