"""What people see of a failure: the simplest case of a partition."""

import pytest

from contracts.cases.case import ATTRIBUTES, DATE_CREATED, IDENTITY, Case
from strategies.fields import addresses, attributes, identities, roles, timestamps
from strategies.fields import attribute_faults as json_faults
from strategies.json import texts as json_texts
from strategies.partitions.catalogue import partitions
from tests.unit.strategies.minimal import DECLARED, minimal

PARTITIONS = {part.name: part for part in partitions(DECLARED)}


def simplest(name: str) -> Case:
    cases = PARTITIONS[name].cases
    assert cases is not None
    return minimal(cases)


@pytest.mark.parametrize("name", ["identity-simple", "optional-fields", "conversation-closed", "auth-wrong"])
def test_the_simplest_participant_is_one_letter(name: str) -> None:
    assert simplest(name).fields == ((IDENTITY, "a"),)


def test_the_simplest_optional_field_stays_when_it_matters() -> None:
    cases = PARTITIONS["optional-fields"].cases
    assert cases is not None
    found = minimal(cases, lambda case: ATTRIBUTES in dict(case.fields))
    assert found.fields == ((IDENTITY, "a"), (ATTRIBUTES, "{}"))
    dated = minimal(cases, lambda case: DATE_CREATED in dict(case.fields))
    assert dated.fields == ((IDENTITY, "a"), (DATE_CREATED, "1970-01-01T00:00:00Z"))


def test_the_shortest_identity_that_is_too_long_has_257_of_the_simplest_letter() -> None:
    assert minimal(identities.overlong_identities()) == "a" * 257


def test_the_longest_identity_that_fits_is_found() -> None:
    assert minimal(identities.boundary_identities(), lambda text: len(text) > 255) == "a" * 256


def test_an_international_identity_shrinks_to_the_letter_that_matters() -> None:
    assert minimal(identities.international_identities(), lambda text: not text.isascii()) in ("ª", "µ", "À", "à")


def test_the_simplest_attributes_are_an_empty_object() -> None:
    assert minimal(attributes.values()) == "{}"
    assert minimal(attributes.objects(), lambda text: len(text) > 2) == '{"a":null}'


def test_the_simplest_string_with_a_character_holds_that_character() -> None:
    assert minimal(attributes.strings(), lambda text: "é" in text) == '"é"'


@pytest.mark.parametrize("family", json_faults.FAMILIES)
def test_the_simplest_text_that_is_no_json_is_short(family: str) -> None:
    assert len(minimal(json_faults.faulty_json(family))) <= 8


def test_the_shortest_attributes_that_are_too_long_have_4097_characters() -> None:
    assert minimal(attributes.too_long()) == json_texts.of_characters(4097)


def test_the_simplest_date_is_the_first() -> None:
    assert minimal(timestamps.canonical_timestamps()) == "1970-01-01T00:00:00Z"
    assert minimal(timestamps.broken_timestamps()) == "00:00:00Z"
    assert minimal(timestamps.reversed_pairs()) == ("1970-01-01T00:00:01Z", "1970-01-01T00:00:00Z")


def test_the_simplest_role_is_all_zeros() -> None:
    assert minimal(roles.role_sids()) == "RL" + "0" * 32


def test_the_simplest_address_is_that_of_the_samples() -> None:
    assert minimal(addresses.addresses(channel="whatsapp")) == "whatsapp:+15558675310"
