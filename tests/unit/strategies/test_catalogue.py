"""The catalogue: every partition holds what it says, for accounts with senders and without."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.cases.case import ADDRESS, PROXY_ADDRESS, ROLE_SID, Case
from contracts.cases.documents import dump, load
from contracts.cases.form import pairs
from contracts.promises.declared import Declared
from contracts.promises.expectation import Outcome
from contracts.promises.grammar import addresses
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES
from reports.proving.fleet import FLEET
from strategies.partitions.catalogue import partitions
from strategies.partitions.partition import NEEDED, Partition
from tests.unit.strategies.minimal import DECLARED

PARTITIONS = partitions(DECLARED)
NO_SENDER = Declared()
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

WITH_SENDERS = re.compile(r"sms|whatsapp|rcs|address|proxy|channel|binding|projected|combin|role")
"""Names of partitions whose cases depend on the senders and roles of the account."""

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


def holds(part: Partition, case: Case, declared: Declared = DECLARED) -> None:
    """The case bears the partition's name, has its outcome, and if refused is so by the telling rule."""
    expectation = expect(case, declared)
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
    assert 1200 <= sum(len(part.examples) for part in PARTITIONS) <= 6500


def test_every_rule_that_one_request_can_break_has_a_partition() -> None:
    """What takes several requests has sequences instead."""
    exercised = {rule for part in PARTITIONS for rule in part.rules}
    several = {code for code in RULES if code.startswith("C5")} - {"C504"} | {"C240", "C404"}
    assert set(RULES) - exercised == several


def test_every_account_has_the_same_partitions() -> None:
    """Those that need a sender which it lacks are left out of the run, and named."""
    names = {(part.name, part.outcome, part.channel, part.needs) for part in PARTITIONS}
    for declared in FLEET.values():
        assert {(part.name, part.outcome, part.channel, part.needs) for part in partitions(declared)} == names


def possible(declared: Declared) -> list[Partition]:
    """The partitions that an account with these senders and roles tries."""
    channels = {addresses.channel(sender) for sender in declared.senders} | {None}
    known = {name for name in NEEDED if getattr(declared, name)} | {None}
    return [part for part in partitions(declared) if part.channel in channels and part.needs in known]


@pytest.mark.parametrize("account", FLEET)
def test_partitions_keep_their_word_for_every_account(account: str) -> None:
    """Whatever senders the owner declares: a declared sender is good, and what is none of them is not."""
    for part in possible(FLEET[account]):
        for example in part.examples:
            holds(part, example, FLEET[account])


@pytest.mark.parametrize("account", FLEET)
def test_generated_cases_keep_the_word_of_their_partition(account: str) -> None:
    """For every account, where cases depend on its senders."""
    declared = FLEET[account]
    parts = {part.name: part for part in possible(declared) if WITH_SENDERS.search(part.name)}
    generated = [part.cases for part in parts.values() if part.cases is not None]

    def sound(cases: tuple[Case, ...]) -> None:
        for one in cases:
            holds(parts[one.partition], one, declared)

    few(given(st.tuples(*generated))(sound))()


def test_bindings_that_are_accepted_need_a_sender_of_the_channel() -> None:
    for part in PARTITIONS:
        if part.outcome is Outcome.ACCEPT:
            bound = [PROXY_ADDRESS in dict(pairs(example) or ()) for example in part.examples]
            assert bound == [part.channel is not None] * len(bound)


def test_nothing_is_accepted_from_an_unowned_sender() -> None:
    for part in partitions(NO_SENDER):
        for example in part.examples:
            bound = ADDRESS in dict(pairs(example) or ())
            assert part.channel or not (bound and expect(example).outcome is Outcome.ACCEPT)


def test_the_senders_that_the_account_owns_are_used() -> None:
    owned = Declared(("+442079460018", "+442079460019"))
    pair = next(part for part in partitions(owned) if part.name == "sms-pair")
    assert {example.get(PROXY_ADDRESS) for example in pair.examples} == set(owned.senders)


def test_of_many_roles_each_is_given_to_a_chat_participant() -> None:
    """And a few on each channel, the last one among them."""
    sids = tuple(f"RL{number:032x}" for number in range(300))
    many = {part.name: part for part in partitions(replace(DECLARED, roles=sids))}
    given = {name: {example.get(ROLE_SID) for example in many[name].examples} for name in ("roles", "sms-roles")}
    assert given["roles"] == set(sids)
    assert len(given["sms-roles"]) == 8
    assert sids[-1] in given["sms-roles"]
