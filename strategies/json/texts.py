"""JSON texts (RFC 8259) as tables: every kind of value, every spelling, every size that tells something."""

import json
from collections.abc import Callable

SCALARS = ("null", "true", "false", "0", "1", "-1", '""', '"a"', "[]", "{}")

NUMBERS = (
    "0", "-0", "1", "-1", "10", "100", "255", "256", "65536", "2147483647", "2147483648", "-2147483648",
    "4294967296", "9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993",
    "9223372036854775807", "-9223372036854775808", "1000000000000000000", "0.0", "-0.0", "1.0", "100.0", "0.1",
    "0.5", "-0.25", "3.14159265358979", "0.30000000000000004", "1.10", "1e5", "1E5", "1e+5", "1E+5", "1e-5",
    "1E-7", "1e-7", "0e0", "0E5", "1.5e10", "-1.5E-10", "1e21", "1e22", "123456.789", "16777217", "1.0000001",
    "0.0000001", "12345678901234567.5", "1e100", "1.7976931348623157e308", "2.2250738585072014e-308", "1e007",
    "5e-1",
)  # fmt: skip
"""Spellings of numbers: edges of 16, 32, 53 and 64 bits, of both precisions, and all forms of exponents."""

UNCLEAR_NUMBERS = (
    "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1" + "0" * 40, "1e400", "-1e309",
    "1e-400", "5e-324", "1E+999", "123456789012345678901234567890",
)  # fmt: skip
"""Numbers beyond 64 bits or doubles, on which RFC 8259 (section 6) leaves implementations free."""

STRINGS = (
    "", "a", " ", "é", "ß", "日本語", "😀", "👨‍👩‍👧", "\u2028", "\u2029", "\x7f", "\ufeff", "\ufffd",
    "\uffff", "e\u0301", "null", "true", "1", "{}", "a&b", "a=b", "?d=identicon", "a+b", "100%", "%41", "%2B",
    "a#b", "a;b", "a,b", "a:b", "a/b", "https://example.com/a?b=c&d=e#f", "<script>alert(1)</script>", "&amp;",
    "it's", "'; DROP TABLE t;--", "$(id)", "${a}", "{{a}}", "../..", "//", "/* */", "# a", "\t", "\n", "\r\n",
    '"', "\\", '\\"', "\\n", "\\\\", "\b\f", "\x1f", "مرحبا", "\u202eabc", "+15558675310", "C:\\Users\\a",
    "2015-12-16T22:18:37Z", "{", "}", "[", "]", "}{", ',"', '":', "a$name b", "a${name}b", "a%sb",
    "a%%b", "a  b", " a ", "\ufeffa", "a\u200bb", "I", "İ",
    "A\u030a", "ﬁ", "“a”", "a\xa0b", "שלום", "a<b>c</b>d", "\\u0041",
)  # fmt: skip
"""Contents of strings: what forms, URLs, HTML, SQL, shells and careless JSON readers take for something else."""

ESCAPES = (
    r'"\""', r'"\\"', r'"\/"', r'"\b\f\n\r\t"', r'"\u0001"', r'"\u001f"', r'"\u0041"', r'"\u00e9"',
    r'"\u00E9"', r'"\u20ac"', r'"\u2028\u2029"', r'"\uD83D\uDE00"', r'"\ud83d\ude00"', r'"\ud834\udd1e"',
    r'"\uDBFF\uDFFF"', r'"\uffff"', r'"\ufeff"', r'"\u003c\u0026\u0027"',
    r'"http:\/\/example.com\/?d=identicon"', r'"\\u0041"', r'"\\\\"', r'"\\\""', r'"\u005c"', r'"\u0022"',
    r'"\u002f"', r'"\u007f"', r'"\u0061\u0301"',
)  # fmt: skip
"""Every kind of escape: short, \\u in either case, surrogate pairs, needless ones, escaped escapes."""

LONE_SURROGATES = (
    r'"\ud800"', r'"\uDC00"', r'"\udfff"', r'"a\ud83d"', r'"\ud83d\ud83d"', r'"\ude00\ud83d"',
    r'"\ud83dx\ude00"', r'{"\ud800":1}', r'["\ud83d\n"]',
)  # fmt: skip

