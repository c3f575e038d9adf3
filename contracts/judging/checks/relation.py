"""Rules 3: what comes back is what was sent, and defaults are the documented ones."""

import contextlib
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    Conversation,
)
from contracts.cases.readable import pointed
from contracts.judging.checks.subject import Check, Subject
from contracts.judging.violations import Violation, broken, show
from contracts.promises.grammar import addresses, json_text, sids, timestamps
from contracts.promises.grammar.grade import Grade

BINDING = {ADDRESS: "address", PROXY_ADDRESS: "proxy_address", PROJECTED_ADDRESS: "projected_address"}
"""The form fields of the binding, with their names in the answer."""

_CLOCK_TOLERANCE = 15 * 60  # seconds


def _echo(code: str, name: str, sent: object, got: object) -> Violation:
    actual = f"{name}: {show(got)}{pointed(sent, got)}"
    return broken(code, expected=f"{name}: {show(sent)}", actual=actual, about=name.partition(".")[0])


def identity_comes_back(subject: Subject) -> Iterator[Violation | str]:
    """C301: exactly as sent; null when none was sent, and perhaps beside an address, which is contested. No
    document says what becomes of white space around it."""
    if subject.participant is None or not subject.readable or "identity" not in subject.participant:
        return
    yield "C301"
    got = subject.participant["identity"]
    sent = subject.fields.get(IDENTITY) or None
    beside_address = ADDRESS in subject.fields or PROXY_ADDRESS in subject.fields
    if got != sent and not _is_trimmed(got, sent) and not (beside_address and got is None):
        yield _echo("C301", "identity", sent, got)


def _is_trimmed(got: object, sent: str | None) -> bool:
    """Whether all that is missing is white space around it."""
    return isinstance(got, str) and sent is not None and got in sent and got.strip() == sent.strip() != ""


def attributes_come_back(subject: Subject) -> Iterator[Violation | str]:
    """C302: equal as JSON. What implementations may read differently (RFC 8259) is not compared."""
    got, sent = (subject.participant or {}).get("attributes"), subject.fields.get(ATTRIBUTES)
    if not isinstance(got, str) or sent is None or json_text.grade(sent) is not Grade.GOOD:
        return
    yield from ("C302", "C316")
    if json_text.grade(got) not in (Grade.GOOD, Grade.CONTESTED) or not json_text.equal(sent, got):
        yield _echo("C302", "attributes", sent, got)
    elif got != sent:
        yield _echo("C316", "attributes", sent, got)


def attributes_default(subject: Subject) -> Iterator[Violation | str]:
    """C303: {} when they were not set."""
    if subject.participant is None or not subject.readable or ATTRIBUTES in subject.fields:
        return
    yield "C303"
    got = subject.participant.get("attributes", "{}")
    if got != "{}":
        yield _echo("C303", "attributes", "{}", got)


def binding_comes_back(subject: Subject) -> Iterator[Violation | str]:
    """C304: the addresses that were given and no others; null where an address is not set."""
    binding = (subject.participant or {}).get("messaging_binding")
    if not subject.readable or not isinstance(binding, dict):
        return
    yield "C304"
    for field, name in BINDING.items():
        sent, got = subject.fields.get(field) or None, binding.get(name)
        if got != sent and not _same_contested_address(subject, sent, got):
            yield _echo("C304", f"messaging_binding.{name}", sent, got)


def _same_contested_address(subject: Subject, sent: str | None, got: object) -> bool:
    """An address that is not in the documented form may come back in it; a declared sender comes back as it is."""
    if sent is None or not isinstance(got, str) or sent in subject.declared.senders:
        return False
    return addresses.grade(sent) is not Grade.GOOD and addresses.same_number(sent, got)


def numbers_are_kept_in_e164(subject: Subject) -> Iterator[Violation | str]:
    """C227 and C228: a number that is accepted in another spelling is known in E.164 (error 50407)."""
    binding = (subject.participant or {}).get("messaging_binding")
    if not subject.readable or not isinstance(binding, dict):
        return
    for code, field in (("C227", ADDRESS), ("C228", PROXY_ADDRESS)):
        sent, got = subject.fields.get(field, ""), binding.get(BINDING[field])
        if not isinstance(got, str) or not addresses.is_misspelt(sent):
            continue
        yield code
        if addresses.is_misspelt(got):
            yield broken(code, expected="4xx, or the number in E.164", actual=f"{BINDING[field]}: {show(got)}")


