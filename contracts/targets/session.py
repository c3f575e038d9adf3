"""A session with a target: the conversations that cases go to, the sending of one case, and the cleaning up.

Everything beside the operation under test (conversations, fetch, list, delete, Users) is an instrument here.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from contracts.cases.case import IDENTITY, Case, Conversation
from contracts.cases.paths import MALFORMED_SID, MISSING_SID, segment
from contracts.errors import ContractError, TargetUnavailable
from contracts.exchanges.exchange import Answer, Exchange, Place
from contracts.exchanges.traffic import Role
from contracts.exchanges.wire import Request, Response
from contracts.promises.declared import Declared
from contracts.targets import roles
from contracts.targets.basic import authorization
from contracts.targets.client import NoAnswer
from contracts.targets.connect import Target
from contracts.targets.overload import Patience
from contracts.targets.settings import Credentials
from contracts.targets.transport import OVERLOADED

SOMEBODY = "participant-contract"
"""An identity that no server has a reason to refuse."""
PAGE_SIZE = 100
MAX_PAGES = 100

Participant = dict[str, object]


@dataclass(slots=True)
class Session:
    """Owns what it creates: conversations named after `tag`, and the Users that new identities bring.

    `declared` is what the owner declares, and what the target itself tells of the account.
    """

    target: Target
    tag: str
    conversations: dict[str, str] = field(default_factory=dict)
    declared: Declared = field(init=False)
    _owned: list[str] = field(default_factory=list)
    _identities: set[str] = field(default_factory=set)
    _users_before: frozenset[str] = frozenset()
    leftovers: list[str] = field(default_factory=list)
    _patience: Patience = field(init=False)

    def __post_init__(self) -> None:
        self.declared = self.target.settings.declared
        self._patience = Patience(self.target.transport, self._serves_others)

    def open(self) -> None:
        """The smoke test: a conversation of our own. Raises TargetUnavailable when that cannot be had."""
        self._users_before = frozenset(sid for sid, _ in self._users())
        self.declared = roles.learn(
            self.declared, self._pages, lambda path: Answer(self.call("GET", path)).object or {}
        )
        self.conversations[Conversation.EXISTING] = self.new_conversation()

    def new_conversation(self) -> str:
        """The SID of a new conversation, which `close` deletes. Raises TargetUnavailable."""
        response = self.call("POST", "/v1/Conversations", {"FriendlyName": self.tag})
        sid = (Answer(response).object or {}).get("sid")
        if response.status in (401, 403):
            raise TargetUnavailable(
                f"{self.target.transport.origin} refused the credentials ({response.status}); "
                "check TWILIO_ACCOUNT_SID and its token or key"
            )
        if response.status not in (200, 201) or not isinstance(sid, str):
            raise TargetUnavailable(
                f"{self.target.transport.origin} answered {response.status} to POST /v1/Conversations, and a run "
                "needs a conversation of its own; is this a server of the Conversations API?"
            )
        self._owned.append(sid)
        return sid

    def close_conversation(self, sid: str) -> bool:
        """Whether the conversation could be closed (State=closed)."""
        response = self.call("POST", f"/v1/Conversations/{sid}", {"State": "closed"})
        return response.status == 200 and (Answer(response).object or {}).get("state", "closed") == "closed"

    def delete_conversation(self, sid: str) -> bool:
        """Whether the conversation is gone now."""
        gone = self.call("DELETE", f"/v1/Conversations/{sid}", role=Role.UNDO).status in (200, 202, 204, 404)
        if gone and sid in self._owned:
            self._owned.remove(sid)
        return gone

    def has_closed_conversation(self) -> bool:
        """Whether the target can provide a closed conversation; it is made on the first call."""
        if Conversation.CLOSED not in self.conversations:
            sid = self.new_conversation()
            if not self.close_conversation(sid):
                return False
            self.conversations[Conversation.CLOSED] = sid
        return True

    def place(self, conversation: str) -> Place:
        """Where a case with this `conversation` goes."""
        if conversation == Conversation.OTHER and conversation not in self.conversations:
            self.conversations[conversation] = self.new_conversation()
        if conversation == Conversation.CLOSED:
            self.has_closed_conversation()
        named = {Conversation.MISSING: MISSING_SID, Conversation.MALFORMED: MALFORMED_SID} | self.conversations
        sid = named.get(conversation, conversation)
        return Place(self.target.settings.account_sid, sid, self.target.transport.origin)

    def new_place(self) -> Place:
        """A new conversation for one purpose; whoever asks for it deletes it."""
        origin = self.target.transport.origin
        return Place(self.target.settings.account_sid, self.new_conversation(), origin)

    def send(
        self,
        case: Case,
        place: Place | None = None,
        *,
        credentials: Credentials | None = None,
        role: Role = Role.CASE,
    ) -> Exchange:
        """One exchange; an exchange without a response when none came. Raises TargetUnavailable.

        `credentials` stand in for those that the case asks for; `role` is RETRY when it is sent again.
        """
        place = place or self.place(case.conversation)
        header = authorization(*credentials) if credentials else self.target.settings.authorization(case)
        try:
            response, elapsed = self._patience.send(self._request(case, place, header), role)
        except NoAnswer as error:
            return Exchange(case, place, error=str(error), timed_out=error.slow)
        clean = self.target.settings.blot(response)
        leaked = clean != response or _echoes(response, header)
        exchange = Exchange(case, place, clean, elapsed=elapsed, leaked=leaked)
        if exchange.accepted:
            self._identities.update(value for name, value in case.fields if name == IDENTITY)
            self._identities.update(_identity_of(Answer(response).object))
        return exchange

    def _serves_others(self) -> bool:
        """Whether somebody plain is added to a conversation of their own, while others are put off."""
        sid = self.new_conversation()
        self._identities.add(SOMEBODY)
        response = self.call("POST", f"/v1/Conversations/{sid}/Participants", {IDENTITY: SOMEBODY})
        self.delete_conversation(sid)
        return response.status not in OVERLOADED

    def send_and_lose(self, case: Case, place: Place) -> None:
        """Sends a case and hangs up before the answer."""
        self._identities.update(value for name, value in case.fields if name == IDENTITY)
        header = self.target.settings.authorization(case)
        self.target.transport.send_and_lose(self._request(case, place, header))

    def _request(self, case: Case, place: Place, header: str | None) -> Request:
        headers = list(case.headers)
        if header is not None:
            headers.append(("Authorization", header))
        if case.content_type is not None:
            headers.append(("Content-Type", case.content_type))
        target = f"/v1/Conversations/{segment(place.conversation_sid)}/Participants"
        return Request(case.method, target, tuple(headers), case.content)

    def call(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        anonymous: bool = False,
        role: Role = Role.INSTRUMENT,
    ) -> Response:
        """The answer of an instrument, asked again once. Raises TargetUnavailable when there is none, or 429."""
        settings = self.target.settings
        known = [("Authorization", authorization(settings.username, settings.password))]
        headers = [] if anonymous else known
        if fields is not None:
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        request = Request(method, path, tuple(headers), urlencode(fields or {}).encode("ascii"))
        try:
            try:
                response = self.target.transport.send(request, role=role)[0]
            except NoAnswer:
                response = self.target.transport.send(request, role=Role.RETRY)[0]
        except NoAnswer as error:
            raise TargetUnavailable(f"no answer to {method} {path} ({error}); is the target healthy?") from None
        if response.status == 429:
            raise TargetUnavailable(f"{self.target.transport.origin} stays overloaded (429 to {method} {path})")
        return response

    def fetch(self, conversation_sid: str, key: str) -> Response:
        """The participant with this SID or identity, as the target answers."""
        path = f"/v1/Conversations/{conversation_sid}/Participants/{segment(key)}"
        return self.call("GET", path, role=Role.READ_BACK)

    def participants(self, conversation_sid: str, page_size: int = PAGE_SIZE) -> list[Participant]:
        """All participants of a conversation, page by page."""
        path = f"/v1/Conversations/{conversation_sid}/Participants?PageSize={page_size}"
        return list(self._pages(path, "participants", Role.READ_BACK))

    def delete(self, conversation_sid: str, sid: str) -> Response:
        """The answer to the deletion of a participant."""
        path = f"/v1/Conversations/{conversation_sid}/Participants/{segment(sid)}"
        return self.call("DELETE", path, role=Role.UNDO)

    def undo(self, exchange: Exchange) -> bool:
        """Deletes what the exchange created; a conversation that cannot be emptied is replaced by a new one."""
        conversation = exchange.place.conversation_sid
        deleted = exchange.sid is not None and self.delete(conversation, exchange.sid).status in (200, 204)
        if not deleted and exchange.case.conversation in (Conversation.EXISTING, Conversation.OTHER):
            self.replace(exchange.case.conversation)
        return deleted

    def replace(self, conversation: str) -> None:
        """A new conversation under the name of one that can no longer be used; a closed one when next needed."""
        old = self.conversations.pop(conversation, None)
        if conversation != Conversation.CLOSED:
            self.conversations[conversation] = self.new_conversation()
        if old is not None:
            self.delete_conversation(old)

    def set_aside(self, conversation: str) -> Place:
        """A conversation that keeps whoever is in it until the session is closed; a new one takes its name."""
        place = self.place(conversation)
        self.conversations[conversation] = self.new_conversation()
        return place

    def empty(self, conversation: str) -> list[Participant]:
        """Deletes all participants of a conversation, and returns what it found; who will not go is left behind in
        it, and a new conversation takes its name."""
        sid = self.place(conversation).conversation_sid
        found = self.participants(sid)
        for participant in found:
            self.delete(sid, str(participant.get("sid")))
        if found and self.participants(sid):
            self.replace(conversation)
        return found

    def forget_user(self, identity: str) -> None:
        """Deletes the User that an identity brought in this session, so that it is new to the target again.

        A target may treat a returning identity otherwise: https://support.twilio.com/hc/en-us/articles/50009103572635.
        """
        path = f"/v1/Users/{segment(identity)}"
        sid = (Answer(self.call("GET", path, role=Role.UNDO)).object or {}).get("sid")
        if identity in self._identities and isinstance(sid, str) and sid not in self._users_before:
            self.call("DELETE", f"/v1/Users/{sid}", role=Role.UNDO)

    def close(self) -> None:
        """Deletes the conversations and Users that this session made; `leftovers` names what would not go."""
        self.leftovers += [sid for sid in list(self._owned) if not self._goes(sid)]
        for sid, identity in list(self._users()):
            ours = identity in self._identities and sid not in self._users_before
            if ours and self.call("DELETE", f"/v1/Users/{sid}", role=Role.UNDO).status not in (200, 204, 404):
                self.leftovers.append(sid)
        self.target.transport.client.close()

    def _goes(self, conversation_sid: str) -> bool:
        """Whether a conversation is gone at the end; a target that fails now may have another one deleted."""
        try:
            return self.delete_conversation(conversation_sid)
        except TargetUnavailable:
            return False

    def close_quietly(self) -> None:
        """Cleans up as far as a target allows that has failed already."""
        with contextlib.suppress(ContractError):
            self.close()

    def _users(self) -> Iterator[tuple[str, str]]:
        for user in self._pages(f"/v1/Users?PageSize={PAGE_SIZE}", "users"):
            yield str(user.get("sid")), str(user.get("identity"))

    def _pages(self, path: str, key: str, role: Role = Role.INSTRUMENT) -> Iterator[Participant]:
        """The items of a list. A target without the list (404, 405) has none."""
        seen: set[str] = set()
        for _ in range(MAX_PAGES):
            body = Answer(self.call("GET", path, role=role)).object or {}
            items = body.get(key)
            yield from (item for item in (items if isinstance(items, list) else []) if isinstance(item, dict))
            seen.add(path)
            meta = body.get("meta")
            following = meta.get("next_page_url") if isinstance(meta, dict) else None
            if not isinstance(following, str) or (path := _path_of(following)) in seen:
                return


def _echoes(response: Response, header: str | None) -> bool:
    """Whether an answer repeats credentials that were sent: wrong ones are somebody's mistyped password."""
    scheme, _, sent = (header or "").partition(" ")
    return scheme == "Basic" and len(sent) > 20 and sent.encode("ascii") in response.content


def _path_of(url: str) -> str:
    """The path and query of a page's URL: pages are asked of the target, whatever host the URL names."""
    return "/" + url.split("://", 1)[-1].partition("/")[2]


def _identity_of(body: Participant | None) -> Iterator[str]:
    identity = (body or {}).get("identity")
    if isinstance(identity, str):
        yield identity
