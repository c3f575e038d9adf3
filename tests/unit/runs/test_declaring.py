"""What the owner declares reaches every command."""

import json
from pathlib import Path

from tests.unit.runs.support import run

ADDRESSES = {"MessagingBinding.Address": "+12015550123", "MessagingBinding.ProxyAddress": "+15550100001"}


def test_a_sender_that_can_be_none_is_wrong_usage(tmp_path: Path) -> None:
    """It is named; nothing is sent."""
    for command in (("run",), ("predict", "case.json")):
        done = run(*command, cwd=tmp_path, CONTRACT_PROXY_ADDRESSES="+15550100001,+")
        assert done.returncode == 2, done.stdout
        assert "'+'" in done.stderr


def test_predict_takes_the_declared_senders(tmp_path: Path) -> None:
    """A number that no plan knows is a sender if the owner says so."""
    (tmp_path / "case.json").write_text(json.dumps({"fields": list(ADDRESSES.items())}))
    told = [
        json.loads(run("predict", "case.json", cwd=tmp_path, **environ).stdout)["outcome"]
        for environ in ({}, {"CONTRACT_PROXY_ADDRESSES": "+15550100001"})
    ]
    assert told == ["unspecified", "accept"]


def test_predict_takes_the_declared_roles(tmp_path: Path) -> None:
    """A role SID is that of a conversation role if the owner says so."""
    role = "RL" + "1" * 32
    (tmp_path / "case.json").write_text(json.dumps({"fields": [["Identity", "alice"], ["RoleSid", role]]}))
    told = [
        json.loads(run("predict", "case.json", cwd=tmp_path, **environ).stdout)["rules"][:1]
        for environ in ({}, {"CONTRACT_ROLE_SIDS": role})
    ]
    assert told == [[], ["C244"]]
    refused = run("predict", "case.json", cwd=tmp_path, CONTRACT_ROLE_SIDS="admin")
    assert (refused.returncode, "'admin'" in refused.stderr) == (2, True)
