"""Every partition: its examples, then generated cases."""

from strategies import catalogue
from strategies.partition import Partition, Senders
from tests.conformance.campaign import Campaign
from tests.conformance.conftest import Conformance


def partitions(senders: Senders) -> tuple[Partition, ...]:
    """The partitions of the catalogue."""
    return catalogue.partitions(senders)


def test_partition(partition: Partition, campaign: Campaign, run: Conformance) -> None:
    """Every case of the partition is answered as the documentation promises."""
    run.skip_unless_possible(partition.name, partition.channel, {case.conversation for case in partition.examples})
    findings = campaign.run(partition)
    run.report(findings)