NULS = (r'"\u0000"', r'"a\u0000b"', r'{"\u0000":1}', r'{"a":"b\u0000"}')
"""U+0000, which databases refuse in strings (RFC 8259, section 9, lets them)."""

SHAPES = (
    "{}", "[]", "№", '{"a":№}', "[№]", '{"a":№,"b":№}', "[№,№]", '{"a":{"b":№}}', "[[№]]", '{"a":[№,№],"b":{}}',
    '[{"a":№},{"a":№}]', '{"a":{"b":{"c":№}},"d":[]}', '{"":№}', '{"a":1,"A":№}', '[[],[№],[№,[№]],{}]',
    '{"a":№,"b":№,"c":№,"d":№,"e":№}', "[[[[№]]]]", '{"a":[{"b":[{"c":№}]}]}', '{"é":№,"日本":[№]}',
    '{"a b":№,"a.b":№,"$a":№}', "[3,1,2]", '{"b":№,"a":№}', '[{"b":№},null,"a",№]',
)  # fmt: skip
"""Templates of values; № is the place of a scalar."""

OBJECT_SHAPES = tuple(shape for shape in SHAPES if shape.startswith("{"))

ARRAY_SHAPES = tuple(shape for shape in SHAPES if shape.startswith("["))

KINDS = (
    "null", "true", "false", "0", "-0", "1", "-1", "1.5", "-0.5", "1e2", '""', '"a"', '"é"', "[]", "{}", "[1]",
    '{"a":1}',
)  # fmt: skip
"""One value of every kind, the falsy ones too."""

PLACES = (
    "№", "[№]", "[№,1]", "[1,№]", '{"a":№}', '{"a":№,"b":1}', '{"b":1,"a":№}', '{"a":{"b":№}}', '{"a":[№]}',
    "[[№]]", '[{"a":№}]',
)  # fmt: skip
"""Templates of containers; № is the place of any value."""

NAMES = (
    "", " ", "a", "A", "0", "-1", "é", "日本", "😀", "a b", "a.b", "a-b", "$id", "@type", "__proto__",
    "constructor", "toString", "length", "null", "a=b", "a&b", "a[]", "a[b]", "\t", '"', "\\", "/",
    "\u2028", "x" * 300, "first_name", "firstName", "FirstName", "FIRST_NAME", "first-name", "_a", "a_", "-", "_",
    "1", "id", "type", "key", "class", "a1", "É",
)  # fmt: skip
"""Names of members: those that are keywords, paths, prototypes or form fields to some reader."""

SPACED = (
    " {}", "{} ", "\t{}", "{}\n", "\r\n{}\r\n", "{ }", "[ ]", " null ", "{ \"role\": \"driver\" }", "[1 ,2]",
    "[ 1,2 ]", '{"a" :1}', '{"a": 1}', '{\n  "a": [\n    1,\n    2\n  ]\n}', '{\r\n\t"a"\r\n:\t1\r\n}',
    " \t\r\n1 \t\r\n", '{"a":1} ', "\n\n\n[]",
)  # fmt: skip
"""All four characters of white space in every place where they may stand."""

WHITE_SPACE = (" ", "\n", "\t", "\r", "\r\n  ")

DUPLICATES = (
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    '{"":1,"":2}',
    '{"b":{"a":1,"a":2}}',
    r'{"a":1,"\u0061":2}',
    '[{"a":null,"a":{}}]',
)

UNCLEAR_TEXTS = (
    *DUPLICATES,
    *UNCLEAR_NUMBERS,
    *(f'{{"n":{number}}}' for number in UNCLEAR_NUMBERS),
    *LONE_SURROGATES,
    *NULS,
    "\ufeff{}",
    "\ufeff[1]",
    "\ufeff",
)
"""Grammatical, yet RFC 8259 lets implementations refuse or differ (sections 4, 6, 8.1, 8.2, 9)."""

EMPTY = ("", " ", "\n", "\t", "\r\n", "   \n", " " * 4000)

DEPTHS = tuple(range(1, 11))

DEEP = (11, 16, 17, 20, 31, 32, 33, 64, 100, 128, 500, 600)
"""Objects of this depth are still shorter than 4,000 bytes."""

