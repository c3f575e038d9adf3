"""Answers that are right but unusual break no rule: where the documents leave a choice, every server passes."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from contracts.cases.case import ADDRESS, DATE_CREATED, DATE_UPDATED, IDENTITY, Auth, Conversation, case
from contracts.exchanges.exchange import Exchange
from tests.unit.core.answers import (
    ALICE,
    BLANK,
    DATED,
    DAY,
    GROUP,
    JSON,
    NEITHER,
    NEXT_DAY,
    NUMBER,
    ORIGINAL,
    RCS,
    ROLED,
    SMS,
    TRACES,
    URL,
    WHATSAPP,
    alice,
    binding,
    bound,
    cors,
    created,
    error,
    exchange,
    failing,
    labelled,
    participant,
    refused,
    shifted,
    text,
)

MILLIS = shifted().replace("Z", ".250Z")
UNUSUAL: dict[str, Callable[[], Exchange]] = {
    "identity": lambda: exchange(ALICE),
    "identity trimmed": lambda: created(case({IDENTITY: " a b\t"}), identity="a b"),
    "sms": lambda: exchange(SMS),
    "whatsapp": lambda: exchange(WHATSAPP),
    "rcs": lambda: exchange(RCS),
    "group MMS": lambda: exchange(GROUP),
    "dates": lambda: exchange(DATED),
    "refused": lambda: exchange(NEITHER, 400),
    # numbers that were read
    "number in another spelling, known in E.164": lambda: bound(
        SMS.with_field(ADDRESS, "+1 555 867 5310"), address="+15558675310"
    ),
    "number with digits of another script, known in E.164": lambda: bound(
        SMS.with_field(ADDRESS, "+1٥٥٥8675310"), address="+15558675310"
    ),
    "short code": lambda: created(SMS.with_field(ADDRESS, "12345")),
    "short code alone, of a type of its own": lambda: bound(case({ADDRESS: "12345"}), type="mms"),
    "address of another channel": lambda: created(SMS.with_field(ADDRESS, "messenger:1 234 567 890")),
    "sender of RCS": lambda: created(RCS.with_field(ADDRESS, "rcs:my_agent")),
    # media types and encodings
    "charset": lambda: labelled("application/json; charset=utf-8"),
    "type in upper case": lambda: labelled("Application/JSON"),
    "suffix": lambda: labelled("application/vnd.twilio+json;v=1"),
    "error as problem": lambda: labelled("application/problem+json", NEITHER),
    "header name in upper case": lambda: exchange(ALICE, headers=(("CONTENT-TYPE", "application/json"),)),
    "pretty": lambda: exchange(
        ALICE, body=json.dumps(participant(ALICE), indent=2, sort_keys=True).encode() + b"\n"
    ),
    "escaped slashes": lambda: exchange(ALICE, body=json.dumps(participant(ALICE)).replace("/", "\\/").encode()),
    "raw UTF-8": lambda: exchange(
        case({IDENTITY: "zoë"}), body=json.dumps(participant(case({IDENTITY: "zoë"})), ensure_ascii=False).encode()
    ),
    "more properties": lambda: alice(friendly_name=None, links={"x": "y"}),
    # SIDs, dates, URLs
    "SIDs in upper case": lambda: alice(
        account_sid=f"AC{'A' * 32}", conversation_sid=f"CH{'B' * 32}", sid=f"MB{'C' * 32}", url=URL
    ),
    "role null": lambda: alice(role_sid=None),
    "role in upper case": lambda: created(ROLED, role_sid="RL" + "D" * 32),
    "offset": lambda: alice(**dict.fromkeys(("date_created", "date_updated"), shifted().replace("Z", "+00:00"))),
    "milliseconds": lambda: alice(date_created=MILLIS, date_updated=MILLIS),
    "dates in another zone": lambda: created(
        DATED, date_created="2015-12-16T23:18:37+01:00", date_updated="2015-12-17T22:18:37.000Z"
    ),
    "fraction cut": lambda: created(
        ALICE.with_field(DATE_CREATED, "2015-12-16T22:18:37.9Z"), date_created=DAY, date_updated=DAY
    ),
    "fraction rounded": lambda: created(
        ALICE.with_field(DATE_CREATED, "2015-12-16T22:18:36.5Z"), date_created=DAY, date_updated=DAY
    ),
    "leap second as the next": lambda: created(
        ALICE.with_field(DATE_CREATED, "2016-12-31T23:59:60Z"),
        **dict.fromkeys(("date_created", "date_updated"), "2017-01-01T00:00:00Z"),
    ),
    "leap second as the last": lambda: created(
        ALICE.with_field(DATE_CREATED, "2016-12-31T23:59:60Z"),
        **dict.fromkeys(("date_created", "date_updated"), "2016-12-31T23:59:59Z"),
    ),
    "updated null": lambda: alice(date_updated=None),
    "clock ten minutes fast": lambda: alice(
        **dict.fromkeys(("date_created", "date_updated"), shifted(minutes=10))
    ),
    "clock ten minutes slow": lambda: alice(
        **dict.fromkeys(("date_created", "date_updated"), shifted(minutes=-10))
    ),
    "clock far off, and a Date that says so": lambda: exchange(
        ALICE,
        body=participant(ALICE, dict.fromkeys(("date_created", "date_updated"), "2020-01-01T00:01:00Z")),
        headers=(*JSON, ("Date", "Wed, 01 Jan 2020 00:00:00 GMT")),
    ),
    "a Date that is none": lambda: exchange(ALICE, headers=(*JSON, ("Date", "now"))),
    "updated before a future creation": lambda: created(
        ALICE.with_field(DATE_CREATED, "2999-01-01T00:00:00Z"), date_updated=shifted()
    ),
    "updated is the present, created given": lambda: created(
        ALICE.with_field(DATE_CREATED, DAY), date_updated=shifted()
    ),
    "updated before created, as asked": lambda: exchange(
        case({IDENTITY: "alice", DATE_CREATED: NEXT_DAY, DATE_UPDATED: DAY})
    ),
    "url of a regional host": lambda: alice(url=URL.replace("twilio.com", "sydney.au1.twilio.com")),
    "url with HTTPS in upper case": lambda: alice(url=URL.replace("https", "HTTPS")),
    # bindings
    "nulls for addresses": lambda: created(
        SMS, messaging_binding=(binding(SMS) or {}) | {"projected_address": None}
    ),
    "more in a binding": lambda: bound(SMS, level="pool", name="x"),
    "contested address in its documented form": lambda: bound(
        SMS.with_field(ADDRESS, "+1 (555) 867-5310"), address=NUMBER
    ),
    "type of a contested address": lambda: bound(SMS.with_field(ADDRESS, f"messenger:{NUMBER}"), type="messenger"),
    "identity with a binding, not kept": lambda: created(SMS.with_field(IDENTITY, "alice"), identity=None),
    "identity with a binding, kept": lambda: exchange(SMS.with_field(IDENTITY, "alice")),
    "identity kept, binding not": lambda: created(SMS.with_field(IDENTITY, "alice"), messaging_binding=None),
    # attributes
    "contested attributes, the last member": lambda: created(text('{"a":1,"a":2}'), attributes='{"a":2}'),
    "contested attributes, as sent": lambda: exchange(text('{"a":1,"a":2}')),
    "empty attributes, as sent": lambda: created(text(""), attributes=""),
    "empty attributes, the default": lambda: exchange(text("")),
    "a number that doubles lose": lambda: created(text("[1e400]"), attributes="[1e999]"),
    # decisions
    "open and accepted": lambda: exchange(BLANK),
    "open and refused": lambda: refused(BLANK),
    "422": lambda: refused(NEITHER, 422),
    "404 for a malformed SID": lambda: refused(replace(ALICE, conversation=Conversation.MALFORMED), 404),
    "400 for a malformed SID": lambda: refused(replace(ALICE, conversation=Conversation.MALFORMED), 400),
    "403 for a closed conversation": lambda: refused(replace(ALICE, conversation=Conversation.CLOSED), 403),
    "another fault first, unauthorised": lambda: refused(replace(NEITHER, auth=Auth.NONE), 400),
    "another fault first, missing": lambda: refused(replace(BLANK, conversation=Conversation.MISSING), 400),
    "401 without credentials": lambda: refused(replace(ALICE, auth=Auth.NONE), 401, 20003),
    "401 with wrong credentials": lambda: refused(replace(ALICE, auth=Auth.WRONG), 401, 20003),
    "error details": lambda: exchange(NEITHER, 400, error() | {"details": {"a": 1}, "user_error": True}),
    "error page with a slash": lambda: refused(more_info="https://www.twilio.com/docs/errors/20001/"),
    # CORS
    "CORS without an Origin": lambda: cors(),
    "CORS": lambda: cors(ORIGINAL),
    "one CORS header without an Origin": lambda: exchange(
        ALICE, headers=(*JSON, ("access-control-allow-origin", "*"))
    ),
    "one origin": lambda: cors(ORIGINAL, Access_Control_Allow_Origin="https://example.com"),
    "origin null": lambda: cors(ORIGINAL, Access_Control_Allow_Origin="null"),
    "any method": lambda: cors(ORIGINAL, Access_Control_Allow_Methods="*"),
    "methods in lower case": lambda: cors(ORIGINAL, Access_Control_Allow_Methods="get,post"),
    "nothing to expose": lambda: cors(ORIGINAL, Access_Control_Expose_Headers=""),
    "credentials in upper case": lambda: cors(ORIGINAL, Access_Control_Allow_Credentials="False"),
    "no CORS on a refusal": lambda: refused(replace(NEITHER, headers=ORIGINAL.headers)),
    # words that only look like leaks
    "trace in the attributes": lambda: exchange(text(json.dumps(TRACES["Python"]))),
    "HTML in the identity": lambda: exchange(case({IDENTITY: "<html>"})),
    "HTML quoted in an error": lambda: refused(
        case({IDENTITY: "<html>" * 60}), message="Identity <html><html> too long"
    ),
    "an innocent message": lambda: refused(message="Look at https://example.com/a.js (line 3) or at x < y"),
    # other methods and paths
    "405 in HTML": lambda: exchange(
        replace(ALICE, method="PUT"), 405, b"<html>", (("Content-Type", "text/html"),)
    ),
    "501 to an unknown method": lambda: exchange(replace(ALICE, method="FOO"), 501, b""),
    "204 to OPTIONS": lambda: exchange(replace(ALICE, method="OPTIONS"), 204, b"", ()),
    "400 in HTML at another path": lambda: exchange(replace(ALICE, conversation="%"), 400, b"<html>", ()),
}


@pytest.mark.parametrize("make", UNUSUAL.values(), ids=UNUSUAL)
def test_right_but_unusual_answers_break_nothing(make: Callable[[], Exchange]) -> None:
    """Whatever the documents leave open is right."""
    assert not failing(make())
