"""Case documents: what is written can be read again, and what is wrong is refused with words."""

import base64
import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import IDENTITY, Auth, Body, Case, Conversation, Op, Sequence, Step, case
from contracts.cases.documents import CASE_KEYS, dump, dumps, load, loads
from contracts.errors import UsageError

KNOWN = (Auth.VALID, Auth.NONE, Auth.WRONG)
ALICE = case({IDENTITY: "alice"})
FETCH = Step(Case(), Op.FETCH, 0)

CASES = {
    "nothing": Case(),
    "one field": ALICE,
    "order and repetition": case([("b", "1"), ("a", "2"), ("b", "3"), ("", "")]),
    "any text": case({"Attributes": '{"a": "\x00\n\u2028😀é\\"}', "naïve": "\ufeff"}),
    "headers": case(
        headers=[("X-Twilio-Webhook-Enabled", "true"), ("x-twilio-webhook-enabled", ""), ("A", "é\t!")]
    ),
    "body": Case(body=Body(b"\xff\x00&=", "text/plain; charset=latin-1")),
    "empty body": Case(body=Body(b"")),
    "body without a type": Case(body=Body(b"Identity=alice", None)),
    "body with an empty type": Case(body=Body(b"x", "")),
    **{f"conversation {name}": case(conversation=name) for name in (*Conversation, "", "CH" + "0" * 32, "../é")},
    **{f"auth {name}": case(auth=name) for name in KNOWN},
    "method": case(method="DELETE"),
    "odd method": case(method="!#$%&'*+.^_`|~"),
    "partition": ALICE.labelled("identity-boundary"),
}
SEQUENCES = {
    "one create": Sequence((Step(ALICE),)),
    "every op": Sequence(
        (
            Step(ALICE),
            *(Step(Case(), op, 0) for op in (Op.FETCH, Op.DELETE)),
            Step(ALICE, Op.UPDATE, 0),
            Step(Case(), Op.LIST),
            Step(Case(conversation="other"), Op.CLOSE),
        )
    ),
    "create with its own everything": Sequence(
        (Step(Case((), (("A", "b"),), Body(b"\xff"), "other", Auth.WRONG, "PUT")),)
    ),
    "ref to a later create": Sequence((Step(ALICE), FETCH, Step(ALICE), Step(Case(), Op.DELETE, 2))),
    "together": Sequence((Step(ALICE), Step(ALICE)), "both-at-once", together=True),
    "list of another conversation": Sequence((Step(Case(conversation="other"), Op.LIST),)),
}

UTF8 = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
TOKENS = st.text("!#$%&'*+.^_`|~09AZaz-", min_size=1, max_size=5)
VALUES = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=5).map(
    lambda text: text.strip().replace("\xa0", "")
)
BODIES = st.builds(Body, st.binary(max_size=8), st.none() | VALUES)
_PARTS: dict[str, SearchStrategy[Any]] = {
    "headers": st.lists(st.tuples(TOKENS.map(lambda name: f"X-{name}"), VALUES), max_size=2).map(tuple),
    "conversation": st.sampled_from(Conversation) | UTF8,
    "auth": st.sampled_from(KNOWN),
    "method": TOKENS,
    "partition": UTF8,
}
FORMS = st.builds(Case, st.lists(st.tuples(UTF8, UTF8), max_size=3).map(tuple), **_PARTS)
ANY_CASES = FORMS | st.builds(Case, body=BODIES, **_PARTS)


@st.composite
def any_sequences(draw: st.DrawFn) -> Sequence:
    """Sequences that can be carried out: refs are numbers of earlier creates."""
    steps: list[Step] = [Step(draw(ANY_CASES))]
    for _ in range(draw(st.integers(0, 4))):
        op = draw(st.sampled_from(Op))
        ref = draw(st.sampled_from([n for n, step in enumerate(steps) if step.op is Op.CREATE]))
        where = Case(conversation=draw(_PARTS["conversation"]))
        steps.append(
            {Op.CREATE: Step(draw(ANY_CASES)), Op.UPDATE: Step(draw(FORMS), op, ref)}.get(op)
            or Step(where, op, ref if op in (Op.FETCH, Op.DELETE) else None)
        )
    together = all(step.op is Op.CREATE for step in steps) and draw(st.booleans())
    return Sequence(tuple(steps), draw(UTF8), together)


