"""What Containerfile and action.yml install, in a virtual environment in place of the image and of the runner.

Needs the registry, so it is asked for: pytest -m wheel tests/unit/test_packaged.py
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.runs.support import clean_environment
from tests.unit.test_templates import ACTION, ROOT, instructions, last_step

PLACES = ("/src", "/wheels", "/requirements.lock")
"""Paths of the image, which are below a folder here."""
USERS = re.compile(r"useradd .* && mkdir .*")
"""What is not run here: it would change this machine."""


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A folder that other users may enter, with a virtual environment."""
    folder = Path(tempfile.mkdtemp(prefix="contract-packaged-"))
    folder.chmod(0o755)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    yield folder
    shutil.rmtree(folder)


def below(root: Path, text: str) -> str:
    """A line of the Containerfile, with its places below a folder."""
    for place in PLACES:
        text = re.sub(rf"(?<![\w}}]){re.escape(place)}\b", f"{root}{place}", text)
    return text


def build(root: Path) -> dict[str, str]:
    """Does what the Containerfile says, and returns the rest of it by instruction."""
    path = f"{root / 'venv' / 'bin'}:{os.environ['PATH']}"
    rest = {}
    for name, told in instructions():
        if name == "COPY" and not told.startswith("--from"):
            *sources, place = told.split()
            _copy(sources, root / place.strip("/"), into=place.endswith("/"))
        elif name == "RUN" and not USERS.fullmatch(told):
            subprocess.run(
                ["sh", "-ec", below(root, told)], env=clean_environment(PATH=path), check=True, timeout=500
            )
        rest[name] = told
    return rest


def _copy(sources: list[str], place: Path, *, into: bool) -> None:
    for source in sources:
        at = place / source if into else place
        at.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, at, ignore=shutil.ignore_patterns("__pycache__", "out"))
        else:
            shutil.copy(ROOT / source, at)


def _python_is_for_all() -> bool:
    """Whether other users may run this Python, which may be in somebody's home."""
    return all(place.stat().st_mode & 0o001 for place in Path(sys.executable).resolve().parents)


@pytest.mark.wheel
def test_the_container_runs_without_rights(root: Path) -> None:
    """From an empty folder, as the user of the image where this Python is for all; it leaves what --out names."""
    told = build(root)
    work = root / "work"
    work.mkdir()
    work.chmod(0o1777)
    user = int(told["USER"].split(":")[0]) if os.geteuid() == 0 and _python_is_for_all() else None
    variables = dict(word.replace("/tmp", str(work / "tmp")).split("=") for word in told["ENV"].split())
    entry = re.findall(r'"([^"]+)"', told["ENTRYPOINT"] + told["CMD"])
    assert entry == ["contract", "run"]
    done = subprocess.run(
        [str(root / "venv" / "bin" / entry[0]), *entry[1:], "--profile", "quick", "--out", "out"],
        cwd=work,
        env={"PATH": os.environ["PATH"], "HOME": "/nowhere", **variables},
        user=user,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "CONFORMS" in done.stdout
    assert {path.name for path in work.iterdir()} == {"out", "tmp"}


@pytest.mark.wheel
def test_the_action_installs_and_runs(root: Path) -> None:
    """All its scripts, for a server that conforms and one that does not."""
    installs = [step for step in ACTION["runs"]["steps"][:-1] if "run" in step]
    variables = clean_environment(HERE=str(ROOT), RUNNER_TEMP=str(root))
    for step in installs:
        subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], env=variables, check=True, timeout=500)
    chosen = {"profile": "quick", "arguments": "--partition identity-simple"}
    assert last_step(root, target="mock", **chosen) == (0, "exit-code=0\n")
    (root / "output").unlink()
    assert last_step(root, target="miniature:lowers-identities", **chosen) == (1, "exit-code=1\n")
    assert (root / "contract-out" / "junit.xml").is_file()
