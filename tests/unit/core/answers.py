"""Good answers to cases, and exchanges that differ from a good one in one place."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.cases import form
from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    Case,
    Pairs,
    case,
)
from contracts.exchanges.exchange import Exchange, Place
from contracts.exchanges.wire import Response
from contracts.judging.checks import judge
from contracts.judging.checks.shape import CORS
from contracts.judging.violations import Violation
from contracts.promises.expectation import Expectation
from contracts.promises.grammar import addresses
from contracts.promises.oracle import expect

ACCOUNT, CONVERSATION, SID = "AC" + "a" * 32, "CH" + "b" * 32, "MB" + "c" * 32
ORIGIN = "https://conversations.twilio.com"
PLACE = Place(ACCOUNT, CONVERSATION, ORIGIN)
URL = f"{ORIGIN}/v1/Conversations/{CONVERSATION}/Participants/{SID}"
JSON: Pairs = (("Content-Type", "application/json"),)

NUMBER, SENDER = "+15558675310", "+15017122661"
ROLE = "RL" + "d" * 32
ALICE = case({IDENTITY: "alice"})
SMS = case({ADDRESS: NUMBER, PROXY_ADDRESS: SENDER})
WHATSAPP = case({ADDRESS: f"whatsapp:{NUMBER}", PROXY_ADDRESS: f"whatsapp:{SENDER}"})
RCS = case({ADDRESS: f"rcs:{NUMBER}", PROXY_ADDRESS: f"rcs:{SENDER}"})
DAY, NEXT_DAY = "2015-12-16T22:18:37Z", "2015-12-17T22:18:37Z"
NEITHER = Case()
BLANK = case({IDENTITY: " "})
ORIGINAL = replace(ALICE, headers=(("Origin", "https://example.com"),))
ROLED = ALICE.with_field(ROLE_SID, ROLE)
DATED = case({IDENTITY: "alice", DATE_CREATED: DAY, DATE_UPDATED: NEXT_DAY})
GROUP = case({PROJECTED_ADDRESS: SENDER})
CORS_HEADERS = dict(
    zip(CORS, ("*", "POST, OPTIONS", "Content-Type, Authorization", "true", "X-A, X-B"), strict=True)
)
TRACES = {
    "Python": 'Traceback (most recent call last):\n  File "/app/a.py", line 3, in f',
    "Python, a frame": 'File "/app/a.py", line 3',
    "Java": "NullPointerException\n\tat com.example.Api.create(Api.java:42)",
    "C#": "   at Example.Api.Create(Api.cs:7)",
    "JavaScript": "TypeError: x\n    at create (/srv/app/index.js:10:5)",
    "Ruby": "app.rb:7:in `create'",
    "PHP": "Stack trace: #0 /srv/index.php(3)",
    "Go": "goroutine 1 [running]:\nmain.main()",
    "HTML": "<!DOCTYPE html><title>Oops</title>",
    "HTML, bare": "<html><body>Oops</body></html>",
}
_BINDING = {ADDRESS: "address", PROXY_ADDRESS: "proxy_address", PROJECTED_ADDRESS: "projected_address"}


def participant(of: Case, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The participant that the documents promise for a case, but for these changes."""
    of = Case(form.pairs(of) or of.fields)
    created = of.get(DATE_CREATED) or shifted()
    return {
        "account_sid": ACCOUNT,
        "conversation_sid": CONVERSATION,
        "sid": SID,
        "identity": of.get(IDENTITY),
        "attributes": of.get(ATTRIBUTES) or "{}",
        "messaging_binding": binding(of),
        "role_sid": of.get(ROLE_SID) or ROLE,
        "date_created": created,
        "date_updated": of.get(DATE_UPDATED) or created,
        "url": URL,
        "last_read_message_index": None,
        "last_read_timestamp": None,
    } | (changes or {})


def binding(of: Case, **changes: Any) -> dict[str, Any] | None:
    """The messaging binding of that participant, but for these changes; those that are `None` are left out."""
    given = {name: value for field, name in _BINDING.items() if (value := of.get(field))}
    if not given:
        return None
    channel = addresses.channel(next(iter(given.values()))) or "sms"
    return {name: value for name, value in ({"type": channel} | given | changes).items() if value is not None}


def error(status: int = 400, code: int = 20001, **changes: Any) -> dict[str, Any]:
    """The body of a refusal, but for these changes."""
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": "No", "more_info": more_info, "status": status} | changes


def exchange(of: Case, status: int = 201, body: Any = None, headers: Pairs = JSON, **more: Any) -> Exchange:
    """An exchange with an answer of this status and body (bytes: as they are); `None` is the good answer."""
    if body is None:
        body = participant(of) if 200 <= status < 300 else error(status)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange(of, PLACE, Response(status, headers, content), **more)


def found(what: Exchange, expectation: Expectation | None = None) -> list[Violation]:
    """What the checks find in an exchange."""
    return list(judge(what, expectation or expect(what.case)))


def failing(what: Exchange, expectation: Expectation | None = None) -> set[str]:
    """The codes of the rules that fail a run by an exchange."""
    return {violation.rule.code for violation in found(what, expectation) if violation.fails}


def alice(**changes: Any) -> Exchange:
    """Alice is created, and the answer has these changes."""
    return exchange(ALICE, body=participant(ALICE, changes))


def created(of: Case, **changes: Any) -> Exchange:
    """The case is accepted, and the answer has these changes."""
    return exchange(of, body=participant(of, changes))


def bound(of: Case, **changes: Any) -> Exchange:
    """The case is accepted, and the binding in the answer has these changes."""
    return created(of, messaging_binding=binding(of, **changes))


def refused(of: Case = NEITHER, status: int = 400, code: int = 20001, **changes: Any) -> Exchange:
    """The case is refused, and the error body has these changes."""
    return exchange(of, status, error(status, code, **changes))


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    """The body without that member."""
    return {key: value for key, value in body.items() if key != name}


def labelled(content_type: str | None, of: Case = ALICE) -> Exchange:
    """A good answer under this media type."""
    headers = (("Content-Type", content_type),) if content_type is not None else ()
    return exchange(of, 201 if of is ALICE else 400, headers=headers)


def cors(of: Case = ALICE, *, without: str = "", **changes: str) -> Exchange:
    """A good answer with the CORS headers, one left out or changed."""
    headers = CORS_HEADERS | {name.replace("_", "-"): value for name, value in changes.items()}
    return exchange(of, headers=(*JSON, *((name, value) for name, value in headers.items() if name != without)))


def shifted(**delta: float) -> str:
    """The present and so much more, as a date-time."""
    return f"{datetime.now(UTC) + timedelta(**delta):%Y-%m-%dT%H:%M:%SZ}"


def text(attributes: str) -> Case:
    return ALICE.with_field(ATTRIBUTES, attributes)


def cut(what: Exchange) -> Exchange:
    """The answer was larger than is read; its beginning was kept."""
    assert what.response is not None
    response = what.response
    return replace(what, response=replace(response, content=response.content[:20], truncated=True))
