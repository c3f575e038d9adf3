"""Wrong about which credentials open what, and where (C236 to C238, C401 to C404)."""

from dataclasses import replace

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Conversation, Participant


@miniature(rule="C236", about="answers 400 to a conversation that does not exist")
class SaysBadRequestForMissing(Simulator):
    def not_found(self, call: Call) -> Refusal:
        return Refusal(20404, status=400)


@miniature(rule="C236", about="answers 403 to a conversation that does not exist")
class SaysForbiddenForMissing(Simulator):
    def not_found(self, call: Call) -> Refusal:
        return Refusal(20404, status=403)


@miniature(rule="C236", about="makes a conversation where there is none")
class MakesMissingConversations(Simulator):
    def find_conversation(self, call: Call) -> Conversation:
        sid = call.names[0]
        if sid not in self.conversations and len(sid) == 34 and call.request.method == "POST":
            present = self.timestamp()
            self.conversations[sid] = Conversation(self.account_sid, sid, present, present)
        return super().find_conversation(call)


@miniature(rule="C237", about="reads a conversation SID up to its 34th character")
class ReadsThirtyFourCharacters(Simulator):
    def find_conversation(self, call: Call) -> Conversation:
        return self.conversations.get(call.names[0][:34]) or super().find_conversation(call)


@miniature(rule="C237", about="finds a conversation by the beginning of its SID")
class FindsConversationsByBeginning(Simulator):
    def find_conversation(self, call: Call) -> Conversation:
        name = call.names[0]
        begins = (one for sid, one in self.conversations.items() if len(name) > 2 and sid.startswith(name))
        return next(begins, None) or super().find_conversation(call)


@miniature(rule="C237", about="takes a conversation SID that is malformed for the first conversation")
class AcceptsMalformedSids(Simulator):
    def find_conversation(self, call: Call) -> Conversation:
        first = next(iter(self.conversations.values()), None)
        if first is not None and len(call.names[0]) < 34:
            return first
        return super().find_conversation(call)


@miniature(rule="C238", about="adds participants to a conversation that is closed")
class AddsToClosed(Simulator):
    def check_state(self, conversation: Conversation) -> None:
        pass


@miniature(rule="C238", about="adds identities to a conversation that is closed, and only refuses addresses")
class AddsIdentitiesToClosed(Simulator):
    def create_participant(self, call: Call) -> Response:
        conversation = self.find_conversation(call)
        state = conversation.state
        if b"Address" not in call.request.content:
            conversation.state = "active"
        try:
            return super().create_participant(call)
        finally:
            conversation.state = state


@miniature(rule="C401", about="lets in requests without credentials")
class LetsAnonymousIn(Simulator):
    def authenticate(self, request: Request) -> str:
        if request.header("Authorization") is None:
            return self.account_sid
        return super().authenticate(request)


@miniature(rule="C401", about="asks for no credentials where a request comes from a web page")
class LetsPagesIn(Simulator):
    def authenticate(self, request: Request) -> str:
        return super().authenticate(request) if request.header("Origin") is None else self.account_sid


@miniature(rule="C401", about="asks for credentials to add participants, and not to remove them")
class LetsNoClientDelete(Simulator):
    def authenticate(self, request: Request) -> str:
        return self.account_sid if request.method == "DELETE" else super().authenticate(request)


@miniature(rule="C401", about="asks for no credentials where a conversation has its unique name")
class OpensNothingByName(Simulator):
    def authenticate(self, request: Request) -> str:
        by_name = request.target.endswith("/Participants") and "/Conversations/CH" not in request.target
        return self.account_sid if by_name else super().authenticate(request)


@miniature(rule="C505", about="adds an identity again where a conversation has its unique name")
class AddsAgainByName(Simulator):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        if not self.by_name:
            super().check_unique(conversation, participant)

    def find_conversation(self, call: Call) -> Conversation:
        self.by_name = not call.names[0].startswith("CH")
        return super().find_conversation(call)


@miniature(rule="C401", about="answers 403 to requests without credentials")
class ForbidsAnonymous(Simulator):
    def authenticate(self, request: Request) -> str:
        if request.header("Authorization") is None:
            raise Refusal(20003, status=403)
        return super().authenticate(request)


@miniature(rule="C402", about="looks at no credentials")
class LetsEverybodyIn(Simulator):
    def authenticate(self, request: Request) -> str:
        if request.header("Authorization") is None:
            return super().authenticate(request)
        return self.account_sid


