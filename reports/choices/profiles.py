"""Profiles: how much a run sends, and whether it sends the same every time."""

from dataclasses import dataclass

from contracts.errors import UsageError


@dataclass(frozen=True, slots=True)
class Profile:
    """`examples` is generated for each partition, beside its own; `sequences` is the number of generated stateful
    sequences; `schema_examples` is generated from the OpenAPI document.

    `deterministic`: the same sources send the same cases. `keeps_database`: failing cases are remembered and come
    first the next time. `every_example`: all examples of a partition, and not only its scouts. `endless`: the
    partitions have their turn again and again, until `--max-time` or `--idle`. `scouts` of each partition's own
    examples go ahead of all others; `brief`: of the sequences only the short ones, and what no other judges.
    """

    name: str
    examples: int
    deterministic: bool
    keeps_database: bool
    sequences: int
    schema_examples: int
    every_example: bool = True
    endless: bool = False
    scouts: int = 3
    brief: bool = False


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("brief", 0, True, False, 0, 3, every_example=False, scouts=1, brief=True),
        Profile("quick", 5, False, True, 3, 20, every_example=False),
        Profile("gate", 40, True, False, 20, 100),
        Profile("nightly", 200, False, True, 100, 400),
        Profile("soak", 200, False, True, 100, 400, endless=True),
    )
}
"""The profiles by name, the shortest first."""


def profile(name: str) -> Profile:
    """The profile called `name`. Raises UsageError."""
    if name not in PROFILES:
        raise UsageError(f"'--profile' must be one of {', '.join(PROFILES)} (got {name!r}); choose one")
    return PROFILES[name]
