"""However a run ends, it ends soon, cleans up or names what stays, and leaves its files."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reports.runs.reading import read
from tests.unit.runs.support import COMMAND, ENVIRONMENT, clean_environment, run, served, summary
from tests.unit.weather.support import simulator, weather
from tests.weather.proxy import Passage, Weather

NOTHING = {"conversations": 0, "participants": 0, "users": 0}
SOON = 4.0
"""Seconds: two to hear a signal, and what a loaded machine takes to clean up and to write the files."""
FILES = {"run.ndjson", "summary.json", "summary.md", "report.html", "junit.xml"}
STUCK = 30
"""The create from which on a server keeps us waiting."""


def keeps_waiting(passage: Passage) -> None:
    """From some create on, all of them are asked to come back in half a minute."""
    if passage.is_create and passage.creates > STUCK:
        passage.refuse(429, ("Retry-After", "30"))
    else:
        passage.pass_on()


def hangs(passage: Passage) -> None:
    """From some create on, none is answered."""
    if passage.is_create and passage.creates > STUCK:
        passage.wait(60)
    passage.pass_on()


def hangs_at_deletions(passage: Passage) -> None:
    """Participants are added and deleted, but from some create on no deletion of anything else is answered."""
    is_end = passage.request.method == "DELETE" and "/Participants/" not in passage.request.target
    if is_end and passage.creates > STUCK:
        passage.wait(60)
    passage.pass_on()


@contextmanager
def running(cwd: Path, url: str, *more: str, program: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[str]]:
    """A run of its own process, in a session of its own."""
    command = program or (*COMMAND, "run", "--target", url, "--profile", "quick", "--seed", "1", "--out", "out")
    process = subprocess.Popen(
        [*command, *more],
        cwd=cwd,
        env=clean_environment(XDG_STATE_HOME=str(cwd / "state"), **ENVIRONMENT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits until a condition holds."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def seconds_to_end(process: subprocess.Popen[str]) -> float:
    """How long the process takes to end, from now on."""
    start = time.monotonic()
    process.wait(60)
    return time.monotonic() - start


def journals(cwd: Path) -> list[Path]:
    """What the runs in this folder left in journals."""
    return list((cwd / "state").glob("*/*.journal"))


def is_stuck(server: Weather) -> bool:
    """Whether a request is kept waiting."""
    return server.creates > STUCK


@pytest.mark.parametrize("sky", [keeps_waiting, hangs])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_wait(tmp_path: Path, sky: Callable[[Passage], None], number: signal.Signals) -> None:
    """Inside a Retry-After, or an exchange that is not answered: cleaned up, 130, with all files, and says why."""
    with weather(sky) as server, running(tmp_path, server.url) as process:
        wait_until(lambda: is_stuck(server))
        time.sleep(0.3)
        process.send_signal(number)
        assert seconds_to_end(process) < SOON
        assert process.returncode == 130
        wait_until(lambda: server.behind.__self__.leftovers() == NOTHING, 2)  # type: ignore[attr-defined]
    assert {path.name for path in (tmp_path / "out").iterdir()} >= FILES
    assert journals(tmp_path) == []
    found = summary(tmp_path / "out")
    assert found["verdict"] == "inconclusive"
    assert {"partition": "the rest", "reason": f"interrupted ({number.name})"} in found["not_run"]
    assert read(tmp_path / "out").footer is not None


def test_a_signal_ends_plain_pytest(tmp_path: Path) -> None:
    """SIGTERM too, which would end another program of pytest's without a word."""
    home = Path(__file__).parents[3]
    program = (sys.executable, "-m", "pytest", str(home / "tests/conformance"), "-c", str(home / "pyproject.toml"))
    with weather(hangs) as server:
        options = (f"--target={server.url}", "--profile=quick", "--out=out")
        with running(tmp_path, server.url, *options, program=program) as process:
            wait_until(lambda: is_stuck(server))
            process.send_signal(signal.SIGTERM)
            assert seconds_to_end(process) < SOON
            assert process.returncode == 130
    assert {path.name for path in (tmp_path / "out").iterdir()} >= FILES


