"""Forms as bytes: other standard encodings of the same pairs, and forms that parsers read in different ways."""

from collections.abc import Callable
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import FORM, Body, Pairs

Encoding = Callable[[Pairs], bytes]


def _spelt(name: Callable[[str], str], value: Callable[[str], str]) -> Encoding:
    return lambda pairs: "&".join(f"{name(key)}={value(text)}" for key, text in pairs).encode("ascii")


def _every_byte(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _lower_hexadecimal(text: str) -> str:
    return "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02x}" for byte in text.encode())


def _first_letter(text: str) -> str:
    return f"%{ord(text[0]):02X}{quote_plus(text[1:])}" if text[:1].isascii() and text else quote_plus(text)


ENCODINGS: dict[str, Encoding] = {
    "space as %20": _spelt(quote_plus, lambda text: quote(text, safe="")),
    "space as plus": _spelt(quote_plus, quote_plus),
    "lower-case hexadecimal": _spelt(quote_plus, _lower_hexadecimal),
    "every byte of the values": _spelt(quote_plus, _every_byte),
    "every byte of the names": _spelt(_every_byte, quote_plus),
    "every byte": _spelt(_every_byte, _every_byte),
    "first letters": _spelt(_first_letter, _first_letter),
    "dots in names": _spelt(lambda name: name.replace(".", "%2E"), quote_plus),
    "signs as they are": _spelt(quote_plus, lambda text: quote_plus(text, safe=":@/?!$'(),*")),
    "as a browser": _spelt(quote_plus, lambda text: quote_plus(text, safe="*").replace("~", "%7E")),
    "hyphens, dots and underscores": _spelt(
        quote_plus, lambda text: quote_plus(text).replace("-", "%2D").replace(".", "%2E").replace("_", "%5F")
    ),
}
"""Encodings that decode to the same pairs by the URL Standard (application/x-www-form-urlencoded parsing)."""

FORM_TYPES = (FORM, f"{FORM}; charset=utf-8", f"{FORM};charset=UTF-8", FORM.upper(), FORM.title())
"""Media types have no case (RFC 9110, 8.3.1)."""


def encoded(pairs: Pairs, encoding: str, content_type: str = FORM) -> Body:
    """The body of `pairs` in one of ENCODINGS."""
    return Body(ENCODINGS[encoding](pairs), content_type)


def encodings(pairs: SearchStrategy[Pairs]) -> SearchStrategy[Body]:
    """Any pairs in any standard encoding."""
    return st.builds(encoded, pairs, st.sampled_from(tuple(ENCODINGS)), st.sampled_from(FORM_TYPES))


ALICE = b"Identity=alice"

STRAY: dict[str, bytes] = {
    "ampersand after": ALICE + b"&",
    "ampersand before": b"&" + ALICE,
    "two ampersands": ALICE + b"&&Attributes=%7B%7D",
    "ampersands alone": b"&&",
    "name without equals": ALICE + b"&Attributes",
    "name alone": b"Identity",
    "equals alone": b"=",
    "no name": ALICE + b"&=x",
    "second equals": b"Identity=a=b",
    "semicolon for ampersand": ALICE + b";Attributes=%7B%7D",
    "newline after": ALICE + b"\n",
    "line breaks for ampersands": ALICE + b"\r\nAttributes=%7B%7D",
    "space before the name": b" " + ALICE,
    "question mark before": b"?" + ALICE,
    "percent at the end": b"Identity=alice%",
    "percent with one digit": b"Identity=alice%4",
    "percent with letters": b"Identity=alice%ZZ",
    "percent u": b"Identity=%u0041lice",
    "raw JSON": ALICE + b'&Attributes={"a":1}',
    "raw white space": b"Identity=Alice Smith",
    "raw UTF-8": "Identity=José".encode(),
    "raw Latin-1": b"Identity=Jos\xe9",
    "raw NUL": b"Identity=a\0b",
    "byte order mark": b"\xef\xbb\xbf" + ALICE,
    "UTF-16": "Identity=alice".encode("utf-16"),
    "brackets": b"Identity%5B%5D=alice",
    "no form": b"\x00\x01\x02\xff",
}
"""Bodies of the right media type that form parsers read in different ways."""

NOT_UTF_8: dict[str, bytes] = {
    "Latin-1": b"Identity=Jos%E9",
    "lone high surrogate": b"Identity=%ED%A0%80",
    "lone low surrogate": b"Identity=a%ED%B0%80b",
    "surrogates as CESU-8": b"Identity=%ED%A0%BD%ED%B8%80",
    "overlong slash": b"Identity=%C0%AF",
    "overlong NUL": b"Identity=a%C0%80",
    "beyond Unicode": b"Identity=%F4%90%80%80",
    "continuation alone": b"Identity=%80",
    "cut short": b"Identity=%E2%82",
    "FF": b"Identity=%FF",
    "in the attributes": ALICE + b"&Attributes=%22%FF%22",
    "surrogate in the attributes": ALICE + b"&Attributes=%22%ED%A0%80%22",
    "in a name": ALICE + b"&Attrib%FFutes=%7B%7D",
}
"""Bodies that percent-encode bytes that are no UTF-8."""

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
MULTIPART = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="Identity"\r\n\r\nalice\r\n--{BOUNDARY}--\r\n'.encode()
)

