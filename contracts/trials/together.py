"""Creates at the same moment: several clients, one conversation."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from contracts.cases.case import Case, Sequence
from contracts.exchanges.exchange import Exchange, Place
from contracts.judging.checks import Judgement, judgement
from contracts.judging.violations import Violation, broken, show
from contracts.promises.expectation import Outcome
from contracts.promises.model import clash
from contracts.promises.oracle import expect
from contracts.targets.session import Session


def at_once(session: Session, cases: list[Case], place: Place) -> list[Exchange]:
    """Sends all cases at the same moment, each over a connection of its own."""
    barrier = threading.Barrier(len(cases))

    def send(case: Case) -> Exchange:
        barrier.wait()
        return session.send(case, place)

    with ThreadPoolExecutor(len(cases)) as pool:
        return list(pool.map(send, cases))


def run_together(session: Session, sequence: Sequence) -> tuple[list[Exchange], Judgement]:
    """Carries out a sequence whose creates are sent together, in a conversation of their own."""
    place = session.new_place()
    try:
        exchanges = at_once(session, [step.case for step in sequence.steps], place)
        return exchanges, judgement(_judge(session, exchanges, place))
    finally:
        session.delete_conversation(place.conversation_sid)


def _judge(session: Session, exchanges: list[Exchange], place: Place) -> Iterator[Violation | str]:
    for exchange in exchanges:
        yield "C901"
        yield "C906"
        if exchange.response is not None and exchange.response.status // 100 == 3:
            yield broken("C906", expected="201 or 4xx", actual=str(exchange.response.status))
        if exchange.response is not None and exchange.response.status >= 500:
            yield broken(
                "C901", expected="201 or 4xx", actual=f"{exchange.response.status} to one of several at once"
            )
    for group in _groups(exchanges):
        accepted = sum(exchange.accepted for exchange in group)
        # What is no answer to a create at all (C901, C906) is not told by how many were accepted.
        obstructed = any(exchange.obstacle or _is_neither(exchange) for exchange in group)
        if obstructed or expect(group[0].case, session.declared).outcome is not Outcome.ACCEPT:
            continue
        code, among = ("C510", f"of {len(group)}") if len(group) > 1 else ("C511", "of its kind")
        yield code
        if accepted != 1:
            yield broken(code, expected=f"one 201 {among}", actual=answers(group))
    if any(exchange.accepted and exchange.sid is None for exchange in exchanges):
        return  # what was created cannot be told, which is for C103 and C106
    created = sorted(exchange.sid for exchange in exchanges if exchange.sid is not None)
    listed = sorted(str(participant.get("sid")) for participant in session.participants(place.conversation_sid))
    if created != listed:
        code = "C510" if len(listed) > len(created) else "C511"
        yield broken(code, expected=f"the list is {show(created)}", actual=show(listed))


def _is_neither(exchange: Exchange) -> bool:
    return exchange.response is not None and exchange.response.status // 100 in (3, 5)


def _groups(exchanges: list[Exchange]) -> list[list[Exchange]]:
    """Exchanges that want the same place in the conversation."""
    groups: list[list[Exchange]] = []
    for exchange in exchanges:
        group = next((g for g in groups if clash(g[0].case, exchange.case)), None)
        if group is None:
            groups.append([exchange])
        else:
            group.append(exchange)
    return groups


def answers(group: list[Exchange]) -> str:
    return ", ".join(str(e.response.status) if e.response else e.error or "no response" for e in group)
