"""Drift is tried again before it is believed, as a violation is."""

from dataclasses import replace

from contracts.judging.finding import Verdict
from reports.baselines.drifts import Drift
from reports.baselines.gate import is_refuted
from tests.campaign.believing import repeat
from tests.campaign.campaign import Campaign


def confirm(campaign: Campaign, drift: Drift) -> None:
    """Tries a case of what has drifted, and puts down how often it was shown again. Raises Halt."""
    case, shows = drift.case, drift.shows
    if case is None or shows is None:
        return

    def show() -> bool:
        with campaign.halting(case):
            return shows(campaign.tester.try_case(case).exchange)

    finding = drift.finding(str(repeat(show)))
    campaign.tally.confirmed[finding.id] = finding.confirmed
    if is_refuted(finding.confirmed):
        campaign.tally.unconfirmed.append(replace(finding, verdict=Verdict.INCONCLUSIVE))
