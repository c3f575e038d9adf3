"""The life of a gate: accept two known failures, fix one, break another thing, let one expire."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.miniatures import MINIATURES
from contracts.simulator import Simulator
from tests.unit.runs.support import ENVIRONMENT, run, served, summary

LONG = MINIATURES["identity-limit-of-257"].make
LOWERS = MINIATURES["lowers-identities"].make
PARTITIONS = ("identity-too-long", "identity-simple", "webhook-header-other")
ARGUMENTS = [*(f"--partition={name}" for name in PARTITIONS), "--profile=gate", "--timeout=10", "--read-back=none"]


class Both(LONG, LOWERS):  # type: ignore[misc, valid-type]  # classes, which the registry calls makers
    """Two faults."""


def gated(kind: type[Simulator], out: str, cwd: Path, *more: str) -> tuple[int, str]:
    """Exit code and output of a run against a server of this kind."""
    with served(kind) as server:
        done = run("run", "--target", server.url, *ARGUMENTS, "--out", out, *more, cwd=cwd, **ENVIRONMENT)
    return done.returncode, done.stdout + done.stderr


def kinds(out: Path) -> set[tuple[str, str, str]]:
    """Kind, rule and verdict of the findings of a run."""
    return {(one["kind"], one["rule"], one["verdict"]) for one in summary(out)["findings"]}


def ids(found: dict[str, Any]) -> set[str]:
    """The findings of a summary."""
    return {one["id"] for one in found["findings"]}


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the baseline of a server with two faults."""
    cwd = tmp_path_factory.mktemp("gate")
    code, _ = gated(Both, "first", cwd)
    assert code == 1
    done = run("baseline", "accept", "first", "--reason", "release 1", "--issue", "API-1", cwd=cwd)
    assert done.returncode == 0, done.stderr
    assert "+ known failure C229 identity-too-long: release 1 (API-1)" in done.stdout
    return cwd


def test_known_failures_pass_while_they_fail(accepted: Path) -> None:
    """Exit code 0, and the report says that they are still there."""
    code, said = gated(Both, "same", accepted, "--baseline", "baseline.json")
    assert code == 0, said
    assert "CONFORMS: nothing new is wrong" in said
    assert {verdict for _, _, verdict in kinds(accepted / "same")} == {"known"}


def test_a_fixed_failure_fails_until_it_is_accepted(accepted: Path) -> None:
    """Exit code 1 and the word; accepting it makes it a promise again."""
    code, said = gated(LOWERS, "fixed", accepted, "--baseline", "baseline.json")  # type: ignore[arg-type]
    assert code == 1, said
    assert "FIXED C229" in said
    done = run(*("baseline", "accept", "fixed", "--reason", "fixed", "--file", "again.json"), cwd=accepted)
    assert done.returncode == 0
    code, said = gated(Both, "back", accepted, "--baseline", "again.json")
    assert code == 1
    assert ("violation", "C229", "fail") in kinds(accepted / "back")


def test_a_new_failure_fails_beside_known_ones(accepted: Path) -> None:
    """Only what is not in the baseline fails."""
    run(
        *("baseline", "accept", "first", "--reason", "half", "--only", "C229", "--file", "half.json"), cwd=accepted
    )
    code, _ = gated(Both, "new", accepted, "--baseline", "half.json")
    assert code == 1
    found = kinds(accepted / "new")
    assert ("violation", "C229", "known") in found
    assert any(verdict == "fail" and rule != "C229" for _, rule, verdict in found)


def test_an_expired_failure_fails(accepted: Path) -> None:
    """After its last day."""
    document = json.loads((accepted / "baseline.json").read_text())
    for known in document["known"]:
        known["expires"] = "2020-01-31"
    (accepted / "expired.json").write_text(json.dumps(document))
    code, said = gated(Both, "expired", accepted, "--baseline", "expired.json")
    assert code == 1
    assert "was known until 2020-01-31: expired (API-1)" in " ".join(said.split())


def test_another_version_is_refused_with_what_to_do(accepted: Path) -> None:
    """Exit code 2, before anything is sent."""
    document = json.loads((accepted / "baseline.json").read_text()) | {"suite": "0.0.1"}
    (accepted / "other.json").write_text(json.dumps(document))
    done = run("run", "--out", "other", "--baseline", "other.json", cwd=accepted)
    assert done.returncode == 2
    assert "contract baseline accept RUN --reason TEXT" in " ".join((done.stdout + done.stderr).split())


def test_runs_are_compared_joined_and_put_on_a_time_line(accepted: Path) -> None:
    """`diff`, `merge` and `report --history` read what runs left."""
    gated(LONG, "one", accepted)  # type: ignore[arg-type]
    gated(Both, "two", accepted)
    done = run("diff", "one", "two", cwd=accepted)
    assert done.returncode == 0
    assert any(line.startswith("new: C3") for line in done.stdout.splitlines())
    assert run("diff", "two", "two", cwd=accepted).stdout.endswith("nothing changed\n")
    for name in ("one", "two"):
        found = json.loads((accepted / name / "summary.json").read_text()) | {"target": "http://127.0.0.1"}
        (accepted / name / "summary.json").write_text(json.dumps(found))
    done = run("merge", "one", "two", "--out", "joined", cwd=accepted)
    assert done.returncode == 1, done.stderr
    one, two, joined = (summary(accepted / name) for name in ("one", "two", "joined"))
    assert joined["cases"] == one["cases"] + two["cases"]
    assert {found["id"] for found in joined["findings"]} == {
        f["id"] for run in (one, two) for f in run["findings"]
    }
    lines = (accepted / "joined" / "run.ndjson").read_text().splitlines()
    assert json.loads(lines[-1])["verdict"] == "violates"
    assert sum(json.loads(line)["type"] == "exchange" for line in lines) == joined["cases"]
    done = run("report", "joined", "--history", ".", cwd=accepted)
    assert done.returncode == 0, done.stderr
    page = (accepted / "history.html").read_text()
    assert all(f">{name}: profile gate" in page for name in ("one", "two", "joined"))
