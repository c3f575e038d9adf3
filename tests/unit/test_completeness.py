"""A rule cannot be added by half: each has a source, a quotation, a partition and a miniature, and so on."""

import json

import pytest

from contracts.cases.case import Case
from contracts.exchanges.exchange import Exchange, Place
from contracts.exchanges.wire import Response
from contracts.judging.checks import judge
from contracts.miniatures import MINIATURES
from contracts.promises import trace
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES
from contracts.simulator import recorded
from contracts.simulator.recorded import Recording
from contracts.targets.settings import MOCK_KNOWN
from contracts.trials.probes import PROBES
from strategies.partitions import catalogue, schema_cases
from strategies.sequences import catalogue as sequences

PARTITIONS = catalogue.partitions(MOCK_KNOWN)
SEQUENCES = sequences.sequence_partitions(MOCK_KNOWN)

PRESENT = {"C314", "C318"}
"""A recording is of the past: that a date is the present cannot be seen in it."""


def test_every_rule_names_its_source() -> None:
    """A title, a quotation and a source."""
    assert len(RULES) >= 85
    assert all(rule.title and rule.quote and rule.source for rule in RULES.values())


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_exercised_by_a_partition(code: str) -> None:
    """By cases, sequences, a probe, or the phases of Schemathesis."""
    exercised = {rule for partition in (*PARTITIONS, *SEQUENCES) for rule in partition.rules}
    exercised |= {rule for rule, _ in PROBES.values()}
    exercised |= set(schema_cases.schema_partition("schema-examples").rules)
    always = {"C403", "C902", "C903", "C904"}
    assert code in exercised | always


def test_every_rule_of_a_partition_exists() -> None:
    """No partition names a rule that is none."""
    named = {rule for partition in (*PARTITIONS, *SEQUENCES) for rule in partition.rules}
    assert named <= RULES.keys()
    assert {one.rule for one in MINIATURES.values()} <= RULES.keys()


def test_every_sentence_of_the_documentation_is_traced() -> None:
    """To rules that exist, or to the reason why it promises nothing."""
    sentences = trace.load()
    assert len(sentences) >= 60
    assert all(bool(sentence.rules) != bool(sentence.reason) for sentence in sentences)
    assert {rule for sentence in sentences for rule in sentence.rules} <= RULES.keys()


def test_every_partition_sends_something_in_gate() -> None:
    """At least one example of its own, so that nothing depends on luck."""
    assert all(partition.examples for partition in PARTITIONS)
    assert all(partition.sequences for partition in SEQUENCES)


@pytest.mark.parametrize("recording", recorded.load(), ids=lambda recording: recording.name)
def test_every_recording_passes_the_checks(recording: Recording) -> None:
    """What was published conforms: the request is answered as the oracle says, and the answer is in order."""
    body = recording.body
    account, conversation = str(body.get("account_sid", "AC" + "a" * 32)), str(body.get("conversation_sid", ""))
    place = Place(account, conversation or "CH" + "a" * 32, "https://conversations.twilio.com")
    case = Case(tuple(recording.fields or ()))
    response = Response(recording.status, tuple(recording.headers), json.dumps(body).encode())
    found = judge(Exchange(case, place, response), expect(case))
    sent = recording.fields is not None and recording.status == 201
    codes = {violation.rule.code for violation in found if violation.fails} - PRESENT
    # An error that was published without its request can only be judged by its own shape.
    assert {code for code in codes if sent or code.startswith("C1")} == set()
