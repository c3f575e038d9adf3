"""A conversation that is addressed by its unique name is the same conversation.

The name may stand for the SID in a URL (twilio-oai, unique_name); of participants no document says so: a refusal
will do. What takes one name takes another that it knows, in whatever characters.
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.cases.case import ADDRESS, IDENTITY, PROXY_ADDRESS, ROLE_SID, Auth, Case, case
from contracts.cases.paths import segment
from contracts.exchanges.exchange import Exchange, Place
from contracts.judging.checks import judge, judgement
from contracts.judging.violations import Violation
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.grammar import addresses
from contracts.targets.session import Session
from contracts.trials.probed import Probed, Unsupported
from contracts.trials.reading_back import created_is_readable

ALICE, BOB, CAROL = (case({IDENTITY: name}) for name in ("alice", "bob", "carol"))
NUMBER = "+442079460018"
"""A number that Ofcom keeps free for fiction."""
OPEN = Expectation(Outcome.UNSPECIFIED)


def by_unique_name(session: Session, place: Place) -> Probed:
    """C311, C401, C502, C505, C506: what is promised of a conversation is promised by its name as well."""
    sent: list[Exchange] = []
    tail = place.conversation_sid[-12:]
    name = f"participant-contract-{tail}"
    if not _is_named(session, place, name):
        raise Unsupported("the target did not give a conversation a unique name")
    named = replace(place, conversation_sid=name)
    found = list(_send(session, sent, replace(ALICE, auth=Auth.NONE), named, place, _refusal("C401")))
    found += _send(session, sent, ALICE, named, place, OPEN)
    if sent[-1].accepted:
        found += created_is_readable(session, sent[-1])
        found += _again(session, sent, named, place)
        found += _with_a_role(session, sent, named, place)
        found += _by_another_name(session, sent, f"participant contract \u00e9 {tail}", place)
    return Probed(sent, judgement(found), replace(ALICE, conversation=name))


def _again(session: Session, sent: list[Exchange], named: Place, place: Place) -> Iterator[Violation | str]:
    """Identity and pair are taken, by either name of the conversation."""
    for where in (named, place):
        yield from _send(session, sent, ALICE, where, place, _refusal("C505", 50433))
    owned = [sender for sender in session.declared.senders if addresses.channel(sender) == "sms"]
    if owned:
        pair = case({ADDRESS: NUMBER, PROXY_ADDRESS: owned[0]})
        yield from _send(session, sent, pair, place, place, OPEN)
        if sent[-1].accepted:
            yield from _send(session, sent, pair, named, place, _refusal("C506", 50416))


def _with_a_role(session: Session, sent: list[Exchange], named: Place, place: Place) -> Iterator[Violation | str]:
    """C307: the role that was given comes back."""
    if session.declared.roles:
        carol = CAROL.with_field(ROLE_SID, session.declared.roles[-1])
        yield from _send(session, sent, carol, named, place, OPEN)


def _by_another_name(session: Session, sent: list[Exchange], name: str, place: Place) -> Iterator[Violation | str]:
    """C210: a name that has to be percent-encoded in a URL, and that the target itself knows so, is one too."""
    known = _is_named(session, place, name)
    if known and session.call("GET", f"/v1/Conversations/{segment(name)}").status == 200:
        accept = Expectation(Outcome.ACCEPT, (201,), (), ("C210", "C201"))
        yield from _send(session, sent, BOB, replace(place, conversation_sid=name), place, accept)


def _is_named(session: Session, place: Place, name: str) -> bool:
    """Whether the conversation has this unique name from now on."""
    return session.call("POST", f"/v1/Conversations/{place.conversation_sid}", {"UniqueName": name}).status == 200


def _refusal(rule: str, *codes: int) -> Expectation:
    return Expectation(Outcome.REJECT, (), codes, (rule,))


def _send(
    session: Session, sent: list[Exchange], one: Case, to: Place, place: Place, expectation: Expectation
) -> Iterator[Violation | str]:
    """Sends a case to one place, and judges the answer by where it belongs."""
    sent.append(replace(session.send(one, to), place=place))
    yield from judge(sent[-1], expectation, session.declared).shown
