"""Samples of partitions: their own examples first, then generated ones, the same for the same seed."""

from difflib import get_close_matches
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from contracts.cases import case
from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.targets.settings import MOCK_KNOWN
from strategies.partitions import catalogue
from strategies.partitions.partition import Partition
from strategies.sequences import catalogue as sequences
from strategies.sequences.partition import SequencePartition

Drawn = TypeVar("Drawn")

AnyPartition = Partition | SequencePartition
Sample = case.Case | case.Sequence


def partitions(declared: Declared = MOCK_KNOWN) -> dict[str, AnyPartition]:
    """All partitions by name, in the order in which they are run, for what the owner declares: without that, the
    senders of the published samples."""
    found: list[AnyPartition] = [*catalogue.partitions(declared), *sequences.sequence_partitions(declared)]
    return {partition.name: partition for partition in found}


def named(name: str) -> AnyPartition:
    """The partition of that name. Raises UsageError that lists the nearest names."""
    known = partitions()
    if name not in known:
        near = get_close_matches(name, known, n=5, cutoff=0.4) or list(known)[:5]
        raise UsageError(
            f"'PARTITION' must be one of {len(known)} names (got {name!r}); near ones: {', '.join(near)}"
        )
    return known[name]


def sample(partition: AnyPartition, count: int, seed_number: int) -> list[Sample]:
    """`count` of a partition, or as many as it has; every sequence is an example."""
    if isinstance(partition, SequencePartition):
        return list(partition.sequences[:count])
    examples: list[Sample] = list(partition.examples[:count])
    missing = count - len(examples)
    if partition.cases is None or not missing:
        return examples
    return [*examples, *draw(partition.cases, missing, seed_number)]


def sample_of_all(count: int | None, seed_number: int) -> list[Sample]:
    """`count` of all partitions together, which take turns; one of each where `count` is `None`."""
    known = list(partitions().values())
    wanted = len(known) if count is None else count
    each = -(-wanted // len(known))
    columns = [sample(partition, each, seed_number) for partition in known]
    turns = (column[turn] for turn in range(each) for column in columns if turn < len(column))
    return list(turns)[:wanted]


def draw(strategy: SearchStrategy[Drawn], count: int, seed_number: int) -> list[Drawn]:
    """At most `count` values of a strategy, the same for the same seed; fewer when it has no more."""
    drawn: list[Drawn] = []

    def collect(value: Drawn) -> None:
        drawn.append(value)

    quiet = settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    seed(seed_number)(quiet(given(strategy)(collect)))()
    return drawn[:count]
