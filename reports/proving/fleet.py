"""The fleet: accounts that differ in the senders that they own, so that nothing is only ever tried with one.

`WHOLE` accounts have a sender on each channel; the others lack channels. Numbers: Twilio's test numbers
(https://www.twilio.com/docs/iam/test-credentials), its WhatsApp sandbox, and numbers that no numbering plan knows.
"""

import hashlib
from dataclasses import replace

from contracts.promises.declared import Declared
from contracts.targets.settings import MOCK_KNOWN
from strategies.partitions.partition import senders_of


def _owner(*senders: str) -> Declared:
    """What is known of an account with these senders: the mock has the same roles for each."""
    return replace(MOCK_KNOWN, senders=senders)


WHOLE = {
    "samples": MOCK_KNOWN,
    "fictional": _owner("+15550100001", "+15550100002", "whatsapp:+15550100003", "rcs:+15550100004"),
    "test-numbers": _owner("+15005550006", "whatsapp:+14155238886", "rcs:+15005550006"),
    "short-code": _owner("894546", "whatsapp:+15005550006", "rcs:brand_agent"),
    "alphanumeric": _owner("ACME", "whatsapp:+447400123456", "rcs:ACME_agent"),
    "not-american": _owner("+819012345678", "whatsapp:+5511961234567", "rcs:+918123456789"),
    "no-plan": _owner("+2101234567", "whatsapp:+9991234567", "rcs:+2101234567"),
    "several": _owner(
        *("+15550100001", "+15005550006", "+447400123456", "12345"),
        *("whatsapp:+15550100001", "whatsapp:+14155238886"),
        *("rcs:+15550100001", "rcs:brand_agent"),
    ),
}
"""Accounts with a sender on each channel."""

PARTIAL = {
    "sms-only": _owner("+15550100001"),
    "whatsapp-only": _owner("whatsapp:+15550100003"),
    "rcs-only": _owner("rcs:brand_agent"),
    "no-sender": _owner(),
    "nothing": Declared(),
}

FLEET = WHOLE | PARTIAL
"""Every account, by name."""


def account_for(server: str, rule: str) -> str:
    """The account with which a server is proved: always the same one, and another for other servers. What needs a
    second sender (C514) gets an account with two."""
    fit = [name for name, declared in WHOLE.items() if rule != "C514" or len(senders_of(declared).sms) > 1]
    return fit[hashlib.sha256(server.encode()).digest()[0] % len(fit)]
