"""The traceability table: whole, and true to the catalogue of rules and to the OpenAPI document."""

from pathlib import Path

import pytest

from contracts.errors import UsageError
from contracts.promises import openapi, trace
from contracts.promises.rules import RULES

SENTENCES = trace.load()
IDS = [f"{sentence.where}-{number}" for number, sentence in enumerate(SENTENCES)]


def places() -> set[str]:
    """Every place of the operation page, told from the OpenAPI document."""
    operation, schemas = openapi.operation(), openapi.spec()["components"]["schemas"]
    success = operation["responses"]["201"]
    return {
        *("operation", "servers", "auth", "body", "201", "201.body"),
        *(f"{entry['in']}.{entry['name']}" for entry in operation["parameters"]),
        *(f"body.{name}" for name in schemas["NewParticipant"]["properties"]),
        *(f"201.header.{name}" for name in success["headers"]),
        *(f"201.body.{name}" for name in schemas["Participant"]["properties"]),
    }


def test_every_place_is_traced() -> None:
    """Each parameter, field, header and property has sentences, and no sentence is from elsewhere."""
    assert {sentence.where for sentence in SENTENCES} == places()


@pytest.mark.parametrize("sentence", SENTENCES, ids=IDS)
def test_rules_of_a_sentence_exist(sentence: trace.Sentence) -> None:
    """Each rule that a sentence names is in the catalogue, once and in order."""
    assert set(sentence.rules) <= set(RULES)
    assert list(sentence.rules) == sorted(set(sentence.rules))


@pytest.mark.parametrize("sentence", SENTENCES, ids=IDS)
def test_sentence_has_rules_or_a_reason(sentence: trace.Sentence) -> None:
    """Each sentence gives rise to rules, or says why not."""
    assert bool(sentence.rules) != bool(sentence.reason)


def test_no_sentence_is_traced_twice() -> None:
    """A sentence stands once at its place."""
    assert len({(sentence.where, sentence.text) for sentence in SENTENCES}) == len(SENTENCES)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[sentence]", "trace.toml must be TOML"),
        (
            '[[sentence]]\nwhere = "body"\ntext = "x"\nrule = "C101"',
            r"a sentence must have where, text, and rules or reason \(got 'rule'\)",
        ),
        ('[[sentence]]\ntext = "x"\nrules = ["C101"]', "a sentence must have 'where' and 'text'"),
        ('[[sentence]]\nwhere = "body"\nrules = ["C101"]', "a sentence must have 'where' and 'text'"),
        ('[[sentence]]\nwhere = "body"\ntext = "x"', "a sentence must have either 'rules' or 'reason'"),
        (
            '[[sentence]]\nwhere = "body"\ntext = "x"\nrules = ["C101"]\nreason = "y"',
            "a sentence must have either 'rules' or 'reason'",
        ),
    ],
)
def test_bad_table_is_refused(tmp_path: Path, toml: str, message: str) -> None:
    """A table that is no good is refused, and the error says why."""
    path = tmp_path / "trace.toml"
    path.write_text(toml, "utf-8")
    with pytest.raises(UsageError, match=f"^{message}"):
        trace.load(path)
