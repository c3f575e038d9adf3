"""The main job from end to end, on the mock and over loopback."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from contracts.miniatures import MINIATURES
from contracts.targets.settings import MOCK
from reports.runs.pruning import foreign
from tests.unit.runs.support import COMMAND, ENVIRONMENT, cases, clean_environment, run, served, summary

NOTHING = {"conversations": 0, "participants": 0, "users": 0}


def test_the_mock_conforms_and_all_files_are_there(tmp_path: Path) -> None:
    """In profile quick, with the exit code, the summary and every rendering."""
    done = run("run", "--profile", "quick", "--seed", "1", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    found = summary(tmp_path / "out")
    assert (found["verdict"], found["findings"]) == ("conforms", [])
    assert len(found["partitions"]) >= 100
    assert found["cases"] >= 700
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"run.ndjson", "summary.json", "report.html", "summary.md", "junit.xml"} <= files


def test_gate_sends_the_same_cases_byte_for_byte(tmp_path: Path) -> None:
    """In two processes, whatever the seed of Python's hashes."""
    for name, seed in (("one", "1"), ("two", "2")):
        done = run(
            "run",
            "--out",
            name,
            "--",
            "-k",
            "identity-simple or identity-boundary or schema or machine",
            cwd=tmp_path,
            PYTHONHASHSEED=seed,
        )
        assert done.returncode == 0, done.stdout
    assert cases(tmp_path / "one") == cases(tmp_path / "two")


def test_a_run_tells_what_changed_since_the_one_before(tmp_path: Path) -> None:
    """In summary.json and on the page; of another target, nothing."""
    latest = tmp_path / "reports" / "out" / "latest"
    chosen = ("run", "--profile", "quick", "--seed", "1", "--partition", "identity-boundary", "--target")
    for target in ("mock", "mock", "miniature:identity-limit-of-257"):
        run(*chosen, target, cwd=tmp_path)
        changes = summary(latest).get("changes")
        assert (changes is None) == (target != "mock" or len(list(latest.parent.glob("2*"))) == 1)
    run(*chosen, "miniature:identity-limit-of-257", "--leave-out", "identity-boundary=why not", cwd=tmp_path)
    assert "partition identity-boundary was not tried, which was before" in summary(latest)["changes"]["lines"]
    assert "What changed since miniature:identity-limit-of-257" in (latest / "report.html").read_text()


def test_nightly_repeats_a_seed_and_varies_without_one(tmp_path: Path) -> None:
    """The seed is all that differs."""
    for name, seed in (("one", "5"), ("two", "5"), ("other", "6")):
        (tmp_path / name).mkdir()
        chosen = [
            "--profile",
            "nightly",
            "--seed",
            seed,
            "--out",
            "out",
            "--",
            "-k",
            "generated and identity-simple",
        ]
        assert run("run", *chosen, cwd=tmp_path / name).returncode == 0
    # Each run has a directory of its own, and so an example database of its own.
    sent = {name: cases(tmp_path / name / "out") for name in ("one", "two", "other")}
    assert sent["one"] == sent["two"] != sent["other"]


@pytest.mark.parametrize(
    "name", ["identity-limit-of-257", "loses-plus", "accepts-any-password", "finds-by-beginning", "reuses-sids"]
)
def test_a_wrong_server_is_called_wrong_by_its_rule_and_replayed(tmp_path: Path, name: str) -> None:
    """Exit code 1, a finding of that rule, and the finding replays with one command."""
    rule = MINIATURES[name].rule
    chosen = ("--target", f"miniature:{name}", "--rule", rule, "--until", rule)
    done = run("run", *chosen, "--out", "out", cwd=tmp_path)
    assert done.returncode == 1, done.stdout
    found = [finding for finding in summary(tmp_path / "out")["findings"] if finding["rule"] == rule]
    assert found
    assert found[0]["confirmed"] == "3/3"
    assert foreign(tmp_path / "out") == []
    document = f"out/findings/{found[0]['id']}.json"
    assert run("replay", document, "--target", f"miniature:{name}", cwd=tmp_path).returncode == 1
    assert run("replay", document, cwd=tmp_path).returncode == 0
    assert MOCK.password not in done.stdout + (tmp_path / "out" / "run.ndjson").read_text()


def test_a_participant_that_vanishes_later_is_noticed_and_replayed(tmp_path: Path) -> None:
    """The witness sees it in the run, and a replay waits for it."""
    name = "forgets-after-a-while"
    done = run("run", "--target", f"miniature:{name}", "--out", "out", "--profile", "quick", cwd=tmp_path)
    assert done.returncode == 1, done.stdout
    (found,) = [found for found in summary(tmp_path / "out")["findings"] if found["rule"] == "C502"]
    assert (found["partition"], found["confirmed"]) == ("kept-while-the-run-lasts", "3/3")
    again = run("replay", f"out/findings/{found['id']}.json", "--target", f"miniature:{name}", cwd=tmp_path)
    assert again.returncode == 1, again.stdout
    assert "C502" in again.stdout


def test_a_defect_of_the_suite_is_no_verdict_on_the_target(tmp_path: Path) -> None:
    """Exit code 4, and the partition in which it broke was not run."""
    plugin = (
        "def pytest_runtest_setup(item):\n    from contracts.trials import probes\n    probes.PROBES.clear()\n"
    )
    (tmp_path / "breaking.py").write_text(plugin)
    options = ("--profile", "quick", "--out", "out", "--", "-p", "breaking", "-k", "other-account")
    path = f"{Path(__file__).parents[3]}{os.pathsep}{tmp_path}"
    done = run("run", *options, cwd=tmp_path, PYTHONPATH=path)
    assert done.returncode == 4, done.stdout + done.stderr
    found = summary(tmp_path / "out")
    assert found["verdict"] == "inconclusive"
    (left,) = found["not_run"]
    assert left["partition"] == "other-account"
    assert left["reason"].startswith("a defect of the suite: KeyError: 'other-account'")


