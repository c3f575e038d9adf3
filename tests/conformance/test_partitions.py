"""Every partition: first a few examples of each, then all examples, and last generated cases."""

import contextlib
from itertools import count

import pytest

from contracts.errors import OutOfBudget
from contracts.judging.finding import Finding
from contracts.promises.declared import Declared
from strategies.partitions import catalogue
from strategies.partitions.partition import Partition
from tests.campaign.campaign import Campaign, Halt
from tests.conformance.conformance import Conformance


def partitions(declared: Declared) -> tuple[Partition, ...]:
    """The partitions of the catalogue."""
    return catalogue.partitions(declared)


@pytest.mark.turn(1)
def test_scouts(campaign: Campaign, run: Conformance) -> None:
    """What is badly wrong shows in a few cases of each partition."""
    findings: list[Finding] = []
    todo = [
        partition
        for partition in partitions(campaign.declared)
        if run.selects(partition.name, partition.rules) and run.obstacle(partition) is None
    ]
    campaign.batched(case for partition in todo for case in campaign.scouts_of(partition))
    for partition in todo:
        if not run.enough():
            campaign.tally.start(partition.name, partition.rules)
            findings += campaign.scout(partition)
    run.report(findings)


@pytest.mark.turn(3)
def test_examples(partition: Partition, campaign: Campaign, run: Conformance) -> None:
    """Every example of the partition is answered as the documentation promises."""
    run.skip_unless_possible(partition)
    run.report(campaign.try_examples(partition))


@pytest.mark.turn(6)
def test_generated(partition: Partition, campaign: Campaign, run: Conformance) -> None:
    """Every generated case of the partition is answered as the documentation promises."""
    run.skip_unless_possible(partition)
    run.report(campaign.explore(partition))


@pytest.mark.turn(8)
def test_soak(campaign: Campaign, run: Conformance) -> None:
    """In profile soak, generated cases go on and on, until the time is up or nothing new comes any more."""
    if not campaign.profile.endless:
        return
    findings: list[Finding] = []
    combinations = campaign.tally.coverage.fields.combinations
    todo = [
        partition
        for partition in partitions(campaign.declared)
        if run.selects(partition.name, partition.rules) and run.obstacle(partition) is None
    ]
    with contextlib.suppress(_TimeIsUp):
        for seed in count(campaign.seed + 1):
            campaign.seed = seed
            before = combinations.latest
            for partition in todo:
                findings += _until_the_end(campaign, partition)
            # A round has all partitions: what is new in some of them may take a while to come.
            enough = run.options.idle is not None and combinations.idle >= run.options.idle
            if enough and combinations.latest == before:
                break
    run.report(findings)


class _TimeIsUp(Exception):
    """What a soak is meant to end with."""


def _until_the_end(campaign: Campaign, partition: Partition) -> list[Finding]:
    try:
        return campaign.explore(partition)
    except Halt as halt:
        if isinstance(halt.error, OutOfBudget):
            raise _TimeIsUp from None
        raise
