"""The failing examples that a run tries first: its own, and those of another run, which are left as they are."""

import os

from hypothesis.database import (
    DirectoryBasedExampleDatabase,
    ExampleDatabase,
    MultiplexedDatabase,
    ReadOnlyDatabase,
)

from reports.choices.cache import examples
from reports.choices.options import RunOptions
from reports.choices.profiles import PROFILES


def database(chosen: RunOptions) -> ExampleDatabase | None:
    """What a run remembers, `None` for nothing. What sends the same every time has no examples of its own: a gate,
    and a run that is repeated with its seed."""
    kept: list[ExampleDatabase] = []
    if PROFILES[chosen.profile].keeps_database and chosen.seed is None:
        kept.append(DirectoryBasedExampleDatabase(examples(os.environ)))
    if chosen.examples is not None:
        kept.append(ReadOnlyDatabase(DirectoryBasedExampleDatabase(chosen.examples)))
    return MultiplexedDatabase(*kept) if kept else None
