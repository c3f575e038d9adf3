"""`contract replay --export`: a reproduction for people who do not have this suite. Nothing is sent."""

import json
from collections.abc import Callable
from typing import Any

from contracts.cases.case import Auth, Case, Conversation, Sequence
from contracts.cases.script import LOCAL, MINIATURE, script
from contracts.errors import UsageError
from contracts.promises.declared import Declared
from reports.commands import clients
from reports.commands.pytest_file import pytest_file
from reports.runs.scripts import remarked

TWILIO = "https://conversations.twilio.com"
Made = Callable[[Case, str, Declared], str]


def export(case: Case | Sequence, kind: str, target: str, declared: Declared) -> str:
    """The reproduction of a case, as one of `EXPORTS`, for a target. Raises UsageError for what it cannot say."""
    local = LOCAL if target.startswith(MINIATURE) else TWILIO
    origin = target.rstrip("/") if target.startswith("http") else local
    if kind == "curl":
        return remarked(case, origin, target)
    if (
        isinstance(case, Sequence)
        or case.conversation != Conversation.EXISTING
        or case.auth is not Auth.VALID
        or case.credentials
    ):
        raise UsageError(
            f"'{kind}' must be given one participant, an existing conversation and valid credentials"
            " (got another case); choose --export curl"
        )
    return _MADE[kind](case, origin, declared)


def _headers(case: Case) -> list[tuple[str, str]]:
    told = [] if case.content_type is None else [("Content-Type", case.content_type)]
    return [*told, *case.headers]


def _http(case: Case, origin: str, declared: Declared) -> str:
    """For the REST clients of editors; `{{...}}` are their variables."""
    user = "Authorization: Basic {{$processEnv TWILIO_ACCOUNT_SID}} {{$processEnv TWILIO_AUTH_TOKEN}}"
    headers = "\n".join(f"{name}: {value}" for name, value in _headers(case))
    url = f"{origin}/v1/Conversations/{{{{conversation}}}}/Participants"
    return f"@conversation = CH...\n\n{case.method} {url} HTTP/1.1\n{user}\n{headers}\n\n{_text(case)}\n"


def _har(case: Case, origin: str, declared: Declared) -> str:
    return _log([case], origin)


def _log(cases: list[Case], origin: str) -> str:
    """A HAR 1.2 of the requests alone, without credentials; the conversation is a place for one."""
    log = {
        "version": "1.2",
        "creator": {"name": "participant-contract", "version": ""},
        "entries": [_entry(case, origin) for case in cases],
    }
    return json.dumps({"log": log}, indent=2)


def _entry(case: Case, origin: str) -> dict[str, Any]:
    request = {
        "method": case.method,
        "url": f"{origin}/v1/Conversations/CHXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX/Participants",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": value} for name, value in _headers(case)],
        "queryString": [],
        "postData": {"mimeType": case.content_type or "", "text": _text(case)},
        "headersSize": -1,
        "bodySize": len(case.content),
    }
    return {"request": request} | ({"comment": case.partition} if case.partition else {})


def _text(case: Case) -> str:
    try:
        return case.content.decode()
    except UnicodeDecodeError:
        raise UsageError("the body must be UTF-8 for this notation; choose --export curl") from None


_MADE: dict[str, Made] = {
    "pytest": pytest_file,
    "python": lambda case, origin, declared: clients.python([case], origin),
    "node": lambda case, origin, declared: clients.node([case], origin),
    "http": _http,
    "har": _har,
}
EXPORTS = ("curl", *_MADE)

_TOGETHER: dict[str, Callable[[list[Case], str], str]] = {
    "python": clients.python,
    "node": clients.node,
    "har": _log,
}
SAMPLES = ("curl", *_TOGETHER)
"""What several cases at once can be printed as."""


def sampled(cases: list[Case | Sequence], kind: str) -> tuple[str, list[str]]:
    """Cases as one script or HAR, of `SAMPLES`, for the service; and of those that it cannot say, why.

    Raises UsageError when it can say none."""
    said: list[Case | Sequence] = []
    left: list[str] = []
    for case in cases:
        try:
            export(case, kind, TWILIO, Declared())
            said.append(case)
        except UsageError as error:
            left.append(f"{case.partition}: {error}".replace("--export", "--as"))
    if not said:
        raise UsageError(left[0].partition(": ")[2])
    if kind == "curl":
        return "\n\n".join(f"# {case.partition}\n{script(case, TWILIO)}" for case in said), left
    return _TOGETHER[kind]([case for case in said if isinstance(case, Case)], TWILIO), left
