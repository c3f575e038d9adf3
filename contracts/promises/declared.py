"""What the owner of the account declares. It is a fact to the oracle: the owner knows best what there is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """`senders` are proxy addresses that the account owns, such as `+15017122661` or `whatsapp:+15017122661`;
    `roles` are SIDs of its conversation roles, the default one first where that is known, `service_roles` of its
    roles of another type. `every_role` says that there are no others: the target's own list was read to its end.

    `default_role` is the one that the configuration of its service gives to those who join. `foreign_roles` and
    `foreign_senders` are those of another account.

    What is empty was not declared: then nothing follows from it. With `presumes_senders` and no declared sender, a
    number of a numbering plan stands for one: to predict, not to judge a server that knows its senders.
    """

    senders: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    service_roles: tuple[str, ...] = ()
    presumes_senders: bool = False
    every_role: bool = False
    default_role: str | None = None
    foreign_roles: tuple[str, ...] = ()
    foreign_senders: tuple[str, ...] = ()


NOTHING = Declared(presumes_senders=True)
"""No owner was asked."""
