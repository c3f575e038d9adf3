"""Sequences of bindings on several channels: what counts, what clashes, and what becomes free again."""

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    IDENTITY,
    PROXY_ADDRESS,
    Case,
    Conversation,
    Op,
    Sequence,
    Step,
    case,
)
from strategies.partitions.partition import Senders
from strategies.sequences.steps import about, closing, create, listing, update

NUMBER = "+442079460018"
LIMIT = 50
"""Participants without the SDK that a conversation takes (limits page)."""


def pair(channel: str, senders: Senders, number: str = NUMBER) -> Case:
    """A participant of a channel, by a number that Ofcom keeps free for fiction."""
    prefix = "" if channel == "sms" else f"{channel}:"
    owned: tuple[str, ...] = getattr(senders, channel)
    return case({ADDRESS: prefix + number, PROXY_ADDRESS: owned[0] if owned else f"{prefix}+15017122661"})


def across_channels(senders: Senders, one: str, other: str) -> tuple[Sequence, ...]:
    """The same number on two channels is two participants, listed and fetched apart; in two conversations too."""
    first, second = pair(one, senders), pair(other, senders)
    here = (create(first), create(second), listing(), about(Op.FETCH, 0), about(Op.FETCH, 1))
    return (
        Sequence(here),
        Sequence((create(second), create(first), about(Op.DELETE, 0), about(Op.FETCH, 1), listing())),
        Sequence((create(first), create(second, Conversation.OTHER), listing(), listing(Conversation.OTHER))),
    )


def freed_by_closing(channel: str, senders: Senders) -> Sequence:
    """A conversation that is closed holds no pair (error 50416 speaks of conversations that are not closed)."""
    one = pair(channel, senders)
    return Sequence((create(one), closing(), create(one, Conversation.OTHER), listing(Conversation.OTHER)))


def duplicates(channel: str, senders: Senders) -> tuple[Sequence, ...]:
    """A pair clashes however many others came between, and whatever was updated since."""
    one = pair(channel, senders)
    others = [create(pair(channel, senders, f"+4420794600{number}")) for number in range(30, 34)]
    people = [create(case({IDENTITY: f"person-{number}"})) for number in range(3)]
    changed = update(0, **{ATTRIBUTES: '{"seat":2}'})
    return (
        Sequence((create(one), *others, create(one), listing())),
        Sequence((create(one), *people, create(one))),
        Sequence((create(one), changed, create(one), about(Op.FETCH, 0))),
    )


def limit(senders: Senders, channels: tuple[str, ...]) -> Sequence:
    """Fifty participants without the SDK, of several channels in turn; one more is refused, a chat one is not."""
    numbers = [f"+44207946{number:04}" for number in range(LIMIT + 1)]
    bound = [pair(channels[place % len(channels)], senders, number) for place, number in enumerate(numbers)]
    chat = [create(case({IDENTITY: f"person-{number}"})) for number in range(2)]
    return Sequence((chat[0], *map(create, bound), chat[1]))


def unowned_beside(senders: Senders, number: str, extra: dict[str, str]) -> tuple[Sequence, ...]:
    """A sender that is not owned stays refused after one that is, and beside every other field."""
    channel = next((name for name in ("sms", "whatsapp", "rcs") if getattr(senders, name)), "sms")
    prefix = "" if channel == "sms" else f"{channel}:"
    strange = pair(channel, senders).with_field(PROXY_ADDRESS, prefix + number)
    owned = create(pair(channel, senders, "+442079460019"))
    steps: list[Step] = [create(strange.with_field(name, value)) for name, value in extra.items()]
    return Sequence((owned, create(strange), listing())), Sequence((*steps, listing()))
