"""`contract replay --export`: each reproduction, executed, tells a wrong server from a right one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from contracts.cases.documents import dumps, loads
from contracts.cases.notations.reading import read
from contracts.errors import UsageError
from contracts.miniatures import named
from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.settings import MOCK, MOCK_KNOWN
from tests.unit.helper_libraries.test_node import VERSION as NODE_LIBRARY
from tests.unit.reports.commands import call

TOO_LONG = {"headers": [["X-Twilio-Webhook-Enabled", "true"]], "fields": [["Identity", "a" * 257]]}
LONGEST = {"fields": [["Identity", "a" * 256]]}
PLACES = {"TWILIO_ACCOUNT_SID": MOCK.account_sid, "TWILIO_AUTH_TOKEN": MOCK.password}


@pytest.fixture(scope="module", params=[257, 255])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[int, str]]:
    """The longest identity that a server takes, and its URL."""
    make = named(f"identity-limit-of-{request.param}").make
    with LoopbackServer(make(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as one:
        yield request.param, one.url


def exported(tmp_path: Path, document: object, kind: str, target: str) -> str:
    """What is printed."""
    (tmp_path / "case.json").write_text(json.dumps(document))
    done = call("replay", str(tmp_path / "case.json"), "--export", kind, "--target", target)
    if done.exception is not None:
        raise done.exception
    assert done.return_value == 0
    return done.output


def test_a_pytest_file_judges(server: tuple[int, str], tmp_path: Path) -> None:
    """It passes on a server that keeps the promise, and fails on one that does not."""
    limit, url = server
    path = tmp_path / "test_bug.py"
    path.write_text(exported(tmp_path, TOO_LONG, "pytest", url))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    environment = PLACES | {"PATH": os.environ["PATH"], "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [*command, str(path)], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == (0 if limit == 255 else 1), done.stdout
    assert ("1 passed" if limit == 255 else "1 failed") in done.stdout


BINDING = {"MessagingBinding.Address": "+15558675310", "MessagingBinding.ProxyAddress": "+15017122661"}
WRONG = {
    "identity-limit-of-255": dict(LONGEST["fields"]),
    "lowers-identities": {"Identity": "Alice"},
    "lowers-names": {"Identity": "é", "Attributes": '{"Seat": 1}'},
    "fetches-lower-case": {"Identity": "Alice"},
    "fetches-no-attributes": {"Identity": "a", "Attributes": '{"seat": 1}'},
    "fetches-no-role": {"Identity": "a"},
    "fetches-days-only": {"Identity": "a"},
    "lists-twice": {"Identity": "a"},
    "swaps-addresses": BINDING,
    "answers-in-camel-case": {"Identity": "a"},
    "answers-nothing": {"Identity": "a"},
    "binds-to-chat": {"Identity": "a"},
    "forgets-roles": {"Identity": "a", "RoleSid": MOCK_KNOWN.roles[1]},
    "ignores-date-updated": {"Identity": "a", "DateUpdated": "2015-12-16T22:18:37Z"},
    "refuses-without-body": {},
}
"""Servers that are wrong about more than the status, and what shows it."""


@pytest.mark.parametrize(("wrong", "fields"), WRONG.items(), ids=WRONG)
def test_a_pytest_file_judges_what_comes_back(
    wrong: str, fields: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the answer, and when it is read later; a right server passes."""
    for name, value in (*PLACES.items(), ("CONTRACT_PROXY_ADDRESSES", BINDING["MessagingBinding.ProxyAddress"])):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CONTRACT_ROLE_SIDS", MOCK_KNOWN.roles[1])
    told: dict[str, Callable[[], None]] = {}
    exec(exported(tmp_path, {"fields": list(fields.items())}, "pytest", "http://127.0.0.1:1"), told)
    for make, passes in ((Simulator, True), (named(wrong).make, False)):
        with LoopbackServer(make(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as one:
            told["ORIGIN"] = one.url  # type: ignore[assignment]
            if passes:
                told["test_participant"]()
                continue
            with pytest.raises((AssertionError, KeyError, TypeError, ValueError)):
                told["test_participant"]()


def test_a_curl_script_shows_the_answer(server: tuple[int, str], tmp_path: Path) -> None:
    """Run by bash, with a real curl."""
    limit, url = server
    text = exported(tmp_path, TOO_LONG, "curl", url)
    environment = PLACES | {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["bash", "-c", text], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert f"HTTP {201 if limit == 257 else 400}" in done.stdout


def test_a_script_of_the_helper_library_shows_the_answer(server: tuple[int, str], tmp_path: Path) -> None:
    """With the library that the project tests against, and every parameter that it has."""
    limit, url = server
    full = {"fields": [["Identity", "a" * 257], ["Attributes", "{}"], ["DateCreated", "2015-12-16T22:18:37Z"]]}
    text = exported(tmp_path, full | {"headers": TOO_LONG["headers"]}, "python", url)
    done = subprocess.run(
        [sys.executable, "-c", text], env=PLACES, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("201 " if limit == 257 else "400 50207 ")
    assert limit == 255 or "'date_created': datetime.datetime(2015, 12, 16, 22, 18, 37" in done.stdout


def test_samples_are_one_script_of_the_helper_library(tmp_path: Path) -> None:
    """Which sends each to a conversation of its own; what the library cannot say is left out, and told."""
    done = call("sample", "identity-boundary", "-n", "3", "--as", "python")
    with LoopbackServer(Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as one:
        command = [sys.executable, "-c", done.output]
        sent = subprocess.run(
            command, env=PLACES | {"ORIGIN": one.url}, capture_output=True, text=True, timeout=60
        )
    assert [line[:4] for line in sent.stdout.splitlines()] == ["201 "] * 3, sent.stderr
    mixed = call("sample", "--as", "node")
    assert mixed.output.count("await add(") > 100
    assert "left out form-encodings: 'node' must be given fields that the library knows" in mixed.stderr


def test_samples_are_one_har(tmp_path: Path) -> None:
    """Which holds the same cases as the documents."""
    documents = call("sample", "identity-boundary", "-n", "3").output.splitlines()
    found = read(call("sample", "identity-boundary", "-n", "3", "--as", "har").output, tmp_path)
    assert found is not None
    assert [one.fields for _, one in found] == [loads(document).fields for document in documents]


def test_samples_are_curl_scripts() -> None:
    """One after the other; sequences too, which no other can say."""
    assert (
        call("sample", "identity-boundary", "-n", "3", "--as", "curl").output.count("# identity-boundary\n(") == 3
    )
    assert "# duplicate-identity\n(" in call("sample", "duplicate-identity", "-n", "1", "--as", "curl").output
    with pytest.raises(UsageError, match="choose --as curl"):
        raise call("sample", "duplicate-identity", "-n", "1", "--as", "har").exception or AssertionError


@pytest.mark.npm
def test_a_script_of_the_node_library_shows_the_answer(server: tuple[int, str], tmp_path: Path) -> None:
    """Needs npm and its registry, so it is asked for: pytest -m npm tests/unit/reports/test_exporting.py"""
    limit, url = server
    text = exported(tmp_path, TOO_LONG, "node", url)
    (tmp_path / "bug.mjs").write_text(text)
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"twilio@{NODE_LIBRARY}"]
    subprocess.run(install, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    environment = PLACES | {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["node", "bug.mjs"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("201 {" if limit == 257 else "400 50207 ")
    made = httpx.get(f"{url}/v1/Conversations", auth=(MOCK.account_sid, MOCK.password)).json()
    assert made["conversations"] == []


@pytest.mark.parametrize("kind", ["http", "har", "python", "node"])
def test_what_is_exported_comes_in_again(kind: str, tmp_path: Path) -> None:
    """As the same case."""
    found = read(exported(tmp_path, TOO_LONG, kind, "http://127.0.0.1:8080"), tmp_path)
    assert found is not None
    assert [one for _, one in found] == [loads(json.dumps(TOO_LONG))]
    assert dumps(found[0][1]) == json.dumps(TOO_LONG)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"steps": [LONGEST, LONGEST]}, "pytest"),
        (LONGEST | {"conversation": "closed"}, "http"),
        (LONGEST | {"auth": "wrong"}, "har"),
        ({"body_base64": "/w=="}, "har"),
        ({"fields": [["Identity", "a"], ["Identity", "b"]]}, "pytest"),
        ({"fields": [["Identity", "a"], ["Identity", "b"]]}, "python"),
        ({"fields": [["Level", "a"]]}, "python"),
        ({"fields": [["Level", "a"]]}, "node"),
        ({"fields": [["Identity", "a"], ["Identity", "b"]]}, "node"),
    ],
)
def test_what_a_notation_cannot_say_is_said(document: object, kind: str, tmp_path: Path) -> None:
    """With the one that can."""
    with pytest.raises(UsageError, match="choose --export curl"):
        exported(tmp_path, document, kind, "mock")
