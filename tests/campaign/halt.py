"""What ends a run from within, and what only ends a case: a recording that does not hold it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from contracts.errors import ContractError, NotHeld
from reports.runs.tally import Tally


class Halt(BaseException):
    """Ends a run from within Hypothesis, which takes every Exception for a failing example."""

    def __init__(self, error: ContractError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(slots=True)
class Unheld:
    """Cases that a recording does not hold: they are not run, and the tally says so by partition."""

    _cases: dict[str, list[str]] = field(default_factory=dict)

    @contextlib.contextmanager
    def skipping(self, partition: str) -> Iterator[None]:
        """Leaves the rest of the block out when the recording does not hold it."""
        try:
            yield
        except Halt as halt:
            if not isinstance(halt.error, NotHeld):
                raise
            self._cases.setdefault(partition, []).append(str(halt.error))

    def tell(self, partition: str, tally: Tally) -> None:
        """Puts down what of the partition was not run since it was last told."""
        found = self._cases.pop(partition, [])
        if found:
            cases = "one case" if len(found) == 1 else f"{len(found)} cases"
            tally.leave_out(partition, f"{cases} not run: {found[0]}")