@pytest.mark.parametrize("sky", [keeps_waiting, hangs])
def test_the_time_ends_a_wait(tmp_path: Path, sky: Callable[[Passage], None]) -> None:
    """`--max-time` is not waited over: exit code 3."""
    with weather(sky) as server:
        done = run(
            *("run", "--target", server.url, "--profile", "quick", "--out", "out", "--max-time", "3"),
            cwd=tmp_path,
            **ENVIRONMENT,
        )
        assert done.returncode == 3, done.stdout
        assert server.behind.__self__.leftovers() == NOTHING  # type: ignore[attr-defined]
    found = summary(tmp_path / "out")
    assert found["duration_s"] < 3 + SOON
    assert any("the time is up" in left["reason"] for left in found["not_run"])


def test_a_second_signal_ends_the_cleaning_up(tmp_path: Path) -> None:
    """What stays is named, in the summary, the record and the journal; a sweep removes it."""
    with weather(hangs_at_deletions) as server:
        with running(tmp_path, server.url) as process:
            wait_until(lambda: server.creates > STUCK)
            process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert seconds_to_end(process) < SOON
            assert process.returncode == 130
        (reason,) = {
            left["reason"] for left in summary(tmp_path / "out")["not_run"] if "left behind" in left["reason"]
        }
        assert "CH" in reason
        assert "User alice" in reason
        assert f"contract sweep --target {server.url}" in reason
        notes = [record["text"] for record in read(tmp_path / "out").records if record["type"] == "note"]
        assert "User alice" in notes[0]
        assert len(journals(tmp_path)) == 1


