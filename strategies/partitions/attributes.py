"""Partitions of the attributes: JSON of every kind and size, and what is none."""

import json
import string
from collections.abc import Iterable
from itertools import chain

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import ATTRIBUTES, IDENTITY, Case, case
from contracts.promises.expectation import Outcome
from strategies.fields import attribute_faults as json_faults
from strategies.fields import attributes, characters
from strategies.json import texts as json_texts
from strategies.partitions.partition import Partition, partition


def described(text: str) -> Case:
    """A participant with an identity and attributes."""
    return case({IDENTITY: "alice", ATTRIBUTES: text})


def _of(
    name: str, rules: str, outcome: Outcome, texts: Iterable[str], strategy: SearchStrategy[str] | None = None
) -> Partition:
    cases = None if strategy is None else strategy.map(described)
    return partition(name, rules, outcome, map(described, texts), cases)


def _both(kind: str, texts: Iterable[str], strategy: SearchStrategy[str] | None = None) -> Partition:
    return _of(f"attributes-{kind}", "C206 C302 C109 C316", Outcome.ACCEPT, texts, strategy)


def accepted() -> tuple[Partition, ...]:
    """Structurally valid JSON that fits into 4 KB."""
    numbers = (f'{{"n":{number}}}' for number in json_texts.NUMBERS)
    spelt = [json_texts.STYLES[0](text) for text in json_texts.STRINGS]
    names = [f"{{{json_texts.STYLES[0](name)}:1}}" for name in json_texts.NAMES]
    nested = [json_texts.nested(depth, kind) for depth in json_texts.DEPTHS for kind in "[{"]
    wrapped = [f'{{"a":{json_texts.nested(depth - 1, "[")}}}' for depth in json_texts.DEPTHS if depth > 1]
    objects = ["{}", '{"role":"driver"}', *(json_faults.filled(shape) for shape in json_texts.OBJECT_SHAPES)]
    others = [json_faults.filled(shape, "null") for shape in json_texts.ARRAY_SHAPES]
    others += [*json_texts.SCALARS[:8], *nested, *json_texts.SPACED, *_every_kind()]
    return (
        _both("objects", objects, attributes.objects()),
        _both("not-objects", filter(_is_no_object, others), st.one_of(attributes.arrays(), attributes.scalars())),
        _both("strings", (f'{{"s":{text}}}' for text in spelt), attributes.strings().map('{{"s":{}}}'.format)),
        _both("escapes", (f'{{"s":{text}}}' for text in json_texts.ESCAPES)),
        _both("numbers", numbers, attributes.numbers().map('{{"n":{}}}'.format)),
        _both("names", names, attributes.named_members()),
        _both("nested", (*_objects(nested), *wrapped), attributes.nested_objects()),
        _both("white-space", _objects(json_texts.SPACED), attributes.spaced_objects()),
        _of(
            "attributes-sizes",
            "C207 C302 C316",
            Outcome.ACCEPT,
            _objects(json_texts.fitting_texts()),
            attributes.fitting(),
        ),
    )


def _is_no_object(text: str) -> bool:
    return not text.lstrip(" \t\r\n").startswith("{")


def _objects(texts: Iterable[str]) -> Iterable[str]:
    """JSON objects; the operation page allows any JSON, another page speaks of an object, so the others have a
    partition of their own, which an owner may leave out."""
    return (text for text in texts if not _is_no_object(text))


def _every_kind() -> Iterable[str]:
    return (json_faults.filled(place, kind) for kind in json_texts.KINDS for place in json_texts.PLACES)


def exhaustive() -> tuple[Partition, ...]:
    """Every kind of value, every sign and every fault in every place, and every character of strings.

    Some servers are wrong about just one.
    """
    placed = chain.from_iterable(map(characters.placed, string.punctuation))
    signs = (json.dumps({"s": text, text: "s"}) for text in placed)
    return (
        _both("every-kind", _objects(_every_kind())),
        _both("every-sign", signs),
        _of("attributes-every-fault", "C231 C241 C504", Outcome.REJECT, json_faults.PLACED),
        _both("every-character", characters.json_strings()),
    )


def rejected() -> tuple[Partition, ...]:
    """What is no JSON, family by family, and what is too long."""
    families = [
        _of(
            f"attributes-broken-{family}",
            "C231 C241 C504",
            Outcome.REJECT,
            map(json_faults.filled, table.values()),
            json_faults.truncated_json() if family == "truncated" else json_faults.faulty_json(family),
        )
        for family, table in json_faults.FAMILIES.items()
    ]
    too_long = _of(
        "attributes-too-long", "C232 C504", Outcome.REJECT, json_texts.long_texts(), attributes.too_long()
    )
    return (*families, too_long)


def unspecified() -> tuple[Partition, ...]:
    """Texts on which RFC 8259 or Twilio's documents leave a choice."""
    deep = [json_texts.nested(depth, kind) for depth in json_texts.DEEP for kind in "[{"]
    open_ = Outcome.UNSPECIFIED
    return (
        _of("attributes-empty", "C303 C901", open_, json_texts.EMPTY),
        _of("attributes-unclear", "C302 C901", open_, json_texts.UNCLEAR_TEXTS, attributes.unclear_values()),
        _of("attributes-deep", "C302 C901", open_, deep, attributes.deep_values()),
        _of("attributes-size-unclear", "C302 C901", open_, json_texts.UNCLEAR_SIZES, attributes.unclear_sizes()),
    )
