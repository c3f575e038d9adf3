"""The client of the mock: a simulator behind a respx router, in process."""

import zlib
from dataclasses import replace

from contracts.exchanges.wire import Request, Response
from contracts.simulator import Hangup, Simulator
from contracts.targets.client import KEPT, NoAnswer, kept
from contracts.targets.decoding import Body
from contracts.targets.in_process import InProcess
from contracts.targets.respx_router import MOCK_HOST, router_for

_CALLS_KEPT = 64
"""respx keeps every call, twice, at about 5 kB; that is memory (measured with respx 0.23)."""


class Mocked:
    """Carries creates of participants through the router, as a user of httpx would send them, and all other
    requests straight to the simulator.

    Those others are instruments, two requests in three of a run; through the router each takes three times as long
    as the simulator needs (measured with respx 0.23 and httpx 0.28).
    """

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.router = router_for(simulator)
        self._routed = InProcess(self.router.handler, f"https://{MOCK_HOST}")

    def exchange(self, request: Request, ends: float) -> Response:
        """The answer. Raises NoAnswer."""
        if request.method != "POST" or not request.target.endswith("/Participants"):
            return kept(self._answer(request))
        try:
            return self._routed.exchange(request, ends)
        finally:
            if len(self.router.calls) >= _CALLS_KEPT:
                self.router.reset()

    def _answer(self, request: Request) -> Response:
        length = (("Content-Length", str(len(request.content))),) if request.content else ()
        headers = (("Host", MOCK_HOST), *request.headers, *length)
        try:
            response = self.simulator.handle(replace(request, headers=headers))
            return _decoded(response)
        except Hangup:
            raise NoAnswer("the server hung up without an answer", slow=False) from None
        except zlib.error as error:
            raise NoAnswer(f"a body that could not be decoded: {error}", slow=False) from None

    def lose(self, request: Request, ends: float) -> None:
        """Whatever is answered is dropped."""
        self._routed.lose(request, ends)

    def close(self) -> None:
        """Nothing is open."""


def _decoded(response: Response) -> Response:
    """The response with its body decoded. Raises zlib.error."""
    coding = response.header("Content-Encoding")
    if coding is None:
        return response
    body = Body(coding, KEPT)
    body.add(response.content)
    return replace(response, content=body.content)
