"""What the owner declares is a fact to the oracle: a declared sender is good, what is surely none is refused."""

import pytest

from contracts.cases.case import ADDRESS, IDENTITY, PROJECTED_ADDRESS, PROXY_ADDRESS, ROLE_SID, case
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Outcome
from contracts.promises.oracle import expect

ROLE = "RL" + "1" * 32
DECLARED = Declared(("+15550100001", "12345", "ACME", "whatsapp:+2101234567", "rcs:brand_agent"), (ROLE,))
NUMBERS = {"whatsapp:": "whatsapp:+12015550123", "rcs:": "rcs:+12015550123"}


def outcome(proxy: str, declared: Declared = DECLARED) -> tuple[Outcome, tuple[str, ...]]:
    prefix = proxy[: proxy.find(":") + 1]
    found = expect(case({ADDRESS: NUMBERS.get(prefix, "+12015550123"), PROXY_ADDRESS: proxy}), declared)
    return found.outcome, found.rules


@pytest.mark.parametrize("proxy", DECLARED.senders)
def test_a_declared_sender_is_good(proxy: str) -> None:
    """Whatever the numbering plan says of it."""
    rule = {"whatsapp": "C203", "rcs": "C204"}.get(proxy.split(":")[0], "C202")
    assert outcome(proxy) == (Outcome.ACCEPT, (rule,))
    assert outcome(proxy, Declared(("+15550100009",)))[0] is not Outcome.ACCEPT


@pytest.mark.parametrize(
    "proxy",
    [
        *("+15017122661", "+12025550123", "+442079460123", "whatsapp:+15017122661", "rcs:+447700900123"),
        *("+155501000010", "whatsapp:+15550100001", "rcs:+15550100001", "+2101234567"),
    ],
)
def test_what_the_account_cannot_own_is_refused(proxy: str) -> None:
    """Numbers of samples and of fiction, an owned one with a digit behind, one on another channel."""
    assert outcome(proxy) == (Outcome.REJECT, ("C243",))
    assert outcome(proxy, NOTHING)[1] != ("C243",)


def test_without_declared_senders_a_server_is_not_accused_of_knowing_its_own() -> None:
    """A prediction takes a number for a sender; a run cannot."""
    assert outcome("+15017122661", NOTHING) == (Outcome.ACCEPT, ("C202",))
    assert outcome("+15017122661", Declared())[0] is Outcome.UNSPECIFIED


@pytest.mark.parametrize("proxy", ["+447400123456", "123456", "ACME0", "+2101234568", "+14155238886"])
def test_what_the_account_may_own_too_is_left_open(proxy: str) -> None:
    """An owner need not declare every sender."""
    assert outcome(proxy)[0] in (Outcome.UNSPECIFIED, Outcome.REJECT)
    assert "C243" not in outcome(proxy)[1]


def test_a_channel_of_which_nothing_is_declared_is_open() -> None:
    """An owned number may be one of WhatsApp too, unless the owner says which ones are."""
    assert outcome("whatsapp:+15550100001", Declared(("+15550100001",)))[0] is Outcome.UNSPECIFIED


def test_projected_addresses_are_owned_too() -> None:
    """Error 50439."""
    one = case({IDENTITY: "alice", PROJECTED_ADDRESS: "+12025550123"})
    assert expect(one, DECLARED).codes == (50439,)
    assert expect(one.with_field(PROJECTED_ADDRESS, "ACME"), DECLARED).outcome is Outcome.UNSPECIFIED


def test_a_declared_role_is_good() -> None:
    """Another one may be there or not."""
    assert expect(case({IDENTITY: "alice", ROLE_SID: ROLE}), DECLARED).outcome is Outcome.ACCEPT
    assert expect(case({IDENTITY: "alice", ROLE_SID: ROLE[:-1] + "2"}), DECLARED).outcome is Outcome.UNSPECIFIED
