"""Runs on an account where another run is, or was killed: no correct server is accused, nothing of ours stays."""

from pathlib import Path

from tests.unit.runs.support import COMMAND, ENVIRONMENT, run, summary
from tests.unit.runs.test_ends import NOTHING, Others, journals, running, sweep, wait_until
from tests.unit.weather.support import simulator, weather

QUICK = ("--profile", "quick", "--seed", "1")


def options(url: str, out: str) -> tuple[str, ...]:
    return ("--target", url, *QUICK, "--out", out)


def test_two_runs_at_once_on_one_account_conform(tmp_path: Path) -> None:
    """The same cases at the same time; each run has identities and addresses of its own."""
    with weather("clear") as server:
        account = simulator()
        server.behind = account.handle
        other = (*COMMAND, "run", *options(server.url, "other"))
        with running(tmp_path, server.url, program=other) as process:
            wait_until(lambda: len(server.requests) >= 100)
            done = run("run", *options(server.url, "out"), cwd=tmp_path, **ENVIRONMENT)
            told, _ = process.communicate(timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        assert process.returncode == 0, told
        assert account.leftovers() == NOTHING
    for out in ("out", "other"):
        assert summary(tmp_path / out)["verdict"] == "conforms"


def test_a_run_after_a_killed_one_conforms(tmp_path: Path) -> None:
    """What the killed run left is not in the way; a sweep deletes it afterwards, and nothing else."""
    with weather("clear") as server:
        account = simulator()
        server.behind = account.handle
        others = Others(server.url)
        before = account.leftovers()
        with running(tmp_path, server.url) as process:
            wait_until(lambda: len(server.requests) >= others.requests + 700)
            process.kill()
            process.wait()
        left = account.leftovers()
        assert left != before
        done = run("run", *options(server.url, "next"), cwd=tmp_path, **ENVIRONMENT)
        assert done.returncode == 0, done.stdout + done.stderr
        assert account.leftovers() == left
        assert sweep(tmp_path, server.url).returncode == 0
        assert account.leftovers() == before
    assert journals(tmp_path) == []
