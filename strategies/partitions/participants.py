"""Whole participants: the pairs of a form, by how they name a participant, with any of the optional fields."""

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    Pairs,
)
from strategies.fields import addresses, attributes, identities, timestamps
from strategies.fields.numbers import NUMBERS
from strategies.partitions.partition import Senders

Fields = Mapping[str, str]


def sender(senders: Senders, channel: str) -> str:
    """The first sender that the account owns on a channel, or else the one of the samples."""
    owned: tuple[str, ...] = getattr(senders, channel)
    return owned[0] if owned else addresses.PREFIXES[channel] + addresses.SENDER


def device(senders: Senders, channel: str) -> str:
    """An address of a published sample on a channel that is none of the account's senders."""
    taken = (sender(senders, channel), *getattr(senders, channel))
    candidates = (
        addresses.PREFIXES[channel] + number for number in (addresses.NUMBER, addresses.SPARE, addresses.SENDER)
    )
    return next((found for found in candidates if found not in taken), addresses.PREFIXES[channel] + NUMBERS[0])


def bound(senders: Senders, channel: str = "sms", **others: str) -> dict[str, str]:
    """The fields of a participant of a channel: device and sender, unless `address` or `proxy` say otherwise."""
    return {
        ADDRESS: others.get("address", device(senders, channel)),
        PROXY_ADDRESS: others.get("proxy", sender(senders, channel)),
    }


def kinds(senders: Senders) -> tuple[dict[str, str], ...]:
    """One participant of every kind that is documented somewhere, by what names it.

    An identity, pairs from senders that the account owns, members of Group MMS, an identity with a pair.
    """
    alice, mask = {IDENTITY: "alice"}, {PROJECTED_ADDRESS: sender(senders, "sms")}
    pairs = [bound(senders, channel) for channel in addresses.CHANNELS if getattr(senders, channel)]
    group = {ADDRESS: device(senders, "sms")}, mask, alice | mask
    return (alice, *pairs, *group, *(alice | pair for pair in pairs[:1]))


def bound_participants(senders: Senders, channel: str) -> SearchStrategy[dict[str, str]]:
    """Participants of a channel: any valid number with any sender that the account owns."""
    owned: tuple[str, ...] = getattr(senders, channel) or (sender(senders, channel),)
    strategy = addresses.addresses(channel=channel)
    spare = addresses.PREFIXES[channel] + NUMBERS[-1]
    return st.builds(
        lambda address, proxy: {ADDRESS: spare if address == proxy else address, PROXY_ADDRESS: proxy},
        strategy,
        st.sampled_from(owned),
    )


def named_participants() -> SearchStrategy[dict[str, str]]:
    """Participants with an identity alone."""
    return st.builds(lambda text: {IDENTITY: text}, identities.simple_identities())


@st.composite
def complete(draw: DrawFn, base: SearchStrategy[dict[str, str]]) -> Pairs:
    """Participants of `base` with any subset of attributes and dates (of update only with one of creation)."""
    fields = draw(base)
    present = draw(st.integers(0, 5))
    if present % 2:
        fields[ATTRIBUTES] = draw(_ATTRIBUTES)
    if present >= 2:
        created, updated = draw(_DATES)
        fields[DATE_CREATED] = created
        if present >= 4:
            fields[DATE_UPDATED] = updated
    return tuple(fields.items())


_ATTRIBUTES = attributes.plain_objects()
_DATES = timestamps.canonical_pairs()


def optional_subsets(base: Fields) -> list[dict[str, str]]:
    """`base` with every subset of attributes and dates (an update date only with a creation date)."""
    dates: tuple[dict[str, str], ...] = (
        {},
        {DATE_CREATED: timestamps.SAMPLE},
        {DATE_CREATED: timestamps.SAMPLE, DATE_UPDATED: timestamps.LATER},
    )
    texts: tuple[dict[str, str], ...] = ({}, {ATTRIBUTES: "{}"}, {ATTRIBUTES: '{"role":"driver"}'})
    return [{**base, **date, **text} for date in dates for text in texts]
