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


def test_a_replay_tells_in_four_lines(alice: str) -> None:
    """Case, expectation, answer, violations."""
    result = call("replay", alice)
    case, expected, answer, violations = result.output.splitlines()
    assert case == f"{alice}:1: " + ALICE.strip()
    assert expected == "  Expected:   accept with 201 by C201"
    assert answer.startswith("  Answer:     201 {")
    assert violations == "  Violations: none"
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
