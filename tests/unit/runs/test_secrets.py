"""A server that repeats the credentials in every form: nothing that a run writes or prints gives them away."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.exchanges.wire import Request, Response
from contracts.simulator import Simulator
from contracts.targets.redaction import Redactor
from contracts.targets.settings import MOCK, MOCK_KEY, MOCK_TOKEN
from tests.unit.core.test_redaction import DERIVATIONS
from tests.unit.runs.support import ENVIRONMENT, run, served

OTHER = MOCK.other or ("", "")
SECRETS = Redactor({MOCK_TOKEN, MOCK_KEY[1], OTHER[1]}, [(MOCK.account_sid, MOCK_TOKEN), MOCK_KEY, OTHER])
BOTH = {
    "TWILIO_API_KEY": MOCK_KEY[0],
    "TWILIO_API_SECRET": MOCK_KEY[1],
    "CONTRACT_OTHER_ACCOUNT_SID": OTHER[0],
    "CONTRACT_OTHER_AUTH_TOKEN": OTHER[1],
}


class Repeating(Simulator):
    """Repeats what it was sent, and the secrets, one derivation after the other: in a header, in the message of a
    refusal, in the attributes of a participant, or as a page."""

    turn: Iterator[str] = itertools.cycle(DERIVATIONS)

    def __init__(self, **account: Any) -> None:
        super().__init__(**account)
        self.neighbour = Simulator(account_sid=OTHER[0], auth_token=OTHER[1], api_key=OTHER)

    def handle(self, request: Request) -> Response:
        response = super().handle(request)
        derive = DERIVATIONS[next(self.turn)]
        given = (request.header("Authorization") or "").partition(" ")[2]
        told = " ".join([given, derive(self.account_sid, self.auth_token), derive(*MOCK_KEY), derive(*OTHER)])
        if not request.target.endswith("/Participants") or request.method != "POST":
            return response
        content = response.content.replace(b'"message": "', b'"message": "' + told.encode("unicode_escape"))
        headers = (*response.headers, ("X-Echo", told.encode("unicode_escape").decode("ascii")))
        if response.status == 401:
            return Response(401, headers, b"<html>" + told.encode() + b"</html>")
        return Response(response.status, headers, content)


@pytest.mark.parametrize("arguments", [("--rule", "C402"), ("--partition", "identity-simple", "--rule", "C227")])
def test_no_secret_is_written_or_printed(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Every byte of every file, and of both streams, is searched for every derivation of every secret."""
    with served(Repeating) as server:
        environment = ENVIRONMENT | BOTH
        command = ("--target", server.url, "--out", "out", "--profile", "quick")
        done = run("run", *command, *arguments, cwd=tmp_path, **environment)
        findings = sorted((tmp_path / "out" / "findings").glob("C904-*.json"))
        again = [run("replay", str(path), *command[:2], cwd=tmp_path, **environment) for path in findings[:2]]
    assert done.returncode == 1, done.stdout + done.stderr
    assert "C904" in done.stdout
    assert again
    for text in (done.stdout, done.stderr, *(one.stdout + one.stderr for one in again)):
        assert not SECRETS.finds(text.encode())
    # What Hypothesis keeps as constants are those of our source, the mock's own token among them.
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "constants" not in path.parts]
    assert {path.name for path in files} > {"run.ndjson", "summary.json", "summary.md", "report.html", "junit.xml"}
    for path in files:
        for line in path.read_bytes().splitlines():
            assert not SECRETS.finds(line), path
