"""A session with a target: the conversations that cases go to, the sending of one case, and the cleaning up.

Everything beside the operation under test (conversations, fetch, list, delete, Users) is an instrument here.
"""

import time
from dataclasses import dataclass, field, replace

from contracts.cases.case import ADDRESS, IDENTITY, PROXY_ADDRESS, Case, Conversation
from contracts.cases.paths import MALFORMED_SID, MISSING_SID, segment
from contracts.errors import OutOfBudget, TargetUnavailable
from contracts.exchanges.exchange import Answer, Exchange, Place
from contracts.exchanges.traffic import Role
from contracts.exchanges.wire import Replayed, Request, Response
from contracts.promises.declared import Declared
from contracts.targets import cleaning, roles, strangers
from contracts.targets.basic import authorization
from contracts.targets.client import NoAnswer
from contracts.targets.clock import Clock
from contracts.targets.credentials import Given, Pair
from contracts.targets.discretion import Discretion, echoes
from contracts.targets.instruments import Instruments
from contracts.targets.lists import PAGE_SIZE, Item, read_list
from contracts.targets.overload import Patience
from contracts.targets.possessions import Possessions, identities_in, identity_of, sid_of
from contracts.targets.redaction import BLOT, withheld
from contracts.targets.transport import OVERLOADED

PLAIN_IDENTITY = "participant-contract"
"""An identity that no server has a reason to refuse."""
CONVERSATIONS = "/v1/Conversations"

Participant = Item


