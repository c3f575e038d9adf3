"""Probes: promises that need more than a case can say, such as an answer that is lost or another account."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from contracts.cases.case import ATTRIBUTES, IDENTITY, ROLE_SID, Auth, Case, Op, Sequence, Step, case
from contracts.cases.paths import MISSING_SID
from contracts.exchanges.exchange import Answer, Exchange, Place
from contracts.judging.checks import Judgement, judge, judgement
from contracts.judging.violations import Violation, broken
from contracts.promises.expectation import Expectation, Outcome
from contracts.targets.credentials import Pair
from contracts.targets.session import Session
from contracts.trials.probed import Probed, Unsupported
from contracts.trials.together import answers
from contracts.trials.unique_names import by_unique_name

SETTLING = 2.0
"""Seconds that a request whose answer was lost is given to take effect."""

LENGTH_REQUIRED = 411
CONVERSATIONS = "/v1/Conversations?PageSize=1"

ALICE, BOB = case({IDENTITY: "alice"}), case({IDENTITY: "bob"})


def lost_answer(session: Session, place: Place) -> Probed:
    """C512: a create whose answer is lost, and its retry, make one participant.

    Whether the retry is accepted or refused depends on whether the lost request took effect; both are right.
    """
    session.send_and_lose(ALICE, place)
    now = partial(session.clock.read, "lost answer")
    ends = now() + SETTLING
    while not (listed := session.participants(place.conversation_sid)) and now() < ends:
        session.target.transport.stopper.wait(0.05)
    retry = session.send(ALICE, place)
    if retry.response is not None and retry.response.status // 100 == 3:
        return Probed([retry], Judgement(), Sequence((Step(ALICE), Step(ALICE))))  # neither is said (C906)
    found: list[Violation | str] = ["C512"]
    in_the_end = len(session.participants(place.conversation_sid))
    if in_the_end != 1 or retry.accepted == bool(listed):
        actual = f"{in_the_end} in the list, {answers([retry])} to the retry"
        found.append(broken("C512", expected="one participant in the list", actual=actual))
    return Probed([retry], judgement(found), Sequence((Step(ALICE), Step(ALICE))))


def role_again(session: Session, place: Place) -> Probed:
    """C240: the role that one participant got by default may be given to another."""
    first = session.send(ALICE, place)
    role = (Answer(first.response).object or {}).get("role_sid") if first.response else None
    if not first.accepted or not isinstance(role, str):
        raise Unsupported("the target gives participants no role of its own")
    with_role = BOB.with_field(ROLE_SID, role)
    second = session.send(with_role, place)
    accept = Expectation(Outcome.ACCEPT, (201,), (), ("C240",))
    return Probed([first, second], judge(second, accept), with_role)


def other_account(session: Session, place: Place) -> Probed:
    """C404: the credentials of another account open nothing of ours."""
    other = session.target.settings.other
    if other is None:
        raise Unsupported("CONTRACT_OTHER_ACCOUNT_SID and CONTRACT_OTHER_AUTH_TOKEN name no other account")
    found: list[Violation | str] = ["C404"]
    crossed = _crossed(session, other)
    exchanges = [session.send(ALICE, place, credentials=pair) for pair in (other, *crossed)]
    for exchange in exchanges:
        judged = judge(exchange, Expectation(Outcome.UNSPECIFIED))
        found += [violation for violation in judged if _is_grave(violation)]
    if any(one.accepted for one in exchanges) or session.participants(place.conversation_sid):
        found.append(broken("C404", expected="4xx, and no participant added", actual=answers(exchanges)))
    statuses = [session.call("GET", CONVERSATIONS, credentials=pair).status for pair in crossed]
    if min(statuses) < 400:
        found.append(broken("C404", expected=f"401 to GET {CONVERSATIONS}", actual=str(min(statuses))))
    found += _shown_to(session, place, other)
    return Probed(exchanges, judgement(found), Case(ALICE.fields, auth=Auth.WRONG))


def _shown_to(session: Session, place: Place, other: Pair) -> Iterator[Violation]:
    """C404: a participant of ours is neither shown to the other account nor removed by it."""
    mine = session.send(BOB, place)
    participants = f"/v1/Conversations/{place.conversation_sid}/Participants"
    for method, path in (
        ("GET", participants),
        ("GET", f"{participants}/{mine.sid}"),
        ("DELETE", f"{participants}/{mine.sid}"),
    ):
        status = session.call(method, path, credentials=other).status
        if mine.sid is not None and status < 400:
            yield broken("C404", expected=f"4xx to {method} {path}", actual=str(status))


def _crossed(session: Session, other: Pair) -> list[Pair]:
    """Of two accounts, either half of our credentials with the other half of theirs."""
    settings = session.target.settings
    ours = settings.keys.token or settings.keys.main
    return [(ours[0], other[1]), (other[0], ours[1])]


def _is_grave(violation: Violation) -> bool:
    return violation.rule.code.startswith("C9")


def deleted_conversation(session: Session, place: Place) -> Probed:
    """C236: a conversation that was deleted is answered like one that never was."""
    if not session.delete_conversation(place.conversation_sid):
        raise Unsupported("the target did not delete a conversation")
    exchange = session.send(ALICE, place)
    missing = Expectation(Outcome.REJECT, (404,), (20404, 50350), ("C236",))
    return Probed([exchange], judge(exchange, missing), Case(ALICE.fields, conversation=MISSING_SID))


def altered_sid(session: Session, place: Place) -> Probed:
    """C236: a SID that differs from a conversation's own in one digit is that of no conversation."""
    missing = Expectation(Outcome.REJECT, (404,), (20404, 50350), ("C236",))
    return _of_no_conversation(session, place, _alterations(place.conversation_sid), missing)