def sweep(cwd: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    """`contract sweep` of what runs in this folder left."""
    return run("sweep", "--target", url, *more, cwd=cwd, XDG_STATE_HOME=str(cwd / "state"), **ENVIRONMENT)


@pytest.mark.parametrize("requests", [1, 40, 400])
def test_killed_at_any_moment_and_swept_nothing_of_ours_is_left(tmp_path: Path, requests: int) -> None:
    """And everything that is not ours; the folder says that the run has not come to its end."""
    with weather("clear") as server:
        account = simulator()
        server.behind = account.handle
        others = Others(server.url)
        before = account.leftovers()
        with running(tmp_path, server.url) as process:
            wait_until(lambda: len(server.requests) >= others.requests + requests)
            process.kill()
            process.wait()
        found = summary(tmp_path / "out")
        assert found["verdict"] == "inconclusive"
        assert "has not come to its end" in found["not_run"][0]["reason"]
        assert "has not come to its end" in (tmp_path / "out/junit.xml").read_text()
        dry = sweep(tmp_path, server.url, "--dry-run")
        assert (dry.returncode, account.leftovers() != before or requests == 1) == (0, True)
        done = sweep(tmp_path, server.url)
        assert done.returncode == 0, done.stdout + done.stderr
        assert account.leftovers() == before
        assert "deleted: 0 conversations, 0 Users" in sweep(tmp_path, server.url).stdout
    assert journals(tmp_path) == []


class Others:
    """What others have in the account: a conversation, and a User of an identity that runs use too."""

    def __init__(self, url: str) -> None:
        for path, body in (
            ("/v1/Conversations", {"FriendlyName": "participant-contracts of ours"}),
            ("/v1/Conversations", {"FriendlyName": "a", "UniqueName": "others"}),
            ("/v1/Conversations/others/Participants", {"Identity": "alice"}),
        ):
            self._post(url + path, body)
        self.requests = 3

    def _post(self, url: str, fields: dict[str, str]) -> None:
        import httpx

        account = (ENVIRONMENT["TWILIO_ACCOUNT_SID"], ENVIRONMENT["TWILIO_AUTH_TOKEN"])
        assert httpx.post(url, data=fields, auth=account).status_code == 201


@pytest.mark.parametrize("budget", [3, 60, 300])
def test_a_budget_is_never_overspent_and_nothing_stays(tmp_path: Path, budget: int) -> None:
    """What cleaning up takes is set aside."""
    with weather("clear") as server:
        account = simulator()
        server.behind = account.handle
        options = ("--target", server.url, "--profile", "nightly", "--seed", "1", "--out", "out")
        done = run("run", *options, "--budget", str(budget), cwd=tmp_path, **ENVIRONMENT)
        assert done.returncode == 3, done.stdout
        assert len(server.requests) <= budget
        assert account.leftovers() == NOTHING
    found = summary(tmp_path / "out")
    assert found["exchanges"] == sum(found["requests"].values()) == len(server.requests)
    kinds = [record["role"] for record in read(tmp_path / "out").records if record["type"] == "request"]
    assert {role: kinds.count(role) for role in found["requests"]} == found["requests"]


def test_a_run_that_cannot_begin_leaves_its_files(tmp_path: Path) -> None:
    """And `latest` is this one, not that of yesterday, which conformed."""
    assert run("run", "--profile", "quick", "--", "-k", "admission", cwd=tmp_path).returncode in (0, 3)
    yesterday = (tmp_path / "reports/out/latest").resolve()
    done = run("run", "--target", "http://127.0.0.1:9", cwd=tmp_path, **ENVIRONMENT)
    assert done.returncode == 3
    assert "Traceback" not in done.stdout + done.stderr
    latest = (tmp_path / "reports/out/latest").resolve()
    assert latest != yesterday
    assert {path.name for path in latest.iterdir()} >= FILES
    found = summary(latest)
    assert found["verdict"] == "inconclusive"
    assert "could not be reached" in found["not_run"][0]["reason"]
    assert "could not be reached" in (latest / "junit.xml").read_text()
    assert read(latest).footer is not None


def test_a_folder_belongs_to_one_run_at_a_time(tmp_path: Path) -> None:
    """The second is refused, and disturbs nothing; when the first is dead, the folder is free."""
    with weather(hangs) as server, running(tmp_path, server.url) as process:
        wait_until(lambda: is_stuck(server))
        second = run("run", "--profile", "quick", "--out", "out", cwd=tmp_path)
        assert second.returncode == 2, second.stdout
        assert "'--out' must be a folder of one run (got out, that another run writes to now)" in second.stderr
        assert "has not come to its end" in summary(tmp_path / "out")["not_run"][0]["reason"]
        process.kill()
        process.wait()
    assert run("run", "--profile", "quick", "--out", "out", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("size", [0, 60_000, 400_000])
def test_a_full_disk_is_one_line(tmp_path: Path, size: int) -> None:
    """From the beginning, or from some byte on: exit code 3, no traceback, and nothing stays at the target."""
    with served() as server:
        (tmp_path / "out").mkdir()
        if not size:
            (tmp_path / "out/run.ndjson").symlink_to("/dev/full")
        done = subprocess.run(
            [*COMMAND, "run", "--target", server.url, "--profile", "quick", "--out", "out"],
            cwd=tmp_path,
            env=clean_environment(XDG_STATE_HOME=str(tmp_path / "state"), **ENVIRONMENT),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))) if size else None,
        )
        assert done.returncode == 3, done.stdout
        assert "Traceback" not in done.stdout + done.stderr
        told = done.stdout + done.stderr
        assert " ".join(told.split()).count("cannot be written") == 1
        assert server.simulator.leftovers() == NOTHING
    assert journals(tmp_path) == []
    if size:
        assert summary(tmp_path / "out")["verdict"] == "inconclusive"
        assert json.loads((tmp_path / "out/run.ndjson").read_text().splitlines()[0])["type"] == "header"


def test_a_terminal_that_goes_ends_the_run(tmp_path: Path) -> None:
    """It hears SIGHUP, cannot write to the terminal any more, and cleans up."""
    with weather(hangs) as server:
        account = simulator()
        server.behind = account.handle
        master, slave = os.openpty()
        process = subprocess.Popen(
            [*COMMAND, "run", "--target", server.url, "--profile", "quick", "--out", "out"],
            cwd=tmp_path,
            env=clean_environment(XDG_STATE_HOME=str(tmp_path / "state"), **ENVIRONMENT),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        wait_until(lambda: is_stuck(server))
        os.close(master)
        process.send_signal(signal.SIGHUP)
        try:
            assert process.wait(20) == 130
        finally:
            process.kill()
        assert account.leftovers() == NOTHING
    assert {path.name for path in (tmp_path / "out").iterdir()} >= FILES
