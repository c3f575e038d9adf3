"""Wrong when participants are read back: fetched, listed, found by their identity (C502, C503, C513)."""

import time
from typing import Any

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Participant


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


@miniature(rule="C503", about="lists the first participant of the account's first conversation everywhere")
class ListsStrangers(Simulator):
    def listed(self, conversation: Conversation) -> list[Participant]:
        first = next(iter(self.conversations.values()))
        strangers = [] if first is conversation else list(first.participants.values())[:1]
        return super().listed(conversation) + strangers


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


@miniature(rule="C513", about="does not decode identities beyond ASCII in a path")
class FindsAsciiOnly(Simulator):
    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        if not call.names[1].isascii():
            raise self.not_found(call)
        return super().find_participant(call, conversation)


@miniature(rule="C513", about="fetches by identity what was fetched first, updated or not")
class RemembersFetches(Simulator):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.answers: dict[str, Response] = {}

    def fetch_participant(self, call: Call) -> Response:
        if call.names[1].startswith("MB"):
            return super().fetch_participant(call)
        if call.path not in self.answers:
            self.answers[call.path] = super().fetch_participant(call)
        return self.answers[call.path]


@miniature(rule="C513", about="remembers whom it did not find, and does not look again")
class RemembersMisses(Simulator):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.missed: set[str] = set()

    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        if call.path in self.missed:
            raise self.not_found(call)
        try:
            return super().find_participant(call, conversation)
        except Refusal:
            self.missed.add(call.path)
            raise


@miniature(rule="C513", about="finds participants of other conversations")
class FindsElsewhere(Simulator):
    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        here = [conversation, *self.conversations.values()]
        where = next((one for one in here if call.names[1] in {*one.identities, *one.participants}), conversation)
        return super().find_participant(call, where)


@miniature(rule="C502", about="forgets participants after three seconds")
class ForgetsAfterAWhile(Simulator):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.since: dict[str, float] = {}

    def store(self, conversation: Conversation, participant: Participant) -> None:
        super().store(conversation, participant)
        self.since[participant.sid] = time.monotonic()

    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        participant = super().find_participant(call, conversation)
        if time.monotonic() - self.since[participant.sid] > 3:
            raise self.not_found(call)
        return participant


class Updating(Simulator):
    """A simulator whose updates pass through `spoil`."""

    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        """Puts the new state of a participant in place of the old one, spoiled."""
        self.spoil(new)
        super().exchange(conversation, old, new)

    def spoil(self, participant: Participant) -> None:
        """Changes the participant in place."""


@miniature(rule="C518", about="drops the proxy address when attributes are updated")
class UpdatesDropProxy(Updating):
    def spoil(self, participant: Participant) -> None:
        participant.proxy_address = None


@miniature(rule="C518", about="sets the date of creation anew when attributes are updated")
class UpdatesTouchCreation(Updating):
    def spoil(self, participant: Participant) -> None:
        participant.date_created = "2015-12-16T22:18:37Z"


@miniature(rule="C518", about="answers an update of attributes with 200 and keeps the old ones")
class UpdatesNoAttributes(Simulator):
    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        new.attributes = old.attributes
        super().exchange(conversation, old, new)


@miniature(rule="C518", about="does not take a DateUpdated in an update")
class UpdatesNoDates(Simulator):
    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        new.date_updated = old.date_updated
        super().exchange(conversation, old, new)


@miniature(rule="C513", about="fetches the first participant whose identity begins with the one asked for")
class FetchesByBeginnings(Simulator):
    def find_participant(self, call: Call, conversation: Conversation) -> Participant:
        name = call.names[1]
        if name in conversation.participants or name not in conversation.identities:
            return super().find_participant(call, conversation)
        return next(one for key, one in sorted(conversation.identities.items()) if key[:8] == name[:8])


@miniature(rule="C518", about="takes an update for the creation")
class MovesCreationOnUpdate(Simulator):
    def exchange(self, conversation: Conversation, old: Participant, new: Participant) -> None:
        new.date_created = self.timestamp()
        super().exchange(conversation, old, new)