@pytest.mark.parametrize("one", [*CASES.values(), *SEQUENCES.values()], ids=[*CASES, *SEQUENCES])
def test_what_is_written_can_be_read(one: Case | Sequence) -> None:
    """A document says everything that a case or a sequence holds, in one line."""
    assert loads(dumps(one)) == one
    assert len(dumps(one).splitlines()) == 1


@settings(deadline=None)
@given(ANY_CASES | any_sequences())
def test_whatever_is_written_can_be_read(one: Case | Sequence) -> None:
    """Also of generated ones; and what is sent does not change on the way."""
    again = loads(dumps(one))
    assert again == one
    assert dumps(again) == dumps(one)
    if isinstance(one, Case) and isinstance(again, Case):
        assert (again.content, again.content_type) == (one.content, one.content_type)


def test_defaults_are_left_out() -> None:
    """A document is as short as it can be, and only `fields` is required."""
    assert dump(ALICE) == {"fields": [["Identity", "alice"]]}
    assert load({"fields": []}) == Case()
    assert set(dump(case(headers=[("a", "b")], auth=Auth.NONE, method="PUT"))) < CASE_KEYS


def test_a_step_is_a_create_unless_it_says_otherwise() -> None:
    """`op` may be left out."""
    assert load({"steps": [{"fields": []}]}) == Sequence((Step(),))


def test_text_beyond_utf8_is_given_as_bytes() -> None:
    """A form that cannot be sent cannot be written either."""
    with pytest.raises(
        UsageError, match=r"^'fields' must be text that UTF-8 can carry; give 'body_base64' instead$"
    ):
        dumps(case({IDENTITY: "\ud800"}))


PAIRS = "'{}' must be a list of [name, value] pairs of text (got {})".format
CARRIED = "'{}' must be text that UTF-8 can carry (got {})".format
HEADERS = "'headers' must be names and values that HTTP can carry (got {})".format
SECRET = "'headers' must hold no secrets (got {!r}); choose 'auth' instead".format
KEYS = f"a case document must have keys among {sorted(CASE_KEYS)} (got {{!r}})".format
REF = "'ref' must be the number of an earlier create, one of {} (got {})".format
OP = "'op' must be one of create, fetch, list, update, delete, close (got {!r})".format
EITHER = "a case document must have either 'fields' or 'body_base64'"
TOGETHER = "'together' must be true or false, and true only for creates (got {!r})".format

