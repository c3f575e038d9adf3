"""Schemathesis: its cases are one more origin of cases, and its response checks judge beside ours."""

import pytest

from contracts import schema_judge
from strategies import schema_cases
from strategies.partition import Partition, Senders
from tests.conformance.campaign import Campaign
from tests.conformance.conftest import Conformance


def partitions(_: Senders) -> tuple[Partition, ...]:
    """The phases of Schemathesis."""
    return schema_cases.schema_partitions()


@pytest.mark.turn(4)
def test_schema(partition: Partition, campaign: Campaign, run: Conformance) -> None:
    """What Schemathesis makes of the OpenAPI document is answered as the document and the oracle say."""
    campaign.second_opinion = schema_judge.judge
    try:
        run.report([*campaign.try_examples(partition), *campaign.explore(partition)])
    finally:
        campaign.second_opinion = None
