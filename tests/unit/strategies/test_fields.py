"""Single-field strategies and tables against the grammar that judges them."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import Case, encode_form
from contracts.cases.form import pairs as read
from contracts.promises.grammar import addresses as address_grammar
from contracts.promises.grammar import attributes as attributes_grammar
from contracts.promises.grammar import identities as identity_grammar
from contracts.promises.grammar import json_text, sids
from contracts.promises.grammar import timestamps as timestamp_grammar
from contracts.promises.grammar.grade import Grade
from strategies.fields import addresses, attributes, forms, identities, roles, timestamps
from strategies.fields import attribute_faults as json_faults
from strategies.fields.numbers import NUMBERS, OFTEN_REWRITTEN
from strategies.json import texts as json_texts
from strategies.partitions.request import RICH

GOOD, CONTESTED, BAD = Grade.GOOD, Grade.CONTESTED, Grade.BAD
VALUES = ("1", '"a"', "{}", "[]", '{"a":1}', "null", "-0.5e1", '[{"b":"\\\\"}]')

some = settings(
    max_examples=80,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def graded(strategy: SearchStrategy[str], grade: Callable[[str], Grade], expected: Grade) -> None:
    def agrees(text: str) -> None:
        assert grade(text) is expected

    some(given(strategy)(agrees))()


@pytest.mark.parametrize("family", json_faults.FAMILIES)
def test_a_fault_makes_every_value_no_json(family: str) -> None:
    texts_of = {
        label: [json_faults.filled(form, value) for value in VALUES]
        for label, form in json_faults.FAMILIES[family].items()
    }
    assert [label for label, found in texts_of.items() if {json_text.grade(text) for text in found} != {BAD}] == []


def test_a_fault_has_a_label_of_its_own() -> None:
    found = [form for table in json_faults.FAMILIES.values() for form in table.values()]
    assert len(found) - len(set(found)) <= 12  # the families overlap a little: `.5` alone, a word alone
    assert len(found) > 450


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        (attributes.values(), GOOD),
        (attributes.objects(), GOOD),
        (attributes.arrays(), GOOD),
        (attributes.scalars(), GOOD),
        (attributes.numbers(), GOOD),
        (attributes.strings(), GOOD),
        (attributes.named_members(), GOOD),
        (attributes.spaced_objects(), GOOD),
        (attributes.nested_objects(), GOOD),
        (attributes.fitting(), GOOD),
        (attributes.too_long(), BAD),
        (attributes.unclear_sizes(), CONTESTED),
        (attributes.unclear_values(), CONTESTED),
        (attributes.deep_values(), CONTESTED),
        *((json_faults.faulty_json(family), BAD) for family in json_faults.FAMILIES),
        (json_faults.truncated_json(), BAD),
    ],
)
def test_generated_attributes_have_their_grade(strategy: SearchStrategy[str], expected: Grade) -> None:
    graded(strategy, attributes_grammar.grade, expected)


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        (identities.simple_identities(), GOOD),
        (identities.punctuated_identities(), GOOD),
        (identities.numeric_identities(), GOOD),
        (identities.sid_lookalikes(), GOOD),
        (identities.boundary_identities(), GOOD),
        (identities.overlong_identities(), BAD),
        (identities.user_sids(), BAD),
        (identities.unclear_user_sids(), CONTESTED),
        (identities.international_identities(), CONTESTED),
        (identities.wide_identities(), CONTESTED),
        (identities.spaced_identities(), CONTESTED),
        (identities.signed_identities(), CONTESTED),
        (identities.ambiguous_lengths(), CONTESTED),
        (identities.white_space_identities(), CONTESTED),
        (identities.control_identities(), CONTESTED),
        (identities.symbol_identities(), CONTESTED),
        (identities.unassigned_identities(), CONTESTED),
        (identities.discouraged_identities(), CONTESTED),
        (identities.reserved_identities(), CONTESTED),
        (identities.unnormalised_identities(), CONTESTED),
    ],
)
def test_generated_identities_have_their_grade(strategy: SearchStrategy[str], expected: Grade) -> None:
    graded(strategy, identity_grammar.grade, expected)


@pytest.mark.parametrize("channel", addresses.CHANNELS)
def test_generated_addresses_have_their_grade_and_channel(channel: str) -> None:
    graded(addresses.addresses(channel=channel), address_grammar.grade, GOOD)
    graded(addresses.faulty_addresses(channel=channel), address_grammar.grade, BAD)
    prefixes: Iterable[str] = (addresses.PREFIXES[channel] + number for number in NUMBERS)
    assert {address_grammar.channel(text) for text in prefixes} == {channel}


def test_lenient_addresses_are_contested() -> None:
    graded(addresses.lenient_addresses(), address_grammar.grade, CONTESTED)


def test_the_numbers_of_every_region_are_valid_still() -> None:
    numbers = (*NUMBERS, *OFTEN_REWRITTEN)
    assert [number for number in numbers if address_grammar.grade(number) is not GOOD] == []
    assert len(NUMBERS) > 240


def test_generated_dates_have_their_grade() -> None:
    graded(timestamps.canonical_timestamps(), timestamp_grammar.grade, GOOD)
    graded(timestamps.odd_timestamps(), timestamp_grammar.grade, CONTESTED)
    graded(timestamps.future_timestamps(), timestamp_grammar.grade, CONTESTED)
    graded(timestamps.broken_timestamps(), timestamp_grammar.grade, BAD)


def test_a_fault_breaks_every_date() -> None:
    elsewhere = timestamps.samples_elsewhere()
    for label, fault in timestamps.FAULTS.items():
        grades = {timestamp_grammar.grade(fault(text)) for text in timestamps.CANONICAL if text[14:] != "00:00Z"}
        assert grades == {CONTESTED if label in elsewhere else BAD}, label


def test_generated_roles_have_their_grade() -> None:
    graded(roles.role_sids(), sids.grade_role, GOOD)
    graded(roles.broken_role_sids(), sids.grade_role, BAD)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 19, 20, 255, 4000, 4001])
@pytest.mark.parametrize("unit", json_texts.UNITS)
def test_a_text_of_a_size_has_that_size(size: int, unit: str) -> None:
    text = json_texts.of_bytes(size, unit)
    assert len(text.encode()) == size
    assert json_text.is_grammatical(text)


@pytest.mark.parametrize("encoding", forms.ENCODINGS)
def test_an_encoding_says_the_same_in_other_bytes(encoding: str) -> None:
    fields = (*RICH, ("MessagingBinding.Address", "+1"))
    body = forms.encoded(fields, encoding)
    assert read(Case(body=body)) == fields
    assert (body.content == encode_form(fields)) == (encoding == "space as plus")