@dataclass(slots=True)
class Session(Instruments):
    """Owns what it creates: conversations named after `tag`, and the Users that new identities bring; all of it is
    in the journal before it is created.

    `declared` is what the owner declares, and what the target itself tells of the account. `obstacles` are pairs
    of addresses with the foreign conversation that holds them.
    """

    conversations: dict[str, str] = field(default_factory=dict)
    declared: Declared = field(init=False)
    leftovers: list[str] = field(default_factory=list)
    obstacles: dict[str, str] = field(default_factory=dict)
    _made: set[str] = field(default_factory=set)
    _patience: Patience = field(init=False)

    def __post_init__(self) -> None:
        self.owned = Possessions(self.journal)
        self.redactor = self.target.settings.redactor()
        self.target.transport.discretion = Discretion(self.redactor)
        self.declared = self.target.settings.declared
        self._patience = Patience(self.target.transport, self._serves_others)

    @property
    def clock(self) -> Clock:
        """The clock on which it depends what is sent."""
        return self.target.transport.stopper.clock

    @property
    def disturbances(self) -> int:
        """How often something happened that is none of a case's doing: what is found meanwhile proves nothing."""
        transport = self.target.transport
        return transport.lost + transport.returns + len(self.obstacles)

    def open(self) -> None:
        """The smoke test: a conversation of our own. Raises TargetUnavailable when that cannot be had."""
        self.target.transport.ledger.reserve = lambda: self.owned.cost
        users = cleaning.users(self)
        self.learn_roles()
        made = self._make_conversation()
        self.owned.begin(users, made.get("date_created"))
        self.conversations[Conversation.EXISTING] = str(made["sid"])

    def learn_roles(self) -> None:
        """Asks the target for its roles and those of the other account. Raises TargetUnavailable, also when the
        credentials of the other account are refused."""

        def items(path: str, key: str, credentials: Pair | None = None) -> list[Item]:
            return read_list(lambda page: self.call("GET", page, credentials=credentials), path, key).items

        told = roles.learn(self.declared, items, lambda path: Answer(self.get(path)).object or {})
        other = self.target.settings.other
        if other is not None:
            first = f"{CONVERSATIONS}?PageSize=1"
            if self.call("GET", first, credentials=other).status == 401 != self.get(first).status:
                raise TargetUnavailable(
                    f"{self.target.transport.origin} refused the credentials of CONTRACT_OTHER_ACCOUNT_SID (401); "
                    "check its SID and token, or unset both"
                )
            told = roles.learn_foreign(told, lambda path, key: items(path, key, other))
        self.declared = told

    def new_conversation(self) -> str:
        """The SID of a new conversation, which `close` deletes. Raises TargetUnavailable."""
        return str(self._make_conversation()["sid"])

    def _make_conversation(self) -> Item:
        self.owned.making_conversation()
        sid, told = None, False
        before = self.target.transport.requests
        try:
            response = self.call("POST", CONVERSATIONS, {"FriendlyName": self.tag})
            made = Answer(response).object or {}
            sid = sid_of(made) if response.status in (200, 201) else None
            told = sid is not None or 400 <= response.status < 500
        finally:
            # A first try whose answer was lost, or was overload, may have made another one.
            sent = self.target.transport.requests - before
            self.owned.made_conversation(sid, sure=sent == 0 or (sent == 1 and told))
        if response.status in (401, 403):
            raise TargetUnavailable(
                f"{self.target.transport.origin} refused the credentials ({response.status}); "
                "check TWILIO_ACCOUNT_SID and its token or key"
            )
        if sid is None:
            raise TargetUnavailable(
                f"{self.target.transport.origin} answered {response.status} to POST /v1/Conversations, and a run "
                "needs a conversation of its own; is this a server of the Conversations API?"
            )
        self._made.add(sid)
        return made

    def close_conversation(self, sid: str) -> bool:
        """Whether the conversation could be closed (State=closed)."""
        response = self.call("POST", f"/v1/Conversations/{sid}", {"State": "closed"})
        return response.status == 200 and (Answer(response).object or {}).get("state", "closed") == "closed"

    def delete_conversation(self, sid: str) -> bool:
        """Whether the conversation is gone now."""
        gone = cleaning.delete_conversation(self, sid)
        if gone:
            self.owned.conversation_gone(sid)
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
        """A new conversation for one purpose; the caller deletes it."""
        origin = self.target.transport.origin
        return Place(self.target.settings.account_sid, self.new_conversation(), origin)

    def send(
        self,
        case: Case,
        place: Place | None = None,
        *,
        credentials: Pair | None = None,
        role: Role = Role.CASE,
    ) -> Exchange:
        """One exchange; an exchange without a response when none came. Raises TargetUnavailable.

        `credentials` stand in for those that the case asks for; `role` is RETRY when it is sent again. A pair that
        another run on the account holds is waited for; when it stays taken, that is the exchange's obstacle.
        """
        place = place or self.place(case.conversation)
        exchange = strangers.waited_for(
            lambda: self._send(case, place, credentials, role),
            self.target.transport.stopper.wait,
            self._made,
            self.participants,
        )
        if exchange.obstacle:
            self.obstacles[f"{case.get(ADDRESS)} and {case.get(PROXY_ADDRESS)}"] = exchange.obstacle
        return exchange

    def _send(self, case: Case, place: Place, credentials: Pair | None, role: Role) -> Exchange:
        identities = identities_in(case)
        self.owned.making_users(identities)
        given = self._given(case, credentials)
        request = self.request(case, place, given)
        before = self.target.transport.requests
        try:
            response, elapsed = self._patience.send(request, role)
        except NoAnswer as error:
            told = self.redactor.text(str(error))
            told = BLOT if given.derived else told
            return Exchange(case, place, error=told, timed_out=error.slow, stale=error.stale)
        except OutOfBudget:
            if self.target.transport.requests == before:  # what was not sent made no User
                self.owned.refused_users(identities)
            raise
        at = response.at if isinstance(response, Replayed) else time.time()
        exchange = self._kept(Exchange(case, place, response, elapsed=elapsed, at=at), request)
        self.settle(identities, exchange.response or response)
        return exchange

    def _given(self, case: Case, credentials: Pair | None) -> Given:
        """What goes along: what the case asks for, or these; a crossing of two pairs holds their secrets."""
        settings = self.target.settings
        if credentials is None:
            return settings.keys.given(case)
        return Given(
            (authorization(*credentials),),
            derived=credentials not in (settings.other, settings.keys.main),
            label=self.label(credentials),
        )

    def _kept(self, exchange: Exchange, request: Request) -> Exchange:
        """The exchange without secrets. An answer to credentials that hold a secret in another form may show it in
        any form: of that, nothing is kept but the status."""
        response = exchange.response
        assert response is not None
        leaked = echoes(response, request)
        clean, found = self.redactor.clean(response)
        found = found or (isinstance(response, Replayed) and response.leaked)
        if not found and not request.sealed:
            return replace(exchange, leaked=leaked)
        sid = exchange.sid if self.redactor.text(exchange.sid or "") == exchange.sid else None
        if request.sealed:
            return replace(exchange, response=withheld(response), leaked=leaked or found, withheld=True, made=sid)
        whole = clean.content == BLOT.encode()
        return replace(exchange, response=clean, leaked=True, withheld=whole, made=sid)

    def _serves_others(self) -> bool:
        """Whether a plain participant is added to a conversation of its own, while other requests are refused."""
        sid = self.new_conversation()
        response = self.call("POST", f"/v1/Conversations/{sid}/Participants", {IDENTITY: PLAIN_IDENTITY})
        self.delete_conversation(sid)
        return response.status not in OVERLOADED

    def send_and_lose(self, case: Case, place: Place) -> None:
        """Sends a case and hangs up before the answer."""
        self.owned.making_users(identities_in(case))
        given = self.target.settings.keys.given(case)
        self.target.transport.send_and_lose(self.request(case, place, given))

    def request(self, case: Case, place: Place, given: Given) -> Request:
        """The request that a case makes at a place, with these credentials."""
        headers = [*case.headers, *((given.name, value) for value in given.values)]
        if case.content_type is not None:
            headers.append(("Content-Type", case.content_type))
        target = f"/v1/Conversations/{segment(place.conversation_sid)}/Participants"
        return Request(case.method, target, tuple(headers), case.content, given.label, given.derived)

    def fetch(self, conversation_sid: str, key: str) -> Response:
        """The participant with this SID or identity, as the target answers."""
        path = f"/v1/Conversations/{conversation_sid}/Participants/{segment(key)}"
        return self.call("GET", path, role=Role.READ_BACK)

    def participants(self, conversation_sid: str, page_size: int = PAGE_SIZE) -> list[Participant]:
        """All participants of a conversation, page by page."""
        path = f"/v1/Conversations/{conversation_sid}/Participants?PageSize={page_size}"
        return read_list(lambda page: self.call("GET", page, role=Role.READ_BACK), path, "participants").items

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

    def renew(self) -> None:
        """New conversations in place of those that the target no longer knows, after it was gone for a while."""
        for name, sid in list(self.conversations.items()):
            if self.call("GET", f"/v1/Conversations/{sid}").status == 404:
                self.replace(name)

    def set_aside(self, conversation: str) -> Place:
        """A conversation that keeps its participants until the session is closed; a new one takes its name."""
        place = self.place(conversation)
        self.conversations[conversation] = self.new_conversation()
        return place

    def empty(self, conversation: str) -> list[Participant]:
        """Deletes all participants of a conversation, and returns what it found; what cannot be deleted is
        left behind in it, and a new conversation takes its name."""
        sid = self.place(conversation).conversation_sid
        found = self.participants(sid)
        for participant in found:
            self.owned.made_users(identity_of(participant))
            self.delete(sid, str(participant.get("sid")))
        if found and self.participants(sid):
            self.replace(conversation)
        return found

    def forget_user(self, identity: str) -> None:
        """Deletes the User that an identity brought in this session, so that it is new to the target again.

        A target may treat a returning identity otherwise: https://support.twilio.com/hc/en-us/articles/50009103572635.
        """
        response = self.call("GET", f"/v1/Users/{segment(identity)}", role=Role.UNDO)
        user = Answer(response).object or {}
        if self.owned.owns(user) and cleaning.delete_user(self, sid_of(user) or identity):
            self.owned.user_gone(identity)

    def close(self) -> None:
        """Deletes the conversations and Users that this session made; `leftovers` names what would not go.

        Raises what ended it before its end: TargetUnavailable, Stopped, OutOfBudget.
        """
        self.closing = True
        self.target.transport.ledger.reserve = lambda: 0
        try:
            if self.target.tape is None:
                cleaning.clean(self, self.owned, self.tag)
        finally:
            self.leftovers = self.owned.names() if self.target.tape is None else []
            self.journal.close(empty=not self.leftovers)
            self.target.transport.client.close()
