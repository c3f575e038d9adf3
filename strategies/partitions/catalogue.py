"""The catalogue of partitions."""

from functools import cache

from contracts.promises.declared import Declared
from strategies.partitions import attributes, binding, combinations, credentials, dates, identity, request, roles
from strategies.partitions.partition import Partition, senders_of


@cache
def partitions(declared: Declared) -> tuple[Partition, ...]:
    """All partitions, the cheap and telling ones first: what is promised, what is ruled out, what is left open.

    Bindings use the account's own senders; for a channel without one, that of Twilio's samples stands in, and the
    partition's `channel` tells that it cannot be accepted.
    """
    senders = senders_of(declared)
    return (
        *identity.accepted(),
        *binding.accepted(senders),
        *attributes.accepted(),
        *dates.accepted(),
        *request.accepted(senders),
        *credentials.accepted(),
        *roles.accepted(declared),
        *identity.rejected(),
        *request.rejected(senders),
        *credentials.rejected(senders),
        *dates.rejected(),
        *attributes.rejected(),
        *binding.rejected(senders, declared.foreign_senders),
        *roles.rejected(declared),
        *combinations.rejected(),
        *roles.well_formed(),
        *combinations.combinations(senders, roles.known(declared)[-1]),
        *request.unspecified(),
        *credentials.unspecified(),
        *dates.unspecified(),
        *roles.unspecified(),
        *attributes.unspecified(),
        *identity.unspecified(),
        *binding.unspecified(senders),
        *identity.exhaustive(),
        *attributes.exhaustive(),
        *binding.exhaustive(senders),
    )
