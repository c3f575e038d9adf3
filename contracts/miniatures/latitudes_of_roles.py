"""Right in unusual ways about roles: which ones they tell of, how, and how they refuse the others."""

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import latitude
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.rendering import Body
from contracts.simulator.roles import Role
from contracts.simulator.state import Conversation, Participant


class TellsNoRoles(Simulator):
    """A simulator without lists of roles and without configurations."""

    def list_roles(self, call: Call) -> Response:
        """There is no such list."""
        raise self.not_found(call)

    def fetch_configuration(self, call: Call) -> Response:
        """There is no such thing."""
        raise self.not_found(call)


@latitude(about="knows no roles: answers 404 to every one, and has no list of them")
class KnowsNoRoles(TellsNoRoles):
    def check_role(self, text: str) -> str:
        super().check_role(text)
        raise Refusal(50109, status=404)


@latitude(about="takes every role SID for that of a role, and has no list of them")
class TakesEveryRole(TellsNoRoles):
    def conversation_role(self, text: str) -> str:
        return text


@latitude(about="tells of its default roles only, in the configuration of the account, and takes others too")
class TellsDefaultRoles(Simulator):
    def list_roles(self, call: Call) -> Response:
        raise Refusal(20004)

    def render_configuration(self) -> Body:
        whole = super().render_configuration()
        return {name: whole[name] for name in ("account_sid", "url")} | self.render_service_configuration()

    def conversation_role(self, text: str) -> str:
        return super().conversation_role(text) if text in self.roles else text


@latitude(about="lists roles one by one")
class ListsRolesOneByOne(Simulator):
    def list_roles(self, call: Call) -> Response:
        usual, self.page_size = self.page_size, 1
        try:
            return super().list_roles(call)
        finally:
            self.page_size = usual


@latitude(about="gives role SIDs in upper case, and knows them in either case")
class UpperCaseRoles(Simulator):
    def render_role(self, role: Role) -> Body:
        body = super().render_role(role)
        return body | {"sid": role.sid.upper()}


@latitude(about="answers 403 to a role of a service, and 404 to one that there is not")
class RefusesRolesOtherwise(Simulator):
    def conversation_role(self, text: str) -> str:
        try:
            return super().conversation_role(text)
        except Refusal as refusal:
            found = refusal.code == 50105
            raise Refusal(refusal.code if found else 50101, status=403 if found else 404) from None


@latitude(about="gives the first participant of a conversation the role of creators")
class MakesTheFirstACreator(Simulator):
    first = False

    def read_participant(self, request: Request, conversation: Conversation) -> Participant:
        self.first = not conversation.participants
        return super().read_participant(request, conversation)

    def default_role(self, participant: Participant) -> str | None:
        usual = super().default_role(participant)
        return list(self.roles)[1] if usual is not None and self.first else usual
