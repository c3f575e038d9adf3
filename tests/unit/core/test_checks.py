"""The checks: an answer that is wrong in one place breaks one rule, and the gravest comes first."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from contracts.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    WEBHOOK_HEADER,
    Auth,
    Body,
    Case,
    Conversation,
    case,
)
from contracts.checks import judge
from contracts.checks.shape import CORS
from contracts.exchange import Exchange
from contracts.oracle import expect
from contracts.rules import RULES
from tests.unit.core.answers import (
    ACCOUNT,
    ALICE,
    BLANK,
    CONVERSATION,
    DATED,
    DAY,
    GROUP,
    NEXT_DAY,
    NOBODY,
    NUMBER,
    ORIGIN,
    ORIGINAL,
    PLACE,
    RCS,
    ROLED,
    SENDER,
    SID,
    SMS,
    TRACES,
    URL,
    WHATSAPP,
    alice,
    bound,
    cors,
    created,
    error,
    exchange,
    failing,
    found,
    labelled,
    participant,
    refused,
    shifted,
    text,
    without,
)

HEX = "0123456789abcdef" * 2

# One change for each row, and the rule that it breaks; in a few rows it cannot but break two.
BROKEN: dict[str, tuple[str, Callable[[], Exchange]]] = {
    "200": ("C101", lambda: exchange(ALICE, 200)),
    "202": ("C101", lambda: exchange(BLANK, 202)),
    "204 without a body": ("C101", lambda: exchange(BLANK, 204, participant(BLANK))),
    "no type": ("C102", lambda: labelled(None)),
    "text": ("C102", lambda: labelled("text/plain")),
    "nearly JSON": ("C102", lambda: labelled("application/jsonp")),
    "JSON elsewhere": ("C102", lambda: labelled("text/json+x")),
    "no body": ("C103", lambda: exchange(ALICE, body=b"")),
    "a list": ("C103", lambda: exchange(ALICE, body=[participant(ALICE)])),
    "null": ("C103", lambda: exchange(ALICE, body=b"null")),
    "text as JSON": ("C103", lambda: exchange(ALICE, body=b'"ok"')),
    "UTF-16": ("C103", lambda: exchange(ALICE, body=json.dumps(participant(ALICE)).encode("utf-16"))),
    "latin-1": ("C103", lambda: exchange(ALICE, body=b'{"identity":"\xe9"}')),
    "byte order mark": (
        "C103",
        lambda: exchange(ALICE, body=b"\xef\xbb\xbf" + json.dumps(participant(ALICE)).encode()),
    ),
    "NaN": ("C103", lambda: alice(last_read_message_index=float("nan"))),
    "trailing text": ("C103", lambda: exchange(ALICE, body=json.dumps(participant(ALICE)).encode() + b"}")),
    "very deep": ("C103", lambda: exchange(ALICE, body=b"[" * 100_000)),
    **{
        f"no {name}": ("C104", partial(exchange, ALICE, body=without(participant(ALICE), name)))
        for name in participant(ALICE)
    },
    "number for text": ("C105", lambda: alice(role_sid=1)),
    "list for text": ("C105", lambda: alice(account_sid=[])),
    "object for text": ("C105", lambda: alice(date_updated={})),
    "text for a number": ("C105 C315", lambda: alice(last_read_message_index="0")),
    "true for a number": ("C105 C315", lambda: alice(last_read_message_index=True)),
    "sid null": ("C106", lambda: alice(sid=None)),
    "account null": ("C106", lambda: alice(account_sid=None)),
    "role of 31 digits": ("C106", lambda: alice(role_sid="RL" + "a" * 31)),
    "role of another prefix": ("C106", lambda: alice(role_sid="US" + "a" * 32)),
    "role of no hex": ("C106", lambda: alice(role_sid="RL" + "g" * 32)),
    "role empty": ("C106", lambda: alice(role_sid="")),
    "created null": ("C107", lambda: alice(date_created=None)),
    "created in words": ("C107", lambda: alice(date_created="Wed, 16 Dec 2015 22:18:37 GMT")),
    "created without a zone": ("C107", lambda: alice(date_created=shifted()[:-1])),
    "updated empty": ("C107", lambda: alice(date_updated="")),
    "url null": ("C108", lambda: alice(url=None)),
    "url with an empty segment": ("C312", lambda: alice(url=URL.replace("/v1", "//v1"))),
    "url relative": ("C108", lambda: alice(url=URL.removeprefix(ORIGIN))),
    "url without TLS": ("C108", lambda: alice(url=URL.replace("https", "http"))),
    "url without a scheme": ("C108", lambda: alice(url=URL.removeprefix("https:"))),
    "url without a host": ("C108 C312", lambda: alice(url=URL.replace("conversations.twilio.com", ""))),
    "url with a space": ("C108", lambda: alice(url=URL.replace("twilio", "twi lio"))),
    "attributes an object": ("C109", lambda: created(text("{}"), attributes={})),
    "attributes no JSON": ("C109", lambda: created(text('{"a":1,"a":2}'), attributes="{'a': 2}")),
    "attributes in repr": ("C109", lambda: created(text("[1e400]"), attributes="[Infinity]")),
    "binding a list": ("C110", lambda: created(SMS, messaging_binding=[])),
    "binding without a type": ("C110", lambda: bound(SMS, type=None)),
    "binding with an empty type": ("C110 C305", lambda: bound(SMS, type="")),
    "binding with a number for a type": ("C110", lambda: bound(SMS, type=1)),
    "error as a list": ("C111", lambda: exchange(NOBODY, 400, [error()])),
    "error empty": ("C111", lambda: exchange(NOBODY, 400, b"")),
    **{
        f"error without {name}": ("C111", partial(exchange, NOBODY, 400, without(error(), name)))
        for name in error()
    },
    "error with code as text": ("C111", lambda: exchange(NOBODY, 400, error() | {"code": "20001"})),
    "error with code true": ("C111 C113", lambda: exchange(NOBODY, 400, error() | {"code": True})),
    "error with status as text": ("C111", lambda: exchange(NOBODY, 400, error() | {"status": "400"})),
    "error with an empty message": ("C111", lambda: refused(message="")),
    "error with message null": ("C111", lambda: exchange(NOBODY, 400, error() | {"message": None})),
    "error with another status": ("C112", lambda: exchange(NOBODY, 400, error() | {"status": 404})),
    "error with status 200": ("C112", lambda: exchange(NOBODY, 422, error() | {"status": 200})),
    "error with another page": ("C113", lambda: refused(more_info="https://www.twilio.com/docs/errors/20002")),
    "error with a page that ends alike": (
        "C113",
        lambda: refused(more_info="https://www.twilio.com/docs/errors/120001"),
    ),
    "error with a relative page": ("C113", lambda: refused(more_info="/docs/errors/20001")),
    "error with no page": ("C113", lambda: refused(more_info="https://www.twilio.com/docs/errors")),
    "error as text": ("C114", lambda: labelled("text/plain", NOBODY)),
    "error without a type": ("C114", lambda: labelled(None, NOBODY)),
    "origin no origin": ("C115", lambda: cors(Access_Control_Allow_Origin="example.com")),
    "origin empty": ("C115", lambda: cors(Access_Control_Allow_Origin="")),
    "methods without POST": ("C115", lambda: cors(Access_Control_Allow_Methods="GET")),
    "methods no tokens": ("C115", lambda: cors(Access_Control_Allow_Methods="POST OPTIONS")),
    "headers no tokens": ("C115", lambda: cors(Access_Control_Allow_Headers="[Content-Type]")),
    "credentials 1": ("C115", lambda: cors(Access_Control_Allow_Credentials="1")),
    "expose no tokens": ("C115", lambda: cors(Access_Control_Expose_Headers="X-A; X-B")),
    "no CORS": ("C116", lambda: exchange(ORIGINAL)),
    **{f"no {name}": ("C116", partial(cors, ORIGINAL, without=name)) for name in CORS},
    "identity of another": ("C301", lambda: alice(identity="bob")),
    "identity folded": ("C301", lambda: created(case({IDENTITY: "Alice"}), identity="alice")),
    "identity trimmed": ("C301", lambda: created(case({IDENTITY: " a "}), identity="a")),
    "identity normalised": ("C301", lambda: created(case({IDENTITY: "e\u0301"}), identity="é")),
    "identity truncated": ("C301", lambda: created(case({IDENTITY: "a" * 256}), identity="a" * 255)),
    "identity null": ("C301", lambda: alice(identity=None)),
    "identity out of nowhere": ("C301", lambda: created(SMS, identity=NUMBER)),
    "identity empty for none": ("C301", lambda: created(SMS, identity="")),
    "identity with a binding, another": (
        "C301",
        lambda: created(SMS.with_field(IDENTITY, "alice"), identity="bob"),
    ),
    "attributes of another": ("C302", lambda: created(text('{"a":1}'), attributes='{"a":2}')),
    "attributes lost": ("C302", lambda: created(text('{"a":1}'), attributes="{}")),
    "attributes empty": ("C109 C302", lambda: created(text("{}"), attributes="")),
    "attributes rounded": ("C302", lambda: created(text("[9007199254740993]"), attributes="[9007199254740992]")),
    "attributes reordered": ("C302", lambda: created(text("[1,2]"), attributes="[2,1]")),
    "attributes of another type": ("C302", lambda: created(text('["1"]'), attributes="[1]")),
    "default null as text": ("C303", lambda: alice(attributes="null")),
    "default a list": ("C303", lambda: alice(attributes="[]")),
    "default null": ("C303", lambda: alice(attributes=None)),
    "address of another": ("C304", lambda: bound(SMS, address="+12025550123")),
    "address lost": ("C304", lambda: bound(SMS, address=None)),
    "proxy lost": ("C304", lambda: bound(SMS, proxy_address=None)),
    "addresses swapped": ("C304", lambda: bound(SMS, address=SENDER, proxy_address=NUMBER)),
    "address without its plus": ("C304", lambda: bound(SMS, address=NUMBER[1:])),
    "address without its prefix": ("C304", lambda: bound(WHATSAPP, address=NUMBER)),
    "address empty for none": ("C304", lambda: bound(GROUP, address="")),
    "projected address out of nowhere": ("C304", lambda: bound(SMS, projected_address=SENDER)),
    "no binding for Group MMS": ("C304", lambda: created(GROUP, messaging_binding=None)),
    "no binding": ("C304", lambda: created(SMS, messaging_binding=None)),
    "type of another": ("C305", lambda: bound(SMS, type="whatsapp")),
    "type sms for WhatsApp": ("C305", lambda: bound(WHATSAPP, type="sms")),
    "type sms for RCS": ("C305", lambda: bound(RCS, type="sms")),
    "type in upper case": ("C305", lambda: bound(SMS, type="SMS")),
    "type chat for Group MMS": ("C305", lambda: bound(GROUP, type="chat")),
    "binding of nobody": ("C306", lambda: alice(messaging_binding={"type": "chat"})),
    "role of another": ("C307", lambda: created(ROLED, role_sid="RL" + "e" * 32)),
    "role null": ("C307", lambda: created(ROLED, role_sid=None)),
    "created of another": ("C308", lambda: created(DATED, date_created="2015-12-16T22:18:36Z")),
    "created an hour off": ("C308", lambda: created(DATED, date_created="2015-12-16T22:18:37+01:00")),
    "updated of another": ("C309", lambda: created(DATED, date_updated=DAY)),
    "updated null": ("C309", lambda: created(DATED, date_updated=None)),
    "account of another": ("C310", lambda: alice(account_sid="AC" + "b" * 32)),
    "conversation of another": (
        "C311",
        lambda: alice(conversation_sid="CH" + "c" * 32, url=URL.replace(CONVERSATION, "CH" + "c" * 32)),
    ),
    "url of another": ("C312", lambda: alice(url=URL[:-1] + "d")),
    "url of the list": ("C312", lambda: alice(url=URL.removesuffix(f"/{SID}"))),
    "url with a query": ("C312", lambda: alice(url=URL + "?a=b")),
    "number kept with spaces": ("C227", lambda: created(SMS.with_field(ADDRESS, "+1 555 867 5310"))),
    "number kept with foreign digits": ("C227", lambda: created(SMS.with_field(ADDRESS, "+1٥٥٥8675310"))),
    "number of which only the edges were trimmed": (
        "C227",
        lambda: bound(SMS.with_field(ADDRESS, " +1 555 867 5310"), address="+1 555 867 5310"),
    ),
    "sender kept with hyphens": ("C228", lambda: created(SMS.with_field(PROXY_ADDRESS, "+1-501-712-2661"))),
    "url in lower case": ("C312", lambda: alice(url=URL.replace("Conversations", "conversations"))),
    "url of version 2": ("C312", lambda: alice(url=URL.replace("/v1/", "/v2/"))),
    "updated before created": ("C313", lambda: alice(date_updated=shifted(seconds=-60))),
    "updated long before the given creation": (
        "C313",
        lambda: created(ALICE.with_field(DATE_CREATED, NEXT_DAY), date_updated=DAY),
    ),
    "created in 2015": ("C314", lambda: alice(date_created=DAY, date_updated=DAY)),
    "created in an hour": ("C314", lambda: alice(date_created=shifted(hours=1), date_updated=shifted(hours=1))),
    "created an hour ago": ("C314", lambda: alice(date_created=shifted(hours=-1), date_updated=shifted(hours=-1))),
    "read": ("C315", lambda: alice(last_read_message_index=0)),
    "read in 2015": ("C315", lambda: alice(last_read_timestamp=DAY)),
    "accepted without credentials": ("C401", lambda: exchange(replace(ALICE, auth=Auth.NONE))),
    "403 without credentials": ("C401", lambda: refused(replace(ALICE, auth=Auth.NONE), 403)),
    "not found under another status": ("C118", lambda: refused(status=400, code=20404)),
    "no address under another status": ("C118", lambda: refused(SMS.with_field(ADDRESS, "+"), 422, 50407)),
    "no JSON under another status": ("C118", lambda: refused(text("{"), 422, 50304)),
    "no JSON under another code": ("C241", lambda: refused(text("{"), 400, 20001)),
    "401 with another code": ("C401", lambda: refused(replace(ALICE, auth=Auth.NONE), 401, 20006)),
    "401 with another code, wrong credentials": ("C402", lambda: refused(replace(ALICE, auth=Auth.WRONG), 401)),
    "accepted with wrong credentials": ("C402", lambda: exchange(replace(ALICE, auth=Auth.WRONG))),
    "404 with wrong credentials": ("C402", lambda: refused(replace(ALICE, auth=Auth.WRONG), 404)),
    "401 with valid credentials": ("C403", lambda: refused(ALICE, 401)),
    "401 for a fault": ("C403", lambda: refused(NOBODY, 401)),
    "401 for an open case": ("C403", lambda: refused(BLANK, 401)),
    "500": ("C901", lambda: refused(ALICE, 500)),
    "503 for a fault": ("C901", lambda: refused(NOBODY, 503)),
    "500 for an open case": ("C901", lambda: refused(BLANK, 500)),
    "500 without credentials": ("C901", lambda: refused(replace(ALICE, auth=Auth.NONE), 500)),
    "500 to another method": ("C901", lambda: refused(replace(ALICE, method="PUT"), 500)),
    "500 at another path": ("C901", lambda: refused(replace(ALICE, conversation="x"), 500)),
    "501": ("C901", lambda: refused(ALICE, 501)),
    "no response": ("C902", lambda: Exchange(ALICE, PLACE, error="ReadError")),
    "no response to a fault": ("C902", lambda: Exchange(NOBODY, PLACE)),
    "no response to another method": ("C902", lambda: Exchange(replace(ALICE, method="PUT"), PLACE)),
    "credential": ("C904", lambda: exchange(ALICE, leaked=True)),
    "credential in an error": ("C904", lambda: exchange(NOBODY, 400, leaked=True)),
    **{f"trace of {name}": ("C905", partial(refused, message=trace)) for name, trace in TRACES.items()},
    "trace in a participant": ("C905", lambda: created(ALICE, extra=TRACES["Python"])),
    "304": ("C906", lambda: exchange(ALICE, 304, b"")),
    "302 for a fault": ("C906", lambda: exchange(NOBODY, 302, b"")),
}

LONG_JSON = f'"{"a" * 3990}"'
DECISIONS: dict[str, tuple[Case, ...]] = {
    "C201": (ALICE,),
    "C202": (SMS,),
    "C203": (WHATSAPP,),
    "C204": (RCS,),
    "C205": (case({IDENTITY: "a" * 256}),),
    "C206": (text("{}"), text("null")),
    "C207": (text(LONG_JSON),),
    "C208": (DATED,),
    "C209": (replace(ALICE, headers=((WEBHOOK_HEADER, "false"),)),),
    "C210": (case({ATTRIBUTES: "{}", IDENTITY: "alice"}), Case(body=Body(b"Identity=alice"))),
    "C220": (NOBODY,),
    "C221": (case({PROXY_ADDRESS: SENDER}),),
    "C222": (case({IDENTITY: ""}),),
    "C223": (case({ADDRESS: "", PROXY_ADDRESS: SENDER}),),
    "C224": (case({ADDRESS: NUMBER, PROXY_ADDRESS: ""}),),
    "C225": (case({ADDRESS: NUMBER, PROXY_ADDRESS: f"rcs:{SENDER}"}),),
    "C226": (case({ADDRESS: SENDER, PROXY_ADDRESS: SENDER}),),
    "C227": (case({ADDRESS: "hello", PROXY_ADDRESS: SENDER}),),
    "C242": (case({IDENTITY: "alice", PROJECTED_ADDRESS: "hello"}),),
    "C228": (case({ADDRESS: NUMBER, PROXY_ADDRESS: "hello"}),),
    "C229": (case({IDENTITY: "a" * 257}),),
    "C230": (case({IDENTITY: "US" + HEX}),),
    "C231": (text("{"), text("NaN")),
    "C232": (text(f'"{"a" * 5000}"'),),
    "C233": (ALICE.with_field(DATE_CREATED, "yesterday"),),
    "C234": (ALICE.with_field(DATE_UPDATED, "yesterday"),),
    "C235": (ALICE.with_field(ROLE_SID, "RL1"),),
    "C236": (replace(ALICE, conversation=Conversation.MISSING),),
    "C237": (replace(ALICE, conversation=Conversation.MALFORMED),),
    "C238": (replace(ALICE, conversation=Conversation.CLOSED),),
}
REFUSALS = {"C231": (400, 50304), "C236": (404, 20404)}
NOT_HERE = {
    "C117": "the schema is judged elsewhere, and at random: tests/unit/test_schema_judge.py",
    "C239": "a table of its own: test_errors_check.py",
    "C903": "times are judged over a run: test_trial.py",
}


@pytest.mark.parametrize(("codes", "make"), BROKEN.values(), ids=BROKEN)
def test_one_change_breaks_one_rule(codes: str, make: Callable[[], Exchange]) -> None:
    """And no other that fails a run."""
    assert failing(make()) == set(codes.split())


@pytest.mark.parametrize(("code", "one"), [(code, one) for code, cases in DECISIONS.items() for one in cases])
def test_a_wrong_decision_breaks_the_first_rule_of_the_case(code: str, one: Case) -> None:
    """What must be accepted is refused, or what must be refused is accepted; the right decision breaks nothing."""
    accepts, refuses = exchange(one), refused(one, *REFUSALS.get(code, (400,)))
    right, wrong = (accepts, refuses) if code < "C220" else (refuses, accepts)
    assert code in failing(wrong)
    # A value that must be refused is no good echo either.
    assert {other for other in failing(wrong) if other[1] not in "13"} == {code}
    assert not found(right)


def test_every_rule_that_an_exchange_shows_has_a_row() -> None:
    """Of the hundreds 1, 2, 3 and 9, save a few for a reason."""
    shown = {code for code, rule in RULES.items() if code[1] in "1239" and rule.level.fails_a_run}
    assert shown - set(NOT_HERE) == {codes for codes, _ in BROKEN.values() if codes in shown} | set(DECISIONS)
    assert set(NOT_HERE) <= shown


# What is inferred is observed and fails no run.
OBSERVED: dict[str, tuple[str, Callable[[], Exchange]]] = {
    "attributes compacted": ("C316", lambda: created(text('{"a": 1}'), attributes='{"a":1}')),
    "attributes unescaped": ("C316", lambda: created(text('"\\u0061"'), attributes='"a"')),
    "members reordered": ("C316", lambda: created(text('{"a":1,"b":2}'), attributes='{"b":2,"a":1}')),
    "number respelt": ("C316", lambda: created(text("[1.0]"), attributes="[1]")),
    "updated a second later": ("C317", lambda: alice(date_created=shifted(seconds=-1), date_updated=shifted())),
}


@pytest.mark.parametrize(("code", "make"), OBSERVED.values(), ids=OBSERVED)
def test_inferred_rules_are_observed(code: str, make: Callable[[], Exchange]) -> None:
    """They are found, and fail no run."""
    violations = found(make())
    assert [violation.rule.code for violation in violations] == [code]
    assert not any(violation.fails for violation in violations)


def test_no_answer_in_time_is_not_judged_here() -> None:
    """C903 needs another try, and C902 is for what never comes."""
    assert not found(Exchange(ALICE, PLACE, error="no response", timed_out=True))


def test_the_gravest_comes_first() -> None:
    """Servers that fail, then wrong decisions, then wrong echoes, then wrong shapes; observations last."""
    many = exchange(
        text('{"a": 1}'),
        200,
        participant(text('{"a": 1}'), {"identity": "bob", "attributes": '{"a":1}'}),
        (),
        leaked=True,
    )
    expectation = expect(replace(ALICE, auth=Auth.NONE))
    codes = [violation.rule.code for violation in judge(many, expectation)]
    assert codes == ["C904", "C401", "C301", "C101", "C102", "C316"]


def test_a_violation_reads_as_a_report() -> None:
    """Title, the words that promise it with their source, what was expected and what came."""
    (violation,) = found(alice(account_sid="AC" + "b" * 32))
    lines = str(violation).splitlines()
    assert lines[0] == f"C310 {RULES['C310'].title}"
    assert lines[1].startswith("  -> ")
    assert RULES["C310"].source in lines[1]
    assert lines[2:] == [f"  Expected: account_sid: '{ACCOUNT}'", f"  Actual:   account_sid: 'AC{'b' * 32}'"]
