"""The official Node helper library walks the simulator too.

Needs npm and its registry, so it is asked for: pytest -m npm tests/unit/helper_libraries
"""

import json
import subprocess
from pathlib import Path

import pytest

from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN
from tests.unit.helper_libraries.support import serving

VERSION = "6.2.0"
SCRIPT = Path(__file__).with_name("walk.mjs")


@pytest.mark.npm
def test_the_node_library_walks_the_simulator(tmp_path: Path) -> None:
    """Creates, fetches, lists over pages, updates, deletes; and gets the documented errors."""
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"twilio@{VERSION}"]
    subprocess.run(install, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    with serving() as server:
        walk = ["node", str(SCRIPT), str(tmp_path), server.url, ACCOUNT_SID, AUTH_TOKEN]
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
