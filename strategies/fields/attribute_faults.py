"""Texts that are not JSON: for each production of RFC 8259 that can be broken, texts that break just that one.

In these tables № is the place of any JSON value; texts without it are sent as they stand.
"""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from strategies.fields.attributes import values
from strategies.json.syntax_faults import COMMENTS, NAMES, STRUCTURE, TRAILING, WHITE_SPACE
from strategies.json.texts import OBJECT_SHAPES
from strategies.json.token_faults import CONTROLS, LITERALS, NUMBERS, STRINGS

FOREIGN = {
    "XML": "<a>1</a>",
    "XML declaration": '<?xml version="1.0"?><a/>',
    "HTML": "<!DOCTYPE html><p>a",
    "YAML mapping": "a: 1",
    "YAML list": "- a\n- b",
    "YAML document": "---\na: 1\n",
    "YAML flow": "{a: 1}",
    "TOML": "a = 1",
    "INI": "[a]\nb=1",
    "CSV": "a,b\n1,2",
    "query string": "a=1&b=2",
    "query value": "a=1",
    "header": "Role: driver",
    "base64": "eyJhIjoxfQ==",
    "base64 of null": "bnVsbA==",
    "percent-encoded": "%7B%22a%22%3A1%7D",
    "percent-encoded empty object": "%7B%7D",
    "HTML-escaped": "{&quot;a&quot;:1}",
    "escaped twice": '{\\"a\\":1}',
    "Python dictionary": "{'a': True, 'b': None}",
    "Python string": "'{\"a\": 1}'",
    "Python bytes": "b'{}'",
    "Python call": "dict(a=1)",
    "Ruby hash": "{:a=>1}",
    "PHP array": '["a" => 1]',
    "PHP serialised": 'a:1:{s:1:"a";i:1;}',
    "Lua table": "{a=1}",
    "Java map": "{a=1, b=2}",
    "Go map": "map[a:1]",
    "EDN": '{"a" 1}',
    "S-expression": "(a . 1)",
    "JavaScript object": "[object Object]",
    "JavaScript function": "function(){}",
    "JavaScript arrow": "()=>1",
    "regular expression": "/a/",
    "symbol": "Symbol()",
    "MongoDB": '{"_id":ObjectId("5f")}',
    "MongoDB date": '{"a":ISODate("2015-12-16T22:18:37Z")}',
    "template": "{{a}}",
    "template expression": "${a}",
    "environment variable": "$A",
    "UUID": "123e4567-e89b-12d3-a456-426614174000",
    "date-time": "2015-12-16T22:18:37Z",
    "URL": "https://example.com",
    "address": "alice@example.com",
    "path": "/etc/passwd",
    "JSON Lines": '{"a":1}\n{"a":2}\n',
    "JSON5": "{a:1,/*c*/b:'x',}",
    "hjson": "{\n  a: b\n}",
    "binary": "\x00\x01\x02",
    "CBOR": "\xa1aa\x01",
    "word in Russian": "привет",
    "emoji": "😀",
    "question mark": "?",
    "asterisk": "*",
    "at sign": "@",
    "backslash": "\\",
    "SQL": "' OR '1'='1",
}

TRUNCATED_SAMPLE = '{"a":[true,-1.5e+3],"b":{"c":"\\u00e9\\n"}}'

TRUNCATED = {
    f"cut after {place} characters": TRUNCATED_SAMPLE[:place] for place in range(1, len(TRUNCATED_SAMPLE))
}

FAMILIES = {
    "structure": STRUCTURE,
    "names": NAMES,
    "literals": LITERALS,
    "numbers": NUMBERS,
    "strings": STRINGS,
    "controls": CONTROLS,
    "white-space": WHITE_SPACE,
    "comments": COMMENTS,
    "trailing": TRAILING,
    "foreign": FOREIGN,
    "truncated": TRUNCATED,
}


def filled(form: str, value: str = "1") -> str:
    """A text of one of the tables with `value` in all its places."""
    return form.replace("№", value)


FAULTS = (
    "NaN", "Infinity", "undefined", "tru", "True", "a", "'a'", "+1", "01", "1.", ".5", "1e", "0x1", '"a', '"\t"',
    '"\\x"', '"\\u12"', "[1,]", '{"a":1,}', "{a:1}", '{"a"}', '{"a":}', "[1 2]", "/**/1", "1//",
)  # fmt: skip
"""Short faults of every family."""

PLACES = (
    "[№]", "[1,№]", "[№,1]", '{"a":№}', '{"a":1,"b":№}', '{"b":№,"a":1}', '{"a":{"b":[№]}}',
    "[" * 20 + "№" + "]" * 20,
    '["' + "a" * 100 + '",№]', '["' + "a" * 1000 + '",№]', '["' + "a" * 2000 + '",№]', '["' + "a" * 3900 + '",№]',
    "[№," + ",".join("1" * 500) + "]", "[" + ",".join("1" * 1000) + ",№]",
)  # fmt: skip
"""Templates of containers: early and late, shallow and deep. A checker that gives up half way is wrong at some."""

PLACED = tuple(place.replace("№", fault) for place in PLACES for fault in FAULTS)

WRAPPINGS = ("№", '{"a":№}', "[№]", '{"a":{"b":[№]}}', '[null,№,"a"]', '{"a":1,"b":№,"c":[]}', " [ № ] ")
"""Templates of valid texts around a fault: of those without №, none becomes valid in there."""


def faulty_json(family: str) -> SearchStrategy[str]:
    """The texts of a family: with any JSON value in their places, or else somewhere within valid JSON."""
    forms = FAMILIES[family].values()
    open_forms = tuple(form for form in forms if "№" in form)
    if len(open_forms) > len(forms) / 2:
        return st.builds(filled, st.sampled_from(open_forms), values())
    return st.builds(filled, st.sampled_from(WRAPPINGS), st.sampled_from(tuple(map(filled, forms))))


def truncated_json() -> SearchStrategy[str]:
    """Objects that end before their last brace."""
    return st.builds(
        lambda text, place: text[: 1 + place % (len(text) - 1)], values(shapes=OBJECT_SHAPES), st.integers(0, 200)
    )
