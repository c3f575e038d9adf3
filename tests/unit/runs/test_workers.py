"""A run in parts, one after the other or at a time, is the run that it would have been in one."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from contracts.promises.declared import Declared
from contracts.targets.settings import MOCK_KNOWN
from reports.runs.pruning import foreign
from reports.runs.reading import read
from tests.campaign import plan
from tests.unit.runs.support import COMMAND, cases, run, summary
from tests.unit.runs.test_ends import NOTHING, running, wait_until
from tests.unit.weather.support import simulator, weather

QUICK = ("--profile", "quick", "--seed", "7")
WRONG = ("--target", "miniature:lowers-identities")
SOME = tuple(f"--rule={code}" for code in ("C201", "C202", "C207", "C229", "C301", "C502", "C505"))
"""Rules that partitions of every kind exercise."""


def counted(found: dict[str, Any]) -> dict[str, int]:
    """Cases by partition."""
    return {one["name"]: one["cases"] for one in found["partitions"] if one["cases"]}


def test_two_workers_are_one_run(tmp_path: Path) -> None:
    """The same cases, one record, one page, one junit.xml, and a verdict."""
    alone = run("run", *QUICK, *SOME, "--out", "alone", cwd=tmp_path)
    parted = run("run", *QUICK, *SOME, "--out", "parted", "--workers", "2", cwd=tmp_path)
    assert (alone.returncode, parted.returncode) == (0, 0), parted.stdout + parted.stderr
    one, two = summary(tmp_path / "alone"), summary(tmp_path / "parted")
    assert counted(one) == counted(two)
    assert one["not_judged"] == two["not_judged"]
    assert sorted(map(str, cases(tmp_path / "alone"))) == sorted(map(str, cases(tmp_path / "parted")))
    assert read(tmp_path / "parted").footer is not None
    assert {"report.html", "junit.xml", "summary.md"} <= {path.name for path in (tmp_path / "parted").iterdir()}
    assert parted.stdout.count("CONFORMS") == 1
    assert foreign(tmp_path / "parted") == []


def test_shards_find_what_one_run_finds(tmp_path: Path) -> None:
    """On a wrong server; joined by `contract merge`."""
    assert run("run", *QUICK, *SOME, *WRONG, "--out", "alone", cwd=tmp_path).returncode == 1
    parts = ("part-1", "part-2")
    for number, part in enumerate(parts, 1):
        run("run", *QUICK, *SOME, *WRONG, "--out", part, "--shard", f"{number}/2", cwd=tmp_path)
    assert run("merge", *parts, "--out", "all", cwd=tmp_path).returncode == 1
    one, joined = summary(tmp_path / "alone"), summary(tmp_path / "all")
    assert {finding["rule"] for finding in one["findings"]} == {finding["rule"] for finding in joined["findings"]}
    found, found_in_parts = (len(each["findings"]) for each in (one, joined))
    assert abs(found - found_in_parts) <= found // 4  # of faults with one cause, another may lead
    assert set(counted(one)) == set(counted(joined))


def test_an_interrupted_run_ends_all_workers(tmp_path: Path) -> None:
    """Both clean up, and the joined run is there and says so."""
    with weather("clear") as server:
        account = simulator()
        server.behind = account.handle
        command = (*COMMAND, "run", "--target", server.url, *QUICK, "--out", "out", "--workers", "2")
        with running(tmp_path, server.url, program=command) as process:
            wait_until(lambda: len(server.requests) >= 400)
            process.send_signal(signal.SIGINT)
            told, _ = process.communicate(timeout=60)
        assert process.returncode == 130, told
        assert account.leftovers() == NOTHING
    assert summary(tmp_path / "out")["verdict"] == "inconclusive"


def test_a_killed_worker_is_told(tmp_path: Path) -> None:
    """What it did not come to was not judged: the run is inconclusive."""
    with weather("clear") as server:
        account = simulator()
        server.behind = account.handle
        command = (*COMMAND, "run", "--target", server.url, *QUICK, "--out", "out", "--workers", "2")
        with running(tmp_path, server.url, program=command) as process:
            wait_until(lambda: len(server.requests) >= 400)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            os.kill(int(children[0]), signal.SIGKILL)
            told, _ = process.communicate(timeout=120)
        assert process.returncode == 3, told
    assert "has not come to its end" in str(summary(tmp_path / "out")["not_run"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--workers", "2", "--shard", "1/2"), "'--workers' must be without '--shard'"),
        (("--workers", "0"), "'--workers' must be a whole number, at least 1 (got 0)"),
        (("--shard", "3/2"), "'--shard' must be a part such as 2/8"),
        (("--", "-n", "2"), "'-n' must not be given for a run"),
    ],
)
def test_wrong_usage(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    """Told before anything is sent."""
    done = run("run", *QUICK, "--out", "out", *options, cwd=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert message in done.stdout + done.stderr


@pytest.mark.parametrize("declared", [MOCK_KNOWN, Declared()])
@pytest.mark.parametrize("count", [2, 5])
def test_every_partition_is_in_one_shard(declared: Declared, count: int) -> None:
    """Whatever the account, and all shards have something to do."""
    found = plan.shards(declared, count)
    assert set(found) == set(plan.rules(declared))
    assert set(found.values()) == set(range(1, count + 1))
    assert found == plan.shards(declared, count)
