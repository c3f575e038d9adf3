"""What the owner declares in the environment: senders and roles of the account."""

import re
from collections.abc import Mapping

from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.promises.grammar import addresses

SENDERS = "CONTRACT_PROXY_ADDRESSES"

_SENDERS = {
    # A number, a short code, an alphanumeric sender (https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id).
    "sms": re.compile(r"\+[0-9]{2,15}|[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}"),
    "whatsapp": re.compile(r"(?=.*[0-9A-Za-z])[ -~]+"),
    "rcs": re.compile(r"(?=.*[0-9A-Za-z])[ -~]+"),
}
"""What may be a sender of each channel, after its prefix."""


def declared_in(environ: Mapping[str, str]) -> Declared:
    """What the environment declares. Raises UsageError for a sender that can be none."""
    return Declared(senders=_senders(environ.get(SENDERS, "")))


def _senders(text: str) -> tuple[str, ...]:
    senders = tuple(dict.fromkeys(item.strip() for item in text.split(",") if item))
    for sender in senders:
        channel = addresses.channel(sender)
        if channel is None or not _SENDERS[channel].fullmatch(addresses.body(sender)):
            raise UsageError(
                f"'{SENDERS}' must be addresses like +15017122661 or whatsapp:+15017122661, separated by commas "
                f"(got {sender!r}); write each with its prefix and plus"
            )
    return senders
