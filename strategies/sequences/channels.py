"""Partitions of sequences of participants with an address: of one channel, of several, and their limits."""

from dataclasses import replace

from contracts.cases.case import (
    ADDRESS,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    Case,
    Conversation,
    Op,
    Sequence,
    case,
)
from strategies.partitions.partition import Senders
from strategies.sequences import bindings
from strategies.sequences.partition import SequencePartition, of, partition
from strategies.sequences.shapes import (
    again,
    at_once,
    duplicates,
    duplicates_in_other_dress,
    in_plain,
    people,
    watched,
)
from strategies.sequences.steps import ALICE, BOB, NUMBERS, about, create, listing, update

FICTIONAL = ("+12025550123", "+12025550124")
"""Numbers that no account owns: NANPA keeps 555-0100 to 555-0199 free for fiction."""


def together(senders: Senders) -> list[SequencePartition]:
    """What takes senders on more than one channel, and what frees or takes a pair."""
    channels = ("sms", "whatsapp", "rcs")
    found = [
        partition(
            f"same-number-by-{one}-and-{other}",
            ("C503",),
            *bindings.across_channels(senders, one, other),
            channel=f"{one} {other}",
        )
        for place, one in enumerate(channels)
        for other in channels[place + 1 :]
    ]
    for channel in channels:
        freed, taken = bindings.freed_by_closing(channel, senders), bindings.duplicates(channel, senders)
        found.append(partition(f"{channel}-pair-freed-by-closing", ("C519",), freed, channel=channel))
        found.append(partition(f"duplicate-{channel}-pair-after-others", ("C506",), *taken, channel=channel))
    across = bindings.limit(senders, ("sms", "whatsapp"))
    found.append(partition("non-chat-limit-across-channels", ("C515",), across, channel="sms whatsapp"))
    return found


def unowned(senders: Senders, dressing: dict[str, str]) -> SequencePartition:
    """A sender that the account does not own stays refused, however often it is given and whatever goes along."""
    number = next(number for number in FICTIONAL if number not in senders.any)
    pair = case({ADDRESS: NUMBERS[1], PROXY_ADDRESS: number})
    beside = bindings.unowned_beside(senders, number, dressing)
    thrice = of(*[create(pair)] * 3, listing())
    owned = next((name for name in ("sms", "whatsapp", "rcs") if getattr(senders, name)), "sms")
    prefix = "" if owned == "sms" else f"{owned}:"
    later = of(create(bindings.pair(owned, senders)), update(0, **{PROXY_ADDRESS: prefix + number}), listing())
    return partition("sender-not-owned-again", ("C243",), thrice, *beside, later, channel="any")


def alone(channel: str, owned: tuple[str, ...], dressing: dict[str, str]) -> list[SequencePartition]:
    """Those of one channel, whose senders the account owns as `owned`; `dressing` are other fields."""
    prefix = "" if channel == "sms" else f"{channel}:"
    proxy = owned[0] if owned else f"{prefix}+15017122661"
    pair = case({ADDRESS: f"{prefix}{NUMBERS[0]}", PROXY_ADDRESS: proxy})
    other = pair.with_field(ADDRESS, f"{prefix}{NUMBERS[1]}")
    returning = pair.with_field(ADDRESS, f"{prefix}+442079460977")
    found = [
        partition(f"duplicate-{channel}-pair", ("C506", "C508"), *duplicates(pair), channel=channel),
        partition(
            f"duplicate-{channel}-pair-other-fields",
            ("C506", "C508"),
            *duplicates_in_other_dress(pair, dressing),
            channel=channel,
        ),
        partition(f"{channel}-updated", ("C518", "C502"), watched(pair), channel=channel),
        partition(f"{channel}-added-again", ("C507",), *again(returning), in_plain(returning), channel=channel),
        partition(
            f"{channel}-beside-others",
            ("C503",),
            of(create(pair), create(other), create(ALICE), listing(), about(Op.FETCH, 1)),
            of(create(ALICE), create(pair), create(BOB), create(other), listing()),
            of(create(pair), create(other), about(Op.DELETE, 0), about(Op.FETCH, 1), listing()),
            channel=channel,
        ),
    ]
    found.append(partition(f"same-{channel}-pair-at-once", ("C510",), at_once(*[pair] * 4), channel=channel))
    if channel == "sms":
        found.append(partition("non-chat-limit", ("C515",), addresses(51, proxy), channel=channel))
        crowded = Sequence((*map(create, people(51)), *addresses(10, proxy).steps))
        found.append(partition("non-chat-limit-beside-chat", ("C515",), crowded, channel=channel))
    second = pair.with_field(PROXY_ADDRESS, owned[1] if len(owned) > 1 else proxy)
    other_proxy = partition(f"{channel}-other-proxy", ("C514",), *_with_another(pair, second), channel=channel)
    found.append(replace(other_proxy, senders=2))
    return found


def _with_another(pair: Case, second: Case) -> tuple[Sequence, ...]:
    """The same address with another proxy, here and in another conversation."""
    return (
        of(create(pair), create(second), listing()),
        of(create(pair), create(second, Conversation.OTHER), listing(), listing(Conversation.OTHER)),
    )


def addresses(count: int, proxy: str, **fields: str) -> Sequence:
    """As many participants with an address, and these fields; Ofcom keeps +44 20 7946 0xxx free for fiction."""
    numbers = [f"+44207946{number:04}" for number in range(count)]
    return of(*(create(case({ADDRESS: number, PROXY_ADDRESS: proxy} | fields)) for number in numbers))


def limits(senders: Senders) -> tuple[SequencePartition, ...]:
    """The documented counts that take many requests, or an account with Group MMS."""
    thousand = of(*map(create, people(1001)))
    mask = (senders.sms or ("+15017122661",))[0]
    masked = case({IDENTITY: "alice", PROJECTED_ADDRESS: mask})
    # NANPA keeps 555-0100 to 555-0199 free for fiction; Group MMS is for North America only (group texting page).
    handsets = [case({ADDRESS: f"+1201555{number:04}"}) for number in range(100, 110)]
    group = partition(
        "group-mms-limit",
        ("C517",),
        of(*map(create, (masked, *handsets))),
        channel="sms",
        cost="11 participants, and an account with Group MMS",
    )
    return (
        replace(group, is_choice=True),
        partition("participant-limit", ("C515",), thousand, cost="about 1,000 requests"),
    )
