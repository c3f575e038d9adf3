"""Discretion: what a record may hold of what comes back."""

import json

from contracts.exchanges.exchange import Answer
from contracts.exchanges.wire import Replayed, Request, Response
from contracts.targets.redaction import BLOT, Redactor

CREDENTIALS = ("authorization", "proxy-authorization")


class Discretion:
    """Keeps secrets out of a record."""

    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor

    def answer(self, request: Request, response: Response) -> Replayed:
        """The response without secrets; of one to a sealed request the status, and the SID of what it made."""
        clean, found = self.redactor.clean(response)
        leaked = found or echoes(response, request)
        if request.sealed:
            return Replayed(response.status, (), self._made(response), leaked=leaked)
        return Replayed(clean.status, clean.headers, clean.content, clean.truncated, leaked=leaked)

    def reason(self, request: Request, error: Exception) -> str:
        """Why there is no response."""
        return BLOT if request.sealed else self.redactor.text(str(error))

    def _made(self, response: Response) -> bytes:
        """A body that tells the SID of what was made, and nothing else."""
        sid = (Answer(response).object or {}).get("sid") if 200 <= response.status < 300 else None
        known = isinstance(sid, str) and self.redactor.text(sid) == sid
        return json.dumps({"sid": sid}).encode() if known else b""


def echoes(response: Response, request: Request) -> bool:
    """Whether an answer repeats credentials that were sent: wrong ones may be a mistyped password."""
    given = [value for name, value in request.headers if name.lower() in CREDENTIALS]
    sent = [value.partition(" ")[2] for value in given if value[:6].lower() == "basic "]
    return any(len(one) > 20 and one.encode("ascii") in response.content for one in sent)