def binding_is_there(subject: Subject) -> Iterator[Violation | str]:
    """C304: null is for identities alone; with a projected address there is a binding (sample createGmms)."""
    if subject.participant is None or not subject.readable:
        return
    if subject.fields.get(IDENTITY) and (ADDRESS in subject.fields or PROXY_ADDRESS in subject.fields):
        return
    if not any(map(subject.fields.get, BINDING)) or "messaging_binding" not in subject.participant:
        return
    yield "C304"
    if subject.participant["messaging_binding"] is None:
        yield broken("C304", expected="messaging_binding: an object", actual="messaging_binding: null")


def type_fits(subject: Subject) -> Iterator[Violation | str]:
    """C305: sms, whatsapp or rcs as the addresses say."""
    binding = (subject.participant or {}).get("messaging_binding")
    if not subject.readable or not isinstance(binding, dict) or not isinstance(binding.get("type"), str):
        return
    given = [text for field in BINDING if (text := subject.fields.get(field))]
    channels = {addresses.channel(text) for text in given}
    if len(channels) == 1 and any(_is_good(subject, text) for text in given):
        channel = channels.pop()
        if channel is None:
            return
        yield "C305"
        if binding["type"] != channel:
            yield _echo("C305", "messaging_binding.type", channel, binding["type"])


def _is_good(subject: Subject, text: str) -> bool:
    return text in subject.declared.senders or addresses.grade(text) is Grade.GOOD


def identity_alone_has_no_binding(subject: Subject) -> Iterator[Violation | str]:
    """C306: null, as in the samples."""
    if subject.participant is None or not subject.fields.get(IDENTITY):
        return
    if not any(name in subject.fields for name in BINDING):
        yield "C306"
        got = subject.participant.get("messaging_binding")
        if got is not None:
            yield _echo("C306", "messaging_binding", None, got)


def role_comes_back(subject: Subject) -> Iterator[Violation | str]:
    """C307: the same SID; hexadecimal digits have no case."""
    sent = subject.fields.get(ROLE_SID)
    if subject.participant is None or not sent or not sids.is_sid(sent, "RL"):
        return
    yield "C307"
    got = subject.participant.get("role_sid", sent)
    if not isinstance(got, str) or got.lower() != sent.lower():
        yield _echo("C307", "role_sid", sent, got)


def role_is_of_conversations(subject: Subject) -> Iterator[Violation | str]:
    """C319: a role that was not given is no role of a service either, where the target lists those."""
    got = (subject.participant or {}).get("role_sid")
    if not isinstance(got, str) or ROLE_SID in subject.fields or not subject.declared.service_roles:
        return
    yield "C319"
    if got.lower() in {sid.lower() for sid in subject.declared.service_roles}:
        yield broken("C319", expected="role_sid: a role of conversations", actual=f"{show(got)}, one of services")


def dates_come_back(subject: Subject) -> Iterator[Violation | str]:
    """C308 and C309: the same instant; samples have whole seconds, so fractions may be cut or rounded."""
    for code, field, name in (("C308", DATE_CREATED, "date_created"), ("C309", DATE_UPDATED, "date_updated")):
        sent, got = subject.fields.get(field), (subject.participant or {}).get(name)
        if subject.participant is None or name not in subject.participant or not sent:
            continue
        if not timestamps.is_date_time(sent) or (isinstance(got, str) and not timestamps.is_date_time(got)):
            continue
        yield code
        if not isinstance(got, str) or not _same_instant(sent, got):
            yield _echo(code, name, sent, got)


def _same_instant(sent: str, got: str) -> bool:
    (seconds, fraction), (got_seconds, got_fraction) = timestamps.instant(sent), timestamps.instant(got)
    apart = abs((seconds + fraction) - (got_seconds + got_fraction))
    # A leap second may be read as the second before or after it.
    return apart <= 1 if fraction or ":60" in sent else seconds == got_seconds


def account_is_ours(subject: Subject) -> Iterator[Violation | str]:
    """C310: the account whose credentials went along."""
    got = (subject.participant or {}).get("account_sid")
    if not isinstance(got, str):
        return
    yield "C310"
    if got.lower() != subject.place.account_sid.lower():
        yield _echo("C310", "account_sid", subject.place.account_sid, got)


def conversation_is_the_one(subject: Subject) -> Iterator[Violation | str]:
    """C311: the conversation in the path."""
    got = (subject.participant or {}).get("conversation_sid")
    known = subject.case.conversation in (Conversation.EXISTING, Conversation.OTHER)
    if not known or not isinstance(got, str):
        return
    yield "C311"
    if got.lower() != subject.place.conversation_sid.lower():
        yield _echo("C311", "conversation_sid", subject.place.conversation_sid, got)


