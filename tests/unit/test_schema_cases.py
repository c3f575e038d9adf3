"""Cases of Schemathesis: the same in every process, sendable, made with names that a new version may change."""

import importlib
import inspect
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis.core
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    FORM,
    IDENTITY,
    WEBHOOK_HEADER,
    Auth,
    Body,
    Case,
    Conversation,
)
from contracts.cases.documents import dump, load
from contracts.promises.openapi import operation
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES

ROOT = Path(__file__).parents[2]
JSON = "application/json"

few = settings(
    max_examples=60,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

# Every name that is not public, with the arguments that it is given or the attributes that are read from it.
PRIVATE = {
    "schemathesis.checks.CHECKS": "get_all_names",
    "schemathesis.checks.CheckFunction": "",
    "schemathesis.core.failures.Failure": "title message",
    "schemathesis.core.failures.FailureGroup": "",
    "schemathesis.core.failures.MalformedJson": "",
    "schemathesis.core.parameters.ParameterLocation": "PATH",
    "schemathesis.generation.drivers.CoverageGenerator": (
        "operation generation_modes generation_config auth_storage override feedback"
    ),
    "schemathesis.generation.drivers.ExamplesGenerator": "operation override feedback fill_missing",
    "schemathesis.generation.feedback.NO_FEEDBACK": "",
    "schemathesis.generation.hypothesis.setup": "",
    "schemathesis.generation.meta.CaseMetadata": "components",
    "schemathesis.generation.overrides.Override": "",
    "schemathesis.openapi.checks.JsonSchemaError": "instance_path validation_message",
    "schemathesis.Response": "status_code headers content request elapsed verify",
}


@pytest.mark.parametrize("name", PRIVATE)
def test_canary(name: str) -> None:
    """What is used of Schemathesis beyond its public names is there, and is used as it wants to be."""
    module, _, attribute = name.rpartition(".")
    advice = (
        f"Schemathesis {schemathesis.__version__} has changed {name}: pin the version before it in "
        "pyproject.toml, or follow the change in strategies/schema_cases.py and contracts/schema_judge.py"
    )
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        pytest.fail(f"{advice} ({error})")
    known = set(dir(found)) | (set(inspect.signature(found).parameters) if inspect.isclass(found) else set())
    missing = set(PRIVATE[name].split()) - known
    assert not missing, f"{advice} (without {', '.join(missing)})"


@pytest.fixture(scope="module")
def schema_cases() -> ModuleType:
    """The module under test: imported late, so that the canary can speak first."""
    return importlib.import_module("strategies.partitions.schema_cases")


def test_failing_values_are_still_printed(schema_cases: ModuleType) -> None:
    """Importing and generating leaves alone how Hypothesis shows the values of a failing example."""
    importlib.import_module("schemathesis.generation.hypothesis.builder")

    @few
    @given(schema_cases.fuzz_cases())
    def passes(case: Case) -> None:
        assert isinstance(case, Case)

    passes()
    assert vars(hypothesis.core)["RepresentationPrinter"] is RepresentationPrinter

    @few
    @given(st.just("a value to show"))
    def fails(value: str) -> None:
        raise AssertionError

    with pytest.raises(AssertionError) as caught:
        fails()
    assert "a value to show" in "\n".join(caught.value.__notes__)


PRINT_DIGESTS = """
import hashlib
from hypothesis import HealthCheck, given, seed, settings
from contracts.cases.documents import dumps
from strategies.partitions.schema_cases import coverage_cases, example_cases, fuzz_cases
fuzzed = []
quick = settings(max_examples=25, database=None, deadline=None, suppress_health_check=list(HealthCheck))
seed(1)(quick(given(fuzz_cases())(lambda case: fuzzed.append(case))))()
for cases in (example_cases(), coverage_cases(), fuzzed):
    print(hashlib.sha256("\\n".join(map(dumps, cases)).encode()).hexdigest())
"""


def test_cases_are_the_same_in_every_process() -> None:
    """Two processes with different hash seeds make the same cases, in the same order, byte for byte."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT_DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for hash_seed in ("1", "2")
    ]
    first, second = (process.communicate(timeout=120)[0] for process in running)
    assert first == second
    assert len(first.split()) == 3


def test_examples_are_those_of_the_document(schema_cases: ModuleType) -> None:
    """Each example of the document is one case, with its fields in their order."""
    examples = operation()["requestBody"]["content"][FORM]["examples"].values()
    assert [case.fields for case in schema_cases.example_cases()] == [
        tuple(example["value"].items()) for example in examples
    ]
    assert all(case == Case(case.fields) for case in schema_cases.example_cases())


Wanted = Callable[[Case], bool]
COVERED: dict[str, Wanted] = {
    "longest identity": lambda case: len(case.get(IDENTITY) or "") == 256,
    "identity too long": lambda case: len(case.get(IDENTITY) or "") == 257,
    "empty address": lambda case: case.get(ADDRESS) == "",
    "attributes too long": lambda case: len(case.get(ATTRIBUTES) or "") == 4097,
    "nothing in the form": lambda case: case.body is None and case.fields == (),
    "no body": lambda case: case.body == Body(b"", None),
    "another media type": lambda case: case.content_type == "text/plain",
    "no credentials": lambda case: case.auth is Auth.NONE,
    "webhook header": lambda case: case.header(WEBHOOK_HEADER) == "false",
    "another webhook header": lambda case: case.header(WEBHOOK_HEADER) == "AAA",
}


@pytest.mark.parametrize("what", COVERED)
def test_coverage_has_boundaries_of_both_sides(schema_cases: ModuleType, what: str) -> None:
    """The coverage phase reaches what the schema allows and what it forbids."""
    assert any(map(COVERED[what], schema_cases.coverage_cases()))


def test_coverage_is_small_and_has_no_duplicates(schema_cases: ModuleType) -> None:
    """All cases of the coverage phase can be sent in every run, each once."""
    cases = schema_cases.coverage_cases()
    assert len(set(cases)) == len(cases)
    assert 50 <= len(cases) <= 600


def check_sendable(case: Case) -> None:
    """The case can be written down and read again, and holds nothing that its sender writes."""
    assert load(dump(case)) == case
    expect(case)
    names = {name.lower() for name, _ in case.headers}
    assert names.isdisjoint({"authorization", "cookie", "host", "content-type", "content-length"})
    assert case.conversation
    assert "/" not in case.conversation
    assert case.method == "POST"


def test_deterministic_cases_are_sendable(schema_cases: ModuleType) -> None:
    """Every example and every boundary can be sent and predicted."""
    for case in (*schema_cases.example_cases(), *schema_cases.coverage_cases()):
        check_sendable(case)


def test_fuzzed_cases_are_sendable_and_of_both_kinds(schema_cases: ModuleType) -> None:
    """Generated cases can be sent and predicted; some fit the schema and some do not."""
    seen: list[Case] = []

    @few
    @given(schema_cases.fuzz_cases())
    def check(case: Case) -> None:
        check_sendable(case)
        seen.append(case)

    check()
    assert {case.auth for case in seen} == {Auth.VALID, Auth.NONE}
    assert any(case.get(IDENTITY) == "" for case in seen)
    assert len({case.fields for case in seen}) > 10


def generated(schema_cases: ModuleType, **parts: Any) -> Case | None:
    """Our case of a case of Schemathesis with these parts, otherwise a plain one."""
    headers = {"Authorization": "Basic Og=="} | parts.pop("headers", {})
    plain = {"path_parameters": {"ConversationSid": "CH1"}, "body": {IDENTITY: "a"}, "media_type": FORM}
    made = schema_cases.described_operation().Case(headers=headers, **plain | parts)
    case = schema_cases.to_case(made)
    assert case is None or isinstance(case, Case)
    return case


FORMS: dict[str, tuple[dict[str, Any], Case | None]] = {
    "a form": ({"body": {IDENTITY: "a b", ADDRESS: ""}}, Case(((IDENTITY, "a b"), (ADDRESS, "")))),
    "a repeated field": ({"body": {IDENTITY: ["a", "b"]}}, Case(((IDENTITY, "a"), (IDENTITY, "b")))),
    "numbers": ({"body": {IDENTITY: 5}}, Case(((IDENTITY, "5"),))),
    "a list, which vanishes": ({"body": {IDENTITY: "a", "x": []}}, Case(((IDENTITY, "a"),))),
    "bytes": ({"body": b"\xff"}, Case(body=Body(b"\xff"))),
    "an array": ({"body": [1]}, Case(body=Body(b"[1]"))),
    "no form": (
        {"body": {"a": 1}, "media_type": "application/json"},
        Case(body=Body(b'{"a": 1}', "application/json")),
    ),
    "text that UTF-8 cannot carry": ({"body": {IDENTITY: "\ud800"}}, None),
    "a query": ({"query": {"a": "b"}}, None),
}


@pytest.mark.parametrize("what", FORMS)
def test_bodies_are_what_goes_on_the_wire(schema_cases: ModuleType, what: str) -> None:
    """A form becomes fields, in its order; another body stays as it is; what cannot be sent is left out."""
    parts, expected = FORMS[what]
    assert generated(schema_cases, **parts) == expected


HEADERS: dict[str, tuple[dict[str, str], tuple[tuple[str, str], ...]]] = {
    "webhooks": ({WEBHOOK_HEADER: "true"}, ((WEBHOOK_HEADER, "true"),)),
    "a line break": ({"X-A": "a\nb", "X-B": "b"}, (("X-B", "b"),)),
    "a leading space": ({"X-A": " a"}, ()),
    "beyond Latin-1": ({"X-A": "\u20ac"}, ()),
    "a name with a space": ({"X A": "a"}, ()),
    "a cookie": ({"Cookie": "a=b"}, ()),
    "the connection's own": ({"Content-Length": "3", "Host": "example.com"}, ()),
}


@pytest.mark.parametrize("what", HEADERS)
def test_headers_are_kept_if_http_can_carry_them(schema_cases: ModuleType, what: str) -> None:
    """Headers that were generated are kept, unless no client would send them or they belong to the client."""
    headers, expected = HEADERS[what]
    found = generated(schema_cases, headers=headers)
    assert found is not None
    assert found.headers == expected


@pytest.mark.parametrize(
    ("authorization", "auth"),
    [("Basic Og==", Auth.VALID), ("", Auth.NONE), ("nonsense", Auth.NONE)],
)
def test_only_the_presence_of_credentials_counts(schema_cases: ModuleType, authorization: str, auth: Auth) -> None:
    """Credentials of Schemathesis stand for valid ones, and whatever is no Basic authentication for none."""
    found = generated(schema_cases, headers={"Authorization": authorization})
    assert found is not None
    assert found.auth is auth


@pytest.mark.parametrize(
    ("segment", "conversation"),
    [("%C3%A9%20x", "\u00e9 x"), ("a%2Fb", None), ("%FF", None), ("closed", None)],
)
def test_a_forbidden_path_parameter_is_sent_as_it_is(
    schema_cases: ModuleType, segment: str, conversation: str | None
) -> None:
    """A conversation that was generated to be wrong is a literal; what is no segment in UTF-8 is left out."""
    url = f"http://127.0.0.1/v1/Conversations/{segment}/Participants"
    assert schema_cases.conversation(url, negative=True) == conversation
    assert schema_cases.conversation(url, negative=False) == Conversation.EXISTING


def test_partitions_are_there_for_c117(schema_cases: ModuleType) -> None:
    """Three partitions, whose cases bear their names and whose outcome the oracle decides."""
    partitions = [schema_cases.schema_partition(phase) for phase in schema_cases.PHASES]
    assert [part.name for part in partitions] == ["schema-examples", "schema-coverage", "schema-fuzzing"]
    assert all(part.rules == ("C117",) and part.outcome is None for part in partitions)
    assert all(case.partition == part.name for part in partitions for case in part.examples)
    assert partitions[2].cases is not None
    assert "C117" in RULES
