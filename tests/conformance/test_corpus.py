"""The regression corpus: what once showed a bug is tried ahead of everything else."""

import pytest

from contracts.cases.case import Sequence
from contracts.cases.corpus import Kept
from contracts.trials.probed import Unsupported
from tests.campaign.plays import Plays
from tests.conformance.conformance import Conformance


@pytest.mark.turn(0)
def test_corpus(kept: Kept, run: Conformance) -> None:
    """The case is answered as the documentation promises, unless its bug is known."""
    run.campaign.tally.start(kept.partition, (kept.rule,))
    case = kept.case.labelled(kept.partition)
    if not isinstance(case, Sequence):
        run.report(run.campaign.try_each(kept.partition, [case]))
        return
    try:
        run.report(Plays(run.campaign).run(kept.partition, (case,)))
    except Unsupported as error:
        run.leave_out(kept.partition, str(error))
