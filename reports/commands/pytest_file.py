"""A reproduction as a test file: pytest and httpx, and nothing else. It judges what is promised of one request."""

import json
import re
from collections.abc import Iterator

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
)
from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.grammar import json_text
from contracts.promises.grammar.grade import Grade
from contracts.promises.oracle import expect

_FILE = '''"""{title} Run: pytest FILE (with pytest and httpx; nothing else).

It judges whether the participant is accepted, what the answer says of it, and whether it is there afterwards. It
deletes what it made.
"""

import json
import os
import re
from datetime import datetime

import httpx

ORIGIN = os.environ.get("ORIGIN", {origin!a})
AUTH = (os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
HEADERS = {headers!a}
CONTENT = {content!a}


def instant(text):
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def test_participant():
    with httpx.Client(auth=AUTH, trust_env=False, timeout=30) as client:
        made = client.post(f"{{ORIGIN}}/v1/Conversations", data={{"FriendlyName": "participant-contract test"}})
        made.raise_for_status()
        conversation = f"{{ORIGIN}}/v1/Conversations/{{made.json()['sid']}}"
        try:
            answer = client.request({method!a}, f"{{conversation}}/Participants", headers=HEADERS, content=CONTENT)
            listed = client.get(f"{{conversation}}/Participants").json()["participants"]
            found = {{one["sid"]: client.get(f"{{conversation}}/Participants/{{one['sid']}}") for one in listed}}
        finally:
            client.delete(conversation)
{judged}
'''
_WHOLE_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\dZ")
"""Other date-times may come back rounded, or in another form."""
_PROPERTIES = (
    *("account_sid", "attributes", "conversation_sid", "date_created", "date_updated", "identity"),
    *("last_read_message_index", "last_read_timestamp", "messaging_binding", "role_sid", "sid", "url"),
)


def pytest_file(case: Case, origin: str, declared: Declared) -> str:
    """The file. Raises UsageError for a case of which nothing is promised."""
    promise = expect(case, declared)
    if form.fields(case) is None:
        raise UsageError("'pytest' must be given a case of which something is promised; choose --export curl")
    told = [] if case.content_type is None else [("Content-Type", case.content_type)]
    return _FILE.format(
        title=f"Promised: {promise.outcome}{' by ' if promise.rules else ''}{', '.join(promise.rules)}.",
        origin=origin,
        headers=[*told, *case.headers],
        content=case.content,
        method=case.method,
        judged="\n".join(f"    {line}" for line in _judged(case, promise)),
    )


def _judged(case: Case, promise: Expectation) -> Iterator[str]:
    if promise.statuses:
        yield f"assert answer.status_code in {tuple(promise.statuses)}, answer.text"
    elif promise.outcome is Outcome.REJECT:
        yield "assert 400 <= answer.status_code < 500, answer.text"
    else:
        yield "assert answer.status_code == 201 or 400 <= answer.status_code < 500, answer.text"
    if promise.outcome is Outcome.UNSPECIFIED:
        yield "if answer.status_code == 201:"
        yield from (f"    {line}" for line in _accepted(case))
        yield "else:"
        yield from (f"    {line}" for line in _refused())
    else:
        yield from _accepted(case) if promise.outcome is Outcome.ACCEPT else _refused()


def _refused() -> Iterator[str]:
    yield "error = answer.json()"
    yield 'assert {"code", "message", "more_info", "status"} <= set(error), answer.text'
    yield 'assert error["status"] == answer.status_code, answer.text'
    yield "assert listed == []"


def _accepted(case: Case) -> Iterator[str]:
    yield "participant = answer.json()"
    yield f"assert {{{', '.join(map(repr, _PROPERTIES))}}} <= set(participant), answer.text"
    yield 'assert re.fullmatch("MB[0-9a-fA-F]{32}", str(participant["sid"])), answer.text'
    yield 'assert str(participant["account_sid"]).lower() == made.json()["account_sid"].lower()'
    yield 'assert str(participant["conversation_sid"]).lower() == made.json()["sid"].lower()'
    yield from _echoed(form.fields(case) or {})
    yield 'assert [one["sid"] for one in listed] == [participant["sid"]]'
    yield 'fetched = found[participant["sid"]]'
    yield "assert fetched.status_code == 200, fetched.text"
    yield "for read in (fetched.json(), listed[0]):"
    yield '    assert read["identity"] == participant["identity"]'
    yield '    assert json.loads(read["attributes"]) == json.loads(participant["attributes"])'
    yield '    assert str(read["role_sid"]).lower() == str(participant["role_sid"]).lower()'
    yield '    assert instant(read["date_created"]) == instant(participant["date_created"])'


def _echoed(fields: dict[str, str]) -> Iterator[str]:
    """What was sent comes back; beside an address, whether the identity does is contested."""
    identity, attributes = fields.get(IDENTITY), fields.get(ATTRIBUTES)
    if identity and not fields.keys() & {ADDRESS, PROXY_ADDRESS, PROJECTED_ADDRESS}:
        yield f'assert participant["identity"] == {identity!a}'
        yield 'assert participant["messaging_binding"] is None'
    if attributes is None:
        yield 'assert participant["attributes"] == "{}"'
    elif json_text.grade(attributes) is Grade.GOOD:
        yield f'assert json.loads(participant["attributes"]) == json.loads({json.dumps(attributes)})'
    for field, name in ((ADDRESS, "address"), (PROXY_ADDRESS, "proxy_address")):
        if fields.get(field):
            yield f'assert participant["messaging_binding"][{name!a}] == {fields[field]!a}'
    if fields.get(ROLE_SID):
        yield f'assert str(participant["role_sid"]).lower() == {fields[ROLE_SID].lower()!a}'
    for field, name in ((DATE_CREATED, "date_created"), (DATE_UPDATED, "date_updated")):
        if _WHOLE_SECONDS.fullmatch(fields.get(field, "")):
            yield f'assert instant(participant["{name}"]) == instant({fields[field]!a})'
