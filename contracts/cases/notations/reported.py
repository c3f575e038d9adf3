"""A request as it was reported, and the case that it is."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from contracts.cases.case import FORM, Body, Case, Conversation, Pairs, encode_form
from contracts.cases.documents import dumps, loads
from contracts.cases.form import pairs
from contracts.errors import UsageError

_PATH = re.compile(r"/v1/Conversations/([^/]*)/Participants/?")
_THEIRS = re.compile(r"CH[0-9A-Fa-f]{32}|CH[Xx]+|.*[${<].*|:\w+|")
"""A conversation of the reporter, or a place for one: the target's own stands in for it."""
_OF_CLIENTS = re.compile(
    r"(?i):.*|(proxy-)?authorization|cookie|host|content-length|content-type|user-agent|accept(-.*)?|connection"
    r"|referer|cache-control|pragma|priority|dnt|transfer-encoding|expect|upgrade-insecure-requests|sec-.*|x-twilio-client"
)
"""Headers that are secrets, or that clients add of their own accord."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A request: `content` is its body, `headers` all that were told, secrets too."""

    method: str
    url: str
    headers: Pairs
    content: bytes


def is_creation(method: str, url: str) -> bool:
    """Whether a request adds a participant."""
    return method == "POST" and _PATH.fullmatch(urlsplit(url).path) is not None


def case_of(request: Reported) -> Case:
    """The case of a request, without its credentials; our own are used. Raises UsageError."""
    split = urlsplit(request.url if "//" in request.url else f"//{request.url}")
    found = _PATH.fullmatch(split.path)
    if found is None:
        raise UsageError(
            "the URL must be that of a conversation's participants, /v1/Conversations/SID/Participants"
            f" (got the path {split.path[:80]!r})"
        )
    if split.query:
        raise UsageError("the URL must have no query, which a case cannot hold; remove it, or send it in the body")
    theirs = _THEIRS.fullmatch(found[1])
    case = Case(
        headers=tuple(pair for pair in request.headers if not _OF_CLIENTS.fullmatch(pair[0])),
        body=Body(request.content, _content_type(request.headers)),
        conversation=Conversation.EXISTING if theirs else unquote(found[1]),
        method=request.method,
    )
    return _checked(_plain(case))


def _content_type(headers: Pairs) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), FORM)


def _plain(case: Case) -> Case:
    """With fields, where those are the very bytes of the body."""
    read = pairs(case)
    if case.content_type != FORM or read is None or encode_form(read) != case.content:
        return case
    return Case(read, case.headers, None, case.conversation, case.auth, case.method)


def _checked(case: Case) -> Case:
    """The case, if a document can hold it."""
    loads(dumps(case))
    return case