def cut_sid(session: Session, place: Place) -> Probed:
    """C237: what is longer or shorter than a conversation's SID is that of no conversation."""
    sid = place.conversation_sid
    malformed = Expectation(Outcome.REJECT, (), (20404,), ("C237",))
    return _of_no_conversation(session, place, [sid + "0", sid + sid, sid[:-1]], malformed)


def _of_no_conversation(session: Session, place: Place, sids: list[str], expectation: Expectation) -> Probed:
    """A participant is sent to each of these SIDs; the first that is not answered as expected is shown."""
    exchanges: list[Exchange] = []
    found = Judgement()
    shown: Case = ALICE
    for altered in sids:
        exchange = replace(session.send(ALICE, replace(place, conversation_sid=altered)), place=place)
        exchanges.append(exchange)
        this = judge(exchange, expectation)
        if not found:
            found, shown = this, replace(ALICE, conversation=altered)
    return Probed(exchanges, found, shown)


def _alterations(sid: str) -> list[str]:
    """The SID with its first, its middle or its last digit changed."""
    others = str.maketrans("0123456789abcdefABCDEF", "123456789abcdef0BCDEF0")
    return [sid[:place] + sid[place].translate(others) + sid[place + 1 :] for place in (2, 17, 33)]


def strangers(session: Session, place: Place) -> Probed:
    """C513: a fetch finds the participant of that very identity or SID in that conversation, and no other.

    That a participant was not there at the last look must not be remembered.
    """
    session.fetch(place.conversation_sid, "alice")
    created, other = session.send(ALICE, place), session.new_place()
    try:
        if not created.accepted:
            raise Unsupported("the target did not create a participant")
        here, there = place.conversation_sid, other.conversation_sid
        strange = [(here, "alic"), (here, "alicea"), (there, "alice"), (there, created.sid or "alice")]
        statuses = [session.fetch(conversation, key).status for conversation, key in strange]
        known = session.fetch(here, "alice").status
    finally:
        session.delete_conversation(other.conversation_sid)
    expected = "404 to a fetch of a participant that is not there"
    found: list[Violation | str] = ["C513"]
    if 200 in statuses:
        found.append(broken("C513", expected=expected, actual=f"200, for {strange[statuses.index(200)][1]!r}"))
    if known != 200:
        actual = f"{known}, to one that had been looked for before"
        found.append(broken("C513", expected="200 to a fetch by identity", actual=actual))
    return Probed([created], judgement(found), Sequence((Step(ALICE), Step(Case(), Op.FETCH, 0))))


def without_credentials(session: Session, place: Place) -> Probed:
    """C401: without credentials a participant cannot be read, changed or removed either."""
    created = session.send(ALICE, place)
    if created.sid is None:
        raise Unsupported("the target did not create a participant")
    participants = f"/v1/Conversations/{place.conversation_sid}/Participants"
    one = f"{participants}/{created.sid}"
    tries = (
        ("GET", one, None),
        ("GET", participants, None),
        ("POST", one, {ATTRIBUTES: "{}"}),
        ("DELETE", one, None),
    )
    found: list[Violation | str] = ["C401"]
    for method, path, fields in tries:
        status = session.call(method, path, fields, anonymous=True).status
        if status < 400:
            found.append(broken("C401", expected=f"401 to {method} {path}", actual=str(status)))
    return Probed([created], judgement(found), replace(ALICE, auth=Auth.NONE))


def chunked(session: Session, place: Place) -> Probed:
    """C210: a body in chunks is read whole (RFC 9112, 7.1); a server may want a length, and say so with 411."""
    participant = ALICE.with_field(ATTRIBUTES, '{"role":"driver"}')
    exchange = session.send(replace(participant, headers=(("Transfer-Encoding", "chunked"),)), place)
    if exchange.response is not None and exchange.response.status == LENGTH_REQUIRED:
        raise Unsupported("the target wants a Content-Length (411)")
    accept = Expectation(Outcome.ACCEPT, (201,), (), ("C210", "C201"))
    return Probed([exchange], judge(replace(exchange, case=participant), accept), exchange.case)


PROBES: dict[str, tuple[str, Callable[[Session, Place], Probed]]] = {
    "retried-after-a-lost-answer": ("C512", lost_answer),
    "role-given-again": ("C240", role_again),
    "other-account": ("C404", other_account),
    "conversation-deleted": ("C236", deleted_conversation),
    "conversation-sid-altered": ("C236", altered_sid),
    "conversation-sid-cut": ("C237", cut_sid),
    "fetched-by-other-names": ("C513", strangers),
    "no-access-without-credentials": ("C401", without_credentials),
    "conversation-by-unique-name": ("C311", by_unique_name),
    "body-in-chunks": ("C210", chunked),
}
"""The probes by the name of their partition, each with the rule that it exercises."""


def probe(session: Session, name: str) -> Probed:
    """Runs a probe in a conversation of its own. Raises Unsupported, TargetUnavailable."""
    place = session.new_place()
    try:
        return PROBES[name][1](session, place)
    finally:
        session.delete_conversation(place.conversation_sid)
