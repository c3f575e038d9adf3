"""The options of a run are validated in one place, and go round through a command line."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from contracts.errors import UsageError
from reports.choices import profiles
from reports.choices.options import (
    OPTIONS,
    RunOptions,
    from_mapping,
    to_arguments,
)
from reports.runs.folder import claim, default_out, point_latest

TARGETS = "mock, live, miniature:NAME, recording:RUN or a base URL"


def test_nothing_given_is_the_gate_against_the_mock() -> None:
    """Without options a run is the gate profile against the mock."""
    assert from_mapping({}) == RunOptions(target="mock", profile="gate", read_back="sample", timeout=10.0)


def test_every_field_has_an_option_and_every_option_a_field() -> None:
    """The table and the dataclass name the same things."""
    assert {option.name for option in OPTIONS} == set(RunOptions.__dataclass_fields__)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("budget", "0", "'--budget' must be a number of requests, at least 1 (got 0)"),
        ("budget", "many", "'--budget' must be a number of requests, at least 1 (got many)"),
        ("budget", "", "'--budget' must be a number of requests, at least 1 (got '')"),
        ("seed", "-1", "'--seed' must be a whole number, at least 0 (got -1)"),
        ("max_time", "inf", "'--max-time' must be a number of seconds, above 0 (got inf)"),
        ("max_time", "nan", "'--max-time' must be a number of seconds, above 0 (got nan)"),
        ("timeout", "0", "'--timeout' must be a number of seconds, above 0 (got 0)"),
        ("profile", "fast", "'--profile' must be one of brief, quick, gate, nightly, soak (got fast)"),
        ("read_back", "some", "'--read-back' must be one of all, sample, none (got some)"),
        ("target", "mok", f"'--target' must be {TARGETS} (got mok)"),
        ("target", "miniature:", f"'--target' must be {TARGETS} (got miniature:)"),
        ("target", "recording:", f"'--target' must be {TARGETS} (got recording:)"),
        ("out", "", "'--out' must be a folder (got '')"),
        ("until", "C000", "'--until' must be the code of a rule, such as C229 (got C000)"),
        ("partition", ["two words"], "'--partition' must be the name of a partition (got two words)"),
        ("rule", ["C229", "C000"], "'--rule' must be the code of a rule, such as C229 (got C000)"),
        (
            "leave_out",
            ["attributes-not-objects="],
            "'--leave-out' must be a partition and the reason, such as attributes-not-objects='objects only' "
            "(got attributes-not-objects=)",
        ),
        ("fail_fast", "yes", "'--fail-fast' must be given without a value (got yes)"),
    ],
)
def test_wrong_values_are_refused(name: str, given: object, message: str) -> None:
    """The message says what the value must be, and what was given."""
    with pytest.raises(UsageError) as caught:
        from_mapping({name: given})
    assert str(caught.value) == message


def test_options_that_may_be_given_several_times_go_round() -> None:
    """Through a command line and back; a reason may hold equals signs."""
    given = {"partition": ["a", "b"], "rule": ("C229",), "leave_out": ["a=because a=b"]}
    options = from_mapping(given)
    assert options.leave_out == (("a", "because a=b"),)
    arguments = to_arguments(options)
    assert arguments == ["--partition=a", "--partition=b", "--rule=C229", "--leave-out=a=because a=b"]
    assert from_mapping({"partition": []}) == from_mapping({})


def test_soak_needs_an_end() -> None:
    """An endless profile is refused without --max-time or --idle, which others do not take."""
    with pytest.raises(UsageError, match="'--max-time' or '--idle' must be given with --profile soak"):
        from_mapping({"profile": "soak"})
    with pytest.raises(UsageError, match="'--idle' must be with --profile soak"):
        from_mapping({"idle": "5"})
    assert from_mapping({"profile": "soak", "max_time": "5"}).max_time == 5.0
    assert from_mapping({"profile": "soak", "idle": "5"}).idle == 5.0


def test_arguments_say_the_same(tmp_path: Path) -> None:
    """Options survive being written as a command line and read again."""
    options = RunOptions("live", "quick", 7, tmp_path / "-o", 10, 1.5, True, "C229", "none", 2.0)
    arguments = to_arguments(options)
    given = {a.partition("=")[0][2:].replace("-", "_"): a.partition("=")[2] or True for a in arguments}
    assert from_mapping(given) == options
    assert to_arguments(RunOptions()) == []


def test_unknown_profiles_are_refused_by_name() -> None:
    """`profile` raises for a name that is none, and finds the others."""
    with pytest.raises(UsageError, match=r"must be one of brief, quick, gate.*got 'fast'"):
        profiles.profile("fast")
    assert [profiles.profile(name).name for name in profiles.PROFILES] == [
        "brief",
        "quick",
        "gate",
        "nightly",
        "soak",
    ]


def test_only_the_gate_is_deterministic_and_it_keeps_nothing() -> None:
    """What gates a release depends on the sources alone."""
    assert [p.name for p in profiles.PROFILES.values() if p.deterministic] == ["brief", "gate"]
    assert not profiles.profile("gate").keeps_database


def test_default_folder_is_named_after_utc() -> None:
    """The folder's name is the time in UTC, whatever the zone."""
    moment = datetime(2026, 1, 31, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))
    assert default_out(moment) == Path("reports/out/20260130T230203Z")


def test_default_folders_never_collide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of the same second have folders of their own."""
    monkeypatch.chdir(tmp_path)
    made = {claim(RunOptions()).out for _ in range(3)}
    assert len(made) == 3
    assert all(out.is_dir() for out in made)


def test_an_earlier_run_is_forgotten(tmp_path: Path) -> None:
    """Results of an earlier run are removed; files of others stay."""
    ours = ["summary.json", "report.html", "junit.xml", "findings/C207-attributes-0123abcd.json"]
    others = ["notes.txt", "findings/mine.json"]
    (tmp_path / "findings").mkdir()
    for name in [*ours, *others]:
        (tmp_path / name).write_text("{}")
    assert claim(RunOptions(out=tmp_path)).out == tmp_path
    assert [name for name in [*ours, *others] if (tmp_path / name).exists()] == others


def test_a_claimed_folder_is_refused_until_it_is_released(tmp_path: Path) -> None:
    """One run at a time; an unused folder is taken away, unless something else is in it."""
    first = claim(RunOptions(out=tmp_path / "out"))
    with pytest.raises(
        UsageError, match=r"must be a folder of one run \(got .*out, that another run writes to now\)"
    ):
        claim(RunOptions(out=tmp_path / "out"))
    first.release()
    first.release()
    assert not (tmp_path / "out").exists()
    second = claim(RunOptions(out=tmp_path / "out"))
    (tmp_path / "out" / "run.ndjson").write_text("{}\n")
    second.release()
    assert (tmp_path / "out" / "run.ndjson").read_text() == "{}\n"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """A file in the way is a wrong --out."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="'--out' must be a folder that can be written"):
        claim(RunOptions(out=tmp_path / "file" / "out"))


def test_latest_points_to_runs_in_their_home_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`latest` follows the newest run below reports/out, and is left alone by runs elsewhere."""
    monkeypatch.chdir(tmp_path)
    first, second = claim(RunOptions()).out, claim(RunOptions()).out
    latest = tmp_path / "reports/out/latest"
    for out in (first, second):
        point_latest(out)
        assert latest.resolve() == out.resolve()
    point_latest(claim(RunOptions(out=tmp_path / "elsewhere")).out)
    assert latest.resolve() == second.resolve()
    assert default_out(datetime.now(UTC)).parent == Path("reports/out")
