"""Conditions of a case that one account or target meets and another does not: what it shows elsewhere then tells
nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contracts.cases.case import PROJECTED_ADDRESS, PROXY_ADDRESS, ROLE_SID, Case, Conversation
from contracts.cases.credentials import NEED_KEY
from contracts.promises.declared import Declared
from contracts.promises.expectation import Outcome
from contracts.promises.grammar import addresses, sids
from contracts.promises.grammar.grade import Grade
from contracts.promises.oracle import expect
from contracts.targets.session import Session


def lacking(session: Session, cases: Iterable[Case], promised: Outcome | None = None) -> str:
    """What a session lacks to put these cases to the target as they were put to another one, in words; `promised`
    is what was promised there, if that is known."""
    for case in cases:
        for reason in (*_of_target(session, case), *_of_account(case, session.declared, promised)):
            return reason
    return ""


def _of_target(session: Session, case: Case) -> Iterator[str]:
    if case.credentials in NEED_KEY and not session.target.settings.keys.has_both:
        yield "an API key beside the token is needed (TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET)"
    if case.conversation == Conversation.CLOSED and not session.has_closed_conversation():
        yield "the target did not close a conversation (POST State=closed)"


def _of_account(case: Case, declared: Declared, promised: Outcome | None) -> Iterator[str]:
    """Senders and roles that the account is not known to own, where something else is promised of its own."""
    here = expect(case, declared).outcome
    if here is promised:
        return
    for name in (PROXY_ADDRESS, PROJECTED_ADDRESS):
        text = case.get(name) or ""
        owner = replace(declared, senders=(*declared.senders, text))
        owned = text in declared.senders or addresses.grade(text) is not Grade.GOOD
        if not owned and expect(case, owner).outcome is not here:
            yield f"the sender {text} is none of the account's (CONTRACT_PROXY_ADDRESSES)"
    text = case.get(ROLE_SID) or ""
    if text in declared.roles or sids.grade_role(text) is not Grade.GOOD:
        return
    if expect(case, replace(declared, roles=(*declared.roles, text))).outcome is not here:
        yield f"the role {text} is none of the account's conversation roles"
