"""What generated cases find: a bug has one name whatever the seed, and what one run found another tries first."""

from pathlib import Path

import pytest

from contracts.cases.case import IDENTITY, Case, Sequence
from contracts.judging.finding import Finding
from reports.choices.cache import HYPOTHESIS
from reports.choices.options import RunOptions
from strategies.partitions import catalogue
from strategies.partitions.partition import Partition
from tests.campaign.alone import campaign
from tests.campaign.campaign import Campaign
from tests.campaign.remembering import database

FAULTS = {
    "lowers-identities": "identity-simple",
    "composes-identities": "identity-unnormalised",
    "accepts-any-address": "address-faults-sms",
}
"""Wrong servers, and a partition that shows what is wrong."""
SEEDS = 5


def part(run: Campaign, name: str) -> Partition:
    """The partition of that name."""
    return next(one for one in catalogue.partitions(run.declared) if one.name == name)


def explored(folder: Path, server: str, name: str, seed: int) -> list[Finding]:
    """What generated cases of a partition find."""
    run = campaign(folder, f"miniature:{server}", profile="quick", seed=seed)
    try:
        return run.explore(part(run, name))
    finally:
        run.tester.session.close()
        run.recorder.__exit__(None, None, None)


@pytest.mark.parametrize(("server", "name"), FAULTS.items())
def test_a_bug_has_one_name(server: str, name: str, tmp_path: Path) -> None:
    """Of five seeds, each finds it first."""
    found = [explored(tmp_path, server, name, seed)[0] for seed in range(SEEDS)]
    assert len({one.id for one in found}) == 1


def test_what_a_night_found_is_tried_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a run that keeps no examples of its own, which leaves those of the night as they are."""
    monkeypatch.setenv(HYPOTHESIS, str(tmp_path))
    found = tried(tmp_path, "miniature:lowers-identities", RunOptions(profile="nightly"))
    kept = contents(tmp_path / "examples")
    assert kept
    without = tried(tmp_path, "mock", RunOptions(profile="gate"))
    morning = tried(tmp_path, "mock", RunOptions(profile="gate", examples=tmp_path / "examples"))
    assert [is_lower(one) for one in (without[0], morning[0])] == [True, False]
    assert morning[0] in found
    assert contents(tmp_path / "examples") == kept


def test_without_either_nothing_is_remembered() -> None:
    """A gate sends the same every time."""
    assert database(RunOptions(profile="gate")) is None
    assert database(RunOptions(profile="nightly", seed=1)) is None


def tried(folder: Path, target: str, chosen: RunOptions) -> list[Case | Sequence]:
    """What an exploration of plain identities tries, in its order."""
    run = campaign(folder, target, profile="quick")
    run.database = database(chosen)
    cases: list[Case | Sequence] = []
    run.before_send = cases.append
    run.explore(part(run, "identity-simple"))
    run.tester.session.close()
    return cases


def is_lower(shown: Case | Sequence) -> bool:
    """Whether a server that lowers identities is right about a case."""
    return isinstance(shown, Case) and (shown.get(IDENTITY) or "").islower()


def contents(folder: Path) -> dict[Path, bytes]:
    """The files in a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
