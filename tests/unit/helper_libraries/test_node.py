"""The official Node helper library walks the simulator too.

Needs npm and its registry, so it is asked for: pytest -m npm tests/unit/helper_libraries
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN
from tests.unit.helper_libraries.support import serving
from tests.unit.reports.commands import call

VERSION = "6.2.0"
SCRIPT = Path(__file__).with_name("walk.mjs")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the library."""
    folder = tmp_path_factory.mktemp("node")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"twilio@{VERSION}"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.npm
def test_samples_are_a_module_of_the_library(installed: Path) -> None:
    """`contract sample --as node` makes one, which sends each case to a conversation of its own."""
    for partition, answer in (("identity-boundary", "201 {"), ("attributes-broken-structure", "400 50304 ")):
        (installed / "sample.mjs").write_text(call("sample", partition, "-n", "5", "--as", "node").stdout)
        with serving() as server:
            account = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_AUTH_TOKEN": AUTH_TOKEN, "ORIGIN": server.url}
            command = ["node", "sample.mjs"]
            done = subprocess.run(
                command, cwd=installed, env=os.environ | account, capture_output=True, text=True, timeout=120
            )
        lines = done.stdout.splitlines()
        assert len(lines) == 5, done.stderr
        assert all(line.startswith(answer) for line in lines), lines


@pytest.mark.npm
def test_the_node_library_walks_the_simulator(installed: Path) -> None:
    """Creates, fetches, lists over pages, updates, deletes; and gets the documented errors."""
    with serving() as server:
        walk = ["node", str(SCRIPT), str(installed), server.url, ACCOUNT_SID, AUTH_TOKEN]
        done = subprocess.run(walk, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    binding = {"type": "sms", "address": "+15558675310"}
    assert json.loads(done.stdout) == {
        "alice": ["alice@example.com", '{"a": "b&c=d+e"}', True, "2015-12-16T22:18:37.000Z"],
        "sms": binding | {"proxy_address": "+15017122661"},
        "listed": [120, 2, 151],
        "fetched": True,
        "updated": ["[1]", 3],
        "unproxied": binding,
        "twin": [True, True],
        "message": [0, True],
        "where": [True],
        "user": "alice@example.com",
        "refused": {
            "nobody": [400, 50204],
            "twice": [409, 50433],
            "notJson": [400, 50304],
            "notOwned": [400, 50413],
            "tooLong": [400, 50207],
            "identityOfSms": [400, 50444],
            "unknownRole": [400, 50109],
            "missing": [404, 20404],
            "wrongToken": [401, 20003],
            "page": [400, 20007],
        },
        "removed": True,
        "gone": [404, 20404],
    }