def url_ends_in_the_sids(subject: Subject) -> Iterator[Violation | str]:
    """C312: the path of the participant, with the SIDs that the answer itself has."""
    participant = subject.participant or {}
    url, sid, conversation = (participant.get(name) for name in ("url", "sid", "conversation_sid"))
    if isinstance(url, str) and isinstance(sid, str) and isinstance(conversation, str):
        yield "C312"
        tail = f"/v1/Conversations/{conversation}/Participants/{sid}"
        before, found, after = url.lower().rpartition(tail.lower())
        # Hexadecimal digits have no case, the words of a path do.
        worded = "/v1/Conversations/" in url and "/Participants/" in url
        if not found or after or before.endswith("/") or not worded:
            yield broken("C312", expected=f"url: ...{tail}", actual=f"url: {show(url)}")


def updated_is_not_before_created(subject: Subject) -> Iterator[Violation | str]:
    """C313: unless the case itself gives dates that may say so."""
    participant = subject.participant or {}
    created, updated = participant.get("date_created"), participant.get("date_updated")
    if not subject.readable or DATE_UPDATED in subject.fields:
        return
    if not isinstance(created, str) or not isinstance(updated, str):
        return
    if not (timestamps.is_date_time(created) and timestamps.is_date_time(updated)):
        return
    if DATE_CREATED in subject.fields and _is_future(subject.fields[DATE_CREATED], subject.exchange.at):
        return
    yield "C313"
    if DATE_CREATED not in subject.fields:
        yield "C317"
    if timestamps.instant(updated) < timestamps.instant(created):
        yield broken("C313", expected=f"date_updated: not before {created}", actual=f"date_updated: {updated}")
    elif updated != created and DATE_CREATED not in subject.fields:
        yield _echo("C317", "date_updated", created, updated)


def _is_future(text: str, now: float) -> bool:
    return not timestamps.is_date_time(text) or not timestamps.instant(text)[0] <= now


def created_now(subject: Subject) -> Iterator[Violation | str]:
    """C314: the present, by the clock of the server (its Date) or by ours, and a quarter of an hour either way."""
    if DATE_CREATED not in subject.fields:
        yield from _is_now(subject, "C314", "date_created")


def updated_now(subject: Subject) -> Iterator[Violation | str]:
    """C318: the present, as for C314, where no date was given."""
    if DATE_CREATED not in subject.fields and DATE_UPDATED not in subject.fields:
        yield from _is_now(subject, "C318", "date_updated")


def _is_now(subject: Subject, code: str, name: str) -> Iterator[Violation | str]:
    got = (subject.participant or {}).get(name)
    if not subject.readable or not isinstance(got, str) or not timestamps.is_date_time(got):
        return
    clocks = list(_clocks(subject))
    if not clocks:
        return
    yield code
    seconds = timestamps.instant(got)[0]
    if all(abs(seconds - now) > _CLOCK_TOLERANCE for now in clocks):
        about = datetime.fromtimestamp(clocks[0], UTC)
        yield broken(code, expected=f"{name}: about {about:%Y-%m-%dT%H:%M:%SZ}", actual=f"{name}: {got}")


def _clocks(subject: Subject) -> Iterator[float]:
    if not math.isnan(subject.exchange.at):
        yield subject.exchange.at
    with contextlib.suppress(ValueError):
        yield parsedate_to_datetime(subject.response.header("Date") or "").timestamp()


def nothing_is_read(subject: Subject) -> Iterator[Violation | str]:
    """C315: null read marks."""
    if subject.participant is not None:
        yield "C315"
    for name in ("last_read_message_index", "last_read_timestamp"):
        got = (subject.participant or {}).get(name)
        if got is not None:
            yield _echo("C315", name, None, got)


CHECKS: tuple[Check, ...] = (
    identity_comes_back,
    attributes_come_back,
    attributes_default,
    binding_comes_back,
    numbers_are_kept_in_e164,
    binding_is_there,
    type_fits,
    identity_alone_has_no_binding,
    role_comes_back,
    role_is_of_conversations,
    dates_come_back,
    account_is_ours,
    conversation_is_the_one,
    url_ends_in_the_sids,
    updated_is_not_before_created,
    created_now,
    updated_now,
    nothing_is_read,
)
