"""Every command of the pages in docs is run, in order, and prints what the page shows; links lead somewhere."""

import json
import re
import shlex
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.mock import simulator
from tests.unit.runs.support import COMMAND, ENVIRONMENT, clean_environment

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
SHOWN = [page for page in PAGES if "```console" in page.read_text("utf-8")]
RECORDINGS = sorted((ROOT / "contracts" / "recordings").glob("*.json"))
HOW_SURE = (ROOT / "docs" / "how-sure.md").read_text("utf-8")
SERVED = "http://127.0.0.1:8080"
"""Where the pages say that a server listens."""
FAILS = re.compile(r"contract (?:run|replay) .*miniature:(?!.*--(?:baseline|export))")
"""Commands that end with 1: a wrong server, without a baseline."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server on a port that is free, in place of the one of the pages."""
    with LoopbackServer(simulator(Simulator)) as server:
        yield server.url


def steps(page: Path) -> Iterator[tuple[str, list[str]]]:
    """The commands of a page, and the lines that it shows of their output."""
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text("utf-8"), re.M | re.S):
        lines = block.splitlines()
        for number, line in enumerate(lines):
            if line.startswith("$ "):
                shown = takewhile(lambda one: not one.startswith("$ "), lines[number + 1 :])
                yield line[2:], [one for one in shown if one and one != "..."]


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_shows(page: Path, tmp_path: Path, url: str) -> None:
    """In one directory, as somebody who follows the page."""
    told = list(steps(page))
    assert len(told) > 2
    for command, shown in told:
        if command.startswith("cat "):
            (tmp_path / command[4:]).write_text("\n".join(shown) + "\n")
            continue
        # A gate over HTTP takes half a minute; other tests spend that.
        here = command.replace(SERVED, url) + " --profile quick" * command.startswith(
            f"contract run --target {SERVED}"
        )
        done = subprocess.run(
            ["bash", "-c", re.sub(r"(^|\| )contract ", rf"\1{shlex.join(COMMAND)} ", here)],
            cwd=tmp_path,
            env=clean_environment(XDG_STATE_HOME=str(tmp_path / "state"), **(ENVIRONMENT if url in here else {})),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == (1 if FAILS.match(command) else 0), command + done.stdout + done.stderr
        for line in shown:
            assert line.replace(SERVED, url) in done.stdout, command + done.stdout


def test_where_the_recordings_come_from_is_told() -> None:
    """As many of each kind as there are, and none that was recorded from the service."""
    sources = Counter(json.loads(path.read_text())["provenance"]["confidence"] for path in RECORDINGS)
    kinds = {json.loads(path.read_text())["provenance"]["kind"] for path in RECORDINGS}
    told = re.findall(r"(\d+)\s+(from Twilio|from fixtures|put\s+together from reports)", HOW_SURE)
    assert [int(count) for count, _ in told] == [sources[one] for one in ("documented", "fixture", "reported")]
    assert kinds == {"published"}


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *PAGES], ids=lambda page: page.stem
)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    """To files that are there."""
    for target in re.findall(r"\]\(((?!https?:)[^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
