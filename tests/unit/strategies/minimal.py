"""The simplest value of a strategy, as a person would see it after shrinking."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from hypothesis import Phase, find, settings
from hypothesis.strategies import SearchStrategy

from contracts.targets.settings import MOCK_KNOWN
from strategies.partitions.partition import Senders

Value = TypeVar("Value")

SENDERS = Senders(("+15017122661",), ("whatsapp:+15017122661",), ("rcs:+15017122661",))
"""An account with a sender on every channel."""

DECLARED = replace(MOCK_KNOWN, senders=SENDERS.any)
"""The same, as its owner declares it, with the roles of the mock."""


def minimal(strategy: SearchStrategy[Value], condition: Callable[[Value], bool] = lambda _: True) -> Value:
    """The simplest value of `strategy` that meets `condition`. Raises NoSuchExample when none turns up."""
    chosen = settings(
        database=None,
        derandomize=True,
        deadline=None,
        max_examples=2000,
        phases=[Phase.generate, Phase.shrink],
    )
    return find(strategy, condition, settings=chosen)
