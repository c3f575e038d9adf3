"""The tools: how each is installed, how it is asked about a server, and whether it then says that it is wrong."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from contracts.promises.openapi import OPENAPI_PATH, PATH, operation
from contracts.targets.basic import authorization
from contracts.targets.settings import MOCK
from tests.peers.places import CONVERSATION, Place

ROOT = Path(__file__).parents[2]
DOCUMENTS = Path(__file__).parent / "documents"
FORMS = [
    entry["value"]
    for content in operation()["requestBody"]["content"].values()
    for entry in content["examples"].values()
]
VERIFY = """
import sys
from pact import Verifier

contract, url, authorization = sys.argv[1:]
verifier = Verifier("participants", host="127.0.0.1").add_transport(url=url).add_source(contract)
try:
    verifier.add_custom_header("Authorization", authorization).verify()
except RuntimeError:
    sys.exit(3)
"""
"""What a user of Pact's library writes; 3 says that the contract is not kept."""
LONGEST = 600.0
"""Seconds that a tool has for one server."""
WAITS = 30.0
"""Seconds that a tool of ours has to listen."""


class ToolError(Exception):
    """The tool itself failed, so that it says nothing of the server."""


@dataclass(frozen=True, slots=True)
class Tool:
    """`folder` is where it is installed, and where it may write."""

    folder: Path

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """A command of the tool, with no proxy between it and this machine."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.lower().endswith("_proxy") and name != "CI"
        }
        return subprocess.run(
            words,
            cwd=self.folder,
            env=kept | variables,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )

    def install(self, *words: str) -> None:
        """Runs an installer. Raises ToolError."""
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, timeout=LONGEST, check=False)
        if done.returncode:
            raise ToolError(f"{' '.join(words)}: {done.stderr.strip()[-300:]}")

    def told(self, done: subprocess.CompletedProcess[str], *, noticed: int = 1) -> bool:
        """Whether the exit code says that a fault was noticed. Raises ToolError for any other."""
        if done.returncode not in (0, noticed):
            raise ToolError(f"exit code {done.returncode}: {(done.stdout + done.stderr).strip()[-300:]}")
        return done.returncode == noticed


class Ours(Tool):
    """`contract run`."""

    profile = "brief"
    name = "contract run --profile brief"

    def set_up(self) -> str:
        """The version."""
        return self.run(sys.executable, "-m", "reports", "--version", PYTHONPATH=str(ROOT)).stdout.split()[-1]

    def notices(self, place: Place) -> bool:
        """By its exit code."""
        account, token = place.account
        variables = {
            "TWILIO_ACCOUNT_SID": account,
            "TWILIO_AUTH_TOKEN": token,
            "CONTRACT_SANDBOX_ACCOUNT": account,
            "CONTRACT_PROXY_ADDRESSES": ",".join(MOCK.declared.senders),
        }
        command = ("-m", "reports", "run", "--target", place.url, "--profile", self.profile, "--out", "ours")
        return self.told(self.run(sys.executable, *command, PYTHONPATH=str(ROOT), **variables))


class Gate(Ours):
    """The whole."""

    profile = "gate"
    name = "contract run"


class Schemathesis(Tool):
    """`st run` with openapi.yaml, and nothing but the conversation told."""

    name = "Schemathesis, as it comes"
    settings = DOCUMENTS / "schemathesis.toml"

    def set_up(self) -> str:
        """The version of the one that is installed beside us."""
        return self.run(self._command, "--version").stdout.split()[-1]

    @property
    def _command(self) -> str:
        return str(Path(sys.executable).with_name("st"))

    def notices(self, place: Place) -> bool:
        """By its exit code."""
        words = ("--config-file", str(self.settings), "run", str(OPENAPI_PATH), "--url", place.url)
        given = ("--auth", ":".join(place.account), "--seed", "1", "--generation-database", "none", "--no-color")
        return self.told(self.run(self._command, *words, *given))


class SchemathesisSettled(Schemathesis):
    """With the settings of this repository."""

    name = "Schemathesis, with schemathesis.toml"
    settings = ROOT / "schemathesis.toml"


class Prism(Tool):
    """`prism proxy`, which validates the answers to the published requests and to some that are faulty."""

    name = "Prism, validation proxy"
    package = "@stoplight/prism-cli@5.16.0"

    def set_up(self) -> str:
        """Installs it."""
        self.install("npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", self.package)
        return self.package.rpartition("@")[2]

    def notices(self, place: Place) -> bool:
        """Its own answer of violations stands for that of the server."""
        port = free_port()
        options = (
            "proxy",
            str(OPENAPI_PATH),
            place.url,
            "-p",
            port,
            "-h",
            "127.0.0.1",
            "--errors",
            "--no-validate-request",
        )
        command = [str(self.folder / "node_modules/.bin/prism"), *options]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as proxy:
            try:
                wait_for(int(port))
                return any(self._is_faulted(*answer) for answer in posts(f"http://127.0.0.1:{port}", place))
            finally:
                proxy.terminate()

    def _is_faulted(self, status: int, text: str) -> bool:
        return status >= 500 and "stoplight.io/prism/errors#VIOLATIONS" in text


class Portman(Tool):
    """A Postman collection that Portman makes of openapi.yaml, with its contract tests, run by Newman."""

    name = "Portman and Newman"
    packages = ("@apideck/portman@1.33.0", "newman@6.2.2", "tslib@2")

    def set_up(self) -> str:
        """Installs both, and makes the collection."""
        self.install("npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", *self.packages)
        shutil.copy(DOCUMENTS / "portman.json", self.folder)
        made = ("-l", str(OPENAPI_PATH), "-b", "http://unused", "-c", "portman.json", "-o", "collection.json")
        self.install("node_modules/.bin/portman", *made)
        collection = self.folder / "collection.json"
        collection.write_text(json.dumps(ticked(json.loads(collection.read_text("utf-8")))), "utf-8")
        return ", ".join(one.rpartition("@")[2] for one in self.packages[:2])

    def notices(self, place: Place) -> bool:
        """By Newman's exit code."""
        values = {"baseUrl": place.url, "user": place.account[0], "pass": place.account[1]}
        given = [word for name, value in values.items() for word in ("--env-var", f"{name}={value}")]
        return self.told(self.run("node_modules/.bin/newman", "run", "collection.json", *given))


