"""A mock that Stoplight's Prism makes of openapi.yaml passes the checks of a single answer.

Needs npm and its registry, so it is asked for: pytest -m npm tests/unit/test_prism.py
"""

import socket
import subprocess
import time
from collections.abc import Iterator

import httpx
import pytest

from contracts.cases.case import Auth, Case, encode_form
from contracts.exchanges.exchange import Exchange, Place
from contracts.exchanges.wire import Response
from contracts.judging import checks, schema_judge
from contracts.promises import openapi
from contracts.promises.expectation import Expectation, Outcome
from contracts.targets.settings import MOCK
from tests.unit.test_openapi import ERROR_EXAMPLES, FORM_EXAMPLES, PARTICIPANT

VERSION = "5.16.0"
SID = PARTICIPANT["conversation_sid"]
FAULTY = {"MessagingBinding.Address": "+1 501", "Attributes": "{"}
"""A form with the faults of all errors that are told from the form."""
PLACE = Place(PARTICIPANT["account_sid"], SID, "https://conversations.twilio.com")


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The mock's base URL; the package is installed for these tests alone."""
    folder = tmp_path_factory.mktemp("prism")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"@stoplight/prism-cli@{VERSION}"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=300)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = ["node_modules/.bin/prism", "mock", "-h", "127.0.0.1", "-p", port, str(openapi.OPENAPI_PATH)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(int(port))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("Prism does not listen")


def faults(url: str, form: dict[str, str], status: int, *prefer: str) -> list[str]:
    """What the checks have against the answer to a form, and whether it has the status."""
    case = Case(fields=tuple(form.items()), auth=Auth.NONE if status == 401 else Auth.VALID)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Prefer": ", ".join(prefer)}
    account = (MOCK.account_sid, MOCK.password) if case.auth is Auth.VALID else None
    path = openapi.PATH.format(ConversationSid=SID)
    answer = httpx.post(url + path, content=encode_form(case.fields), headers=headers, auth=account)
    assert answer.status_code == status, answer.text
    received = tuple((name.decode(), value.decode()) for name, value in answer.headers.raw)
    exchange = Exchange(case, PLACE, Response(answer.status_code, received, answer.content))
    found = (*checks.judge(exchange, Expectation(Outcome.UNSPECIFIED)), *schema_judge.judge(exchange))
    return [str(violation) for violation in found]


@pytest.mark.npm
@pytest.mark.parametrize("name", sorted(FORM_EXAMPLES))
def test_the_participants_are_what_the_forms_ask_for(prism: str, name: str) -> None:
    """All checks, those that compare the answer with the request too."""
    assert faults(prism, FORM_EXAMPLES[name]["value"], 201, f"example={name}") == []


@pytest.mark.npm
@pytest.mark.parametrize("name", sorted(ERROR_EXAMPLES))
def test_every_error_is_one(prism: str, name: str) -> None:
    """The body, its code, and the status of the answer."""
    status = ERROR_EXAMPLES[name]["status"]
    assert faults(prism, FAULTY, status, f"code={status}", f"example={name}") == []


@pytest.mark.npm
@pytest.mark.parametrize("form", [{}, {"Identity": ""}, {"Identity": "a", "DateCreated": "yesterday"}])
def test_what_it_refuses_by_itself_is_refused_well(prism: str, form: dict[str, str]) -> None:
    """It finds the form at fault, and takes the example of 4XX."""
    assert faults(prism, form, 422) == []
