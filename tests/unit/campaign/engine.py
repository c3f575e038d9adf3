"""The engine of a run without pytest: a campaign against a target in process."""

from collections.abc import Mapping
from pathlib import Path

from contracts.targets.connect import connect
from contracts.targets.session import Session
from contracts.trials.trial import ReadBack, Tester
from reports.choices.profiles import PROFILES
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from tests.campaign import plan
from tests.campaign.campaign import Campaign


def campaign(folder: Path, target: str = "mock", environ: Mapping[str, str] | None = None) -> Campaign:
    """A campaign of profile quick whose session is open; its record is in `folder`."""
    session = Session(connect(target, environ or {}), "participant-contract test")
    session.open()
    recorder = Recorder(folder / "run.ndjson").__enter__()
    found = Campaign(Tester(session, ReadBack.ALL), recorder, Tally(), PROFILES["quick"], seed=0)
    found.tally.known = plan.rules(session.declared)
    found.promised = plan.promised(session.declared)
    return found
