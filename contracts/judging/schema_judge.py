"""A second opinion on answers: Schemathesis reads them with openapi.yaml, and sends nothing of its own.

Its checks and its validator are others' work and share nothing with contracts/judging/checks, so that a mistake in
one of the two shows. Importing this module costs half a second (Schemathesis), judging an answer about 0.2 ms.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import requests
import schemathesis
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup, MalformedJson
from schemathesis.openapi.checks import JsonSchemaError
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from contracts.cases.case import Conversation
from contracts.exchanges.exchange import Answer, Exchange
from contracts.exchanges.wire import Response
from contracts.judging.checks import Judgement, judgement
from contracts.judging.checks.errors import is_json_type
from contracts.judging.violations import broken, show
from contracts.promises.openapi import MEDIA_TYPE, OPENAPI_PATH, PATH

ASKED: tuple[CheckFunction, ...] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
"""The checks of Schemathesis that look at an answer and at nothing else."""

NOT_ASKED = {
    "ignored_auth": "sends requests of its own, to the host of the document; C401 and C402 judge credentials",
    "object_level_authorization": "needs a second identity and a run of Schemathesis",
    "use_after_free": "needs a history of requests; C5xx judge what becomes of a participant",
    "ensure_resource_availability": "needs a history of requests; C5xx judge what becomes of a participant",
    "positive_data_acceptance": "goes by how a case was made, not by what it says; C201 to C210 judge acceptance",
    "negative_data_rejection": "goes by how a case was made, not by what it says; C220 to C238 judge refusal",
    "missing_required_header": "goes by how a case was made; no header but the credentials is required",
    "unsupported_method": "no document promises 405 for other methods",
    "allow_header_conformance": "GET on the same path lists participants, which the document leaves out",
}
"""The other checks of Schemathesis, and why they are not asked."""

SETTINGS = {
    # C107 and C108 judge dates and URLs: any RFC 3339 date-time is right, and so is a stand-in's own URL.
    "checks": {"response_schema_conformance": {"validate-formats": False}},
    # A method of which the document says nothing may be answered in any way, even with 501 (RFC 9110 15.6.2).
    "phases": {"coverage": {"unexpected-methods": []}},
}
"""Settings of Schemathesis, which would otherwise look for a file from the working directory upwards."""

# Headers about the body as it was in transit; the content of a wire response is decoded.
_TRANSIT = ("content-encoding", "content-length", "transfer-encoding")


@cache
def described_operation() -> schemathesis.APIOperation[Any, Any, Any, Any]:
    """The operation as Schemathesis reads it from openapi.yaml; loaded once."""
    config = schemathesis.Config.from_dict(SETTINGS)
    return schemathesis.openapi.from_path(OPENAPI_PATH, config=config)[PATH]["POST"]


def judge(exchange: Exchange) -> Judgement:
    """C117: what Schemathesis has against an answer, one violation for each failure.

    Nothing for other methods, for literal conversations and without a response: no document describes those.
    """
    case, response = exchange.case, exchange.response
    if response is None or case.method != "POST" or case.conversation not in set(Conversation):
        return Judgement()
    lines = dict.fromkeys(_line(failure) for failure in _failures(response) if not _left_open(failure, response))
    expected = f"what openapi.yaml says of an answer with {response.status}"
    return judgement(["C117", *(broken("C117", expected=expected, actual=line) for line in lines)])


def _failures(response: Response) -> list[Failure]:
    try:
        _case().validate_response(_readable(response), checks=list(ASKED))
    except FailureGroup as group:
        return sorted(group.exceptions)
    return []


@cache
def _case() -> schemathesis.Case[Any]:
    """What Schemathesis takes every answer to be about. It was not generated, so no check looks at the request."""
    return described_operation().Case(path_parameters={"ConversationSid": Conversation.EXISTING})


@cache
def _request() -> requests.PreparedRequest:
    return requests.Request("POST", "http://127.0.0.1" + _case().formatted_path).prepare()


def _readable(response: Response) -> schemathesis.Response:
    """The answer for Schemathesis, beside a bare request that holds no credentials."""
    headers = {name: [value] for name, value in _headers(response)}
    return schemathesis.Response(response.status, headers, response.content, _request(), elapsed=0.0, verify=True)


def _headers(response: Response) -> Iterator[tuple[str, str]]:
    """The first of each header, as C102, C114 and C115 read them: every media type of JSON is right."""
    seen = set(_TRANSIT)
    for name, value in response.headers:
        key = name.lower()
        if key not in seen:
            seen.add(key)
            is_json = key == "content-type" and is_json_type(value)
            yield key, MEDIA_TYPE if is_json else value.strip()


def _left_open(failure: Failure, response: Response) -> bool:
    """Whether documents are silent: on lone surrogates in escapes (RFC 8259 8.2), and on the details of an error,
    which no published body has."""
    if isinstance(failure, MalformedJson):
        return not Answer(response).fault
    return isinstance(failure, JsonSchemaError) and failure.instance_path[:1] == ["details"]


def _line(failure: Failure) -> str:
    """What failed and how, in one line; values are cut, so that a large body does not fill a report."""
    if isinstance(failure, JsonSchemaError):
        where = "/".join(map(str, failure.instance_path)) or "the answer"
        return f"{failure.title}: {where}: {_short(failure.validation_message)}"
    return f"{failure.title}: {_short(failure.message)}".removesuffix(": ")


def _short(message: str) -> str:
    text = " ".join(message.split())
    return text if len(text) <= 200 else show(text, 200)
