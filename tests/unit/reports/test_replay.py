"""`contract replay` and `contract serve`."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from contracts.errors import TargetUnavailable, UsageError
from contracts.miniatures import named
from contracts.simulator import Simulator
from contracts.simulator.server import LoopbackServer
from contracts.targets.settings import MOCK
from reports.choices.options import RunOptions
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import finding
from tests.unit.reports.commands import ALICE, SANDBOX, call, contract_process, run


@pytest.fixture
def alice(tmp_path: Path) -> str:
    """A file with one case document."""
    path = tmp_path / "alice.ndjson"
    path.write_text(ALICE)
    return str(path)


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    """The URL of a server that refuses an identity of 256 characters."""
    make = named("identity-limit-of-255").make
    with LoopbackServer(make(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as server:
        yield server.url


def test_a_replay_tells_in_five_lines(alice: str) -> None:
    """Case, expectation, answer, violations, and what came where nothing is wrong."""
    result = call("replay", alice)
    case, expected, answer, violations, now = result.output.splitlines()
    assert case == f"{alice}:1: " + ALICE.strip()
    assert expected == "  Expected:   accept with 201 by C201"
    assert answer.startswith("  Answer:     201 {")
    assert violations == "  Violations: none"
    assert now == "  Not reproduced: the target now answers 201"
    assert result.return_value == 0


def test_a_replay_of_a_violation_exits_with_1(tmp_path: Path, faulty: str) -> None:
    """Over the network too; the secret is not printed."""
    (tmp_path / "f").write_text(json.dumps({"fields": [["Identity", "a" * 256]]}) + "\n" + ALICE)
    result = call("replay", str(tmp_path / "f"), "--target", faulty, env=SANDBOX)
    assert result.return_value == 1
    assert "  Violations: C205 " in result.output
    assert "  Violations: none" in result.output
    assert MOCK.password not in result.output


def test_sequences_are_replayed(tmp_path: Path) -> None:
    """One after the other, or together."""
    create = '{"fields": [["Identity", "a"]]}'
    one = f'{{"steps": [{create}, {create}, {{"op": "list"}}, {{"op": "delete", "ref": 0}}]}}'
    two = f'{{"together": true, "steps": [{create}, {create}]}}'
    (tmp_path / "f").write_text(f"{one}\n{two}\n")
    result = call("replay", str(tmp_path / "f"))
    assert result.return_value == 0, result.exception
    assert "step 1: reject with 4xx by C505; step 2: nothing" in result.output
    assert result.output.count("Violations: none") == 2


def test_a_broken_sequence_exits_with_1(tmp_path: Path) -> None:
    """A server that takes the same identity twice is caught."""
    create = '{"fields": [["Identity", "a"]]}'
    (tmp_path / "f").write_text(f'{{"steps": [{create}, {create}]}}')
    result = call("replay", str(tmp_path / "f"), "--target", "miniature:accepts-same-identity")
    assert result.return_value == 1
    assert "Violations: C505" in result.output
    assert "  Reproduced: 3/3 by C505" in result.output


def test_a_broken_probe_is_made_three_times(tmp_path: Path) -> None:
    """A server that reads the first chunk alone is caught each time."""
    (tmp_path / "f").write_text('{"partition": "body-in-chunks", "fields": []}')
    result = call("replay", str(tmp_path / "f"), "--target", "miniature:reads-the-first-chunk")
    assert result.return_value == 1, result.output
    assert "  Reproduced: 3/3 by C210" in result.output


def test_what_cannot_be_made_again_is_not_fixed(tmp_path: Path) -> None:
    """Another account that is not declared leaves a replay inconclusive."""
    (tmp_path / "f").write_text('{"partition": "other-account", "fields": []}')
    with LoopbackServer(Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as server:
        result = call("replay", str(tmp_path / "f"), "--target", server.url, env=SANDBOX)
    assert result.return_value == 3, result.output
    assert "cannot be made again here: CONTRACT_OTHER_ACCOUNT_SID" in result.output
    assert "Reproduced" not in result.output


def test_a_target_that_is_gone_exits_with_3(alice: str) -> None:
    """Inconclusive."""
    failed = call("replay", alice, "--target", "http://127.0.0.1:9", env=SANDBOX).exception
    assert isinstance(failed, TargetUnavailable)


def test_a_network_target_needs_a_sandbox(alice: str) -> None:
    """Without CONTRACT_SANDBOX_ACCOUNT nothing is sent."""
    env = SANDBOX | {"CONTRACT_SANDBOX_ACCOUNT": ""}
    failed = call("replay", alice, "--target", "http://127.0.0.1:9", env=env).exception
    assert isinstance(failed, UsageError)
    assert "CONTRACT_SANDBOX_ACCOUNT" in str(failed)


def test_the_server_says_how_to_reach_it_and_ends_by_ctrl_c(alice: str) -> None:
    """What it prints makes it a target with these senders alone, and a second server on its port is refused."""
    process = contract_process("serve")
    assert process.stdout
    try:
        url = process.stdout.readline().split()[-1]
        lines = [process.stdout.readline().strip() for _ in range(6)]
        env = dict(line.removeprefix("export ").split("=", 1) for line in lines)
        keys = {"TWILIO_API_KEY", "TWILIO_API_SECRET"}
        assert set(env) == {*SANDBOX, *keys, "CONTRACT_PROXY_ADDRESSES"}
        assert call("replay", alice, "--target", url, env=env).return_value == 0
        account = env["TWILIO_ACCOUNT_SID"], env["TWILIO_AUTH_TOKEN"]
        place = httpx.post(f"{url}/v1/Conversations", auth=account).json()["links"]["participants"]
        for sender, status in (("+15005550006", 400), (env["CONTRACT_PROXY_ADDRESSES"].split(",")[0], 201)):
            form = {"MessagingBinding.Address": "+15558675310", "MessagingBinding.ProxyAddress": sender}
            assert httpx.post(place, auth=account, data=form).status_code == status
        code, _, err = run("serve", "--port", url.rpartition(":")[2])
        assert code == 2
        assert "'--port' must be a port that is free" in err
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")


def test_a_violation_is_sent_again_and_made_small(tmp_path: Path) -> None:
    """Fields and headers that play no part are named; the boundary is exact."""
    fields = [["Attributes", "{}"], ["Identity", "Zoë" * 100]]
    document = {"headers": [["Origin", "https://a.example"]], "fields": fields}
    (tmp_path / "f").write_text(json.dumps(document))
    replayed = call("replay", str(tmp_path / "f"), "--target", "miniature:identity-limit-of-none", "--shrink")
    assert replayed.return_value == 1, replayed.exception
    assert "  Reproduced: 3/3 by C229" in replayed.output
    assert f'  Smallest:   {{"fields": [["Identity", "{"a" * 257}"]]}}' in replayed.output
    gone = "header Origin; field Attributes; the value of Identity but for 'a' * 257"
    assert f"  Irrelevant: {gone}" in replayed.output


BUSY = {
    "steps": [
        {"headers": [["Origin", "https://a.example"]], "fields": [["Identity", "bob"], ["Attributes", "{}"]]},
        {"fields": [["Identity", "alice"], ["Attributes", '{"a":1}']]},
        {"op": "fetch", "ref": 0},
        {"fields": [["Identity", "alice"]]},
        {"op": "list"},
    ]
}


def test_a_sequence_loses_the_steps_that_play_no_part(tmp_path: Path) -> None:
    """And the fields, and what is special about their values; what is left is explained."""
    (tmp_path / "f").write_text(json.dumps(BUSY))
    replayed = call("replay", str(tmp_path / "f"), "--target", "miniature:accepts-same-identity", "--explain")
    assert replayed.return_value == 1, replayed.exception
    step = '{"op": "create", "fields": [["Identity", "a"]]}'
    assert f'"steps": [{step}, {step}]}}\n' in replayed.output
    assert "  Irrelevant: 1 create; 1 fetch; 1 list; header Origin; field Attributes\n" in replayed.output
    assert "  Matters:    each of the 2 steps: without one of them it is not shown\n" in replayed.output
    assert "Identity of steps 0 and 1: any character shows it" in replayed.output


def test_what_is_sent_together_stays_together(tmp_path: Path) -> None:
    """At least two of them; whether it takes the same moment is said."""
    creates = [
        {"fields": [["Identity", name], ["Attributes", "{}"]]} for name in ("bob", "alice", "alice", "alice")
    ]
    (tmp_path / "f").write_text(json.dumps({"together": True, "steps": creates}))
    replayed = call("replay", str(tmp_path / "f"), "--target", "miniature:accepts-same-identity", "--explain")
    assert replayed.return_value == 1, replayed.exception
    assert replayed.output.partition("Smallest:")[2].count('"op": "create"') == 2
    assert "one after the other shows it too" in replayed.output


def test_what_cannot_be_made_smaller_is_said(tmp_path: Path) -> None:
    """A probe, and what breaks no rule."""
    (tmp_path / "f").write_text('{"partition": "body-in-chunks", "fields": []}')
    replayed = call("replay", str(tmp_path / "f"), "--target", "miniature:reads-the-first-chunk", "--shrink")
    assert replayed.return_value == 1, replayed.exception
    assert "  Smallest:   body-in-chunks is made whole" in replayed.output
    (tmp_path / "f").write_text(json.dumps(BUSY))
    replayed = call("replay", str(tmp_path / "f"), "--shrink")
    assert replayed.return_value == 0
    assert "409 with code 50433 to step 3" in replayed.output
    assert "  Smallest:   none: no rule is broken here" in replayed.output


ADDRESS = ["MessagingBinding.Address", "+15558675310"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            [ADDRESS, ["MessagingBinding.ProxyAddress", "+15005550006"]],
            "the sender +15005550006 is none of the acc",
        ),
        ([["Identity", "a"], ["RoleSid", "RL" + "1" * 32]], f"the role RL{'1' * 32} is none of the account's"),
    ],
)
def test_an_account_that_lacks_something_has_fixed_nothing(fields: object, reason: str, tmp_path: Path) -> None:
    """The target refuses for another reason than the one that was reported."""
    (tmp_path / "f").write_text(json.dumps({"fields": fields}))
    replayed = call("replay", str(tmp_path / "f"))
    assert replayed.return_value == 3, replayed.output
    assert f"  Cannot be made again here: {reason}" in replayed.output
    assert "reproduced" not in replayed.output


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A crossing of key and token needs both."""
    (tmp_path / "f").write_text(
        '{"auth": "wrong", "credentials": "key-with-token", "fields": [["Identity", "a"]]}'
    )
    with LoopbackServer(Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as server:
        replayed = call("replay", str(tmp_path / "f"), "--target", server.url, env=SANDBOX)
    assert replayed.return_value == 3, replayed.output
    assert "Cannot be made again here: an API key beside the token is needed" in replayed.output


def test_a_case_of_the_corpus_is_replayed() -> None:
    """Its rule is looked for."""
    replayed = call("replay", "tests/corpus/attributes-ignored-on-create.json")
    assert replayed.return_value == 0, replayed.exception
    assert "  Reported:   C303: expected " in replayed.output
    assert "  Not reproduced in 3 tries: the target now answers 201\n" in replayed.output


def test_the_rule_that_a_run_found_is_looked_for(tmp_path: Path) -> None:
    """The summary beside a finding says what was reported; another rule is not taken for it."""
    findings = tmp_path / "findings"
    findings.mkdir()
    (findings / "C205-x.json").write_text(json.dumps({"fields": [["Identity", "a" * 257]]}))
    tally = Tally()
    tally.findings.append(finding("C205"))
    found = summary.summary(tally, RunOptions(), 0, 1.0, {})
    found["findings"][0] |= {"id": "C205-x", "expected": "201", "actual": "400"}
    summary.write(tmp_path, found, [])
    replayed = call("replay", str(findings / "C205-x.json"), "--target", "miniature:identity-limit-of-257")
    assert "  Reported:   C205: expected 201, actual 400\n" in replayed.output
    assert "  Reproduced: 3/3 by C229, and not by C205\n" in replayed.output
    replayed = call("replay", str(findings / "C205-x.json"))
    assert "  Not reproduced in 3 tries: the target now answers 400 with code 50207\n" in replayed.output
