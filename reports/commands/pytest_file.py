"""A reproduction as a test file: pytest and httpx, and nothing else. It judges what is promised of one request."""

import json
from collections.abc import Iterator

from contracts.cases import form
from contracts.cases.case import ADDRESS, ATTRIBUTES, IDENTITY, PROXY_ADDRESS, Case
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

import httpx

ORIGIN = os.environ.get("ORIGIN", {origin!a})
AUTH = (os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
HEADERS = {headers!a}
CONTENT = {content!a}


def test_participant():
    with httpx.Client(auth=AUTH, trust_env=False, timeout=30) as client:
        made = client.post(f"{{ORIGIN}}/v1/Conversations")
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
_PROPERTIES = (
    *("account_sid", "attributes", "conversation_sid", "date_created", "date_updated", "identity"),
    *("last_read_message_index", "last_read_timestamp", "messaging_binding", "role_sid", "sid", "url"),
)


def pytest_file(case: Case, origin: str, declared: Declared) -> str:
    """The file. Raises UsageError for a case of which nothing is promised."""
    promise = expect(case, declared)
    if promise.outcome is Outcome.UNSPECIFIED:
        raise UsageError("'pytest' must be given a case of which something is promised; choose --export curl")
    told = [] if case.content_type is None else [("Content-Type", case.content_type)]
    judged = _accepted(case, promise) if promise.outcome is Outcome.ACCEPT else _refused(promise)
    return _FILE.format(
        title=f"Promised: {promise.outcome}{' by ' if promise.rules else ''}{', '.join(promise.rules)}.",
        origin=origin,
        headers=[*told, *case.headers],
        content=case.content,
        method=case.method,
        judged="\n".join(f"    {line}" for line in judged),
    )


def _refused(promise: Expectation) -> Iterator[str]:
    if promise.statuses:
        yield f"assert answer.status_code in {tuple(promise.statuses)}, answer.text"
    else:
        yield "assert 400 <= answer.status_code < 500, answer.text"
    yield 'assert answer.json().get("status", answer.status_code) == answer.status_code, answer.text'
    yield "assert listed == []"


def _accepted(case: Case, promise: Expectation) -> Iterator[str]:
    yield f"assert answer.status_code in {tuple(promise.statuses)}, answer.text"
    yield "participant = answer.json()"
    yield f"assert set({list(_PROPERTIES)}) <= set(participant), answer.text"
    yield from _echoed(form.fields(case) or {})
    yield 'assert [one["sid"] for one in listed] == [participant["sid"]]'
    yield 'fetched = found[participant["sid"]]'
    yield "assert fetched.status_code == 200, fetched.text"
    yield "for read in (fetched.json(), listed[0]):"
    yield '    assert read["identity"] == participant["identity"]'
    yield '    assert json.loads(read["attributes"]) == json.loads(participant["attributes"])'


def _echoed(fields: dict[str, str]) -> Iterator[str]:
    """What was sent comes back; beside an address, whether the identity does is contested."""
    identity, attributes = fields.get(IDENTITY), fields.get(ATTRIBUTES)
    if identity and ADDRESS not in fields and PROXY_ADDRESS not in fields:
        yield f'assert participant["identity"] == {identity!a}'
    if attributes is None:
        yield 'assert participant["attributes"] == "{}"'
    elif json_text.grade(attributes) is Grade.GOOD:
        yield f'assert json.loads(participant["attributes"]) == json.loads({json.dumps(attributes)})'
    for field, name in ((ADDRESS, "address"), (PROXY_ADDRESS, "proxy_address")):
        if fields.get(field):
            yield f'assert participant["messaging_binding"][{name!a}] == {fields[field]!a}'
