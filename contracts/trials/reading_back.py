"""Rules 5 that one accepted case can show: its SID is its own, and what was created can be read."""

from collections.abc import Iterator

from contracts.cases.case import Case
from contracts.cases.readable import pointed
from contracts.exchanges.exchange import Answer, Exchange
from contracts.judging.checks.shape import PROPERTIES
from contracts.judging.violations import Violation, broken, show
from contracts.promises.grammar import json_text, timestamps
from contracts.targets.session import Participant, Session


def sid_is_fresh(exchange: Exchange, seen: set[str]) -> Iterator[Violation | str]:
    """C501: no other participant of the run has it; `seen` is added to."""
    sid = exchange.sid
    if sid is not None:
        yield "C501"
        if sid in seen:
            yield broken("C501", expected="sid: one that no participant had before", actual=f"sid: {sid} again")
        seen.add(sid)


def created_is_readable(
    session: Session, exchange: Exchange, *, fetches: bool = True
) -> Iterator[Violation | str]:
    """C502, if it `fetches`, and C503: fetched, it is equal; listed, it is there once."""
    created = Answer(exchange.response).object if exchange.response else None
    if created is None:
        return
    conversation, sid = exchange.place.conversation_sid, str(created.get("sid"))
    if fetches:
        yield "C502"
        yield from fetched_is_equal(session, conversation, created)
    yield "C503"
    listed = [participant for participant in session.participants(conversation) if participant.get("sid") == sid]
    if len(listed) != 1:
        yield broken("C503", expected=f"{sid} in the list, once", actual=f"{len(listed)} times")
    for participant in listed[:1]:
        yield from differs("C503", "listed", created, participant)


def differs(code: str, how: str, created: Participant, found: Participant) -> Iterator[Violation]:
    """The first property that does not read as it did on creation."""
    for name in PROPERTIES:
        if name in created and not same(name, created[name], found.get(name)):
            before, after = created[name], found.get(name)
            actual = f"{name}: {show(after)}{pointed(before, after)}"
            yield broken(code, expected=f"{how} {name}: {show(before)}", actual=actual, about=name)
            return


def fetched_is_equal(session: Session, conversation: str, created: Participant) -> Iterator[Violation]:
    """C502: a fetch by SID has the properties that the creation had."""
    response = session.fetch(conversation, str(created.get("sid")))
    fetched = Answer(response).object
    if response.status != 200 or fetched is None:
        yield broken("C502", expected="200 with the participant", actual=f"{response.status} to a fetch by SID")
        return
    yield from differs("C502", "fetched", created, fetched)


_DATES = {"DateCreated": "date_created", "DateUpdated": "date_updated"}
_UPDATED = {"Attributes": "attributes", "Identity": "identity", "RoleSid": "role_sid"} | _DATES
"""Fields of an update whose value is that of a property."""
_MAY_MOVE = {"date_updated", "last_read_message_index", "last_read_timestamp"}


def updated_is_equal(before: Participant, after: Participant, sent: Case) -> Iterator[Violation]:
    """C518: the answer to an update has what was sent, and all else as it was."""
    given = {_UPDATED[name]: value for name, value in sent.fields if name in _UPDATED and value}
    others = {name for name, _ in sent.fields} - (_UPDATED.keys() - _DATES.keys())
    for name in PROPERTIES:
        expected = given.get(name, before.get(name))
        left_alone = name in before and name not in _MAY_MOVE and not others
        if (name in given or left_alone) and not same(name, expected, after.get(name)):
            actual = f"{name}: {show(after.get(name))}{pointed(expected, after.get(name))}"
            yield broken("C518", expected=f"updated {name}: {show(expected)}", actual=actual, about=name)
            return


def same(name: str, created: object, fetched: object) -> bool:
    """Whether two readings agree: attributes as JSON, dates as instants, a binding without its nulls."""
    if created == fetched:
        return True
    if isinstance(created, dict) and isinstance(fetched, dict):
        return {k: v for k, v in created.items() if v is not None} == {
            k: v for k, v in fetched.items() if v is not None
        }
    if not isinstance(created, str) or not isinstance(fetched, str):
        return False
    if name == "role_sid":  # a SID may be given in either case, and hexadecimal digits have none
        return created.lower() == fetched.lower()
    if name == "attributes" and json_text.is_grammatical(created) and json_text.is_grammatical(fetched):
        return json_text.equal(created, fetched)
    if name.startswith("date") and timestamps.is_date_time(created) and timestamps.is_date_time(fetched):
        return int(timestamps.instant(created)[0]) == int(timestamps.instant(fetched)[0])
    return False
