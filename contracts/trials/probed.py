"""What a probe found, and what it says when the target lacks what it needs."""

from dataclasses import dataclass

from contracts.cases.case import Case, Sequence
from contracts.errors import ContractError
from contracts.exchanges.exchange import Exchange
from contracts.judging.checks import Judgement


class Unsupported(ContractError):
    """The target, or the account, lacks what a probe or a scenario needs."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What a probe sent and found; `document` is what shows it again, as far as a document can."""

    exchanges: list[Exchange]
    judgement: Judgement
    document: Case | Sequence
