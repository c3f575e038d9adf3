"""The oracle: what the documentation promises for a case, from what it puts on the wire and what is declared.

Every aspect of a case adds its grounds: refusals (a rule says no), promises (a rule says yes) and doubts (the
documents are silent, or disagree). A refusal decides; without one a doubt leaves the outcome open. One kind of
doubt is stronger than a refusal: when servers may read the request in different ways (repeated fields, other
content types), no document can say that they see what would be refused.
"""

import re
from collections.abc import Iterator

from contracts.cases import form
from contracts.cases.case import (
    ADDRESS,
    FIELDS,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    WEBHOOK_HEADER,
    Auth,
    Case,
    Conversation,
)
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.grammar import addresses, identities
from contracts.promises.grammar.grade import Grade
from contracts.promises.grounds import (
    Doubt,
    Form,
    Ground,
    Promise,
    Refusal,
    attribute_grounds,
    date_grounds,
    role_grounds,
)

_BINDINGS: dict[addresses.Channel | None, str] = {"sms": "C202", "whatsapp": "C203", "rcs": "C204"}

_LONG_HEADER = 1024
"""Characters of a header value that any server takes."""
_PRINTABLE = re.compile(r"[ -~]*")
_ADMITS_JSON = re.compile(
    r"(?:^|,\s*)(?:application/(?:json|\*)|\*/\*)(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))\s*(?:[;,]|$)"
)
"""A media range that JSON is in, and that has a weight (RFC 9110 12.5.1)."""


def expect(case: Case, declared: Declared = NOTHING) -> Expectation:
    """What the documentation promises for `case`; a pure function of what goes on the wire and was declared."""
    if case.method != "POST":
        return Expectation(Outcome.UNSPECIFIED)
    sound = _decide(list(_request_grounds(case, declared)))
    if case.auth is Auth.UNCLEAR:
        return Expectation(Outcome.UNSPECIFIED)
    if case.auth is not Auth.VALID:
        return _unauthorised(case.auth, sound)
    return _in_conversation(case.conversation, sound)


def _unauthorised(auth: Auth, sound: Expectation) -> Expectation:
    """401; a request with a second fault may be refused for that one first."""
    rule = "C401" if auth is Auth.NONE else "C402"
    # What is no credentials may be refused as a malformed request too.
    statuses = (401,) if sound.outcome is Outcome.ACCEPT and auth is not Auth.MALFORMED else ()
    return Expectation(Outcome.REJECT, statuses, (20003,), (rule,))


def _in_conversation(conversation: str, sound: Expectation) -> Expectation:
    if conversation in (Conversation.EXISTING, Conversation.OTHER) or sound.outcome is Outcome.REJECT:
        return sound
    if conversation == Conversation.MISSING:
        statuses = (404,) if sound.outcome is Outcome.ACCEPT else ()
        return Expectation(Outcome.REJECT, statuses, (20404, 50350), ("C236",))
    if conversation == Conversation.MALFORMED:
        return Expectation(Outcome.REJECT, (), (20404,), ("C237",))
    if conversation == Conversation.CLOSED:
        return Expectation(Outcome.REJECT, (), (50377,), ("C238",))
    return Expectation(Outcome.UNSPECIFIED)


def _decide(grounds: list[Ground]) -> Expectation:
    refusals = [ground for ground in grounds if isinstance(ground, Refusal)]
    doubts = [ground for ground in grounds if isinstance(ground, Doubt)]
    if any(doubt.reading for doubt in doubts):
        return Expectation(Outcome.UNSPECIFIED)
    if refusals:
        codes = tuple(code for refusal in refusals for code in refusal.codes)
        return Expectation(Outcome.REJECT, (), codes, tuple(refusal.rule for refusal in refusals))
    if doubts:
        return Expectation(Outcome.UNSPECIFIED)
    promises = sorted((g for g in grounds if isinstance(g, Promise)), key=lambda promise: -promise.weight)
    return Expectation(Outcome.ACCEPT, (201,), (), tuple(promise.rule for promise in promises))


def _request_grounds(case: Case, declared: Declared) -> Iterator[Ground]:
    yield from _header_grounds(case)
    fields = form.fields(case)
    if fields is None:
        yield Doubt(reading=True)
        return
    if not fields.keys() <= set(FIELDS):
        yield Doubt()
    if case.body is not None or list(fields) != sorted(fields, key=_place):
        yield Promise("C210", 4)
    yield from _naming_grounds(fields, declared)
    yield from _ownership_grounds(fields, declared)
    yield from attribute_grounds(fields)
    yield from date_grounds(fields)
    yield from role_grounds(fields, declared)


def _place(name: str) -> int:
    return FIELDS.index(name) if name in FIELDS else len(FIELDS)


def _header_grounds(case: Case) -> Iterator[Ground]:
    values = [value for name, value in case.headers if name.lower() == WEBHOOK_HEADER.lower()]
    if values in (["true"], ["false"]):
        yield Promise("C209", 3)
    elif values:
        yield Doubt()
    for name, value in case.headers:
        if name.lower() == "content-type":
            if case.media_type is None:
                yield Doubt(reading=True)
        elif not _harmless(name.lower(), value):
            yield Doubt()


