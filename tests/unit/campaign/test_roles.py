"""Servers that are wrong about roles are noticed by what is tried of roles; right ones are not accused."""

from pathlib import Path

import pytest

from contracts.miniatures import LATITUDES, MINIATURES
from strategies.partitions import catalogue
from strategies.partitions.partition import NEEDED
from strategies.sequences import catalogue as sequences
from tests.campaign.alone import campaign
from tests.campaign.campaign import Campaign
from tests.campaign.plays import Plays

WRONG = {
    name: server.rule
    for name, server in MINIATURES.items()
    if server.make.__module__.startswith("contracts.miniatures.roles") and server.rule not in ("C235", "C239")
}
"""Those whose fault shows where a role is one: C235 and C239 have partitions that know no roles."""
RIGHT = [
    name for name, one in LATITUDES.items() if one.kind.__module__ == "contracts.miniatures.latitudes_of_roles"
]


def tried(run: Campaign, rule: str = "") -> set[str]:
    """The rules of the findings of everything about roles, until one of `rule`."""
    for part in catalogue.partitions(run.declared):
        if part.name in ("kinds-with-options", "role") or (part.needs and getattr(run.declared, part.needs)):
            run.tally.start(part.name, part.rules)
            for example in part.examples:
                run.check(example, thorough=True)
            run.conclude(part.name)
        if rule in {finding.rule for finding in run.tally.findings}:
            break
    for several in sequences.sequence_partitions(run.declared):
        if several.needs is not None and getattr(run.declared, several.needs):
            run.tally.start(several.name, several.rules)
            Plays(run).run(several.name, several.sequences)
    return {finding.rule for finding in run.tally.findings}


def test_there_are_many() -> None:
    """Enough to speak of a rate of detection."""
    assert len(WRONG) >= 20
    assert len(RIGHT) >= 6


@pytest.mark.parametrize("server", WRONG)
def test_a_server_that_is_wrong_about_roles_is_noticed(tmp_path: Path, server: str) -> None:
    """By the rule that it breaks."""
    assert WRONG[server] in tried(campaign(tmp_path, f"miniature:{server}"), WRONG[server])


@pytest.mark.parametrize("server", RIGHT)
def test_a_server_that_is_right_about_roles_is_not_accused(tmp_path: Path, server: str) -> None:
    """Whatever it tells of them, and however it refuses them."""
    assert tried(campaign(tmp_path, f"miniature:{server}")) == set()


def test_the_mock_judges_every_rule_about_roles(tmp_path: Path) -> None:
    """And every partition that needs to know roles has its turn."""
    run = campaign(tmp_path)
    assert tried(run) == set()
    assert all(run.tally.exercised[rule] for rule in ("C244", "C245", "C246", "C307", "C518"))
    assert all(getattr(run.declared, name) for name in NEEDED)
