"""Cases for every ground of the oracle, on both sides of every boundary, with the first rule that decides."""

from dataclasses import replace

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    FORM,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    WEBHOOK_HEADER,
    Auth,
    Body,
    Case,
    Conversation,
    case,
)
from tests.unit.core.answers import ALICE, NUMBER, RCS, SENDER, SMS, WHATSAPP

OPEN = ""
"""The `rule` of a row whose outcome is unspecified."""
HEX = "0123456789abcdef" * 2
DAY, NEXT_DAY = "2015-12-16T22:18:37Z", "2015-12-17T22:18:37Z"


def dressed(**fields: str) -> Case:
    """Alice with more fields."""
    return case({IDENTITY: "alice", **fields})


def attributes(text: str) -> Case:
    return dressed(Attributes=text)


def identity(text: str) -> Case:
    return case({IDENTITY: text})


def pair(address: str, proxy: str) -> Case:
    return case({ADDRESS: address, PROXY_ADDRESS: proxy})


def webhook(*values: str) -> Case:
    return replace(ALICE, headers=tuple((WEBHOOK_HEADER, value) for value in values))


def header(name: str, value: str = "x") -> Case:
    return replace(ALICE, headers=((name, value),))


def raw(content: bytes, content_type: str | None = FORM) -> Case:
    return Case(body=Body(content, content_type))


def json_of(size: int) -> str:
    """A JSON string of so many characters, quotes included."""
    return f'"{"a" * (size - 2)}"'


