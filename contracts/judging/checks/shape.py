"""Rules 1 on success: status line, media type, and the twelve properties of a participant."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from contracts.cases.case import ATTRIBUTES
from contracts.judging.checks.errors import is_json_type
from contracts.judging.checks.subject import Check, Subject
from contracts.judging.violations import Violation, broken, show
from contracts.promises.grammar import json_text, sids, timestamps
from contracts.promises.grammar.grade import Grade

TEXT: tuple[type, ...] = (str, type(None))
PROPERTIES: dict[str, tuple[type, ...]] = {
    "account_sid": TEXT,
    "conversation_sid": TEXT,
    "sid": TEXT,
    "identity": TEXT,
    "attributes": TEXT,
    "messaging_binding": (dict, type(None)),
    "role_sid": TEXT,
    "date_created": TEXT,
    "date_updated": TEXT,
    "url": TEXT,
    "last_read_message_index": (int, type(None)),
    "last_read_timestamp": TEXT,
}
"""The properties of a participant and their types (operation page, Responses, 201)."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SIDS = {"account_sid": "AC", "conversation_sid": "CH", "sid": "MB", "role_sid": "RL"}


def success_is_json(subject: Subject) -> Iterator[Violation | str]:
    """C102: the media type of a participant."""
    if subject.ours and subject.exchange.accepted:
        yield "C102"
        content_type = subject.response.header("content-type") or "none"
        if not is_json_type(content_type):
            yield broken("C102", expected="Content-Type: application/json", actual=f"Content-Type: {content_type}")


def success_is_an_object(subject: Subject) -> Iterator[Violation | str]:
    """C103: one JSON object in UTF-8."""
    if not subject.ours or not subject.exchange.accepted or subject.answer is None or subject.response.truncated:
        return
    yield "C103"
    if subject.answer.object is None:
        yield broken("C103", expected="a JSON object", actual=subject.answer.fault or show(subject.answer.json))


def all_properties_are_there(subject: Subject) -> Iterator[Violation | str]:
    """C104: none of the twelve is missing."""
    if subject.participant is not None:
        yield "C104"
        missing = [name for name in PROPERTIES if name not in subject.participant]
        if missing:
            yield broken("C104", expected=", ".join(PROPERTIES), actual=f"no {', '.join(missing)}")


def properties_have_their_types(subject: Subject) -> Iterator[Violation | str]:
    """C105 (C109 for attributes, C110 for the binding): text, number or object as documented, or null."""
    codes = {"attributes": "C109", "messaging_binding": "C110"}
    if subject.participant is None:
        return
    yield from ("C105", "C109", "C110")
    for name, kinds in PROPERTIES.items():
        value = subject.participant.get(name)
        if not isinstance(value, kinds) or isinstance(value, bool):
            expected = f"{name}: {' or '.join(kind.__name__ for kind in kinds).replace('NoneType', 'null')}"
            yield broken(codes.get(name, "C105"), expected=expected, actual=f"{name}: {show(value)}")


