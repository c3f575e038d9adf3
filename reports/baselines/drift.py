"""Drift: what was observed where the documents are silent has changed, and not merely by chance."""

import math
from collections.abc import Mapping

CHANCE = 0.001
"""How unlikely it must be that the same server showed both observations."""
NOISE = ("no response", "429", "5")
"""What weather makes, and says nothing of the server's choice; `5` begins every 5xx."""


def counted(came: Mapping[str, int]) -> dict[str, int]:
    """Observations without noise."""
    return {what: times for what, times in came.items() if times and not what.startswith(NOISE)}


def differs(old: Mapping[str, int], new: Mapping[str, int], *, same_cases: bool = False) -> bool:
    """Whether the server behaves otherwise than it did: an answer appeared, or one no longer comes.

    With other cases (another seed) a rare answer may fail to show: the probability that it shows on one side only,
    if nothing changed, must be under `CHANCE`. With the same cases any change counts.
    """
    before, after = counted(old), counted(new)
    if same_cases and before and after and not before.keys() & after.keys():
        return True
    return changed(before, after, same_cases=same_cases)


def changed(before: Mapping[str, int], after: Mapping[str, int], *, same_cases: bool) -> bool:
    """The same of what may differ from case to case: with other cases, that nothing is in common is no proof."""
    if not before or not after:
        return False
    appeared = (what for what in after if what not in before)
    vanished = (what for what in before if what not in after)
    n_before, n_after = sum(before.values()), sum(after.values())
    if same_cases and n_before == n_after:
        return before.keys() != after.keys()
    return any(_one_sided(after[what], n_after, n_before) < CHANCE for what in appeared) or any(
        _one_sided(before[what], n_before, n_after) < CHANCE for what in vanished
    )


def _one_sided(times: int, here: int, there: int) -> float:
    """The probability that all of `times` occurrences are among `here` cases, and none among `there` (Fisher)."""
    return math.comb(here, times) / math.comb(here + there, times)


def shown(came: Mapping[str, int]) -> str:
    """Observations in words, the commonest first."""
    ordered = sorted(came.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{what} ({times:,})" for what, times in ordered) or "nothing"
