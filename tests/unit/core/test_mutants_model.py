"""What mutants of the model and of the oracle's error codes survived (tests/mutation.md)."""

from dataclasses import replace

import pytest

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    WEBHOOK_HEADER,
    Case,
    Sequence,
    Step,
    case,
)
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.model import GROUP_LIMIT, NON_CHAT_LIMIT, PARTICIPANT_LIMIT, Member, Model, expect_steps
from contracts.promises.oracle import expect
from tests.unit.core.answers import ALICE, NUMBER, SENDER, SID, SMS, exchange

BOB, MASK = case({IDENTITY: "bob"}), case({PROJECTED_ADDRESS: SENDER})


@pytest.mark.parametrize(
    ("one", "codes"),
    [
        (case({ADDRESS: "", PROXY_ADDRESS: SENDER}), (50411,)),
        (case({ADDRESS: NUMBER, PROXY_ADDRESS: ""}), (50412,)),
        (case({ADDRESS: "hello", PROXY_ADDRESS: ""}), (50407, 50412)),
    ],
)
def test_an_empty_half_of_a_pair_has_its_code(one: Case, codes: tuple[int, ...]) -> None:
    """Also where the other half is given."""
    assert expect(one).codes == codes


def test_the_order_of_the_fields_is_more_particular_than_a_header() -> None:
    """Of all promises the rule of the order comes first."""
    one = replace(case({ATTRIBUTES: "{}", IDENTITY: "alice"}), headers=((WEBHOOK_HEADER, "true"),))
    assert expect(one).rules == ("C210", "C209", "C206", "C201")


@pytest.mark.parametrize(
    ("inside", "size", "one", "codes", "rule"),
    [
        (SMS, NON_CHAT_LIMIT, case({ADDRESS: NUMBER, PROXY_ADDRESS: "+12025550123"}), (50422, 50418), "C515"),
        (BOB, PARTICIPANT_LIMIT, ALICE, (50417,), "C515"),
        (MASK, GROUP_LIMIT, case({ADDRESS: NUMBER}), (50436,), "C517"),
    ],
)
def test_a_full_room_has_its_codes(inside: Case, size: int, one: Case, codes: tuple[int, ...], rule: str) -> None:
    """And any 4xx will do."""
    full = Model({number: Member(inside, {}) for number in range(size)})
    assert full.expect(one) == Expectation(Outcome.REJECT, (), codes, (rule,))


def test_an_accepted_participant_is_a_member() -> None:
    """By the number of the step, with the case that was sent and the body that came."""
    model = Model()
    model.created(3, exchange(ALICE), {"sid": SID})
    assert model.members == {3: Member(ALICE, {"sid": SID})}


@pytest.mark.parametrize(
    ("cases", "outcome"), [((ALICE, ALICE), Outcome.UNSPECIFIED), ((ALICE, BOB), Outcome.ACCEPT)]
)
def test_of_twins_that_are_sent_together_either_may_come_first(cases: tuple[Case, ...], outcome: Outcome) -> None:
    """Others do not get into each other's way."""
    together = Sequence(tuple(map(Step, cases)), together=True)
    assert [one and one.outcome for one in expect_steps(together)] == [outcome, outcome]