def _each_text(subject: Subject, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = (subject.participant or {}).get(name)
        if isinstance(value, str):
            yield name, value


def sids_are_sids(subject: Subject) -> Iterator[Violation | str]:
    """C106: the prefix of the resource and 32 hexadecimal digits; the first three are never null on success."""
    participant = subject.participant or {}
    if any(name in participant for name in SIDS):
        yield "C106"
    for name in ("account_sid", "conversation_sid", "sid"):
        if name in participant and participant[name] is None:
            yield broken(
                "C106", expected=f"{name}: {SIDS[name]} and 32 hexadecimal digits", actual=f"{name}: null"
            )
    for name, value in _each_text(subject, list(SIDS)):
        if not sids.is_sid(value, SIDS[name]):
            expected = f"{name}: {SIDS[name]} and 32 hexadecimal digits"
            yield broken("C106", expected=expected, actual=f"{name}: {show(value)}")


def dates_are_date_times(subject: Subject) -> Iterator[Violation | str]:
    """C107: `date-time` of RFC 3339, with its T: the space that a note there allows is for other syntaxes.

    A participant that was just created has a date of creation.
    """
    participant = subject.participant or {}
    if "date_created" in participant or "date_updated" in participant:
        yield "C107"
    if "date_created" in participant and participant["date_created"] is None:
        yield broken("C107", expected="date_created: a date-time", actual="date_created: null")
    for name, value in _each_text(subject, ["date_created", "date_updated"]):
        if not timestamps.is_date_time(value) or " " in value:
            yield broken("C107", expected=f"{name}: an RFC 3339 date-time", actual=f"{name}: {show(value)}")


def url_is_absolute(subject: Subject) -> Iterator[Violation | str]:
    """C108: https; of a stand-in that is addressed over http, its own address will do."""
    participant = subject.participant or {}
    if "url" in participant:
        yield "C108"
    if "url" in participant and participant["url"] is None:
        yield broken("C108", expected="url: an absolute https URL", actual="url: null")
    for _, value in _each_text(subject, ["url"]):
        if not _is_https_url(value) and not _is_of_stand_in(value, subject.place.origin):
            yield broken("C108", expected="url: an absolute https URL", actual=f"url: {show(value)}")


def _is_https_url(value: str) -> bool:
    # RFC 3986: no white space, controls or characters beyond ASCII in a URI.
    if not re.fullmatch(r"[\x21-\x7e]+", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme.lower() == "https" and bool(parts.hostname)


def _is_of_stand_in(value: str, origin: str) -> bool:
    """Whether the URL is of the target itself, which may have other names for the same loopback address."""
    if not origin.startswith("http://") or not value.startswith("http://"):
        return False
    own, named = urlsplit(origin), urlsplit(value)
    return named.hostname == own.hostname or {named.hostname, own.hostname} <= _LOOPBACK


def attributes_hold_json(subject: Subject) -> Iterator[Violation | str]:
    """C109: whatever was sent, what comes back is JSON."""
    for _, value in _each_text(subject, ["attributes"]):
        # An echo of what was sent is judged by its acceptance.
        if value != subject.fields.get(ATTRIBUTES) and json_text.grade(value) in (Grade.BAD, Grade.EMPTY):
            yield broken(
                "C109", expected="attributes: a string that holds JSON", actual=f"attributes: {show(value)}"
            )


def binding_has_a_type(subject: Subject) -> Iterator[Violation | str]:
    """C110: an object says which channel it is of."""
    binding = (subject.participant or {}).get("messaging_binding")
    if isinstance(binding, dict) and not (isinstance(binding.get("type"), str) and binding["type"]):
        yield broken("C110", expected="messaging_binding: an object with a type", actual=show(binding))


def _tokens(value: str) -> bool:
    # RFC 9110 5.6.1 and 5.6.2: a list of tokens; lists may have empty elements.
    return all(re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]*", item.strip()) for item in value.split(","))


def _methods(value: str) -> bool:
    # The methods "allowed when accessing the resource" hold the one that was just allowed.
    return _tokens(value) and bool({"POST", "*"} & {item.strip().upper() for item in value.split(",")})


def _origin(value: str) -> bool:
    # Fetch, 3.3.3: an origin, null or *; the documents speak of "origin(s)".
    return all(
        re.fullmatch(r"\*|null|[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/,]+", item) for item in re.split(r"[, ]+", value)
    )


CORS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "Access-Control-Allow-Origin": ("an origin or *", _origin),
    "Access-Control-Allow-Methods": ("methods with POST among them", _methods),
    "Access-Control-Allow-Headers": ("header names", _tokens),
    "Access-Control-Allow-Credentials": ("true or false", lambda value: value.lower() in ("true", "false")),
    "Access-Control-Expose-Headers": ("header names", _tokens),
}
"""The documented response headers, with what their types say of a value."""


def headers_have_their_types(subject: Subject) -> Iterator[Violation | str]:
    """C115: judged whenever they are there."""
    if not subject.ours or not subject.exchange.accepted:
        return
    for name, (expected, fits) in CORS.items():
        value = subject.response.header(name)
        if value is None:
            continue
        yield "C115"
        if not fits(value.strip()):
            yield broken("C115", expected=f"{name}: {expected}", actual=f"{name}: {show(value)}")


def an_origin_gets_cors(subject: Subject) -> Iterator[Violation | str]:
    """C116: judged when the request has an Origin, which is what they are for."""
    if not subject.ours or not subject.exchange.accepted or subject.case.header("Origin") is None:
        return
    yield "C116"
    missing = [name for name in CORS if subject.response.header(name) is None]
    if missing:
        yield broken("C116", expected=", ".join(CORS), actual=f"no {', '.join(missing)}")
        return
    origin, allowed = subject.case.header("Origin") or "", subject.response.header("Access-Control-Allow-Origin")
    # Fetch, 4.10: a browser takes the origin of its page or *; null is what servers say to any other.
    if not {origin.lower(), "*", "null"} & set(re.split(r"[, ]+", (allowed or "").strip().lower())):
        expected = f"Access-Control-Allow-Origin: {origin} or *"
        yield broken("C116", expected=expected, actual=f"Access-Control-Allow-Origin: {show(allowed)}")


CHECKS: tuple[Check, ...] = (
    success_is_json,
    success_is_an_object,
    all_properties_are_there,
    properties_have_their_types,
    sids_are_sids,
    dates_are_date_times,
    url_is_absolute,
    attributes_hold_json,
    binding_has_a_type,
    headers_have_their_types,
    an_origin_gets_cors,
)
