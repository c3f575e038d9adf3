"""The id of a finding."""

from contracts.cases.case import case
from contracts.judging.finding import Finding, Verdict


def named(
    rule: str = "C229", partition: str = "identity-too-long", identity: str = "a", kind: str = "violation"
) -> str:
    """The id of such a finding."""
    return Finding(rule, partition, Verdict.FAIL, "4xx", "201", case({"Identity": identity}), kind=kind).id


def test_one_bug_has_one_name() -> None:
    """Whatever payload showed it, under whatever seed; the name is fixed, since baselines hold it."""
    assert {named(identity="a" * n) for n in (257, 300, 1000)} == {named()} == {"C229-identity-too-long-3a199c99"}


def test_other_bugs_have_other_names() -> None:
    """By rule, partition and kind, also where partitions look alike in the name of a file."""
    names = [
        named(),
        named("C205"),
        named(partition="identity too long"),
        named(kind="drift"),
        named("", kind="drift"),
    ]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and "/" not in name and " " not in name for name in names)
