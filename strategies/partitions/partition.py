"""A partition: cases that the documentation treats alike, and that a server should therefore treat alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis.strategies import SearchStrategy

from contracts.cases.case import Case
from contracts.promises.declared import Declared
from contracts.promises.expectation import Outcome
from contracts.promises.grammar import addresses


@dataclass(frozen=True, slots=True)
class Partition:
    """`examples` are sent every time (the boundaries); `cases` generates more, unless examples are all there is.

    `rules` are the codes that the partition is there to exercise, the telling one first. `outcome` is what the
    oracle must say of every case in it, `None` where cases differ. `channel` is set when its cases need a sender
    that the account owns ("sms", "whatsapp", "rcs", or "any" of them), `needs` when they need to know something
    else of it: a name of `NEEDED`; `key` when they need an API key beside the token.
    """

    name: str
    rules: tuple[str, ...]
    outcome: Outcome | None
    examples: tuple[Case, ...]
    cases: SearchStrategy[Case] | None = None
    channel: str | None = None
    needs: str | None = None
    key: bool = False


NEEDED = {
    "roles": "no conversation role is known: the target lists none (GET /v1/Roles), nor does CONTRACT_ROLE_SIDS",
    "service_roles": "no service role is known: the target lists none (GET /v1/Roles)",
    "every_role": "which roles there are is not known: the target does not list them (GET /v1/Roles)",
    "foreign_roles": "no role of another account is known: that of CONTRACT_OTHER_ACCOUNT_SID lists none",
    "foreign_senders": "no sender of another account is known (CONTRACT_OTHER_PROXY_ADDRESSES)",
}
"""What a partition may need to know of accounts, by its name in `Declared`; and what to say without it."""


@dataclass(frozen=True, slots=True)
class Senders:
    """The proxy addresses that the account owns, by channel; the first of each is used most."""

    sms: tuple[str, ...] = ()
    whatsapp: tuple[str, ...] = ()
    rcs: tuple[str, ...] = ()

    @property
    def any(self) -> tuple[str, ...]:
        """Those of all channels."""
        return (*self.sms, *self.whatsapp, *self.rcs)


def partition(
    name: str,
    rules: str,
    outcome: Outcome | None,
    examples: Iterable[Case],
    cases: SearchStrategy[Case] | None = None,
    *,
    channel: str | None = None,
    needs: str | None = None,
    key: bool = False,
) -> Partition:
    """A partition whose examples (each once) and cases all bear its name. `rules` are codes between spaces."""
    labelled = tuple(dict.fromkeys(example.labelled(name) for example in examples))
    generated = None if cases is None else cases.map(lambda found: found.labelled(name))
    return Partition(name, tuple(rules.split()), outcome, labelled, generated, channel, needs, key)


def senders_of(declared: Declared) -> Senders:
    """The declared senders, sorted by channel."""
    by_channel: dict[str, list[str]] = {"sms": [], "whatsapp": [], "rcs": []}
    for address in declared.senders:
        by_channel[addresses.channel(address) or "sms"].append(address)
    return Senders(*(tuple(found) for found in by_channel.values()))
