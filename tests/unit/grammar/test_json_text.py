"""JSON texts are graded, shortened, read and compared as RFC 8259 says."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.promises.grammar import json_long, json_text
from contracts.promises.grammar.grade import Grade
from contracts.promises.grammar.json_text import JsonValue, Number, Object
from contracts.promises.grammar.json_tokens import NotJsonError
from tests.unit.grammar import json_rows

GRADED = [(text, grade) for grade in Grade for text in json_rows.rows(getattr(json_rows, grade.name))]
GRAMMATICAL = json_rows.rows(json_rows.GOOD) + json_rows.rows(json_rows.CONTESTED)
EVERYTHING = '{"a\\u00e9":[-10.5e+3,true,false,null,"\\\\\\n\\ud83d\\ude00",{},[],0],"b" : {"c":"d"}}'
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(("text", "grade"), GRADED, ids=lambda value: ascii(value)[:40])
def test_each_row_has_its_grade(text: str, grade: Grade) -> None:
    """Every text of the tables is graded as its table says."""
    assert json_text.grade(text) is grade
    assert json_text.is_grammatical(text) is (grade in (Grade.GOOD, Grade.CONTESTED))


def test_no_row_stands_twice() -> None:
    """A text has one grade and one row."""
    texts = [text for text, _ in GRADED]
    assert len(set(texts)) == len(texts)


def test_every_truncation_is_bad() -> None:
    """A structure that ends anywhere but at its end is no JSON."""
    graded = {json_text.grade(EVERYTHING[:end]) for end in range(1, len(EVERYTHING))}
    assert (graded, json_text.grade(EVERYTHING)) == ({Grade.BAD}, Grade.GOOD)


def test_a_fault_after_a_doubt_is_still_a_fault() -> None:
    """What follows a repeated name, a huge number or a lone surrogate is read all the same."""
    for doubtful in ('{"a":1,"a":2}', "1e400", '"\\ud800"', "[" * 33 + "]" * 33, "\ufeff{}"):
        assert json_text.grade(doubtful + "x") is Grade.BAD


SHORTEST = [
    (' { "a" : [ 1 , 2 ] } ', '{"a":[1,2]}'), ("\ufeff[]", "[]"), ("[ ]\n", "[]"), ("-0.10E+05", "-0.10E+05"),
    ('"\\u0061\\/\\u00e9"', '"a/é"'), ('"\\u000a\\u0008\\u0000\\u001F"', '"\\n\\b\\u0000\\u001f"'),
    ('"\\u0022\\u005c"', '"\\"\\\\"'), ('"\\ud83d\\ude00"', '"😀"'), ('"\\uD800"', '"\\ud800"'),
    ('"\\\\u0061"', '"\\\\u0061"'), ('{"\\u0061":1,"a":2}', '{"a":1,"a":2}'),
    ('"\u2028\x7f "', '"\u2028\x7f "'),
    ('"\\ud800\\ud83d\\ude00"', '"\\ud800😀"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shortest"), SHORTEST)
def test_shortest_leaves_only_what_is_needed(text: str, shortest: str) -> None:
    """White space and needless escapes go, numbers and members stay."""
    assert json_text.shortest(text) == shortest


@pytest.mark.parametrize("text", GRAMMATICAL, ids=lambda text: ascii(text)[:40])
def test_shortest_says_the_same_and_stays(text: str) -> None:
    """Shortening keeps the meaning, adds nothing (raw surrogates count as escaped), and twice is once."""
    shortest = json_text.shortest(text)
    assert json_text.equal(text, shortest)
    assert json_text.shortest(shortest) == shortest
    assert len(shortest) <= len(text.encode("utf-8", "backslashreplace").decode())


EQUAL = [
    ("{}", " { } "), ('{"a":1,"b":2}', '{"b":2,"a":1}'), ('{"a":{"b":1,"c":[]}}', '{"a":{"c":[],"b":1}}'),
    ('"\\u00e9\\/"', '"é/"'), ('"\\ud83d\\ude00"', '"😀"'), ("1", "1.0"), ("100", "1e2"), ("-0", "0"),
    ("0.0", "-0e9"),
    ("0.1", "0.10"), ("9007199254740992", "9007199254740992.0"),
    ("18446744073709551616", "1.8446744073709551616e19"),
    ("9223372036854775808", "9223372036854775809"), ("0.1", "0.1000000000000000055511151231257827"),
    ("\ufeff1", "1"),
    ('{"a":1,"a":2}', '{"a":2}'), ("1e400", "1e500"), (DEEP, DEEP), ('["a"]', '["\\u0061"]'),
]  # fmt: skip
UNEQUAL = [
    ("{}", "[]"), ("[]", "[[]]"), ("[[],[[]]]", "[[[]],[]]"), ("1", '"1"'), ("1", "true"), ("0", "false"),
    ("0", "null"),
    ('""', "null"), ("[]", '""'), ("[1,2]", "[2,1]"), ("[1]", "[1,1]"), ('{"a":1}', '{"A":1}'),
    ('{"a":1}', '{"a":1,"b":1}'),
    ('{"a":1,"b":2}', '{"a":2,"b":1}'), ('"é"', '"e\u0301"'), ('"a"', '"a "'),
    ("9007199254740993", "9007199254740992"),
    ("9007199254740993", "9007199254740993.0"), ("9223372036854775807", "9223372036854775806"),
    ("0.1", "0.10000001"),
    ('"\\ud800"', '"\\ufffd"'), ('"\\ud800"', '"\\\\ud800"'), ('{"a":1,"a":2}', '{"a":1}'),
    (DEEP, f"[{DEEP}]"), ('["a",1]', '{"a":1}'),
    ("array", "array"), ("", ""), ("{}", "{"), ("NaN", "NaN"), ('[["a","b"]]', '[["a"],["b"]]'),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), EQUAL, ids=lambda text: ascii(text)[:40])
def test_spelling_does_not_matter(one: str, other: str) -> None:
    """Two spellings of one value are equal, either way round."""
    assert json_text.equal(one, other)
    assert json_text.equal(other, one)


@pytest.mark.parametrize(("one", "other"), UNEQUAL, ids=lambda text: ascii(text)[:40])
def test_meaning_matters(one: str, other: str) -> None:
    """Two values are not equal, nor is anything to what is no JSON."""
    assert not json_text.equal(one, other)
    assert not json_text.equal(other, one)


PARSED: list[tuple[str, JsonValue]] = [
    ("null", None), ("true", True), (' "\\u0061" ', "a"), ("1", Number("1.0")), ("[]", ()),
    ("{}", Object(())),
    ("[1,[true]]", (Number("1"), (True,))),
    ('{"b":[{}],"a":"x"}', Object((("b", (Object(()),)), ("a", "x")))),
    ('{"a":1,"a":2}', Object((("a", Number("1")), ("a", Number("2"))))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), PARSED)
def test_parse_keeps_order_and_repetition(text: str, value: JsonValue) -> None:
    """The value holds all that was written, in order."""
    assert json_text.parse(text) == value


@pytest.mark.parametrize("function", [json_text.parse, json_text.shortest])
def test_what_is_no_json_has_no_value(function: object) -> None:
    """Reading what the grammar does not derive raises ValueError."""
    assert callable(function)
    for text in ("", "[1,]", "NaN", "{} x"):
        with pytest.raises(NotJsonError, match="must be JSON"):
            function(text)


def test_equal_numbers_have_equal_hashes() -> None:
    """Numbers can be members of sets."""
    assert len({Number("1"), Number("1.0"), Number("10e-1"), Number("2")}) == 2


MEGABYTES = [
    ("[" * 10**6, Grade.BAD), ('"' + "a" * 10**6, Grade.BAD),
    ('"' + "\\ud83d" * 10**5 + '"', Grade.CONTESTED), ("1" * 10**6, Grade.CONTESTED),
    ("0." + "0" * 10**6, Grade.GOOD), (" " * 10**6, Grade.EMPTY),
]  # fmt: skip


@pytest.mark.parametrize(("text", "grade"), MEGABYTES, ids=lambda value: ascii(value)[:12])
def test_a_megabyte_is_read_in_one_pass(text: str, grade: Grade) -> None:
    """Long texts meet no limit of recursion, of digits, or of patience."""
    assert json_text.grade(text) is grade


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
TEXTS = st.builds(
    json.dumps,
    VALUES,
    ensure_ascii=st.booleans(),
    indent=st.sampled_from([None, 0, "\t", "\r\n "]),
    sort_keys=st.just(True),
)
CHARACTERS = (
    st.sampled_from("{}[]:,\"\\/'0123456789+-.eEtrufalsnN \t\n\r\f\v\0\x1f\x7f\u00a0\u2028\u0661\uff11é")
    | st.characters()
)


@settings(max_examples=200, deadline=None)
@given(VALUES, TEXTS)
def test_python_and_we_read_the_same_values(value: object, text: str) -> None:
    """What Python's json writes is JSON, and means to us what it means to Python."""
    for written in (json.dumps(value), text):
        assert json_text.grade(written) in (Grade.GOOD, Grade.CONTESTED)  # Python may write subnormal numbers
        assert _plain(json_text.parse(written)) == json.loads(written)
        assert json_text.equal(written, json_text.shortest(written))