FITTING = (
    *range(1, 66), 99, 100, 101, 127, 128, 129, 199, 200, 250, 255, 256, 257, 300, 400, 500, 511, 512, 513, 600,
    700, 800, 900, 999, 1000, 1001, 1023, 1024, 1025, 1200, 1500, 1535, 1536, 1537, 1999, 2000, 2001, 2047, 2048,
    2049, 2500, 3000, 3001, 3071, 3072, 3073, 3500, 3900, 3999, 4000,
)  # fmt: skip
"""Bytes that fit by every reading of 4 KB."""

TOO_LONG = (4097, 4098, 5000, 8192, 16_384, 16_385, 70_000)
"""Characters that fit by none."""

UNITS = ("a", "é", "語", "😀")

Style = Callable[[str], str]


def every_escaped(text: str) -> str:
    """The text as a JSON string in which each UTF-16 unit is a \\u escape."""
    units = text.encode("utf-16-be").hex()
    return '"' + "".join("\\u" + units[at : at + 4] for at in range(0, len(units), 4)) + '"'


STYLES: tuple[Style, ...] = (
    lambda text: json.dumps(text, ensure_ascii=False),
    json.dumps,
    lambda text: json.dumps(text).replace("/", "\\/"),
    every_escaped,
    lambda text: every_escaped(text).upper().replace("\\U", "\\u"),
)


def nested(depth: int, kind: str = "[") -> str:
    """A value with `depth` containers around nothing (arrays) or around 1 (objects)."""
    if kind == "[":
        return "[" * depth + "]" * depth
    return '{"a":' * depth + "1" + "}" * depth


def of_bytes(size: int, unit: str = "a", head: str = "") -> str:
    """A text of exactly `size` bytes in UTF-8: a string in an object where that fits, else a number."""
    if size < 8 + len(head):
        return "1" * size if size < 19 else '"' + "a" * (size - 2) + '"'
    room = size - 8 - len(head)
    count, rest = divmod(room, len(unit.encode()))
    return '{"a":"' + head + "a" * rest + unit * count + '"}'


def of_characters(size: int, unit: str = "a", head: str = "") -> str:
    """A text of exactly `size` characters, at least eight."""
    return '{"a":"' + head + unit * (size - 8 - len(head)) + '"}'


UNCLEAR_SIZES = (
    *(of_bytes(size) for size in (4001, 4095, 4096)), *(of_characters(4096, unit) for unit in UNITS),
    *(of_bytes(size, unit) for unit in UNITS[1:] for size in (4001, 4096, 4097, 8000)), "{" + " " * 4095 + "}",
    "{}" + "\n" * 5000, " " * 70_000 + "{}", '"' + "\\u0061" * 700 + '"', '"' + "\\u00e9" * 4000 + '"',
    '"' + "\\/" * 4000 + '"',
)  # fmt: skip
"""4 KB by one way of measuring (bytes, characters, thousands, as sent, as stored) and more by another."""


def fitting_texts() -> tuple[str, ...]:
    """Every size that fits by all readings, in characters of each width; also many members and items."""
    strings_ = [of_bytes(size) for size in FITTING]
    strings_ += [of_bytes(size, unit) for size in (3999, 4000) for unit in UNITS[1:]]
    many = [
        "[" + ",".join(["1"] * 1999) + "]",
        "{" + ",".join(f'"k{number}":{number}' for number in range(300)) + "}",
    ]
    quotes = '{"a":"' + '\\"' * 1996 + '"}'
    return (*strings_, *many, "[" + ",".join(["null"] * 799) + "]", quotes)


def long_texts() -> tuple[str, ...]:
    """Every size that fits by no reading, in characters of each width; also other kinds of values."""
    strings_ = [of_characters(size) for size in TOO_LONG] + [of_characters(4097, unit) for unit in UNITS[1:]]
    many = ["[" + ",".join(["1"] * 2100) + "]", "[" + ",".join(["{}"] * 5000) + "]", '"' + '\\"' * 2100 + '"']
    members = "{" + ",".join(f'"k{number}":{number}' for number in range(1000)) + "}"
    return (*strings_, *many, members)
