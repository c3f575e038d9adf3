"""Sequences: what only several requests can show."""

import pytest

from contracts.scenario import Unsupported
from strategies import sequences
from strategies.partition import Senders
from strategies.sequences import SequencePartition
from tests.conformance.conftest import Conformance
from tests.conformance.plays import Plays


def partitions(senders: Senders) -> tuple[SequencePartition, ...]:
    """The partitions of sequences."""
    return sequences.sequence_partitions(senders)


@pytest.mark.turn(3)
def test_sequences(partition: SequencePartition, run: Conformance) -> None:
    """Every sequence of the partition goes as the documentation promises."""
    run.skip_unless_possible(partition)
    try:
        run.report(Plays(run.campaign).run(partition.name, partition.sequences))
    except Unsupported as error:
        run.leave_out(partition.name, str(error))


@pytest.mark.turn(5)
def test_state_machine(run: Conformance) -> None:
    """Whatever is done in whatever order, two conversations hold who was added to them."""
    run.report(Plays(run.campaign).explore("state-machine"))
