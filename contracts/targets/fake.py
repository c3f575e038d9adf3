"""A fake of the Conversations API for the tests of those who call it: verified by this very suite.

With httpx, in process (respx):

    with fake("overloaded") as conversations:
        my_client.add_participant(conversations.conversation_sid, identity="alice")
    assert conversations.participants == ["alice"]

Clients that do not use httpx are pointed at `contract serve --situation overloaded`.

What it answers is published (the samples and error codes of Twilio's documentation, which `contract rules` cites)
or inferred where the documentation is silent; it is not recorded from the service.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches

from contracts.cases.paths import segment
from contracts.errors import UsageError
from contracts.exchanges.exchange import Answer
from contracts.exchanges.wire import Request
from contracts.simulator import Simulator
from contracts.simulator.situations import SITUATIONS
from contracts.targets import mock
from contracts.targets.basic import authorization
from contracts.targets.respx_router import router_for
from contracts.targets.settings import MOCK

CALM = "calm"
"""The situation in which nothing goes wrong."""


@dataclass(frozen=True, slots=True)
class Fake:
    """An account with one conversation; `conversation_sid` is ready to be used."""

    simulator: Simulator
    account_sid: str
    auth_token: str
    conversation_sid: str

    @property
    def participants(self) -> list[str]:
        """The identity of each participant of the conversation, or its address, in the order of their creation."""
        path = f"/v1/Conversations/{segment(self.conversation_sid)}/Participants?PageSize=100"
        listed = _ask(self.simulator, "GET", path).get("participants")
        found = listed if isinstance(listed, list) else []
        return [str(one["identity"] or one["messaging_binding"]["address"]) for one in found]


def named(situation: str) -> type[Simulator]:
    """The server of a situation. Raises UsageError for a name that is none."""
    if situation == CALM:
        return Simulator
    if situation not in SITUATIONS:
        names = (CALM, *SITUATIONS)
        near = ", ".join(get_close_matches(situation, names, n=3, cutoff=0.4)) or ", ".join(names)
        raise UsageError(f"'situation' must be one of {len(names)} names (got {situation!r}); near ones: {near}")
    return SITUATIONS[situation].make


@contextmanager
def fake(situation: str = CALM) -> Iterator[Fake]:
    """A fake in a situation; within the block, httpx gets its answers in place of the service's.

    Requests to other hosts fail, as respx lets none out. Raises UsageError for a situation that is none.
    """
    simulator = mock.simulator(named(situation))
    made = str(_ask(simulator, "POST", "/v1/Conversations").get("sid"))
    with router_for(simulator):
        yield Fake(simulator, MOCK.account_sid, MOCK.password, made)


def _ask(simulator: Simulator, method: str, path: str) -> dict[str, object]:
    """The answer to a request with the credentials of the account."""
    form = ("Content-Type", "application/x-www-form-urlencoded")
    headers = (form, ("Authorization", authorization(MOCK.account_sid, MOCK.password)), ("Host", "localhost"))
    return Answer(simulator.handle(Request(method, path, headers, b""))).object or {}
