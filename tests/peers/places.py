"""The servers that the tools are tried on, over HTTP on loopback: each new, with one conversation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contracts.cases.case import FORM
from contracts.exchanges.wire import Request, Response
from contracts.miniatures import MINIATURES, groups
from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.basic import authorization
from contracts.targets.mock import simulator
from contracts.targets.settings import MOCK

CONVERSATION = "st-run"
"""The unique name of the conversation, which schemathesis.toml names too."""


@dataclass(slots=True)
class Place:
    """A server that runs; `requests` counts what it was asked."""

    url: str
    requests: int = 0
    account: tuple[str, str] = (MOCK.account_sid, MOCK.password)


@dataclass(frozen=True, slots=True)
class Kind:
    """A server to be made: wrong by `rule`, or right."""

    name: str
    rule: str
    make: Callable[..., Simulator]


def wrong(count: int) -> list[Kind]:
    """About so many of the wrong servers, spread evenly over their names: which ones nobody chose."""
    names = sorted(MINIATURES)
    step = max(len(names) // count, 1)
    return [Kind(one.name, one.rule, one.make) for one in (MINIATURES[name] for name in names[::step])][:count]


def right(count: int) -> list[Kind]:
    """The simulator, and groups of its other choices: together they make each choice once."""
    plain = Kind("simulator", "", Simulator)
    return [plain, *(Kind(one.name, "", one.make) for one in groups())][:count]


@contextmanager
def serving(kind: Kind) -> Iterator[Place]:
    """The server, for as long as it is needed, with one conversation."""
    server = simulator(kind.make)
    head = (("Authorization", authorization(MOCK.account_sid, MOCK.password)), ("Content-Type", FORM))
    server.handle(Request("POST", "/v1/Conversations", head, f"UniqueName={CONVERSATION}".encode()))
    handle = server.handle
    with LoopbackServer(server) as running:
        place = Place(running.url)

        def counted(request: Request) -> Response:
            place.requests += 1
            return handle(request)

        server.handle = counted  # type: ignore[method-assign]  # every server has its own
        yield place
