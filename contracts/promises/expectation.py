"""What the oracle says of a case: accept, reject or unspecified, and by which rules."""

import enum
from dataclasses import dataclass


class Outcome(enum.StrEnum):
    """`accept` is 201, `reject` is 4xx, `unspecified` is either: the documents leave the choice."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Expectation:
    """`statuses` and `codes` are those that the documents name for a refusal; empty statuses mean any 4xx.

    Error codes are information: which request yields which code is not documented well enough to insist.
    `rules` are the codes of the rules that decide the outcome, and so are broken when it does not come.
    """

    outcome: Outcome
    statuses: tuple[int, ...] = ()
    codes: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