# Accepting rules are C201 to C210, refusing ones C220 to C238 and C401, C402.
ROWS: dict[str, tuple[Case, str]] = {
    # named by: identity
    "identity": (ALICE, "C201"),
    "identity of 64": (identity("a" * 64), "C201"),
    "identity of 65": (identity("a" * 65), "C205"),
    "identity of 256": (identity("a" * 256), "C205"),
    "identity of 257": (identity("a" * 257), "C229"),
    "identity of 256 bytes": (identity("é" * 128), OPEN),
    "identity of 258 bytes": (identity("é" * 129), OPEN),
    "identity of 256 characters": (identity("é" * 256), OPEN),
    "identity of 257 characters": (identity("é" * 257), "C229"),
    "identity of 257 after trimming 1": (identity("a" * 256 + " "), OPEN),
    "identity of contested characters": (identity("a+b"), OPEN),
    "identity too long and contested": (identity("+" * 257), "C229"),
    "identity that is reserved": (identity("system"), OPEN),
    "identity like a User SID": (identity("US" + HEX), "C230"),
    "identity like a User SID, upper case": (identity("US" + HEX.upper()), OPEN),
    "identity a digit short of a User SID": (identity("US" + HEX[1:]), "C201"),
    "identity a digit longer than a User SID": (identity("US" + HEX + "0"), "C201"),
    "identity empty": (identity(""), "C222"),
    "identity blank": (identity(" "), OPEN),
    # named by: nothing
    "nobody": (Case(), "C220"),
    "nobody with attributes": (case({ATTRIBUTES: "{}"}), "C220"),
    "nobody with an unknown field": (case({"Foo": "bar"}), "C220"),
    "nobody by a projected address": (case({PROJECTED_ADDRESS: ""}), "C220"),
    "empty address": (case({ADDRESS: ""}), "C223"),
    "empty proxy address": (case({PROXY_ADDRESS: ""}), "C224"),
    "both empty": (pair("", ""), "C223"),
    "all empty": (case({IDENTITY: "", ADDRESS: "", PROXY_ADDRESS: ""}), "C223"),
    "identity and proxy empty": (case({IDENTITY: "", PROXY_ADDRESS: ""}), "C224"),
    "identity and projected empty": (case({IDENTITY: "", PROJECTED_ADDRESS: ""}), "C222"),
    # named by: bindings
    "sms": (SMS, "C202"),
    "whatsapp": (WHATSAPP, "C203"),
    "rcs": (RCS, "C204"),
    "proxy alone": (case({PROXY_ADDRESS: SENDER}), "C221"),
    "bad proxy alone": (case({PROXY_ADDRESS: "x"}), "C221"),
    "address alone": (case({ADDRESS: NUMBER}), OPEN),
    "bad address alone": (case({ADDRESS: "hello"}), "C227"),
    "address empty beside a proxy": (pair("", SENDER), "C223"),
    "address empty beside a bad proxy": (pair("", "hello"), "C223"),
    "proxy empty": (pair(NUMBER, ""), "C224"),
    "proxy empty beside a bad address": (pair("hello", ""), "C227"),
    "bad address": (pair("hello", SENDER), "C227"),
    "bad proxy": (pair(NUMBER, "hello"), "C228"),
    "bad projected address": (case({PROJECTED_ADDRESS: "hello"}), "C242"),
    "bad projected address of an identity": (case({IDENTITY: "alice", PROJECTED_ADDRESS: "++1"}), "C242"),
    "both bad": (pair("hello", "world"), "C227"),
    "both bad and equal": (pair("hello", "hello"), "C227"),
    "contested address": (pair("+1 555 867 5310", SENDER), OPEN),
    "contested proxy": (pair(NUMBER, "12345"), OPEN),
    "contested address, bad proxy": (pair("+1 555 867 5310", "hello"), "C228"),
    "equal": (pair(SENDER, SENDER), "C226"),
    "equal but for spaces": (pair(SENDER, "+1 501 712 2661"), OPEN),
    "equal and contested": (pair("12345", "12345"), "C226"),
    "equal number, other channel": (pair(SENDER, f"whatsapp:{SENDER}"), "C225"),
    "other channel": (pair(NUMBER, f"rcs:{SENDER}"), "C225"),
    "other channel, the other way": (pair(f"whatsapp:{NUMBER}", SENDER), "C225"),
    "other channel and contested": (pair(f"whatsapp:{NUMBER}", "12345"), "C225"),
    "other channel and bad": (pair(f"whatsapp:{NUMBER}", "hello"), "C228"),
    "unknown channel": (pair(f"messenger:{NUMBER}", SENDER), OPEN),
    "15 digits": (pair("+999999999999999", SENDER), OPEN),
    "16 digits": (pair("+9999999999999999", SENDER), "C227"),
    # named by: several ways at once
    "identity and binding": (SMS.with_field(IDENTITY, "alice"), OPEN),
    "empty identity and binding": (SMS.with_field(IDENTITY, ""), OPEN),
    "identity and empty address": (dressed(**{ADDRESS: ""}), OPEN),
    "too long an identity, and binding": (SMS.with_field(IDENTITY, "a" * 257), "C229"),
    "a User SID, and binding": (SMS.with_field(IDENTITY, "US" + HEX), "C230"),
    "identity and projected address": (dressed(**{PROJECTED_ADDRESS: SENDER}), OPEN),
    "projected address alone": (case({PROJECTED_ADDRESS: SENDER}), OPEN),
    "binding and projected address": (SMS.with_field(PROJECTED_ADDRESS, ""), OPEN),
    # attributes
    "attributes": (attributes("{}"), "C206"),
    "attributes of any kind": (attributes("null"), "C206"),
    "attributes not JSON": (attributes("{"), "C231"),
    "attributes NaN": (attributes("NaN"), "C231"),
    "attributes contested": (attributes('{"a":1,"a":2}'), OPEN),
    "attributes empty": (attributes(""), OPEN),
    "attributes blank": (attributes(" \n"), OPEN),
    "attributes of 1024": (attributes(json_of(1024)), "C206"),
    "attributes of 1025": (attributes(json_of(1025)), "C207"),
    "attributes of 4000": (attributes(json_of(4000)), "C207"),
    "attributes of 4001": (attributes(json_of(4001)), OPEN),
    "attributes of 4096": (attributes(json_of(4096)), OPEN),
    "attributes of 4097": (attributes(json_of(4097)), "C232"),
    "attributes of 4097 that need not be": (attributes(" " + json_of(4096)), OPEN),
    "attributes of 4000 bytes": (attributes(json_of(2).replace('""', f'"{"é" * 1999}"')), "C207"),
    "attributes of 4002 bytes": (attributes(f'"{"é" * 2000}"'), OPEN),
    "attributes long and contested": (attributes(f"[1e400,{json_of(4091)}]"), "C232"),
    "attributes long and no JSON": (attributes("{" + json_of(5000)), "C231"),
    "attributes nested 10": (attributes("[" * 10 + "]" * 10), "C206"),
    "attributes nested 11": (attributes("[" * 11 + "]" * 11), OPEN),
    "attributes with a byte order mark": (attributes("\ufeff{}"), OPEN),
    # dates
    "created": (dressed(DateCreated=DAY), "C208"),
    "created and updated at once": (dressed(DateCreated=DAY, DateUpdated=DAY), "C208"),
    "updated after created": (dressed(DateCreated=DAY, DateUpdated=NEXT_DAY), "C208"),
    "updated before created": (dressed(DateCreated=NEXT_DAY, DateUpdated=DAY), OPEN),
    "updated alone": (dressed(DateUpdated=DAY), OPEN),
    "created odd": (dressed(DateCreated="2015-12-16T22:18:37.5Z"), OPEN),
    "updated odd": (dressed(DateCreated=DAY, DateUpdated="2015-12-17T22:18:37+01:00"), OPEN),
    "created empty": (dressed(DateCreated=""), OPEN),
    "updated empty": (dressed(DateUpdated=""), OPEN),
    "created bad": (dressed(DateCreated="yesterday"), "C233"),
    "created a date only": (dressed(DateCreated="12/16/2015"), "C233"),
    "updated bad": (dressed(DateUpdated="2015-02-29T00:00:00Z"), "C234"),
    "both dates bad": (dressed(DateCreated="x", DateUpdated="x"), "C233"),
    "created good, updated bad": (dressed(DateCreated=DAY, DateUpdated="x"), "C234"),
    "created odd, updated bad": (dressed(DateCreated="", DateUpdated="x"), "C234"),
    "year 1970": (dressed(DateCreated="1970-01-01T00:00:00Z"), "C208"),
    "year 1969": (dressed(DateCreated="1969-12-31T23:59:59Z"), OPEN),
    "year 2025": (dressed(DateCreated="2025-12-31T23:59:59Z"), "C208"),
    "year 2026": (dressed(DateCreated="2026-01-01T00:00:00Z"), OPEN),
    # role
    "role": (dressed(RoleSid="RL" + HEX), OPEN),
    "role empty": (dressed(RoleSid=""), OPEN),
    "role short": (dressed(RoleSid="RL" + HEX[1:]), "C235"),
    "role of another prefix": (dressed(RoleSid="US" + HEX), "C235"),
    # form
    "as documented": (case({IDENTITY: "alice", ATTRIBUTES: "{}"}), "C206"),
    "in another order": (case({ATTRIBUTES: "{}", IDENTITY: "alice"}), "C210"),
    "pair in another order": (case({PROXY_ADDRESS: SENDER, ADDRESS: NUMBER}), "C210"),
    "given as bytes": (raw(b"Identity=alice"), "C210"),
    "given as bytes, bad": (raw(b"Identity="), "C222"),
    "given as no bytes": (raw(b""), "C220"),
    "bytes that are read differently": (raw(b"&Identity=alice"), OPEN),
    "bytes that are read differently, bad": (raw(b"&Identity="), OPEN),
    "another content type": (raw(b"Identity=", "text/plain"), OPEN),
    "no content type": (raw(b"Identity=", None), OPEN),
    "unknown field": (case({IDENTITY: "alice", "Foo": ""}), OPEN),
    "unknown field and a fault": (case({IDENTITY: "", "Foo": ""}), "C222"),
    "repeated": (case([(IDENTITY, ""), (IDENTITY, "")]), OPEN),
    "unknown field repeated": (case([(IDENTITY, ""), ("Foo", ""), ("Foo", "")]), OPEN),
    "nearly a field": (case({"identity": ""}), OPEN),
    "nearly a field, in snake case": (case({"date_created": "x", IDENTITY: ""}), OPEN),
    "a further part of the binding": (SMS.with_field("MessagingBinding.Level", "x"), OPEN),
    "not nearly a field": (case({"Identities": ""}), "C220"),
    # headers
    "webhook true": (webhook("true"), "C209"),
    "webhook false": (webhook("false"), "C209"),
    "webhook in another case": (header(WEBHOOK_HEADER.lower(), "true"), "C209"),
    "webhook True": (webhook("True"), OPEN),
    "webhook empty": (webhook(""), OPEN),
    "webhook twice": (webhook("true", "true"), OPEN),
    "webhook true on nobody": (replace(Case(), headers=((WEBHOOK_HEADER, "maybe"),)), "C220"),
    "origin": (header("Origin", "https://example.com"), "C201"),
    "user agent": (header("User-Agent"), "C201"),
    "accept JSON": (header("Accept", "application/json"), "C201"),
    "accept anything": (header("accept", "*/*"), "C201"),
    "accept as in a browser": (header("Accept", "application/json, text/plain, */*"), "C201"),
    "accept JSON last": (header("Accept", "application/xml,application/json"), "C201"),
    "accept applications": (header("Accept", "application/*"), "C201"),
    "accept with a weight": (header("Accept", "application/json; q=0.01"), "C201"),
    "accept no JSON": (header("Accept", "application/json;q=0"), OPEN),
    "accept no JSON at all": (header("Accept", "application/json;q=0.0, text/html"), OPEN),
    "accept almost JSON": (header("Accept", "application/jsonp"), OPEN),
    "accept HTML": (header("Accept", "text/html"), OPEN),
    "no encoding": (header("accept-encoding", "identity"), "C201"),
    "gzip": (header("Accept-Encoding", "gzip"), "C201"),
    "gzip or deflate": (header("Accept-Encoding", "gzip, deflate"), "C201"),
    "rare encoding": (header("Accept-Encoding", "br"), OPEN),
    "language": (header("Accept-Language", "tr"), "C201"),
    "another header": (header("X-Foo"), OPEN),
    "another header on nobody": (replace(Case(), headers=(("X-Foo", "x"),)), "C220"),
    "a content type of its own": (replace(Case(), headers=(("content-type", FORM),)), OPEN),
    # conversation
    "other": (replace(ALICE, conversation=Conversation.OTHER), "C201"),
    "missing": (replace(ALICE, conversation=Conversation.MISSING), "C236"),
    "malformed": (replace(ALICE, conversation=Conversation.MALFORMED), "C237"),
    "closed": (replace(ALICE, conversation=Conversation.CLOSED), "C238"),
    "literal": (replace(ALICE, conversation="CH" + HEX), OPEN),
    "missing, of an open case": (replace(identity(" "), conversation=Conversation.MISSING), "C236"),
    "malformed, of an open case": (replace(identity(" "), conversation=Conversation.MALFORMED), "C237"),
    "closed, of an open case": (replace(identity(" "), conversation=Conversation.CLOSED), "C238"),
    # credentials and method
    "no credentials": (replace(ALICE, auth=Auth.NONE), "C401"),
    "wrong credentials": (replace(ALICE, auth=Auth.WRONG), "C402"),
    "no credentials and a fault": (replace(Case(), auth=Auth.NONE), "C401"),
    "no credentials, another content type": (replace(raw(b"x", None), auth=Auth.NONE), "C401"),
    "another method": (replace(ALICE, method="PUT"), OPEN),
    "another method without credentials": (replace(ALICE, method="GET", auth=Auth.NONE), OPEN),
    "method in lower case": (replace(Case(), method="post"), OPEN),
}