def test_a_server_on_loopback_conforms_and_is_left_empty(tmp_path: Path) -> None:
    """Conversations, participants and Users are gone afterwards."""
    with served() as server:
        target = ["--target", server.url, "--profile", "quick"]
        done = run("run", *target, "--out", "out", cwd=tmp_path, **ENVIRONMENT)
        assert done.returncode == 0, done.stdout
        assert server.simulator.leftovers() == NOTHING


def test_without_senders_channels_are_left_out_by_choice(tmp_path: Path) -> None:
    """Listed in not_run with the reason, and the exit code stays 0."""
    environment = ENVIRONMENT | {"CONTRACT_PROXY_ADDRESSES": "+15017122661"}
    with served() as server:
        chosen = ["--target", server.url, "--profile", "quick", "--out", "out", "--", "-k", "pair"]
        assert run("run", *chosen, cwd=tmp_path, **environment).returncode == 0
    left = {entry["partition"]: entry["reason"] for entry in summary(tmp_path / "out")["not_run"]}
    assert "whatsapp-pair" in left
    assert "sms-pair" not in left


def test_an_interrupted_run_leaves_nothing_on_the_server(tmp_path: Path) -> None:
    """Ctrl-C cleans up, keeps the record, and exits with 130."""
    with served() as server:
        command = [*COMMAND, "run", "--target", server.url, "--out", "out"]
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            env=clean_environment(**ENVIRONMENT),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        ends = time.monotonic() + 60
        record = tmp_path / "out" / "run.ndjson"
        while time.monotonic() < ends and not (record.exists() and record.stat().st_size > 50_000):
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGINT)
        output = process.communicate(timeout=60)[0].decode()
        assert process.returncode == 130, output
        assert server.simulator.leftovers() == NOTHING
    assert cases(tmp_path / "out")


def test_a_spent_budget_is_inconclusive(tmp_path: Path) -> None:
    """Exit code 3, and what was not run is named."""
    done = run("run", "--budget", "100", "--out", "out", cwd=tmp_path)
    assert done.returncode == 3, done.stdout
    assert any("budget" in entry["reason"] for entry in summary(tmp_path / "out")["not_run"])


def test_a_budget_may_end_when_every_partition_had_its_turn(tmp_path: Path) -> None:
    """Exit code 0, and what more there would have been is named; in another order with every seed."""
    (tmp_path / "plugin.py").write_text(
        "import pytest\n"
        "@pytest.hookimpl(tryfirst=True)\n"
        "def pytest_runtest_call(item):\n"
        "    if 'test_generated' in item.name:\n"
        "        item.funcargs['run'].session.target.transport.stopper.ends = 0.0\n"
    )
    path = f"{Path(__file__).parents[3]}{os.pathsep}{tmp_path}"
    unfinished = []
    for seed in ("1", "2"):
        options = (
            "--profile",
            "nightly",
            "--seed",
            seed,
            "--out",
            seed,
            "--",
            "-p",
            "plugin",
            "-k",
            "simple or digits or boundary or odd",
        )
        done = run("run", *options, cwd=tmp_path, PYTHONPATH=path)
        assert done.returncode == 0, done.stdout
        found = summary(tmp_path / seed)
        assert found["verdict"] == "conforms"
        unfinished.append([entry["partition"] for entry in found["not_run"]])
    assert all(name.endswith(" (more cases)") for name in unfinished[0])
    assert unfinished[0] != unfinished[1]
    assert sorted(unfinished[0]) == sorted(unfinished[1])


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "words"),
    [
        (["--target", "nowhere"], {}, 2, "--target"),
        (["--target", "live"], {}, 2, "TWILIO_ACCOUNT_SID"),
        (["--target", "http://127.0.0.1:9"], ENVIRONMENT | {"CONTRACT_SANDBOX_ACCOUNT": ""}, 2, "SANDBOX"),
        (["--target", "http://127.0.0.1:9"], ENVIRONMENT | {"TWILIO_AUTH_TOKEN": ""}, 2, "TWILIO_AUTH_TOKEN"),
        (["--target", "http://127.0.0.1:9"], ENVIRONMENT, 3, "could not be reached"),
        (["--out", "/proc/none"], {}, 2, "--out"),
        (["--profile", "none"], {}, 2, "--profile"),
        (["--target", "miniature:none"], {}, 2, "miniature"),
    ],
)
def test_wrong_usage_is_one_clear_line(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], code: int, words: str
) -> None:
    """With the exit code that says what is wrong, and no traceback."""
    done = run("run", *arguments, cwd=tmp_path, **environment)
    output = done.stdout + done.stderr
    assert done.returncode == code, output
    assert words in output
    assert "Traceback" not in output


def test_refused_credentials_are_inconclusive(tmp_path: Path) -> None:
    """It is open whether the server is right."""
    with served() as server:
        environment = ENVIRONMENT | {"TWILIO_AUTH_TOKEN": "f" * 32}
        done = run("run", "--target", server.url, "--out", "out", cwd=tmp_path, **environment)
    assert done.returncode == 3, done.stdout
    assert "refused the credentials" in done.stdout + done.stderr
