"""Profile `brief`: few requests, the same each time, and every rule is judged."""

from pathlib import Path

from tests.unit.runs.support import cases, run, summary

MOST = 1500
"""Requests: three minutes and a half at 150 ms an answer."""


def test_every_rule_is_judged_with_few_requests(tmp_path: Path) -> None:
    """But for those that cost much, which are left out by choice; and a run sends what the one before sent, so
    that the record of that one is all it takes."""
    assert run("run", "--profile", "brief", "--out", "one", cwd=tmp_path).returncode == 0
    assert run("run", "--target", "recording:one", "--out", "two", cwd=tmp_path).returncode == 0
    found, again = summary(tmp_path / "one"), summary(tmp_path / "two")
    assert (again["profile"], again["rules"], again["not_run"]) == ("brief", found["rules"], found["not_run"])
    assert found["exchanges"] < MOST
    assert [one["rule"] for one in found["not_judged"]] == ["C517"]
    assert cases(tmp_path / "one") == cases(tmp_path / "two")


def test_what_is_left_to_longer_profiles_is_told(tmp_path: Path) -> None:
    """In not_run, with the reason."""
    run("run", "--profile", "brief", "--out", "out", "--rule", "C515", cwd=tmp_path)
    reasons = {one["partition"]: one["reason"] for one in summary(tmp_path / "out")["not_run"]}
    assert reasons["hundred-participants"] == "profile brief leaves it to longer ones"
