"""Rules 1 and 2 on refusals: the error body, and an error code that fits the request."""

from collections.abc import Callable, Iterator

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    Auth,
)
from contracts.judging.checks.subject import Check, Subject, status_of
from contracts.judging.violations import Violation, broken, show
from contracts.promises.expectation import Outcome
from contracts.promises.grammar import addresses, attributes, identities, json_text, timestamps
from contracts.promises.grammar.grade import Grade
from contracts.promises.oracle import expect

_PUBLISHED = {20003: 401, 20404: 404, 50304: 400, 50407: 400}
"""The status that fixtures show with a code."""

_TYPES: dict[str, type] = {"code": int, "message": str, "more_info": str, "status": int}


def _refusal(subject: Subject) -> bool:
    return subject.ours and 400 <= subject.response.status < 500


def error_is_json(subject: Subject) -> Iterator[Violation | str]:
    """C114: the media type of a refusal."""
    if _refusal(subject):
        yield "C114"
        content_type = subject.response.header("content-type") or "none"
        if not is_json_type(content_type):
            yield broken("C114", expected="Content-Type: application/json", actual=f"Content-Type: {content_type}")


def is_json_type(content_type: str) -> bool:
    """Whether a media type says JSON: application/json, or a type with the suffix +json (RFC 6839)."""
    media_type = content_type.split(";")[0].strip().lower()
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


def error_body_is_complete(subject: Subject) -> Iterator[Violation | str]:
    """C111: four members of their types."""
    if not _refusal(subject) or subject.answer is None or subject.response.truncated:
        return
    yield "C111"
    body = subject.answer.object
    if body is None:
        actual = subject.answer.fault or show(subject.answer.json)
        yield broken("C111", expected="an object with code, message, more_info, status", actual=actual)
        return
    for name, kind in _TYPES.items():
        value = body.get(name)
        if not isinstance(value, kind) or isinstance(value, bool) or value == "":
            actual = f"{name}: {show(value)}" if name in body else f"no {name}"
            yield broken("C111", expected=f"{name}: {kind.__name__}", actual=actual)
            return


def error_status_is_the_status(subject: Subject) -> Iterator[Violation | str]:
    """C112: the body repeats the status line."""
    body = subject.answer.object if _refusal(subject) and subject.answer else None
    if not body or not isinstance(body.get("status"), int):
        return
    yield "C112"
    if body["status"] != subject.response.status:
        yield broken(
            "C112", expected=f"status: {subject.response.status}", actual=f"status: {show(body['status'])}"
        )


def more_info_names_the_code(subject: Subject) -> Iterator[Violation | str]:
    """C113: the absolute URL of the page of that very code."""
    body = subject.answer.object if _refusal(subject) and subject.answer else None
    if not body or not isinstance(body.get("code"), int) or not isinstance(body.get("more_info"), str):
        return
    yield "C113"
    more_info = str(body["more_info"])
    if not more_info.startswith(("https://", "http://")) or not more_info.rstrip("/").endswith(f"/{body['code']}"):
        yield broken(
            "C113", expected=f"a page of code {body['code']}", actual=f"more_info: {show(body['more_info'])}"
        )


def _short_enough(subject: Subject) -> bool:
    identity = subject.fields.get(IDENTITY)
    return identity is None or identities.length_grade(identity) is Grade.GOOD


def _no_user_sid(subject: Subject) -> bool:
    return not subject.fields.get(IDENTITY, "").strip().lower().startswith("us")


def _good_json(subject: Subject) -> bool:
    text = subject.fields.get(ATTRIBUTES)
    # A server that means objects only may say so of everything else: Twilio's attributes page speaks of an object.
    return text is None or (json_text.grade(text) is Grade.GOOD and text.lstrip().startswith("{"))


def _small_attributes(subject: Subject) -> bool:
    text = subject.fields.get(ATTRIBUTES)
    return text is None or attributes.size_grade(text) is Grade.GOOD


def _good_created(subject: Subject) -> bool:
    created = subject.fields.get(DATE_CREATED)
    # An order of dates that a server does not like may be blamed on either of them.
    return created is None or (_no_updated(subject) and timestamps.grade(created) is Grade.GOOD)


