"""What people copy to run this elsewhere: Containerfile, action.yml, and the workflows in the pages.

They are read as their services read them, and their commands are run here, against a server on this machine.
"""

import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]  # PyYAML has no types of its own
from packaging.requirements import Requirement

from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.mock import simulator
from reports.cli import contract
from tests.unit.core.test_rooms import HOMES
from tests.unit.runs.support import COMMAND, ENVIRONMENT, clean_environment

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
LOCKED = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "requirements.lock").read_text("utf-8"), re.M))
SERVED = "http://127.0.0.1:8080"


def blocks(page: Path, language: str) -> list[str]:
    """The code of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)


def instructions() -> Iterator[tuple[str, str]]:
    """Each instruction of the Containerfile, and what follows it."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text("utf-8"), flags=re.M)
    for line in filter(None, text.replace("\\\n", " ").splitlines()):
        name, _, rest = line.partition(" ")
        yield name, rest


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The steps of all jobs of a GitHub workflow."""
    for job in workflow["jobs"].values():
        yield from job["steps"]


def test_the_container_is_pinned_and_needs_no_root() -> None:
    """An exact Python, packages by their hashes, a user with a number; what is copied is there."""
    told = list(instructions())
    [base] = [rest for name, rest in told if name == "ARG"]
    assert re.fullmatch(r"PYTHON=docker\.io/library/python:3\.11\.\d+-slim-\w+", base)
    assert [rest.split()[0] for name, rest in told if name == "FROM"] == ["${PYTHON}"] * 2
    installs = [rest for name, rest in told if name == "RUN" and rest.startswith("pip install")]
    assert all("--require-hashes" in one or "--no-deps" in one for one in installs)
    assert [name for name, _ in told[-4:]] == ["USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    assert int(told[-4][1].split(":")[0]) > 0
    copied = [rest.split()[:-1] for name, rest in told if name == "COPY" and not rest.startswith("--from")]
    assert all((ROOT / source).exists() for sources in copied for source in sources)


def test_the_lock_has_what_is_needed() -> None:
    """Every dependency, at a version that pyproject.toml allows, with its hashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for needed in map(Requirement, project["dependencies"]):
        assert needed.specifier.contains(LOCKED[needed.name]), needed
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=[\w-]+==)", text, flags=re.M)[1:])


