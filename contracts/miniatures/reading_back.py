"""Wrong when participants are read back: fetched, listed, found by their identity (C502, C503, C513)."""

from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Participant
from contracts.wire import Request, Response


class Fetching(Simulator):
    """A simulator whose answers to a fetch pass through `change`."""

    def fetched(self, request: Request, participant: Participant) -> Response:
        """The answer to a fetch, changed."""
        body = self.render(participant)
        self.change(body)
        return self.respond(request, 200, body)

    def change(self, body: Body) -> None:
        """Changes the properties in place."""


@miniature(rule="C502", about="does not find what it created")
class FindsNothing(Simulator):
    def fetched(self, request: Request, participant: Participant) -> Response:
        raise Refusal(20404)


@miniature(rule="C502", about="fetches without attributes")
class FetchesNoAttributes(Fetching):
    def change(self, body: Body) -> None:
        body["attributes"] = "{}"


@miniature(rule="C502", about="fetches identities in lower case")
class FetchesLowerCase(Fetching):
    def change(self, body: Body) -> None:
        body["identity"] = body["identity"] and body["identity"].lower()


@miniature(rule="C502", about="fetches the date of creation without its time")
class FetchesDaysOnly(Fetching):
    def change(self, body: Body) -> None:
        body["date_created"] = body["date_created"][:10] + "T00:00:00Z"


@miniature(rule="C502", about="fetches without a role")
class FetchesNoRole(Fetching):
    def change(self, body: Body) -> None:
        body["role_sid"] = None


@miniature(rule="C502", about="fetches without the proxy address")
class FetchesNoProxy(Fetching):
    def change(self, body: Body) -> None:
        if body["messaging_binding"]:
            body["messaging_binding"].pop("proxy_address", None)


@miniature(rule="C502", about="stores 2000 characters of attributes")
class StoresPartOfAttributes(Fetching):
    def change(self, body: Body) -> None:
        body["attributes"] = body["attributes"][:2000]


@miniature(rule="C503", about="does not list the newest participant")
class ListsNewestLater(Simulator):
    def listed(self, conversation: Conversation) -> list[Participant]:
        return super().listed(conversation)[:-1]


@miniature(rule="C503", about="lists every participant twice")
class ListsTwice(Simulator):
    def listed(self, conversation: Conversation) -> list[Participant]:
        return [one for one in super().listed(conversation) for _ in range(2)]


@miniature(rule="C503", about="lists chat participants only")
class ListsChatOnly(Simulator):
    def listed(self, conversation: Conversation) -> list[Participant]:
        return [one for one in super().listed(conversation) if one.is_chat]


@miniature(rule="C503", about="lists ten participants at most")
class ListsTen(Simulator):
    def listed(self, conversation: Conversation) -> list[Participant]:
        return super().listed(conversation)[:10]


@miniature(rule="C513", about="finds participants by their SID only")
class FindsBySidOnly(Simulator):
    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        participant = super().find_participant(call, conversation)
        if call.names[1] != participant.sid:
            raise self.not_found(call)
        return participant


@miniature(rule="C513", about="finds participants by the beginning of their identity")
class FindsByBeginning(Simulator):
    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        for identity, participant in conversation.identities.items():
            if identity.startswith(call.names[1]):
                return participant
        return super().find_participant(call, conversation)


@miniature(rule="C513", about="finds participants of other conversations")
class FindsElsewhere(Simulator):
    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        here = [conversation, *self.conversations.values()]
        where = next((one for one in here if call.names[1] in {*one.identities, *one.participants}), conversation)
        return super().find_participant(call, where)
