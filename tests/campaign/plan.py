"""What a run may try: every partition by name, with the rules that it exercises and the outcome it promises."""

from collections.abc import Iterable
from difflib import get_close_matches

from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.promises.expectation import Outcome
from contracts.trials import witness
from contracts.trials.probes import PROBES
from strategies.partitions import catalogue, schema_cases
from strategies.sequences import catalogue as sequences

STATE_MACHINE = "state-machine"
"""The partition of generated sequences."""
TOO_LONG = "profile brief leaves it to longer ones"
"""Why a partition is not run."""
STATE_MACHINE_RULES = ("C502", "C503", "C504", "C505", "C507", "C508", "C509", "C516", "C518")


def rules(declared: Declared) -> dict[str, tuple[str, ...]]:
    """The rules that each partition exercises, also of those that a run leaves out."""
    return {
        witness.NAME: witness.RULES,
        **{part.name: part.rules for part in catalogue.partitions(declared)},
        **{part.name: part.rules for part in sequences.sequence_partitions(declared)},
        **{name: (rule,) for name, (rule, _) in PROBES.items()},
        **dict.fromkeys(schema_cases.PHASES, schema_cases.RULES),
        STATE_MACHINE: STATE_MACHINE_RULES,
    }


def shards(declared: Declared, count: int) -> dict[str, int]:
    """The number of the part, from 1 on, that each partition is in, of so many parts that cost about the same.

    Always the same for the same partitions.
    """
    loads = [0] * count
    found = {}
    for name, cost in sorted(_costs(declared).items(), key=lambda one: (-one[1], one[0])):
        lightest = loads.index(min(loads))
        loads[lightest] += cost
        found[name] = lightest + 1
    return found


def left_to_longer(declared: Declared) -> frozenset[str]:
    """The partitions of sequences that profile `brief` leaves to longer ones: those whose first sequence is long,
    unless no other that it runs exercises one of their rules."""
    first = {one: len(one.sequences[0].steps) for one in sequences.sequence_partitions(declared) if not one.cost}
    seen: set[str] = set()
    left = set()
    for one, steps in sorted(first.items(), key=lambda entry: (entry[1], entry[0].name)):
        if steps > BRIEF_STEPS and seen.issuperset(one.rules):
            left.add(one.name)
        else:
            seen.update(one.rules)
    return frozenset(left)


BRIEF_STEPS = 12
"""Steps of a sequence that profile `brief` has time for."""
GENERATED, SCHEMA_CASES, STATE_STEPS, PROBE = 40, 250, 600, 20
"""About how many cases the generated examples of a partition cost, a phase of Schemathesis, the state machine, and
a probe; measured in a gate."""


def _costs(declared: Declared) -> dict[str, int]:
    """About how many cases each partition costs."""
    parts = {
        one.name: len(one.examples) + GENERATED * (one.cases is not None) for one in catalogue.partitions(declared)
    }
    steps = {
        one.name: sum(len(sequence.steps) for sequence in one.sequences)
        for one in sequences.sequence_partitions(declared)
    }
    others = {witness.NAME: PROBE, STATE_MACHINE: STATE_STEPS, **dict.fromkeys(PROBES, PROBE)}
    return parts | steps | others | dict.fromkeys(schema_cases.PHASES, SCHEMA_CASES)


def check_names(known: Iterable[str], names: Iterable[str]) -> None:
    """Raises UsageError for a name that no partition has, with the nearest ones."""
    for name in names:
        if name not in known:
            near = ", ".join(get_close_matches(name, known, n=3, cutoff=0.4)) or "see 'contract explain'"
            raise UsageError(f"'partition' must be the name of a partition (got {name!r}); near ones: {near}")


def left_to_target(declared: Declared) -> frozenset[str]:
    """The partitions whose cases a target may accept or refuse; of sequences those that need a choice of its."""
    parts = catalogue.partitions(declared)
    left = frozenset(part.name for part in parts if part.outcome in (None, Outcome.UNSPECIFIED))
    return left | {part.name for part in sequences.sequence_partitions(declared) if part.is_choice}


def fixed(declared: Declared) -> frozenset[str]:
    """The partitions whose cases no seed changes."""
    parts = frozenset(part.name for part in catalogue.partitions(declared) if part.cases is None)
    return parts | {part.name for part in sequences.sequence_partitions(declared)} | PROBES.keys()


def promised(declared: Declared) -> dict[str, Outcome]:
    """The outcome that each partition promises of all its cases."""
    return {part.name: part.outcome for part in catalogue.partitions(declared) if part.outcome is not None}
