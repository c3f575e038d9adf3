"""`contract prove` says which wrong server was missed and which right one accused, and exits with 1 then."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from click.testing import Result

from reports.proving import proof
from reports.proving.proof import Proof
from reports.runs import launch
from tests.unit.reports.commands import call

NOTICED = Proof("loses-plus", "C304", "samples", "violates", ("C304", "C502"), 12, 0.5, 1.0)
SLOWER = Proof("lowers-identities", "C301", "samples", "violates", ("C301",), 40, 1.5, 2.0)
ELSEWHERE = Proof("reuses-sids", "C501", "samples", "violates", ("C502",), 7, 0.3, 1.0)
MISSED = Proof("gives-uuids", "C106", "samples", "conforms", (), None, None, 30.0)
BROKEN = Proof("gives-uuids", "C106", "samples", proof.DEFECT, ("C106",), None, None, 0.0)
RIGHT = Proof("counts-utf-16", "", "samples", "conforms", (), None, None, 30.0)
ACCUSED = Proof("counts-utf-16", "", "samples", "violates", ("C301",), 5, 0.2, 30.0)


def prove(monkeypatch: pytest.MonkeyPatch, *proofs: Proof, arguments: Sequence[str] = ()) -> Result:
    """The command, with these proofs in place of runs."""

    def made(names: Sequence[str], *_: Any, done: Callable[[Proof], None], **__: Any) -> list[Proof]:
        assert list(names) == [one.name for one in proofs]
        for one in proofs:
            done(one)
        return list(proofs)

    monkeypatch.setattr(proof, "prove", made)
    return call("prove", *arguments, *(one.name for one in proofs))


def test_all_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the median and the slowest, and which other rules noticed."""
    done = prove(monkeypatch, NOTICED, SLOWER, RIGHT)
    assert done.return_value == 0
    lines = done.output.splitlines()
    assert lines[0].split() == ["[1/3]", "ok", "loses-plus", "C304", "C502", "12", "cases,", "0.5", "s"]
    assert lines[-3:] == [
        "2 of 2 wrong servers were noticed by the rule that they break,",
        "after 1.0 s in the median, 1.5 s at most.",
        "1 of 1 right servers were not accused.",
    ]


@pytest.mark.parametrize("wrong", [ELSEWHERE, MISSED, ACCUSED])
def test_one_that_did_not_hold(monkeypatch: pytest.MonkeyPatch, wrong: Proof) -> None:
    """Noticed by another rule only, missed, or accused: named at the end."""
    done = prove(monkeypatch, NOTICED, wrong)
    assert done.return_value == 1
    assert done.output.splitlines()[-1] == f"FAIL {wrong.name}"


def test_a_defect_of_the_suite_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said to be one, and is neither "missed" nor "noticed"."""
    done = prove(monkeypatch, NOTICED, BROKEN)
    assert done.return_value == 4
    assert "a defect of the suite: the server was not judged" in done.output
    assert done.output.splitlines()[-1] == f"FAIL {BROKEN.name}"


@pytest.mark.parametrize("status", [2, 3, 40])
def test_a_run_that_breaks_down_is_a_defect(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """Errors of collection, of pytest, and of the suite."""
    monkeypatch.setattr(launch, "run", lambda *_: status)
    done = call("prove", "gives-uuids")
    assert done.return_value == 4
    assert "a defect of the suite" in done.output


@pytest.mark.parametrize("name", ["gives-uuids", "reads-the-first-chunk"])
def test_over_http(name: str) -> None:
    """On loopback, with the second account that the environment declares."""
    done = call("prove", "--over-http", "--profile", "quick", name)
    assert done.return_value == 0, done.output


def test_as_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output is one JSON text; progress goes beside it, and what there is not is null."""
    done = prove(monkeypatch, NOTICED, MISSED, arguments=["--json"])
    assert done.return_value == 1
    document = json.loads(done.stdout)
    assert [one["holds"] for one in document["proofs"]] == [True, False]
    assert document["proofs"][1]["cases"] is None
    assert "[2/2] FAIL gives-uuids" in done.stderr


@pytest.mark.parametrize("share", ["0/3", "4/3", "1", "1/0", "a/b"])
def test_a_share_that_is_none(share: str) -> None:
    """Wrong usage."""
    assert "'--share' must be like 1/4" in str(call("prove", "--share", share).exception)


def test_all_servers_are_proved_unless_some_are_named() -> None:
    """Every wrong server, and the right ones in groups; a share is every so manieth."""
    everyone = proof.everyone()
    assert len(everyone) > 450
    assert everyone[-1].startswith("group-")
    assert proof.everyone(["gives-uuids"]) == ["gives-uuids"]