@settings(max_examples=1000, deadline=None)
@given(TEXTS, st.sampled_from(["delete", "insert", "replace"]), st.integers(0, 2**16), CHARACTERS)
def test_python_and_we_agree_on_every_mutation(text: str, change: str, place: int, character: str) -> None:
    """One character more, less or other: Python and we agree on whether it is still JSON.

    Python is laxer in one thing, NaN and Infinity, which `parse_constant` turns off. It is stricter in two
    that these texts cannot reach (nesting, integers of more than 4,300 digits) and in a byte order mark,
    which is dropped here.
    """
    start = place % (len(text) + 1)
    end = start if change == "insert" else start + 1
    mutant = text[:start] + ("" if change == "delete" else character) + text[end:]
    assert json_text.is_grammatical(mutant) is _python_takes(mutant.removeprefix("\ufeff"))


@settings(max_examples=1000, deadline=None)
@given(TEXTS, st.sampled_from(["delete", "insert", "replace"]), st.integers(0, 2**16), CHARACTERS)
def test_long_texts_are_read_like_short_ones(text: str, change: str, place: int, character: str) -> None:
    """In runs of brackets, and by Python's scanner: the same texts are JSON."""
    start = place % (len(text) + 1)
    end = start if change == "insert" else start + 1
    mutant = text[:start] + ("" if change == "delete" else character) + text[end:]
    short = json_text.is_grammatical(mutant)
    assert json_long.derives(mutant) is json_long._derives_deep(mutant.removeprefix("\ufeff")) is short


@pytest.mark.parametrize(("text", "grade"), GRADED, ids=lambda value: ascii(value)[:40])
def test_every_row_is_read_alike_in_the_long_way(text: str, grade: Grade) -> None:
    """Whatever its length."""
    derives = grade in (Grade.GOOD, Grade.CONTESTED)
    assert json_long.derives(text) is json_long._derives_deep(text.removeprefix("\ufeff")) is derives


@pytest.mark.parametrize("text", [DEEP, EVERYTHING, '["' + "\\u0061" * 5000 + '"]', " " * 9000 + "1"])
@pytest.mark.parametrize("limit", [1, 20, 100, 4096, 6000])
def test_a_text_is_longer_as_its_shortest_spelling_is(text: str, limit: int) -> None:
    """Without spelling all of it."""
    assert json_text.is_longer(text, limit) is (len(json_text.shortest(text)) > limit)


def _plain(value: JsonValue) -> object:
    if isinstance(value, Object):
        return {name: _plain(member) for name, member in value.members}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Number) else value


def _python_takes(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_refuse)
    except ValueError:
        return False
    return True


def _refuse(constant: str) -> object:
    raise ValueError(constant)
