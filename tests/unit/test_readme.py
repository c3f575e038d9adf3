"""Every command of README is run, or is what CI runs."""

import re
import shlex
import subprocess
from itertools import takewhile
from pathlib import Path

from contracts.miniatures import LATITUDES, MINIATURES, groups
from tests.unit.runs.support import COMMAND, ENVIRONMENT, clean_environment

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"^\$ (.*)$", README, re.MULTILINE)
SET_UP = [command for command in COMMANDS if command.startswith("python3 -m venv")]
SERVED = [command for command in COMMANDS if command.startswith(("contract serve", "curl ", "st run"))]
PLAIN = [command for command in COMMANDS if command not in SET_UP + SERVED]


def test_ci_runs_the_commands_that_set_everything_up() -> None:
    """The two of them, letter for letter."""
    assert len(SET_UP) == 2
    assert all(command in (ROOT / ".ci" / "run").read_text().splitlines() for command in SET_UP)


def test_the_other_commands_do_what_they_show(tmp_path: Path) -> None:
    """In order, in one directory; what README shows of their output is in it, `...` standing for more."""
    assert len(PLAIN) >= 6
    for command in PLAIN:
        script = command.replace("contract ", f"{shlex.join(COMMAND)} ")
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", script],
            cwd=tmp_path,
            env=clean_environment(),
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == (1 if "--fail-fast" in command else 0), command + done.stdout + done.stderr
        for line in _shown(command):
            assert line in done.stdout, command + done.stdout


def _shown(command: str) -> list[str]:
    block = README.split(f"$ {command}\n", 1)[1].split("```", 1)[0]
    lines = takewhile(lambda line: not line.startswith("$ "), block.splitlines())
    return [line for line in lines if line and line != "..."]


def test_schemathesis_runs_against_the_served_simulator(tmp_path: Path) -> None:
    """`contract serve` says where it listens; README's commands make a conversation, and `st run` conforms."""
    assert [command.split()[0] for command in SERVED] == ["contract", "curl", "st"]
    _, curl, st = SERVED
    serve = [*COMMAND, "serve", "--port", "8080"]
    fetch = curl.replace("-d UniqueName=st-run ", "") + "/st-run/Participants"
    script = f"PATH={shlex.quote(str(Path(COMMAND[0]).parent))}:$PATH; {curl} && {st} -n 5 && {fetch}"
    with subprocess.Popen(
        serve, cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().strip() == "listening on http://127.0.0.1:8080"
            done = subprocess.run(
                ["bash", "-c", script],
                cwd=ROOT,
                env=clean_environment(**ENVIRONMENT),
                capture_output=True,
                text=True,
                timeout=200,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            assert all(line in done.stdout for line in _shown(curl))
            assert '"sid": "MB' in done.stdout
        finally:
            server.terminate()


def test_the_proof_that_readme_tells_of_was_of_servers_that_there_are() -> None:
    """README says what the last whole proof gave; servers that came later are proved by CI share by share."""
    wrong = re.search(r"each of the (\d+) wrong servers", README)
    right = re.search(r"The (\d+)\s+choices of the right servers, put together to (\d+) servers", README)
    assert wrong is not None
    assert right is not None
    assert 0.75 * len(MINIATURES) <= int(wrong[1]) <= len(MINIATURES)
    assert int(right[1]) <= len(LATITUDES)
    assert int(right[2]) <= len(groups())