FIELDS: dict[str, Any] = {"fields": []}
CREATE = {"op": "create", **FIELDS}
LONG = "x" * 200
WRONG: dict[str, tuple[Any, str]] = {
    "a list": ([], "a case document must be a JSON object (got [])"),
    "null": (None, "a case document must be a JSON object (got None)"),
    "long text": (LONG, f"a case document must be a JSON object (got '{'x' * 76}...)"),
    "no fields": ({}, EITHER),
    "fields and body": ({**FIELDS, "body_base64": ""}, EITHER),
    "unknown key": ({**FIELDS, "Fields": [], "z": 1}, KEYS("Fields")),
    "type of a form": (
        {**FIELDS, "content_type": "a/b"},
        "'content_type' must go with 'body_base64'; a form has its own",
    ),
    "fields no list": ({"fields": {"a": "b"}}, PAIRS("fields", "{'a': 'b'}")),
    "fields null": ({"fields": None}, PAIRS("fields", "None")),
    "a triple": ({"fields": [["a", "b", "c"]]}, PAIRS("fields", "['a', 'b', 'c']")),
    "a number": ({"fields": [["a", 1]]}, PAIRS("fields", "['a', 1]")),
    "pair as text": ({"fields": ["ab"]}, PAIRS("fields", "'ab'")),
    "surrogate in a field": (
        {"fields": [["a", "\ud800"]]},
        "'fields' must be text that UTF-8 can carry; give 'body_base64' instead",
    ),
    "surrogate in a path": ({**FIELDS, "conversation": "\udfff"}, CARRIED("conversation", r"'\udfff'")),
    "surrogate in a label": ({**FIELDS, "partition": "\ud800"}, CARRIED("partition", r"'\ud800'")),
    "headers no list": ({**FIELDS, "headers": "a: b"}, PAIRS("headers", "'a: b'")),
    "header name": ({**FIELDS, "headers": [["a b", "c"]]}, HEADERS("['a b', 'c']")),
    "no header name": ({**FIELDS, "headers": [["", "c"]]}, HEADERS("['', 'c']")),
    "header injection": ({**FIELDS, "headers": [["a", "b\r\nc: d"]]}, HEADERS(r"['a', 'b\r\nc: d']")),
    "header padding": ({**FIELDS, "headers": [["a", " b"]]}, HEADERS("['a', ' b']")),
    "header beyond latin-1": ({**FIELDS, "headers": [["a", "€"]]}, HEADERS("['a', '€']")),
    "secret": ({**FIELDS, "headers": [["aUTHORIZATION", "x"]]}, SECRET("aUTHORIZATION")),
    "proxy secret": ({**FIELDS, "headers": [["Proxy-Authorization", "x"]]}, SECRET("Proxy-Authorization")),
    "cookie": ({**FIELDS, "headers": [["Cookie", "x"]]}, SECRET("Cookie")),
    "conversation": ({**FIELDS, "conversation": None}, "'conversation' must be text (got None)"),
    "partition": ({**FIELDS, "partition": 1}, "'partition' must be text (got 1)"),
    "auth": ({**FIELDS, "auth": "Valid"}, "'auth' must be one of valid, none, wrong (got 'Valid')"),
    "auth of another type": ({**FIELDS, "auth": {}}, "'auth' must be one of valid, none, wrong (got {})"),
    "method": ({**FIELDS, "method": "GET /"}, "'method' must be an HTTP method (got 'GET /')"),
    "no method": ({**FIELDS, "method": ""}, "'method' must be an HTTP method (got '')"),
    "method of another type": ({**FIELDS, "method": 1}, "'method' must be text (got 1)"),
    "not base64": ({"body_base64": "a"}, "'body_base64' must be base64 (got 'a')"),
    "not even ASCII": ({"body_base64": "é"}, "'body_base64' must be base64 (got 'é')"),
    "base64 with a line end": ({"body_base64": "YQ==\n"}, r"'body_base64' must be base64 (got 'YQ==\n')"),
    "body of another type": ({"body_base64": None}, "'body_base64' must be text (got None)"),
    "type injection": (
        {"body_base64": "", "content_type": "a\nb"},
        r"'content_type' must be a header value (got 'a\nb')",
    ),
    "type of another type": (
        {"body_base64": "", "content_type": 1},
        "'content_type' must be a header value (got 1)",
    ),
    "no steps": ({"steps": []}, "'steps' must be a list of at least one step (got [])"),
    "steps no list": ({"steps": {}}, "'steps' must be a list of at least one step (got {})"),
    "sequence with fields": (
        {"steps": [CREATE], **FIELDS},
        "a case document must have keys among ['partition', 'steps', 'together'] (got 'fields')",
    ),
    "step no object": ({"steps": [1]}, "a step must be a JSON object (got 1)"),
    "step without fields": ({"steps": [{"op": "create"}]}, EITHER),
    "step with steps": ({"steps": [{"steps": [CREATE]}]}, KEYS("steps")),
    "unknown op": ({"steps": [{"op": "patch"}]}, OP("patch")),
    "op of another type": ({"steps": [{"op": []}]}, OP([])),
    "fetch of nothing": ({"steps": [CREATE, {"op": "fetch"}]}, REF("[0]", "None")),
    "update of nothing": ({"steps": [{"op": "update"}]}, REF("[]", "None")),
    "update with bytes": (
        {"steps": [CREATE, {"op": "update", "ref": 0, "body_base64": ""}]},
        "'body_base64' must be that of a create (got one for 'update'); give 'fields'",
    ),
    "delete of itself": ({"steps": [CREATE, {"op": "delete", "ref": 1}]}, REF("[0]", "1")),
    "ref to a fetch": ({"steps": [CREATE, {"op": "fetch", "ref": 0}, {"op": "fetch", "ref": 1}]}, REF("[0]", "1")),
    "ref true": ({"steps": [CREATE, {"op": "fetch", "ref": False}]}, REF("[0]", "False")),
    "ref as text": ({"steps": [CREATE, {"op": "fetch", "ref": "0"}]}, REF("[0]", "'0'")),
    "ref as a float": ({"steps": [CREATE, {"op": "fetch", "ref": 0.0}]}, REF("[0]", "0.0")),
    "ref below zero": ({"steps": [CREATE, {"op": "fetch", "ref": -1}]}, REF("[0]", "-1")),
    "ref of a list": ({"steps": [{"op": "list", "ref": 0}]}, REF("[]", "0")),
    "together as text": ({"steps": [CREATE], "together": "yes"}, TOGETHER("yes")),
    "together with a list": ({"steps": [CREATE, {"op": "list"}], "together": True}, TOGETHER(True)),
    "label of a sequence": ({"steps": [CREATE], "partition": []}, "'partition' must be text (got [])"),
    "a bad case in a step": (
        {"steps": [CREATE, {**CREATE, "auth": "x"}]},
        "'auth' must be one of valid, none, wrong (got 'x')",
    ),
}


