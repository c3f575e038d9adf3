"""The wheel, as built: in a project that has packages called `tests`, `reports` and `contracts` of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = """
import contracts, reports, tests
from participant_contract.contracts.promises.rules import RULES
print(contracts.OURS, reports.OURS, tests.OURS, "C201" in RULES)
"""
CONSUMER = """
import httpx
from participant_contract.contracts.targets.fake import fake

def add(sid, identity, account):
    url = f"https://conversations.twilio.com/v1/Conversations/{sid}/Participants"
    for _ in range(5):
        answer = httpx.post(url, data={"Identity": identity}, auth=account)
        if answer.status_code != 429:
            return answer.status_code

with fake("overloaded") as conversations:
    account = (conversations.account_sid, conversations.auth_token)
    print(add(conversations.conversation_sid, "alice", account), conversations.participants)
"""


def run(*words: str, cwd: Path, **variables: str) -> str:
    """What a command prints. Raises `AssertionError` with what it said where it fails."""
    done = subprocess.run(words, cwd=cwd, env=os.environ | variables, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.wheel
def test_the_wheel_stands_beside_packages_of_the_same_names(tmp_path: Path) -> None:
    """Nothing but one package is installed; command, module and library find it, not the folders beside them."""
    pip, site, project = (sys.executable, "-m", "pip"), tmp_path / "site", tmp_path / "project"
    run(*pip, "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT), cwd=tmp_path)
    [wheel] = tmp_path.glob("*.whl")
    run(*pip, "install", "-q", "--no-deps", "--target", str(site), str(wheel), cwd=tmp_path)
    assert {path.name for path in site.iterdir() if path.suffix != ".dist-info"} == {"bin", "participant_contract"}
    for name in ("contracts", "reports", "tests"):
        (project / name).mkdir(parents=True)
        (project / name / "__init__.py").write_text(f"OURS = {name!r}\n")
    paths = os.pathsep.join([str(project), str(site)])
    module = (sys.executable, "-m", "participant_contract")
    assert run(sys.executable, "-c", LIBRARY, cwd=project, PYTHONPATH=paths) == "contracts reports tests True\n"
    assert run(sys.executable, "-c", CONSUMER, cwd=project, PYTHONPATH=paths) == "201 ['alice']\n"
    assert run(str(site / "bin" / "contract"), "explain", "C201", cwd=project, PYTHONPATH=paths).startswith("C201")
    before, out = _files(project, site), str(tmp_path / "out")
    told = run(
        *module, "run", "--profile", "quick", "--out", out, cwd=project, PYTHONPATH=paths, HOME=str(tmp_path)
    )
    assert "CONFORMS" in told
    assert _files(project, site) == before


def _files(*folders: Path) -> set[Path]:
    """What is there, but for compiled modules."""
    return {path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts}