def test_what_is_imported_is_declared() -> None:
    """A library that comes with another one goes when that does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        Requirement(one).name for one in (*project["dependencies"], *project["optional-dependencies"]["dev"])
    }
    names = {"yaml": "pyyaml", "jsonschema_rs": "jsonschema-rs"}
    assert {names.get(library, library) for library in HOMES} <= declared


def test_the_action_takes_what_it_says() -> None:
    """Each input is used, and none within a script, where its value would be run."""
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text)) == set(ACTION["inputs"])
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == ("shell" in step)
        assert ("run" in step) != ("uses" in step)


def last_step(folder: Path, **given: str) -> tuple[int, str]:
    """The exit code of what the action runs, with what is installed in a folder; and its output."""
    inputs = {name: entry["default"] for name, entry in ACTION["inputs"].items()} | given
    step = ACTION["runs"]["steps"][-1]
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in step["env"].items()
    }
    variables |= {"RUNNER_TEMP": str(folder), "GITHUB_OUTPUT": str(folder / "output")}
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(script, cwd=folder, env=clean_environment(**variables), timeout=120, check=False)
    return done.returncode, (folder / "output").read_text()


def test_the_action_runs_what_it_was_given(tmp_path: Path) -> None:
    """One command, in which a value with spaces or signs of a shell is one argument; and it ends as that ends."""
    command = tmp_path / "contract" / "bin" / "contract"
    command.parent.mkdir(parents=True)
    command.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {shlex.quote(str(tmp_path / 'given'))}\nexit 3\n")
    command.chmod(0o755)
    given = {"out": "$(touch harm) out", "baseline": "known failures.json", "arguments": "--budget 9 --limits"}
    assert last_step(tmp_path, target="http://127.0.0.1:8080", **given) == (3, "exit-code=3\n")
    words = (tmp_path / "given").read_text().splitlines()
    assert words[1:5] == ["--target", "http://127.0.0.1:8080", "--profile", "gate"]
    assert words[5:] == ["--out", given["out"], "--baseline", given["baseline"], "--budget", "9", "--limits"]
    assert_is_a_command(words)
    assert not (tmp_path / "harm").exists()


def assert_is_a_command(words: list[str]) -> None:
    """With options that there are; files of other steps need not be there."""
    context = click.Context(contract, info_name="contract")
    command = contract.get_command(context, words[0])
    assert command is not None
    try:
        command.make_context(words[0], list(words[1:]), parent=context).close()
    except click.BadParameter as error:
        if "does not exist" not in error.message:
            raise


def jobs() -> dict[str, dict[str, Any]]:
    """The jobs that the pages show in full, of GitHub and GitLab."""
    shown = {
        f"{page.stem} {number}": yaml.safe_load(block)
        for page in PAGES
        for number, block in enumerate(blocks(page, "yaml"))
    }
    return {f"{where} {name}": job for where, it in shown.items() for name, job in it.get("jobs", it).items()}


@pytest.mark.parametrize("name", jobs())
def test_the_jobs_of_the_pages_are_whole(name: str, tmp_path: Path) -> None:
    """A server is started, the variables of the job and one secret allow a run, and its results are kept.

    `contract doctor` stands for the run: it asks for the same, and sends little.
    """
    job = jobs()[name]
    scripts = job.get("script") or [step["run"] for step in job["steps"] if "run" in step]
    assert scripts[0] == "./start-your-server &"
    used = [step["with"] for step in job.get("steps", []) if "/participant-contract@" in step.get("uses", "")]
    assert all(set(given) <= set(ACTION["inputs"]) for given in used)
    runs = [re.sub(r"contract run ", "contract ", script) for script in scripts if "contract run" in script]
    runs += [f"contract --target {given['target']} --out {given['out']}" for given in used]
    [(secret, command, out)] = [
        re.fullmatch(r"(.*)contract (--target \S+).* --out (\w+).*", one).groups() for one in runs
    ]
    assert out in str(job.get("artifacts") or job["steps"][-1]["with"])
    variables = job.get("env") or job["variables"]
    with LoopbackServer(simulator(Simulator)) as server:
        script = f"{secret}{shlex.join(COMMAND)} doctor {command.replace(SERVED, server.url)}"
        done = subprocess.run(
            ["bash", "-c", script.replace("${{ secrets.TOKEN }}", ENVIRONMENT["TWILIO_AUTH_TOKEN"])],
            cwd=tmp_path,
            env=clean_environment(
                **{"TWILIO_AUTH_TOKEN": ENVIRONMENT["TWILIO_AUTH_TOKEN"]} if not secret else {},
                **{key: value for key, value in variables.items() if "secrets." not in value},
            ),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, script + done.stdout + done.stderr


def commands() -> list[str]:
    """Every `contract` command of pages, workflows and Containerfile."""
    texts = [code for page in PAGES for language in ("console", "sh", "yaml") for code in blocks(page, language)]
    texts += [path.read_text("utf-8") for path in WORKFLOWS]
    lines = re.sub(r"\\\n\s*", "", "\n".join(texts)).splitlines()
    found = [
        re.search(r"(?:^|[\s&|;$])contract( [a-z]+ [^|&;#]*)", re.sub(r"^\s*#.*", "", line)) for line in lines
    ]
    return sorted({match[1].strip().removesuffix(")") for match in found if match is not None})


def test_every_command_that_is_shown_is_one() -> None:
    """None has an option that is gone."""
    shown = commands()
    assert len(shown) > 30
    for line in shown:
        assert_is_a_command(shlex.split(re.split(r" [>|] ", line)[0]))


def test_every_step_of_a_workflow_is_of_a_version() -> None:
    """So that what it does changes only with this repository."""
    used = [
        step["uses"]
        for path in WORKFLOWS
        for step in steps(yaml.safe_load(path.read_text("utf-8")))
        if "uses" in step
    ]
    used += [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert len(used) > 5
    assert all(re.fullmatch(r"[\w./-]+@v\d+(\.\d+)*", one) for one in used)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
