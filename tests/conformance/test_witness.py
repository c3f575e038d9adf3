"""The witness: what was created when the run began is there when it ends."""

import pytest

from contracts.trials import witness
from tests.campaign.plays import Plays
from tests.conformance.conformance import Conformance


@pytest.mark.turn(0)
def test_admission(run: Conformance) -> None:
    """A participant is added, and from now on looked at between tests."""
    run.campaign.tally.start(witness.NAME, witness.RULES)
    run.witness = Plays(run.campaign).admit()


@pytest.mark.turn(7)
def test_witness(run: Conformance) -> None:
    """It is still there, and as it was."""
    run.report(run.watch())