OTHER_TYPES: dict[str, Body] = {
    "JSON": Body(b'{"Identity":"alice"}', "application/json"),
    "JSON with charset": Body(b'{"Identity":"alice"}', "application/json; charset=utf-8"),
    "JSON with a binding": Body(b'{"MessagingBinding":{"Address":"+15558675310"}}', "application/json"),
    "JSON array": Body(b'[{"Identity":"alice"}]', "application/json"),
    "JSON labelled as a form": Body(b'{"Identity":"alice"}', FORM),
    "form labelled as JSON": Body(ALICE, "application/json"),
    "multipart": Body(MULTIPART, f"multipart/form-data; boundary={BOUNDARY}"),
    "multipart without boundary": Body(MULTIPART, "multipart/form-data"),
    "multipart labelled as a form": Body(MULTIPART, FORM),
    "text": Body(ALICE, "text/plain"),
    "XML": Body(b"<Identity>alice</Identity>", "application/xml"),
    "octets": Body(ALICE, "application/octet-stream"),
    "no type": Body(ALICE, None),
    "no type, no body": Body(b"", None),
    "JSON type, no body": Body(b"", "application/json"),
    "empty type": Body(ALICE, ""),
    "unknown type": Body(ALICE, "x/y"),
    "no media type": Body(ALICE, "form"),
    "Latin-1": Body(b"Identity=Jos%E9", f"{FORM}; charset=iso-8859-1"),
    "UTF-16": Body(ALICE, f"{FORM}; charset=utf-16"),
    "unknown charset": Body(ALICE, f"{FORM}; charset=nonsense"),
    "further parameter": Body(ALICE, f"{FORM}; version=1"),
    "two types": Body(ALICE, f"{FORM}, application/json"),
}
"""Media types other than the documented one, and bodies that are not of the type they claim."""

REPEATS: dict[str, Pairs] = {
    "identity twice": (("Identity", "alice"), ("Identity", "bob")),
    "identity twice, the same": (("Identity", "alice"), ("Identity", "alice")),
    "identity, then empty": (("Identity", "alice"), ("Identity", "")),
    "empty, then identity": (("Identity", ""), ("Identity", "alice")),
    "attributes twice": (("Identity", "alice"), ("Attributes", '{"a":1}'), ("Attributes", '{"a":2}')),
    "attributes, then no JSON": (("Identity", "alice"), ("Attributes", "{}"), ("Attributes", "{")),
    "no JSON, then attributes": (("Identity", "alice"), ("Attributes", "{"), ("Attributes", "{}")),
    "date twice": (
        ("Identity", "alice"),
        ("DateCreated", "2015-12-16T22:18:37Z"),
        ("DateCreated", "2015-12-16T22:18:38Z"),
    ),
    "three times": (("Identity", "a"), ("Identity", "b"), ("Identity", "c")),
    "a hundred times": (("Identity", "alice"),) * 100,
    "apart": (("Identity", "alice"), ("Attributes", "{}"), ("Identity", "bob")),
}

UNKNOWN: dict[str, tuple[str, str]] = {
    "word": ("Foo", "bar"),
    "empty name": ("", "x"),
    "empty value": ("Foo", ""),
    "of another operation": ("LastReadMessageIndex", "1"),
    "of the answer": ("sid", "MB0123456789abcdef0123456789abcdef"),
    "account": ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
    "conversation": ("ConversationSid", "CH0123456789abcdef0123456789abcdef"),
    "method override": ("_method", "DELETE"),
    "prototype": ("__proto__", "x"),
    "prototype member": ("__proto__[x]", "y"),
    "international": ("Identité", "x"),
    "long name": ("x" * 1000, "y"),
    "long value": ("Foo", "y" * 10_000),
    "number": ("0", "1"),
}
"""Fields that the operation does not have."""

NEARLY: dict[str, tuple[str, str]] = {
    "lower case": ("identity", "bob"),
    "upper case": ("IDENTITY", "bob"),
    "lower-case attributes": ("attributes", "{}"),
    "camel case": ("messagingBinding.address", "+15558675310"),
    "without dot": ("MessagingBindingAddress", "+15558675310"),
    "underscore": ("messaging_binding_address", "+15558675310"),
    "brackets": ("MessagingBinding[Address]", "+15558675310"),
    "whole binding": ("MessagingBinding", '{"type":"sms"}'),
    "name": ("MessagingBinding.Name", "Alice"),
    "level": ("MessagingBinding.Level", "to"),
    "fallback": ("MessagingBinding.ProxyAddressFallback", "+15017122661"),
    "snake case": ("date_created", "2015-12-16T22:18:37Z"),
    "list": ("Identity[]", "bob"),
    "space after": ("Identity ", "bob"),
}
"""Fields that a forgiving server may take for one of the operation's."""


def unknown_fields() -> SearchStrategy[Pairs]:
    """An identity and one to three fields that the operation does not have."""
    names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8).map("x-{}".format)
    others = st.lists(
        st.tuples(names, st.text(max_size=10)), min_size=1, max_size=3, unique_by=lambda pair: pair[0]
    )
    return others.map(lambda pairs: (("Identity", "alice"), *pairs))
