"""Whatever senders an account owns: a server that is wrong about them is noticed, a right one is not accused."""

from pathlib import Path

import pytest

from contracts.promises.declared import Declared
from contracts.promises.expectation import Outcome
from contracts.promises.grammar import addresses
from reports.proving.fleet import FLEET
from strategies.partitions import catalogue
from strategies.partitions.partition import Partition, partition
from tests.campaign.alone import campaign
from tests.campaign.campaign import Campaign

WRONG = {
    "refuses-every-sms": {"sms"},
    "refuses-every-whatsapp": {"whatsapp"},
    "refuses-every-rcs": {"rcs"},
    "takes-every-second-binding-for-a-duplicate": {"sms", "whatsapp", "rcs"},
    "refuses-every-proxy": {"sms", "whatsapp", "rcs"},
}
"""Servers that are wrong about the senders of some channels."""
RULES = {"sms": "C202", "whatsapp": "C203", "rcs": "C204"}
OWNERS = [name for name, declared in FLEET.items() if declared.senders]


def environ(declared: Declared) -> dict[str, str]:
    return {"CONTRACT_PROXY_ADDRESSES": ",".join(declared.senders)}


def scouted(run: Campaign, declared: Declared) -> set[str]:
    """The rules of the findings of what a run tries first of each channel."""
    owned = {addresses.channel(sender) for sender in declared.senders}
    for part in catalogue.partitions(declared):
        if part.name.endswith("-pair") and part.channel in owned:
            run.tally.start(part.name, part.rules)
            run.scout(part)
    return {finding.rule for finding in run.tally.findings}


@pytest.mark.parametrize("account", OWNERS)
@pytest.mark.parametrize("server", WRONG)
def test_a_server_that_is_wrong_about_senders_is_noticed(tmp_path: Path, server: str, account: str) -> None:
    """In the first cases, wherever a channel of it has a sender, and by the rule of that channel."""
    declared = FLEET[account]
    wrong = {str(addresses.channel(sender)) for sender in declared.senders} & WRONG[server]
    found = scouted(campaign(tmp_path, f"miniature:{server}", environ(declared)), declared)
    assert bool(found & {RULES[channel] for channel in wrong}) == bool(found) == bool(wrong)


@pytest.mark.parametrize("account", OWNERS)
def test_a_right_server_is_not_accused_and_every_channel_is_judged(tmp_path: Path, account: str) -> None:
    """With each account: what is exercised is judged."""
    declared = FLEET[account]
    run = campaign(tmp_path, "mock", environ(declared))
    assert scouted(run, declared) == set()
    owned = {str(addresses.channel(sender)) for sender in declared.senders}
    assert all(bool(run.tally.exercised[rule]) == (channel in owned) for channel, rule in RULES.items())


def test_a_partition_that_says_otherwise_than_the_oracle_is_told(tmp_path: Path) -> None:
    """It is not swallowed: the partition counts as not run, with the case that shows it."""
    part: Partition = partition("odd", "C202", Outcome.ACCEPT, catalogue.partitions(Declared())[0].examples)
    run = campaign(tmp_path)
    run.promised = {"odd": Outcome.REJECT}
    run.scout(part)
    (left,) = run.tally.not_run
    assert left.partition == "odd"
    assert "the partition says reject, the oracle accept" in left.reason
    assert run.tally.partitions["odd"].broken_word
