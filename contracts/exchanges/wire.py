"""Requests and responses as they are on the wire: what the simulator reads and every target returns."""

from dataclasses import dataclass

from contracts.cases.case import Pairs


def first(headers: Pairs, name: str) -> str | None:
    """The first value of the header `name`, whatever its case, or `None`."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request: `target` is the path and query as sent (percent-encoded), `content` the body's bytes."""

    method: str
    target: str
    headers: Pairs = ()
    content: bytes = b""

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
