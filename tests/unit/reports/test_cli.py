"""The command line: what is printed where, and what it exits with."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from contracts.errors import ContractError, RecordingError, TargetUnavailable, UsageError
from contracts.promises.rules import RULES
from reports import cli
from reports.cli import COMMANDS, contract
from tests.unit.reports.commands import ALICE, ROOT, call, contract_process, run


@pytest.fixture
def alice(tmp_path: Path) -> str:
    """A file with one case document."""
    path = tmp_path / "alice.ndjson"
    path.write_text(ALICE)
    return str(path)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_line_and_an_example(name: str) -> None:
    """The help of the group describes the command, and its own help has an example of it."""
    overview = CliRunner().invoke(contract, ["--help"]).output
    command = contract.get_command(click.Context(contract), name)
    assert command is not None
    said = (command.help or "").partition("\n")[0]
    assert said.endswith(".")
    assert f"{name} {said}" in " ".join(overview.split())
    example = CliRunner().invoke(contract, [name, "--help"]).output.partition("Example: ")[2]
    assert f"contract {name} " in f"{example.splitlines()[0]} "


def test_all_rules_are_listed() -> None:
    """Each on one line, or as JSON with all there is."""
    assert [line.split()[0] for line in call("rules").output.splitlines()] == list(RULES)
    as_json = json.loads(call("rules", "--json").output)
    assert [rule["code"] for rule in as_json] == list(RULES)
    assert all(rule["quote"] and rule["source"] for rule in as_json)


def test_sentences_are_traced() -> None:
    """Each sentence stands with its rules or with the reason for none."""
    shown = call("rules", "--trace").output
    assert "-> C101" in shown
    assert "-> no rule: " in shown
    assert json.loads(call("rules", "--trace", "--json").output)[0]["where"] == "operation"


def test_a_rule_is_explained() -> None:
    """Quotation, source, level, partitions and miniatures; the code may be lower case."""
    shown = call("explain", "c229").output
    assert shown.startswith("C229 An identity of over 256 characters is refused\n")
    assert all(word in shown for word in ("->", "documented", "identity-too-long", "Miniatures:"))


@pytest.mark.parametrize(
    ("code", "partition"),
    [
        ("C229", "identity-too-long"),
        ("C507", "added-again"),
        ("C404", "other-account"),
        ("C503", "kept-while-the-run-lasts"),
    ],
)
def test_whatever_exercises_a_rule_is_named(code: str, partition: str) -> None:
    """Cases, sequences, probes and the witness."""
    assert partition in call("explain", code).output


def test_unknown_codes_are_wrong_usage() -> None:
    """Near codes are offered."""
    failed = call("explain", "C2O7").exception
    assert isinstance(failed, UsageError)
    assert "(got 'C2O7'); near ones: " in str(failed)
    assert "C207" in str(failed).partition("near ones")[2]


def test_samples_go_into_predictions() -> None:
    """What sample prints, predict reads: one answer a line."""
    drawn = call("sample", "-n", "250", "--seed", "3").output
    answers = [json.loads(line) for line in call("predict", "-", given=drawn).output.splitlines()]
    assert len(answers) == 250
    assert {answer["outcome"] for answer in answers if "outcome" in answer} == {"accept", "reject", "unspecified"}
    assert any("steps" in answer for answer in answers)


def test_a_prediction_has_the_documented_shape(alice: str) -> None:
    """Outcome, statuses, codes, rules; null for a step that creates nothing."""
    assert json.loads(call("predict", alice).output) == {
        "outcome": "accept",
        "statuses": [201],
        "codes": [],
        "rules": ["C201"],
    }
    steps = '{"steps": [{"fields": [["Identity", "a"]]}, {"op": "list"}, {"fields": [["Identity", "a"]]}]}'
    first, second, third = json.loads(call("predict", "-", given=steps).output)["steps"]
    assert (first["outcome"], second, third["rules"]) == ("accept", None, ["C505"])


@pytest.mark.parametrize("text", [ALICE, json.dumps(json.loads(ALICE), indent=2), f"\n\n{ALICE}\n{ALICE}"])
def test_files_hold_one_document_or_many(tmp_path: Path, text: str) -> None:
    """Pretty-printed JSON, NDJSON, and blank lines between."""
    (tmp_path / "f").write_text(text)
    lines = call("predict", str(tmp_path / "f")).output.splitlines()
    assert len(lines) == text.count("Identity")


@pytest.mark.parametrize(
    "broken", ["nope", '{"fields": 1}', '"text"', "{", '{"fields": [], "x": 1}', "[]", "\udcff"]
)
def test_a_malformed_line_is_named_after_those_before_it(tmp_path: Path, broken: str) -> None:
    """Predictions before it are printed; the error has the name of the file and the line."""
    path = tmp_path / "cases.ndjson"
    path.write_bytes(f"{ALICE}\n{broken}\n{ALICE}".encode("utf-8", "surrogateescape"))
    result = call("predict", str(path))
    assert result.output.count("accept") == 1
    assert isinstance(result.exception, UsageError)
    assert str(result.exception).startswith(f"{path}:3: ")


def test_a_case_on_standard_input_is_answered_before_the_next_is_sent() -> None:
    """Another program may wait for each answer."""
    process = contract_process("predict", "-")
    assert process.stdin
    assert process.stdout
    for _ in range(3):
        process.stdin.write(ALICE)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["rules"] == ["C201"]
    process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "--budget", "0"), "contract: '--budget' must be a number of requests, at least 1 (got 0)\n"),
        (("run", "--target", "miniature:none-such"), "contract: 'miniature' must be one of"),
        (("predict", "/nowhere"), "contract: '/nowhere' must be a file that can be read"),
        (("run", "stray"), "Error: Got unexpected extra argument (stray)"),
        (("nothing",), f"Error: 'COMMAND' must be one of {len(COMMANDS)} (got 'nothing'); see 'contract --help'"),
        (("rnu",), f"Error: 'COMMAND' must be one of {len(COMMANDS)} (got 'rnu'); near ones: run, rules"),
        (("list", "servers"), "'servers' is not one of 'partitions', 'miniatures', 'latitudes'"),
        (("sample", "-n", "0"), "Error: Invalid value for '-n'"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], message: str) -> None:
    """The message is on standard error, without a traceback; nothing is on standard output."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("key", ["auth", "body_base64", "steps", "op", "conversation", "method", "headers"])