@miniature(rule="C402", about="accepts any password")
class AcceptsAnyPassword(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return username in self.secrets


@miniature(rule="C402", about="accepts an empty password")
class AcceptsEmptyPassword(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return super().authorised(username, password or self.secrets.get(username, "-"))


@miniature(rule="C402", about="accepts the first part of the password")
class AcceptsPartOfPassword(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return bool(password) and self.secrets.get(username, "").startswith(password)


@miniature(rule="C402", about="compares as many characters as the password has")
class AcceptsLongerPassword(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return super().authorised(username, password[: len(self.secrets.get(username, ""))] or "-")


@miniature(rule="C402", about="compares all characters of the password but the last")
class AcceptsOtherLastCharacter(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        secret = self.secrets.get(username, "-")
        return len(password) == len(secret) and password[:-1] == secret[:-1]


@miniature(rule="C402", about="does not mind the case of the password")
class IgnoresCaseOfPassword(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return password.lower() == self.secrets.get(username, "-").lower()


@miniature(rule="C402", about="looks at the password only")
class AcceptsAnyUser(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        return password in self.secrets.values()


@miniature(rule="C402", about="takes right credentials under whatever scheme they come")
class TakesAnyScheme(Simulator):
    def credentials(self, request: Request) -> tuple[str, str] | None:
        encoded = (request.header("Authorization") or "").partition(" ")[2]
        return super().credentials(replace(request, headers=(("Authorization", f"Basic {encoded}"),)))


@miniature(rule="C402", about="answers 403 to wrong credentials")
class ForbidsWrongCredentials(Simulator):
    def authenticate(self, request: Request) -> str:
        try:
            return super().authenticate(request)
        except Refusal:
            raise Refusal(20003, status=401 if request.header("Authorization") is None else 403) from None


@miniature(rule="C402", about="answers 404 to wrong credentials")
class HidesFromWrongCredentials(Simulator):
    def authenticate(self, request: Request) -> str:
        try:
            return super().authenticate(request)
        except Refusal:
            if request.header("Authorization") is None:
                raise
            raise Refusal(20404) from None


@miniature(rule="C403", about="asks for credentials again, once in fifty creations")
class ForgetsSessions(Simulator):
    creations = 0

    def create_participant(self, call: Call) -> Response:
        self.creations += 1
        if self.creations % 50 == 0:
            raise Refusal(20003)
        return super().create_participant(call)


@miniature(rule="C403", about="says 401 where it does not like the attributes")
class TakesRefusalForAuthentication(Simulator):
    def check_attributes(self, text: str) -> str:
        try:
            return super().check_attributes(text)
        except Refusal:
            raise Refusal(20003) from None


@miniature(rule="C403", about="says 401 where a webhook is asked for")
class AsksAgainForWebhooks(Simulator):
    def check_webhook(self, value: str | None) -> None:
        if value == "true":
            raise Refusal(20003)


@miniature(rule="C404", about="shows the conversations of an account to all other accounts")
class LetsOtherAccountsIn(Simulator):
    def authorised(self, username: str, password: str) -> bool:
        other_account = username.startswith("AC") and username != self.account_sid
        return other_account or super().authorised(username, password)


@miniature(rule="C210", about="finds conversations by plain unique names only, when a participant is added")
class ReadsPlainNamesOnly(Simulator):
    def create_participant(self, call: Call) -> Response:
        if " " in call.names[0]:
            raise Refusal(20404)
        return super().create_participant(call)


@miniature(rule="C506", about="adds a pair again where a conversation has its unique name")
class AddsPairsAgainByName(AddsAgainByName):
    def check_unique(self, conversation: Conversation, participant: Participant) -> None:
        if not self.by_name or participant.identity is not None:
            Simulator.check_unique(self, conversation, participant)


@miniature(rule="C307", about="drops the role where a conversation has its unique name")
class DropsRolesByName(Simulator):
    def create_participant(self, call: Call) -> Response:
        if call.names[0].startswith("CH"):
            return super().create_participant(call)
        kept = "&".join(
            pair for pair in call.request.content.decode().split("&") if not pair.startswith("RoleSid=")
        )
        return super().create_participant(replace(call, request=replace(call.request, content=kept.encode())))


@miniature(rule="C404", about="shows conversations to any client that names another account")
class ShowsListsToOthers(Simulator):
    listing = False

    def authorised(self, username: str, password: str) -> bool:
        return (self.listing and username[:2] == "AC") or super().authorised(username, password)

    def answer(self, request: Request) -> Response:
        self.listing = request.method == "GET" and request.target.partition("?")[0] == "/v1/Conversations"
        return super().answer(request)
