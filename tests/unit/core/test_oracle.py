"""The oracle: outcome and first rule for every ground, on both sides of every boundary."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.cases.case import (
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    FIELDS,
    FORM,
    IDENTITY,
    ROLE_SID,
    WEBHOOK_HEADER,
    Auth,
    Body,
    Case,
    Conversation,
    case,
)
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES
from tests.unit.core.answers import ALICE, NUMBER, SENDER, SMS
from tests.unit.core.oracle_rows import DAY, HEX, OPEN, ROWS, attributes, dressed, identity, json_of, pair


def outcome_of(rule: str) -> Outcome:
    if rule == OPEN:
        return Outcome.UNSPECIFIED
    return Outcome.ACCEPT if rule < "C220" else Outcome.REJECT


@pytest.mark.parametrize(("one", "rule"), ROWS.values(), ids=ROWS)
def test_outcome_and_first_rule(one: Case, rule: str) -> None:
    """Each ground, and both sides of each boundary, decide as the documents do."""
    expectation = expect(one)
    assert (expectation.outcome, expectation.rules[:1]) == (outcome_of(rule), (rule,) if rule else ())


@pytest.mark.parametrize("name", ["User-Agent", "Origin", "Accept-Language", "Accept"])
@pytest.mark.parametrize("value", ["x" * 70_000, "*/*, " * 300 + "x", "caf\xe9"])
def test_a_long_or_odd_header_is_left_to_the_target(name: str, value: str) -> None:
    """Servers limit what RFC 9110, 5.4, leaves open, and answer 431."""
    assert expect(replace(dressed(), headers=((name, value),))).outcome is Outcome.UNSPECIFIED


def test_every_rule_of_one_case_has_a_row() -> None:
    """Save what only a sequence shows (C240), what is no decision (C239, C241, C403, C404), and what depends on
    what is declared (C243 to C246, in test_declared)."""
    elsewhere = {"C239", "C240", "C241", "C243", "C244", "C245", "C246", "C403", "C404"}
    decided = {code for code in RULES if code[1] in "24"} - elsewhere
    assert decided == {rule for _, rule in ROWS.values()} - {OPEN}


@pytest.mark.parametrize(("one", "rule"), ROWS.values(), ids=ROWS)
def test_expectations_are_well_formed(one: Case, rule: str) -> None:
    """201 for what is accepted, 4xx for what is refused, nothing for what is open; rules exist."""
    expectation = expect(one)
    statuses = {Outcome.ACCEPT: {201}, Outcome.REJECT: {401, 404}, Outcome.UNSPECIFIED: set()}
    assert set(expectation.statuses) <= statuses[expectation.outcome]
    assert (expectation.statuses == (201,)) == (expectation.outcome is Outcome.ACCEPT)
    assert bool(expectation.rules) == (expectation.outcome is not Outcome.UNSPECIFIED)
    assert set(expectation.rules) <= set(RULES)
    assert not expectation.codes or expectation.outcome is Outcome.REJECT


CODES: dict[str, tuple[int, ...]] = {
    "nobody": (50204,),
    "identity empty": (50204,),
    "empty address": (50411,),
    "empty proxy address": (50412,),
    "proxy alone": (),
    "identity of 257": (50207,),
    "identity like a User SID": (50206,),
    "bad address": (50407,),
    "bad projected address": (50439,),
    "bad proxy": (50408,),
    "equal": (50409,),
    "other channel": (50414,),
    "attributes not JSON": (50304,),
    "attributes of 4097": (50303,),
    "created bad": (50308,),
    "updated bad": (50309,),
    "role short": (),
    "missing": (20404, 50350),
    "malformed": (20404,),
    "closed": (50377,),
    "no credentials": (20003,),
    "wrong credentials": (20003,),
    "both dates bad": (50308, 50309),
}


@pytest.mark.parametrize("row", CODES)
def test_codes_are_those_of_the_dictionary(row: str) -> None:
    """Refusals name the error codes that Twilio's dictionary has for them."""
    assert expect(ROWS[row][0]).codes == CODES[row]


def test_statuses_are_named_only_where_one_fault_is() -> None:
    """401 and 404 are promised to a request that is right otherwise; a second fault may be answered first."""
    for changes, statuses in (({"auth": Auth.NONE}, (401,)), ({"conversation": Conversation.MISSING}, (404,))):
        assert expect(replace(ALICE, **changes)).statuses == statuses
        assert expect(replace(identity(" "), **changes)).statuses == ()
        assert expect(replace(Case(), **changes)).statuses == ()
    assert expect(replace(ALICE, conversation=Conversation.CLOSED)).statuses == ()


