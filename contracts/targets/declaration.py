"""What the owner declares in the environment: senders and roles of the account."""

import re
from collections.abc import Mapping

from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.promises.grammar import addresses, sids

SENDERS = "CONTRACT_PROXY_ADDRESSES"
ROLES = "CONTRACT_ROLE_SIDS"
FOREIGN_SENDERS = "CONTRACT_OTHER_PROXY_ADDRESSES"

_SENDERS = {
    # A number, a short code, an alphanumeric sender (https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id).
    "sms": re.compile(r"\+[0-9]{2,15}|[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}"),
    "whatsapp": re.compile(r"(?=.*[0-9A-Za-z])[ -~]+"),
    "rcs": re.compile(r"(?=.*[0-9A-Za-z])[ -~]+"),
}
"""What may be a sender of each channel, after its prefix."""


def declared_in(environ: Mapping[str, str]) -> Declared:
    """What the environment declares. Raises UsageError for a sender or a role that can be none."""
    senders, foreign = (_senders(environ.get(name, ""), name) for name in (SENDERS, FOREIGN_SENDERS))
    both = [sender for sender in foreign if sender in senders]
    if both:
        raise UsageError(
            f"'{FOREIGN_SENDERS}' must be senders of another account (got {both[0]!r}, which {SENDERS} has too); "
            "remove it from one of them"
        )
    return Declared(senders=senders, roles=_roles(environ.get(ROLES, "")), foreign_senders=foreign)


def _items(text: str) -> tuple[str, ...]:
    """What stands between commas, each once."""
    return tuple(dict.fromkeys(item.strip() for item in text.split(",") if item))


def _roles(text: str) -> tuple[str, ...]:
    roles = _items(text)
    for role in roles:
        if not sids.is_sid(role, "RL"):
            raise UsageError(
                f"'{ROLES}' must be conversation roles like RL{'0' * 8}..., RL and 32 hexadecimal digits each, "
                f"separated by commas (got {role!r}); copy the SIDs from the account's list of roles"
            )
    return roles


def _senders(text: str, variable: str) -> tuple[str, ...]:
    senders = _items(text)
    for sender in senders:
        channel = addresses.channel(sender)
        if channel is None or not _SENDERS[channel].fullmatch(addresses.body(sender)):
            raise UsageError(
                f"'{variable}' must be addresses like +15017122661 or whatsapp:+15017122661, separated by commas "
                f"(got {sender!r}); write each with its prefix and plus"
            )
    return senders
