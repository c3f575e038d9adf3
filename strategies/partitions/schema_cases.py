"""Cases of Schemathesis: what it makes of openapi.yaml, in the form in which it would have sent it.

What generation takes of Schemathesis that is not public is imported here, and nowhere else; when a new version has
changed it, tests/unit/test_schema_cases.py says so. Importing this module costs about half a second.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

import hypothesis.core
import requests
import schemathesis
from hypothesis import strategies as st
from hypothesis.internal import charmap
from hypothesis.internal.intervalsets import IntervalSet
from hypothesis.strategies import SearchStrategy
from hypothesis.vendor.pretty import RepresentationPrinter
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.drivers import CoverageGenerator, ExamplesGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.hypothesis import setup
from schemathesis.generation.overrides import Override

from contracts.cases import documents
from contracts.cases.case import FORM, Auth, Body, Case, Conversation, Pairs, encode_form
from contracts.errors import UsageError
from contracts.judging.schema_judge import described_operation
from contracts.promises.openapi import PATH
from strategies.partitions.partition import Partition, partition

# To save time in its own command, Schemathesis lets Hypothesis print nothing of failing examples, in all tests of
# the process. `setup` does so when it is called first and never again: from here on they are printed.
setup()
hypothesis.core.RepresentationPrinter = RepresentationPrinter  # type: ignore[misc, attr-defined, unused-ignore]

# What UTF-8 can say, Hypothesis finds out by trying each of 1,114,112 characters, which takes 190 MB and a second
# wherever it has not been before; the answer is two intervals.
UTF_8 = (IntervalSet(((0, 0xD7FF), (0xE000, 0x10FFFF))), IntervalSet())
_found_by_trying = charmap.intervals_from_codec


def intervals_from_codec(codec_name: str) -> tuple[IntervalSet, IntervalSet]:
    """The characters that a codec can say, and those of them that it reads otherwise."""
    return UTF_8 if codec_name == "utf-8" else _found_by_trying(codec_name)


charmap.intervals_from_codec = intervals_from_codec  # type: ignore[assignment, unused-ignore]

ORIGIN = "http://127.0.0.1"
_URL = re.compile(re.escape(ORIGIN) + re.escape(PATH).replace(r"\{ConversationSid\}", "([^/?#]+)"))

# Written by the client that sends a case: the connection, the type and length of the body, and credentials.
_NOT_OURS = {"connection", "host", "transfer-encoding", "content-length", "content-type"}
_NOT_OURS |= {"authorization", "proxy-authorization", "cookie"}


@cache
def example_cases() -> tuple[Case, ...]:
    """The examples of the document, one case each."""
    generator = ExamplesGenerator(
        operation=described_operation(), override=Override(), feedback=NO_FEEDBACK, fill_missing=False
    )
    return _distinct(generator)


@cache
def coverage_cases() -> tuple[Case, ...]:
    """The boundaries that Schemathesis derives from the schema, on both sides; 94 cases, always the same."""
    operation = described_operation()
    generator = CoverageGenerator(
        operation=operation,
        generation_modes=list(schemathesis.GenerationMode),
        generation_config=operation.schema.config.generation_for(operation=operation, phase="coverage"),
        auth_storage=None,
        override=Override(),
        feedback=NO_FEEDBACK,
    )
    return _distinct(generator)


def fuzz_cases() -> SearchStrategy[Case]:
    """What fits the schema and what does not, half and half."""
    operation = described_operation()
    generated = st.one_of([operation.as_strategy(mode) for mode in schemathesis.GenerationMode])
    return generated.map(to_case).filter(lambda found: found is not None)  # type: ignore[return-value]


PHASES = ("schema-examples", "schema-coverage", "schema-fuzzing")
"""The three phases of Schemathesis, by the name of their partition."""
RULES = ("C117",)
"""The rules that they exercise."""


def schema_partition(phase: str) -> Partition:
    """The cases of a phase, which take a second to make; the oracle says what must become of each."""
    if phase == "schema-fuzzing":
        return partition(phase, *RULES, None, (), fuzz_cases())
    return partition(phase, *RULES, None, example_cases() if phase == "schema-examples" else coverage_cases())


def _distinct(generated: Iterable[schemathesis.Case[Any]]) -> tuple[Case, ...]:
    return tuple(dict.fromkeys(case for case in map(to_case, generated) if case is not None))


def to_case(generated: schemathesis.Case[Any]) -> Case | None:
    """The case that puts the same request on the wire; None for one that cannot be sent, or has a query.

    Names of conversations that were made up stand for a conversation that exists, unless they are the point.
    Of credentials only their presence counts: they are the target's own.
    """
    sent = generated.as_transport_kwargs(base_url=ORIGIN)
    where = conversation(sent["url"], negative=_has_negative_path(generated))
    content = _content(sent)
    if where is None or content is None or sent["params"]:
        return None
    fields = _plain_fields(content)
    case = Case(
        fields or (),
        _headers(generated, sent["headers"]),
        content if fields is None else None,
        where,
        Auth.VALID if sent["headers"].get("Authorization", "").startswith("Basic ") else Auth.NONE,
        generated.method,
    )
    return case if _sendable(case) else None


def conversation(url: str, *, negative: bool) -> str | None:
    """The conversation in a path: the existing one where any would do, else the literal if it is one segment."""
    match = _URL.fullmatch(url)
    if match is None or not negative:
        return match and Conversation.EXISTING
    try:
        literal = unquote(match[1], errors="strict")
    except UnicodeDecodeError:
        return None
    return None if "/" in literal or literal in set(Conversation) else literal


def _has_negative_path(generated: schemathesis.Case[Any]) -> bool:
    part = generated.meta.components.get(ParameterLocation.PATH) if generated.meta else None
    return part is not None and part.mode.is_negative


def _content(sent: dict[str, Any]) -> Body | None:
    """The body as requests, through which Schemathesis sends, writes it; None for text that UTF-8 cannot carry."""
    content_type = sent["headers"].get("Content-Type")
    try:
        request = requests.Request(
            "POST",
            ORIGIN,
            {} if content_type is None else {"Content-Type": content_type},
            sent.get("files"),
            sent.get("data"),
            json=sent.get("json"),
        ).prepare()
    except (requests.RequestException, UnicodeEncodeError):
        return None
    content = request.body or b""
    content = content.encode() if isinstance(content, str) else content
    assert isinstance(content, bytes)
    found = request.headers.get("Content-Type")
    return Body(content, None if found is None else str(found))


def _plain_fields(content: Body) -> Pairs | None:
    """The fields of a body that is a form in our own writing; None for any other."""
    if content.content_type != FORM:
        return None
    try:
        fields = tuple(parse_qsl(content.content.decode("ascii"), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        return None
    return fields if encode_form(fields) == content.content else None


def _headers(generated: schemathesis.Case[Any], sent: dict[str, str]) -> Pairs:
    """The headers that were generated and are sent, without those that HTTP cannot carry."""
    pairs = [(name, value) for name, value in sent.items() if name in (generated.headers or {})]
    return tuple(pair for pair in pairs if pair[0].lower() not in _NOT_OURS and _sendable(Case(headers=(pair,))))


def _sendable(case: Case) -> bool:
    """Whether the case can be written down, and so sent: by the rules of case documents."""
    try:
        documents.load(documents.dump(case))
    except UsageError:
        return False
    return True
