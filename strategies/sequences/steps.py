"""Steps: what sequences are made of, fixed ones and those of a state machine."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROXY_ADDRESS,
    ROLE_SID,
    Case,
    Conversation,
    Op,
    Step,
    case,
)
from strategies.fields import timestamps
from strategies.partitions.partition import Senders

ALICE = case({IDENTITY: "alice"})
BOB = case({IDENTITY: "bob"})
PERSONS = ("alice", "bob", "Alice", "zoë", "a b", "0")
NUMBERS = ("+15558675310", "+442079460018", "+12025550123")


def dress(role: str) -> dict[str, str]:
    """The fields beside the name, each with a good value: `role` is one of conversations."""
    return {
        ATTRIBUTES: '{"role":"driver"}',
        DATE_CREATED: timestamps.SAMPLE,
        DATE_UPDATED: timestamps.LATER,
        ROLE_SID: role,
    }


def create(participant: Case, where: Conversation = Conversation.EXISTING) -> Step:
    """The step that adds a participant to a conversation of the sequence."""
    return Step(Case(participant.fields, conversation=where))


def about(op: Op, ref: int) -> Step:
    """A step about the create at place `ref`."""
    return Step(Case(), op, ref)


def listing(where: Conversation = Conversation.EXISTING) -> Step:
    """The step that lists a conversation."""
    return Step(Case(conversation=where), Op.LIST)


def closing(where: Conversation = Conversation.EXISTING) -> Step:
    """The step that closes a conversation."""
    return Step(Case(conversation=where), Op.CLOSE)


def update(ref: int, **fields: str) -> Step:
    """The step that changes a participant."""
    return Step(case(fields), Op.UPDATE, ref)


def dressed(participant: Case) -> Case:
    """The participant with attributes."""
    return participant.with_field(ATTRIBUTES, '{"role":"driver"}')


def participants(senders: Senders) -> SearchStrategy[Case]:
    """Few different participants, so that they meet again."""
    people = [case({IDENTITY: name}) for name in PERSONS]
    pairs = [case({ADDRESS: number, PROXY_ADDRESS: proxy}) for proxy in senders.sms[:2] for number in NUMBERS]
    return st.sampled_from([*people, *map(dressed, people[:2]), *pairs])


conversations: SearchStrategy[Conversation] = st.sampled_from([Conversation.EXISTING, Conversation.OTHER])
"""The conversations of a sequence."""
