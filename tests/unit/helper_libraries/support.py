"""The official Python helper library, pointed at the simulator on loopback; it can reach nothing else."""

from typing import Any
from urllib.parse import urlsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.conversations.v1 import V1

from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN, Simulator
from contracts.simulator.server import LoopbackServer

OFFICIAL = "https://conversations.twilio.com"
SENDERS = ("+15017122661", "+12025552661", "whatsapp:+15017122661", "rcs:+15017122661")


class Loopback(TwilioHttpClient):
    """Sends what is meant for the service to a server on loopback; what is meant for any other host is an error.

    `asked` are the URLs that the library itself asked for.
    """

    def __init__(self, origin: str) -> None:
        super().__init__(timeout=10)
        self.origin = origin
        self.asked: list[str] = []

    def request(self, method: str, url: str, *rest: Any, **more: Any) -> Response:
        """The answer of the server on loopback."""
        self.asked.append(url)
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in (OFFICIAL, self.origin):
            raise AssertionError(f"credentials on their way to {host}")
        return super().request(method, url.replace(host, self.origin, 1), *rest, **more)


def serving() -> LoopbackServer:
    """A simulator that owns the senders of the published samples."""
    return LoopbackServer(Simulator(senders=frozenset(SENDERS)))


def conversations(server: LoopbackServer, token: str = AUTH_TOKEN) -> V1:
    """The resources of Conversations, as the helper library has them."""
    client = Client(ACCOUNT_SID, token, http_client=Loopback(server.url), environment={})
    return client.conversations.v1


def transport(resources: V1) -> Loopback:
    """The HTTP client of these resources."""
    found = resources.domain.twilio.http_client
    assert isinstance(found, Loopback)
    return found
