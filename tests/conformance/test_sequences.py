"""Sequences: what only several requests can show."""

from dataclasses import dataclass

import pytest

from contracts.promises.declared import Declared
from contracts.trials.probed import Unsupported
from contracts.trials.probes import PROBES
from strategies.sequences import catalogue as sequences
from strategies.sequences.partition import SequencePartition
from tests.campaign import plan
from tests.campaign.plan import STATE_MACHINE, STATE_MACHINE_RULES
from tests.campaign.plays import Plays
from tests.conformance.conformance import Conformance


def partitions(declared: Declared) -> tuple[SequencePartition, ...]:
    """The partitions of sequences."""
    return sequences.sequence_partitions(declared)


@pytest.mark.turn(2)
def test_sequences(partition: SequencePartition, run: Conformance) -> None:
    """Every sequence of the partition goes as the documentation promises."""
    run.skip_unless_possible(partition)
    if not run.affords(partition):
        run.leave_out(partition.name, f"costs {partition.cost}; --limits includes it")
    brief = run.campaign.profile.brief
    if brief and partition.name in plan.left_to_longer(run.campaign.declared):
        run.leave_out(partition.name, plan.TOO_LONG)
    try:
        todo = partition.sequences[:1] if brief else partition.sequences
        run.report(Plays(run.campaign).run(partition.name, todo))
    except Unsupported as error:
        run.leave_out(partition.name, str(error))


@dataclass(frozen=True, slots=True)
class _Probe:
    name: str
    rules: tuple[str, ...]


@pytest.mark.turn(2)
@pytest.mark.parametrize(
    "probe", [_Probe(name, (rule,)) for name, (rule, _) in PROBES.items()], ids=lambda p: p.name
)
def test_probes(probe: _Probe, run: Conformance) -> None:
    """What neither a case nor a sequence can say goes as the documentation promises."""
    try:
        run.report(Plays(run.campaign).probe(probe.name))
    except Unsupported as error:
        run.leave_out(probe.name, str(error))


@pytest.mark.turn(5)
def test_state_machine(run: Conformance) -> None:
    """Whatever is done in whatever order, two conversations hold the participants that were added to them."""
    if run.campaign.profile.brief:
        run.leave_out(STATE_MACHINE, plan.TOO_LONG)
    run.campaign.tally.start(STATE_MACHINE, STATE_MACHINE_RULES)
    run.report(Plays(run.campaign).explore(STATE_MACHINE))
