"""The engine of a run without pytest: a campaign against a target, whose session is open."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from contracts.targets.connect import connect
from contracts.targets.session import Session
from contracts.trials.trial import ReadBack, Tester
from reports.choices.profiles import PROFILES
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from tests.campaign import plan
from tests.campaign.campaign import Campaign


def campaign(
    folder: Path,
    target: str = "mock",
    environ: Mapping[str, str] | None = None,
    profile: str = "quick",
    seed: int = 0,
) -> Campaign:
    """A campaign whose session is open; its record is in `folder`. The caller closes both."""
    session = Session(connect(target, environ or {}), "participant-contract test")
    session.open()
    recorder = Recorder(folder / "run.ndjson").__enter__()
    found = Campaign(Tester(session, ReadBack.ALL), recorder, Tally(), PROFILES[profile], seed)
    found.tally.known = plan.rules(session.declared)
    found.promised = plan.promised(session.declared)
    return found


@contextmanager
def opened(folder: Path, target: str, environ: Mapping[str, str], profile: str) -> Iterator[Campaign]:
    """A campaign, with its session and its record closed at the end."""
    found = campaign(folder, target, environ, profile)
    try:
        yield found
    finally:
        found.tester.session.close()
        found.recorder.__exit__(None, None, None)
