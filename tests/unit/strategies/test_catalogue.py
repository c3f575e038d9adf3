"""The catalogue: every partition holds what it says, for accounts with senders and without."""

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from contracts.cases.case import ADDRESS, PROXY_ADDRESS, Case
from contracts.cases.documents import dump, load
from contracts.cases.form import pairs
from contracts.promises.expectation import Outcome
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES
from strategies.partitions.catalogue import partitions
from strategies.partitions.partition import Partition, Senders
from tests.unit.strategies.minimal import NOBODY, SENDERS

PARTITIONS = partitions(SENDERS)
OPEN = {
    "conversation-missing",
    "conversation-malformed",
    "conversation-closed",
    "auth-none",
    "auth-wrong",
    "two-faults",
    "bindings-beside-faults",
    "faults-with-headers",
}
"""Partitions of requests that may be refused for a further fault."""

few = settings(
    max_examples=30,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
each = pytest.mark.parametrize("part", PARTITIONS, ids=lambda part: part.name)
generating = pytest.mark.parametrize(
    "part", [p for p in PARTITIONS if p.cases is not None], ids=lambda part: part.name
)


def holds(part: Partition, case: Case) -> None:
    """The case bears the partition's name, has its outcome, and if refused is so by the telling rule."""
    expectation = expect(case)
    assert case.partition == part.name
    assert part.outcome in (None, expectation.outcome)
    if part.outcome is Outcome.REJECT and part.name not in OPEN:
        assert part.rules[0] in expectation.rules


@each
def test_every_example_is_what_the_partition_says(part: Partition) -> None:
    assert part.examples
    for example in part.examples:
        holds(part, example)


@generating
def test_every_generated_case_is_what_the_partition_says(part: Partition) -> None:
    """And its document loads to the same case."""

    def sound(case: Case) -> None:
        holds(part, case)
        assert load(dump(case)) == case

    assert part.cases is not None
    few(given(part.cases)(sound))()


@each
def test_every_example_has_a_document_that_loads_to_the_same(part: Partition) -> None:
    for example in part.examples:
        assert load(dump(example)) == example


@each
def test_the_rules_exist(part: Partition) -> None:
    assert part.rules
    assert set(part.rules) <= set(RULES)
    assert len(set(part.rules)) == len(part.rules)


def test_names_are_kebab_case_and_unique() -> None:
    names = [part.name for part in PARTITIONS]
    assert len(set(names)) == len(names) >= 70
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


def test_no_request_is_an_example_twice_within_a_partition() -> None:
    for part in PARTITIONS:
        assert len(set(part.examples)) == len(part.examples)


def test_promises_come_first_and_silence_last() -> None:
    order = [Outcome.ACCEPT, Outcome.REJECT, None, Outcome.UNSPECIFIED]
    # What sends every length and every character costs most, and comes last.
    places = [order.index(part.outcome) for part in PARTITIONS if "-every-" not in part.name]
    assert all(one <= other for one, other in pairwise(places))


def test_the_gate_can_send_every_example() -> None:
    assert 1200 <= sum(len(part.examples) for part in PARTITIONS) <= 6000


def test_every_rule_that_one_request_can_break_has_a_partition() -> None:
    """What takes several requests has sequences instead."""
    exercised = {rule for part in PARTITIONS for rule in part.rules}
    several = {code for code in RULES if code.startswith("C5")} - {"C504"} | {"C240", "C404"}
    assert set(RULES) - exercised == several


def test_an_account_without_senders_has_the_same_partitions() -> None:
    assert [(p.name, p.outcome, p.channel) for p in partitions(NOBODY)] == [
        (p.name, p.outcome, p.channel) for p in PARTITIONS
    ]


@pytest.mark.parametrize(
    "senders", [NOBODY, Senders(sms=("+442079460018",)), Senders(whatsapp=("whatsapp:+15558675310",))]
)
def test_the_senders_make_no_difference_to_the_outcomes(senders: Senders) -> None:
    for part in partitions(senders):
        for example in part.examples:
            holds(part, example)


def test_bindings_that_are_accepted_need_a_sender_of_the_channel() -> None:
    for part in PARTITIONS:
        if part.outcome is Outcome.ACCEPT:
            bound = [PROXY_ADDRESS in dict(pairs(example) or ()) for example in part.examples]
            assert bound == [part.channel is not None] * len(bound)
        else:
            assert part.channel is None


def test_nothing_is_accepted_from_a_sender_that_nobody_owns() -> None:
    for part in partitions(NOBODY):
        for example in part.examples:
            bound = ADDRESS in dict(pairs(example) or ())
            assert part.channel or not (bound and expect(example).outcome is Outcome.ACCEPT)


def test_the_senders_that_the_account_owns_are_used() -> None:
    owned = Senders(sms=("+442079460018", "+442079460019"))
    pair = next(part for part in partitions(owned) if part.name == "sms-pair")
    assert {example.get(PROXY_ADDRESS) for example in pair.examples} == set(owned.sms)