class Pact(Tool):
    """Pact's verifier, with a contract of one consumer that adds participants."""

    name = "Pact, verifier"
    package = "pact-python==4.2.0"

    def set_up(self) -> str:
        """Installs it beside us, in a virtual environment of its own."""
        self.install(sys.executable, "-m", "venv", "pact")
        self.install("pact/bin/pip", "install", "--quiet", self.package)
        return self.package.partition("==")[2]

    def notices(self, place: Place) -> bool:
        """By the exit code of a script with its library."""
        contract = self.folder / "contract.json"
        contract.write_text(
            (DOCUMENTS / "pact.json")
            .read_text("utf-8")
            .replace("CONVERSATION", CONVERSATION)
            .replace("LONG", "a" * 257)
        )
        words = ("pact/bin/python", "-c", VERIFY, str(contract), place.url, authorization(*place.account))
        return self.told(self.run(*words, PACT_DO_NOT_TRACK="true"), noticed=3)


TOOLS: dict[str, type[Ours | Schemathesis | Prism | Portman | Pact]] = {
    "brief": Ours,
    "gate": Gate,
    "schemathesis": Schemathesis,
    "settled": SchemathesisSettled,
    "prism": Prism,
    "portman": Portman,
    "pact": Pact,
}
"""By the name to choose them by."""


def post(url: str, form: dict[str, str], account: tuple[str, str] | None) -> tuple[int, str]:
    """The status and the text of an answer; by this machine's loopback and nothing else."""
    request = urllib.request.Request(url, urlencode(form).encode())
    if account is not None:
        request.add_header("Authorization", authorization(*account))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=WAITS) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8", "replace")


def posts(url: str, place: Place) -> Iterator[tuple[int, str]]:
    """The answers to the published requests, each in a conversation of its own, and to some that are refused."""
    faulty: list[dict[str, str]] = [{}, {"Identity": "a" * 257}, {"Identity": "a", "Attributes": "{"}]
    for form in [*FORMS, *faulty]:
        made = json.loads(post(f"{place.url}/v1/Conversations", {}, place.account)[1])["sid"]
        yield post(url + PATH.format(ConversationSid=made), form, place.account)
    yield post(url + PATH.format(ConversationSid="CH" + "0" * 32), FORMS[0], place.account)
    yield post(url + PATH.format(ConversationSid=made), FORMS[0], None)


def free_port() -> str:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Until something listens there. Raises ToolError."""
    ends = time.monotonic() + WAITS
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise ToolError(f"nothing listens at port {port}")


def ticked(part: Any) -> Any:
    """A part of a Postman collection, with what Portman leaves unticked ticked, if it has a value."""
    if isinstance(part, list):
        return [ticked(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {name: ticked(value) for name, value in part.items()}
    return kept | {"disabled": False} if kept.get("key") == "Identity" and kept["value"] else kept
