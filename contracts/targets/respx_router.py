"""A respx router whose routes a simulator answers: the recorded mock, and the fake for consumers."""

import inspect

import httpx
import respx

from contracts.exchanges.wire import Request
from contracts.simulator import Hangup, Simulator

MOCK_HOST = "conversations.twilio.com"
_CREATE = r"^/v1/Conversations/[^/]*/Participants$"


def router_for(simulator: Simulator) -> respx.MockRouter:
    """The router; as a context manager it stands in for the network of httpx."""
    router = respx.MockRouter(assert_all_called=False, base_url=f"https://{MOCK_HOST}")

    def answer(request: httpx.Request) -> httpx.Response:
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in request.headers.raw)
        target = request.url.raw_path.decode("ascii")
        try:
            response = simulator.handle(Request(request.method, target, headers, request.content))
        except Hangup:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.") from None
        return httpx.Response(response.status, headers=list(response.headers), content=response.content)

    # respx asks for the signature of a side effect with every call, which takes longer than most answers.
    answer.__signature__ = inspect.signature(answer)  # type: ignore[attr-defined]
    router.post(path__regex=_CREATE, name="create").mock(side_effect=answer)
    router.route(name="instruments").mock(side_effect=answer)
    return router
