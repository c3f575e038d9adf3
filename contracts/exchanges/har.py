"""Exchanges of a HAR: what a browser or a proxy saw of the operation under test."""

import base64
import binascii
import math
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from contracts.cases.notations import har
from contracts.cases.notations.reported import Reported, case_of, is_creation
from contracts.errors import UsageError
from contracts.exchanges.exchange import Answer, Exchange, Place
from contracts.exchanges.wire import Response

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")


def exchanges(entries: list[har.Entry]) -> Iterator[tuple[str, Exchange]]:
    """The creations of participants among the entries of a HAR, and where they stand. Raises UsageError."""
    for number, entry in enumerate(entries):
        request = har.request_of(entry)
        if is_creation(request.method, request.url):
            try:
                yield f"entry {number}", _exchange(request, entry)
            except UsageError as error:
                raise UsageError(f"entry {number}: {error}") from None


def _exchange(request: Reported, entry: har.Entry) -> Exchange:
    response, elapsed = _response_of(entry)
    case = case_of(request)
    error = "" if response is not None else "the HAR holds no response"
    return Exchange(
        case,
        _place(request, response),
        response,
        error,
        elapsed,
        # A body that was not exported says nothing.
        withheld=response is not None and response.truncated,
        at=_began(entry) + elapsed,
    )


def _began(entry: har.Entry) -> float:
    """When the request was sent (startedDateTime), in seconds since 1970; NaN when the entry does not say so."""
    try:
        began = datetime.fromisoformat(str(entry.get("startedDateTime")))
    except ValueError:
        return math.nan
    return began.timestamp() if began.tzinfo else math.nan


def _place(request: Reported, response: Response | None) -> Place:
    """Where it was sent: the account by the user name, or else by the answer; a conversation that is addressed by
    its unique name is the one that the answer names."""
    url = urlsplit(request.url)
    told = (Answer(response).object if response is not None else None) or {}
    account = _account(request) or str(told.get("account_sid", ""))
    named = unquote(url.path.split("/")[3])
    conversation = named if re.fullmatch("CH[0-9a-fA-F]{32}", named) else str(told.get("conversation_sid", named))
    return Place(account, conversation, f"{url.scheme}://{url.netloc}")


def _account(request: Reported) -> str | None:
    given = next((value for name, value in request.headers if name.lower() == "authorization"), "")
    scheme, _, credentials = given.partition(" ")
    try:
        user = base64.b64decode(credentials, validate=True).decode("ascii").partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user if scheme.lower() == "basic" and _ACCOUNT.fullmatch(user) else None


def _response_of(entry: har.Entry) -> tuple[Response | None, float]:
    """The response of an entry, `None` when there was none, and its seconds. A response
    without its body is `truncated`. Raises UsageError when a part of it is missing."""
    try:
        response = entry["response"]
        if not response["status"]:
            return None, 0.0
        headers = tuple((str(one["name"]), str(one["value"])) for one in response.get("headers", []))
        content = response.get("content") or {}
        text, size = content.get("text"), content.get("size", 0)
        body = _body(text or "", content.get("encoding"))
        missing = text is None and size != 0
        return Response(int(response["status"]), headers, body, truncated=missing), float(
            entry.get("time", 0)
        ) / 1000
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"a HAR must have entries with a response ({type(error).__name__}: {error})") from None


def _body(text: str, encoding: object) -> bytes:
    try:
        return base64.b64decode(text, validate=True) if encoding == "base64" else text.encode("utf-8")
    except binascii.Error as error:
        raise ValueError(f"a body that is not base64: {error}") from None
