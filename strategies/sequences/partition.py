"""A partition of sequences: what it exercises, what it needs and what it costs."""

from dataclasses import dataclass

from contracts.cases.case import Sequence, Step


@dataclass(frozen=True, slots=True)
class SequencePartition:
    """Sequences that exercise `rules`, each as short as the rule allows. `channel` as in `Partition`; that many of
    its `senders` are needed. `needs` as in `Partition`.

    `cost` is set where they are tried only when asked for, and says what they cost. `is_choice` when they need
    something that a target may do or not, such as Group MMS. `key` as in `Partition`.
    """

    name: str
    rules: tuple[str, ...]
    sequences: tuple[Sequence, ...]
    channel: str | None = None
    cost: str = ""
    senders: int = 1
    needs: str | None = None
    is_choice: bool = False
    key: bool = False


def partition(
    name: str, rules: tuple[str, ...], *sequences: Sequence, channel: str | None = None, cost: str = ""
) -> SequencePartition:
    """A partition whose sequences all bear its name."""
    return SequencePartition(name, rules, tuple(s.labelled(name) for s in sequences), channel, cost)


def of(*steps: Step) -> Sequence:
    """The sequence of these steps."""
    return Sequence(steps)
