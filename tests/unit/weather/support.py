"""Servers in bad weather, and transports to them."""

import contextlib
from collections.abc import Iterator

from contracts.exchanges.wire import Request
from contracts.simulator import Simulator
from contracts.targets.network import Network
from contracts.targets.settings import MOCK
from contracts.targets.stopping import Stopper
from contracts.targets.transport import Transport
from tests.weather.proxy import Sky, Weather
from tests.weather.skies import SKIES

_CLIENTS: list[Network] = []
"""Those that are closed with the server."""
GET = Request("GET", "/v1/Users")
CREATE = Request("POST", "/v1/Conversations/CH1/Participants", (), b"Attributes=%7B%7D")


def simulator() -> Simulator:
    """The server behind, with the mock's account."""
    owned = frozenset(MOCK.declared.senders)
    return Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password, senders=owned)


@contextlib.contextmanager
def weather(name: str | Sky) -> Iterator[Weather]:
    """A simulator under a sky, by its name or a function of its own."""
    sky = SKIES[name].sky if isinstance(name, str) else name
    with Weather(sky, simulator().handle) as made:
        yield made
    while _CLIENTS:
        _CLIENTS.pop().close()


def transport(url: str, timeout: float = 5.0, patience: float = 0.0) -> Transport:
    """A transport over a network to a server."""
    stopper = Stopper()
    _CLIENTS.append(Network(url, stopper))
    return Transport(_CLIENTS[-1], url, (), timeout, patience, stopper)
