"""Schemathesis: its cases are one more origin of cases, and its response checks judge beside ours."""

import pytest

from contracts.judging import schema_judge
from strategies.partitions import schema_cases
from tests.campaign.campaign import Campaign
from tests.conformance.conformance import Conformance


@pytest.mark.turn(4)
@pytest.mark.parametrize("phase", schema_cases.PHASES)
def test_schema(phase: str, campaign: Campaign, run: Conformance) -> None:
    """What Schemathesis makes of the OpenAPI document is answered as the document and the oracle say."""
    partition = schema_cases.schema_partition(phase)
    campaign.tally.start(partition.name, partition.rules)
    campaign.second_opinion = schema_judge.judge
    try:
        ahead = campaign.scout(partition) if campaign.profile.brief else []
        run.report([*ahead, *campaign.try_examples(partition), *campaign.explore(partition)])
    finally:
        campaign.second_opinion = None
