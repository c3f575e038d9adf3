"""The catalogue of partitions."""

from functools import cache

from strategies import (
    catalogue_attributes,
    catalogue_binding,
    catalogue_dates,
    catalogue_identity,
    catalogue_pairs,
    catalogue_request,
)
from strategies.partition import Partition, Senders


@cache
def partitions(senders: Senders) -> tuple[Partition, ...]:
    """All partitions, the cheap and telling ones first: what is promised, what is ruled out, what is left open.

    Bindings use the account's own senders; for a channel without one, that of Twilio's samples stands in, and the
    partition's `channel` tells that it cannot be accepted.
    """
    return (
        *catalogue_identity.accepted(),
        *catalogue_binding.accepted(senders),
        *catalogue_attributes.accepted(),
        *catalogue_dates.accepted(),
        *catalogue_request.accepted(senders),
        *catalogue_identity.rejected(),
        *catalogue_request.rejected(senders),
        *catalogue_dates.rejected(),
        *catalogue_attributes.rejected(),
        *catalogue_binding.rejected(senders),
        *catalogue_pairs.rejected(),
        *catalogue_pairs.combinations(senders),
        *catalogue_request.unspecified(),
        *catalogue_dates.unspecified(),
        *catalogue_attributes.unspecified(),
        *catalogue_identity.unspecified(),
        *catalogue_binding.unspecified(senders),
        *catalogue_identity.exhaustive(),
        *catalogue_attributes.exhaustive(),
        *catalogue_binding.exhaustive(senders),
    )
