"""Requests and responses as they are on the wire: what the simulator reads and every target returns."""

from dataclasses import dataclass

from contracts.cases.case import Pairs


def first(headers: Pairs, name: str) -> str | None:
    """The first value of the header `name`, whatever its case, or `None`."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request: `target` is the path and query as sent (percent-encoded), `content` the body's bytes.

    `bears` names the credentials that go along, when they are not the usual ones; `sealed` when they hold a secret
    in a form of its own, so that of the answer nothing may be kept but the status.
    """

    method: str
    target: str
    headers: Pairs = ()
    content: bytes = b""
    bears: str = ""
    sealed: bool = False

    def header(self, name: str) -> str | None:
        """The first value of the header `name`, whatever its case, or `None`."""
        return first(self.headers, name)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response: `content` is the body's bytes after transfer decoding; its beginning, when `truncated`."""

    status: int
    headers: Pairs = ()
    content: bytes = b""
    truncated: bool = False

    def header(self, name: str) -> str | None:
        """The first value of the header `name`, whatever its case, or `None`."""
        return first(self.headers, name)


@dataclass(frozen=True, slots=True)
class Replayed(Response):
    """A response out of a record: the seconds that it took, when it came (seconds since the epoch), and whether it
    held a credential, which is blotted out in it."""

    elapsed: float = 0.0
    at: float = 0.0
    leaked: bool = False