def _no_updated(subject: Subject) -> bool:
    return DATE_UPDATED not in subject.fields


def _given_address(subject: Subject) -> bool:
    return bool(subject.fields.get(ADDRESS, "").strip())


def _given_proxy(subject: Subject) -> bool:
    return bool(subject.fields.get(PROXY_ADDRESS, "").strip())


def _different_addresses(subject: Subject) -> bool:
    address, proxy = subject.fields.get(ADDRESS), subject.fields.get(PROXY_ADDRESS)
    if PROJECTED_ADDRESS in subject.fields:
        return False
    return address is None or proxy is None or not addresses.same_number(address, proxy)


def _same_channel(subject: Subject) -> bool:
    address, proxy = subject.fields.get(ADDRESS), subject.fields.get(PROXY_ADDRESS)
    if not address or not proxy or Grade.GOOD not in (addresses.grade(address), addresses.grade(proxy)):
        return False
    return addresses.channel(address) is not None and addresses.channel(address) == addresses.channel(proxy)


def _no_role_or_a_good_one(subject: Subject) -> bool:
    role = subject.fields.get(ROLE_SID)
    return role is None or role in subject.declared.roles


# Error codes whose fault the case alone can show to be absent, with the test of that.
_ABSENT: dict[int, tuple[str, Callable[[Subject], bool]]] = {
    **dict.fromkeys((50100, 50101, 50105, 50109), ("no role was given, or a known one", _no_role_or_a_good_one)),
    50206: ("the identity looks like no User SID", _no_user_sid),
    50207: ("the identity is no longer than 256 characters", _short_enough),
    50303: ("the attributes are within 4 KB", _small_attributes),
    50304: ("the attributes are a JSON object", _good_json),
    50308: ("DateCreated is a date-time", _good_created),
    50309: ("DateUpdated was not given", _no_updated),
    50409: ("the two addresses differ", _different_addresses),
    50411: ("the address is not empty", _given_address),
    50412: ("the proxy address is not empty", _given_proxy),
    50414: ("the addresses are of one channel", _same_channel),
}


def code_fits_the_request(subject: Subject) -> Iterator[Violation | str]:
    """C239: no code for a fault that the request does not have. Only where a refusal is due or open."""
    if not _refusal(subject) or subject.answer is None or not subject.readable:
        return
    if subject.case.auth is not Auth.VALID or subject.expectation.outcome is Outcome.ACCEPT:
        return
    code = (subject.answer.object or {}).get("code")
    absent = _ABSENT.get(code) if isinstance(code, int) else None
    if isinstance(code, int):
        yield "C239"
    if absent is not None and absent[1](subject):
        yield broken("C239", expected=f"another code than {code}: {absent[0]}", actual=status_of(subject))


def status_is_that_of_the_code(subject: Subject) -> Iterator[Violation | str]:
    """C118: of the codes whose status was published for this API or for all of Twilio's."""
    body = subject.answer.object if _refusal(subject) and subject.answer else None
    code = body.get("code") if body else None
    status = _PUBLISHED.get(code) if isinstance(code, int) else None
    if status is None:
        return
    yield "C118"
    if subject.response.status != status:
        yield broken("C118", expected=f"{status}, as code {code} has elsewhere", actual=status_of(subject))


def broken_json_has_its_code(subject: Subject) -> Iterator[Violation | str]:
    """C241: where nothing else is wrong or in doubt."""
    if not _refusal(subject) or subject.expectation.rules != ("C231",) or subject.answer is None:
        return
    code = (subject.answer.object or {}).get("code")
    if not isinstance(code, int) or not _small_attributes(subject):
        return
    if expect(subject.case.without_field(ATTRIBUTES), subject.declared).outcome is not Outcome.ACCEPT:
        return
    yield "C241"
    if code != 50304:
        yield broken("C241", expected="400 with code 50304", actual=status_of(subject))


CHECKS: tuple[Check, ...] = (
    error_is_json,
    error_body_is_complete,
    error_status_is_the_status,
    status_is_that_of_the_code,
    broken_json_has_its_code,
    more_info_names_the_code,
    code_fits_the_request,
)