@pytest.mark.parametrize("depth", [900, 980, 2000])
def test_a_deeply_nested_document_is_wrong_usage(tmp_path: Path, key: str, depth: int) -> None:
    """Showing it must not end in a RecursionError."""
    (tmp_path / "deep.json").write_text(f'{{"fields": [], "{key}": {"[" * depth}{"]" * depth}}}')
    code, out, err = run("predict", str(tmp_path / "deep.json"))
    assert (code, out) == (2, "")
    assert err.startswith("contract: ")


def test_a_key_that_stands_twice_is_wrong_usage(tmp_path: Path) -> None:
    """Readers of JSON differ in which of the two counts."""
    (tmp_path / "twice.json").write_text('{"fields": [], "fields": [["Identity", "alice"]]}')
    code, _, err = run("predict", str(tmp_path / "twice.json"))
    assert (code, "each key once (got 'fields' twice)" in err) == (2, True)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("sample identity-simple -n 1 >&-", 0),
        ("explain C201 >&-", 0),
        ("explain C201 >&- 2>&-", 0),
        ("--help >&-", 0),
        ("predict - <&-", 2),
        ("replay - <&-", 2),
        ("predict /nowhere >&-", 2),
    ],
)
def test_closed_streams_end_no_command_in_a_traceback(command: str, code: int) -> None:
    """What is written to a closed stream is not wanted; what is read from one is wrong usage."""
    line = f"{shlex.quote(sys.executable)} -m reports {command}"
    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("a\nb"), 2),
        (TargetUnavailable("gone"), 3),
        (RecordingError("full"), 3),
        (ContractError("odd"), 4),
        (ZeroDivisionError("oops"), 4),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (OSError(28, "No space left on device"), 3),
    ],
)
def test_every_error_has_a_code_and_one_line(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors that people cause, targets that are gone, and defects are told apart."""

    def fail(self: cli.Commands, context: object, name: str) -> None:
        raise error

    monkeypatch.delenv("CONTRACT_DEBUG", raising=False)
    monkeypatch.setattr(cli.Commands, "get_command", fail)
    assert cli.invoke(["rules"]) == code
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == (0 if code == 141 else 1)
    assert "Traceback" not in err


def test_debugging_shows_where(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With CONTRACT_DEBUG a defect has its traceback."""
    monkeypatch.setenv("CONTRACT_DEBUG", "1")
    monkeypatch.setitem(cli.COMMANDS, "rules", "reports.nothing_there")
    assert cli.invoke(["rules"]) == 4
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    """As with any program in a pipe: no message, and the status that shells give."""
    with contract_process("sample", "-n", "400") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 141


def test_output_does_not_depend_on_the_locale(tmp_path: Path) -> None:
    """Documents are UTF-8 even where the terminal is not; what a terminal cannot show is escaped."""
    (tmp_path / "f").write_text('{"fields": [["Identity", "\\u8a9e"]]}')
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "reports"]
    sampled = subprocess.run([*command, "sample", "identity-scripts"], env=env, capture_output=True, check=True)
    assert not sampled.stdout.decode("utf-8").isascii()
    replayed = subprocess.run([*command, "replay", str(tmp_path / "f")], env=env, capture_output=True, check=True)
    assert b'["Identity", "\\u8a9e"]' in replayed.stdout


@pytest.mark.parametrize("what", ["partitions", "miniatures", "latitudes"])
def test_what_there_is_can_be_listed(what: str) -> None:
    """In 80 columns, or as JSON, and each name once."""
    lines = call("list", what).output.splitlines()
    entries = json.loads(call("list", what, "--json").output)
    assert max(map(len, lines)) <= 80
    assert [entry["name"] for entry in entries] == [line.split()[0] for line in lines if line[:1] != " "]
    assert len({entry["name"] for entry in entries}) == len(entries) > 40


def test_listed_names_are_taken() -> None:
    """A partition is sampled, a probe and a server are known, by the name that is listed."""
    listed = {name: json.loads(call("list", name, "--json").output) for name in ("partitions", "latitudes")}
    assert call("sample", listed["partitions"][0]["name"], "-n", "1").exit_code == 0
    assert {"body-in-chunks", "same-identity-at-once"} <= {entry["name"] for entry in listed["partitions"]}
    assert {"group-1", "counts-utf-16"} <= {entry["name"] for entry in listed["latitudes"]}


@pytest.mark.parametrize(
    ("words", "completed"), [("contract pre", "predict"), ("contract list part", "partitions")]
)
def test_a_shell_completes_commands_and_values(words: str, completed: str) -> None:
    """As README has it: click answers the shell."""
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")), "_CONTRACT_COMPLETE": "bash_complete"}
    command = [sys.executable, "-m", "reports"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | asked, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == [f"plain,{completed}"]