def _harmless(name: str, value: str) -> bool:
    """Whether nothing speaks against a header. RFC 9110, 5.4, sets no limit; servers do, and answer 431."""
    if len(value) > _LONG_HEADER or not _PRINTABLE.fullmatch(value):
        return False
    if name == "accept":
        return _ADMITS_JSON.search(value) is not None
    if name == "accept-encoding":
        return value in ("identity", "gzip", "gzip, deflate")
    if name == "connection":  # RFC 9112, 9.6
        return value in ("close", "keep-alive")
    return name in (WEBHOOK_HEADER.lower(), "origin", "user-agent", "accept-language")


def _naming_grounds(fields: Form, declared: Declared) -> Iterator[Ground]:
    """The ways to name a participant. Contested: an identity with a binding (error 50211 against the example
    fetchByIdentity), an address alone, a projected address (both depend on Group MMS)."""
    given = {name for name in (IDENTITY, ADDRESS, PROXY_ADDRESS, PROJECTED_ADDRESS) if name in fields}
    if not any(fields[name] for name in given):
        yield from _neither_kind(given)
    elif given == {IDENTITY}:
        yield from _identity_grounds(fields[IDENTITY])
    elif _sender_grade(fields.get(PROJECTED_ADDRESS, ""), declared) is Grade.BAD:
        yield Refusal("C242", (50439,))
    elif IDENTITY in given:
        yield Doubt()
        yield from _identity_grounds(fields[IDENTITY])
    elif PROJECTED_ADDRESS in given:
        yield Doubt()
    else:
        yield from _binding_grounds(fields.get(ADDRESS), fields.get(PROXY_ADDRESS), declared)


def _neither_kind(given: set[str]) -> Iterator[Ground]:
    """Nothing that names a participant is given, or only empty strings are."""
    if ADDRESS in given:
        yield Refusal("C223", (50411,))
    elif PROXY_ADDRESS in given:
        yield Refusal("C224", (50412,))
    elif IDENTITY in given:
        yield Refusal("C222", (50204,))
    else:
        yield Refusal("C220", (50204,))


def _identity_grounds(identity: str) -> Iterator[Ground]:
    if identities.looks_like_user_sid(identity):
        yield Refusal("C230", (50206,))
    elif identities.length_grade(identity) is Grade.BAD:
        yield Refusal("C229", (50207,))
    elif identities.grade(identity) is not Grade.GOOD:
        yield Doubt()
    else:
        yield Promise("C205" if len(identity) > 64 else "C201", 1)


def _binding_grounds(address: str | None, proxy: str | None, declared: Declared) -> Iterator[Ground]:
    if address is None:
        yield Refusal("C221")
        return
    if proxy is None and address:
        yield Doubt()
    if not address:
        yield Refusal("C223", (50411,))
    elif addresses.grade(address) is Grade.BAD:
        yield Refusal("C227", (50407,))
    if proxy is not None:
        yield from _pair_grounds(address, proxy, declared)


def _pair_grounds(address: str, proxy: str, declared: Declared) -> Iterator[Ground]:
    grades = addresses.grade(address), _sender_grade(proxy, declared)
    if not proxy:
        yield Refusal("C224", (50412,))
    elif grades[1] is Grade.BAD:
        yield Refusal("C228", (50408,))
    channels = addresses.channel(address), addresses.channel(proxy)
    if address == proxy:
        yield Refusal("C226", (50409,))
    elif Grade.BAD not in grades and None not in channels and channels[0] != channels[1]:
        yield Refusal("C225", (50414,))
    if grades != (Grade.GOOD, Grade.GOOD):
        yield Doubt()
    else:
        yield Promise(_BINDINGS[channels[0]], 1)


def _sender_grade(proxy: str, declared: Declared) -> Grade:
    """A declared sender is good, whatever it looks like; another number may be owned or not."""
    if proxy in declared.senders:
        return Grade.GOOD
    grade = addresses.grade(proxy)
    return Grade.CONTESTED if grade is Grade.GOOD and not declared.presumes_senders else grade


def _ownership_grounds(fields: Form, declared: Declared) -> Iterator[Ground]:
    """C243, where senders are declared: what the account cannot own may be no sender of it."""
    for name, code in ((PROXY_ADDRESS, 50413), (PROJECTED_ADDRESS, 50439)):
        text = fields.get(name, "")
        if text in declared.senders:
            continue
        if text in declared.foreign_senders or (declared.senders and _is_unowned(text, declared)):
            yield Refusal("C243", (code,))


def refusal_of_update(case: Case, declared: Declared) -> Refusal | None:
    """The refusal that an update deserves for a role or a sender: errors 50105, 50109 and 50413 are listed for
    create and update. Other faults of an update are not judged."""
    fields = dict(case.fields)
    grounds = (*role_grounds(fields, declared), *_ownership_grounds(fields, declared))
    refusals = (ground for ground in grounds if isinstance(ground, Refusal))
    return next((refusal for refusal in refusals if refusal.rule in ("C243", "C245", "C246")), None)


def _is_unowned(text: str, declared: Declared) -> bool:
    """Whether it is surely no sender of the account: a number of a published sample or reserved for fiction; an
    owned number with digits more or less that make it none; or one behind the prefix of another channel whose
    senders are declared."""
    channel, body = addresses.channel(text), addresses.body(text)
    if channel is None or not text:
        return False
    if addresses.is_unassignable(body):
        return True
    others = {addresses.body(sender): addresses.channel(sender) for sender in declared.senders}
    known = channel in {addresses.channel(sender) for sender in declared.senders}
    cut = any(addresses.extends(body, owned) or addresses.begins(body, owned) for owned in others)
    return cut or (known and body in others)