PRECEDENCE: dict[str, tuple[Case, tuple[str, ...]]] = {
    "method before credentials": (replace(Case(), method="PUT", auth=Auth.NONE), ()),
    "credentials before conversation": (
        replace(ALICE, auth=Auth.WRONG, conversation=Conversation.MISSING),
        ("C402",),
    ),
    "credentials before fields": (replace(Case(), auth=Auth.WRONG), ("C402",)),
    "fields before conversation": (replace(Case(), conversation=Conversation.MISSING), ("C220",)),
    "fields before closed": (replace(Case(), conversation=Conversation.CLOSED), ("C220",)),
    "fields before a literal": (replace(Case(), conversation="x"), ("C220",)),
    "reading before refusal": (case([(IDENTITY, ""), (ATTRIBUTES, "{"), (ATTRIBUTES, "{")]), ()),
    "refusal before doubt": (dressed(Attributes="{", RoleSid="", Foo=""), ("C231",)),
    "doubt before promise": (dressed(Attributes="{}", Foo=""), ()),
    "header before identity": (replace(ALICE, headers=((WEBHOOK_HEADER, "true"),)), ("C209", "C201")),
    "date and header, as they come": (
        replace(dressed(DateCreated=DAY), headers=((WEBHOOK_HEADER, "true"),)),
        ("C209", "C208", "C201"),
    ),
    "order before all": (
        case({ATTRIBUTES: json_of(2000), DATE_CREATED: DAY, IDENTITY: "a" * 99}),
        ("C210", "C208", "C207", "C205"),
    ),
    "attributes before identity": (attributes("{}"), ("C206", "C201")),
    "attributes before binding": (SMS.with_field(ATTRIBUTES, "{}"), ("C206", "C202")),
    "all refusals": (
        case({IDENTITY: "a" * 257, DATE_CREATED: "x", DATE_UPDATED: "x", ATTRIBUTES: "{", ROLE_SID: "x"}),
        ("C229", "C231", "C233", "C234", "C235"),
    ),
    "refusals of a pair": (pair("hello", "hello"), ("C227", "C228", "C226")),
}


@pytest.mark.parametrize(("one", "rules"), PRECEDENCE.values(), ids=PRECEDENCE)
def test_precedence(one: Case, rules: tuple[str, ...]) -> None:
    """What the request is comes before what it says; refusals are all named, promises most particular first."""
    assert expect(one).rules == rules


@settings(deadline=None)
@given(st.sampled_from(sorted(ROWS)), st.text())
def test_the_label_never_matters(row: str, label: str) -> None:
    """The partition is not looked at, and asking leaves no trace."""
    one = ROWS[row][0]
    first = expect(one)
    assert expect(one.labelled(label)) == first
    assert expect(one.labelled(f"{row} {label}")) == expect(one) == first


@settings(deadline=None)
@given(st.sampled_from([row for row, (one, _) in ROWS.items() if one.body is None and one.fields]))
def test_bytes_are_read_as_the_fields_that_they_are(row: str) -> None:
    """A form given as bytes has the outcome of its fields."""
    one = ROWS[row][0]
    as_bytes = replace(one, fields=(), body=Body(one.content))
    assert expect(as_bytes).outcome is expect(one).outcome
    assert set(expect(as_bytes).rules) - {"C210"} == set(expect(one).rules) - {"C210"}


ANY_TEXT = st.text(max_size=8) | st.sampled_from(["", "alice", "{}", DAY, NUMBER, SENDER, "RL" + HEX, "\ud800"])
ANY_NAMES = st.sampled_from(FIELDS) | st.text(max_size=3)


@settings(deadline=None)
@given(
    st.lists(st.tuples(ANY_NAMES, ANY_TEXT), max_size=4),
    st.sampled_from(Conversation) | ANY_TEXT,
    st.sampled_from(Auth),
    st.none() | st.builds(Body, st.binary(max_size=12), st.none() | st.just(FORM) | ANY_TEXT),
)
def test_anything_has_an_expectation(
    fields: list[tuple[str, str]], where: str, auth: Auth, body: Body | None
) -> None:
    """The oracle raises nothing, whatever is asked."""
    one = case(() if body else fields, body=body, conversation=where, auth=auth)
    assert isinstance(expect(one), Expectation)
