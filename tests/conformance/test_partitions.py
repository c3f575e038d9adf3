"""Every partition: first a few examples of each, then all examples, and last generated cases."""

import pytest

from contracts.finding import Finding
from strategies import catalogue
from strategies.partition import Partition, Senders
from tests.conformance.campaign import Campaign
from tests.conformance.conftest import Conformance


def partitions(senders: Senders) -> tuple[Partition, ...]:
    """The partitions of the catalogue."""
    return catalogue.partitions(senders)


@pytest.mark.turn(1)
def test_scouts(campaign: Campaign, run: Conformance) -> None:
    """What is badly wrong shows in a few cases of each partition."""
    findings: list[Finding] = []
    for partition in partitions(campaign.senders):
        if run.obstacle(partition) is None and not (findings and run.options.fail_fast):
            campaign.tally.start(partition.name, partition.rules)
            findings += campaign.scout(partition)
    run.report(findings)


@pytest.mark.turn(2)
def test_examples(partition: Partition, campaign: Campaign, run: Conformance) -> None:
    """Every example of the partition is answered as the documentation promises."""
    run.skip_unless_possible(partition)
    run.report(campaign.try_examples(partition))


@pytest.mark.turn(4)
def test_generated(partition: Partition, campaign: Campaign, run: Conformance) -> None:
    """Every generated case of the partition is answered as the documentation promises."""
    if partition.cases is None:
        return
    run.skip_unless_possible(partition)
    run.report(campaign.explore(partition))