@pytest.mark.parametrize(("document", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(document: Any, message: str) -> None:
    """The message names the part that is wrong, what it must be, and what it is."""
    with pytest.raises(UsageError) as raised:
        loads(json.dumps(document))
    assert str(raised.value) == message


@pytest.mark.parametrize("text", ["", "{", "NaN NaN", "\ufeff{}", "{'fields': []}", "[" * 100_000, "1" * 5000])
def test_text_that_is_no_json_is_said(text: str) -> None:
    """With the parser's reason and where to find examples."""
    with pytest.raises(UsageError, match=r"(?s)^a case document must be JSON \(.*\); see 'contract sample'"):
        loads(text)


@pytest.mark.parametrize("around", ["%s", '{"fields": [%s]}', '{"fields": [], "auth": %s}', '{"steps": [%s]}'])
def test_deep_documents_are_refused_too(around: str) -> None:
    """What the parser of JSON just takes can still be shown, at every depth."""
    for depth in range(800, 1000, 3):
        with pytest.raises(UsageError):
            loads(around % ("[" * depth + "]" * depth))


_KEYS = sorted({*CASE_KEYS, "steps", "op", "ref", "together"})
_WORDS = st.sampled_from([*Op, *Auth, "existing", "", "\ud800", base64.b64encode(b"x").decode()])
ANY_JSON: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | _WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=2), inner)
    ),
    max_leaves=8,
)
_NAMES = st.sampled_from(["Identity", "a", "", "\ud800"])
_PAIRS = st.lists(st.lists(_NAMES, min_size=2, max_size=2), max_size=1)
NEAR_CASES = st.fixed_dictionaries(
    {"fields": _PAIRS},
    optional={"headers": _PAIRS, "partition": _WORDS, "conversation": _WORDS, "auth": st.sampled_from(KNOWN)},
)
NEAR_STEPS = st.tuples(NEAR_CASES, st.sampled_from(Op), st.integers(0, 1)).map(
    lambda parts: parts[0] | {"op": parts[1], "ref": parts[2]}
)
NEAR_SEQUENCES = st.fixed_dictionaries(
    {"steps": st.lists(NEAR_CASES | NEAR_STEPS, max_size=3)}, optional={"together": ANY_JSON, "partition": _WORDS}
)


@settings(deadline=None)
@given(ANY_JSON)
def test_arbitrary_json_is_read_or_refused(document: Any) -> None:
    """Nothing but UsageError is raised."""
    with contextlib.suppress(UsageError):
        loads(json.dumps(document))


@settings(deadline=None)
@given(NEAR_CASES | NEAR_SEQUENCES)
def test_what_is_read_can_be_written(document: Any) -> None:
    """A document that is nearly right is refused, or good for a file and for a request line."""
    try:
        one = loads(json.dumps(document))
    except UsageError:
        return
    dumps(one).encode("utf-8")
    assert loads(dumps(one)) == one


@settings(deadline=None)
@given(st.text())
def test_arbitrary_text_is_refused(text: str) -> None:
    """Nothing but UsageError is raised."""
    with pytest.raises(UsageError):
        loads(text)
