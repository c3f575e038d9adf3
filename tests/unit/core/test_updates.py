"""C518: an update changes what it was sent; what else may move, and what is not judged."""

import pytest

from contracts.cases.case import ATTRIBUTES, DATE_UPDATED, IDENTITY, Case, Op, Sequence, Step, case
from contracts.targets.connect import connect
from contracts.targets.session import Session
from contracts.trials import scenario
from contracts.trials.reading_back import updated_is_equal

BEFORE: dict[str, object] = {
    "sid": "MB1",
    "identity": "alice",
    "attributes": "{}",
    "role_sid": "RL1",
    "messaging_binding": None,
    "date_created": "2015-12-16T22:18:37Z",
    "date_updated": "2015-12-16T22:18:37Z",
    "last_read_message_index": None,
}
SEAT = case({ATTRIBUTES: '{"seat":2}'})
SEATED = {**BEFORE, "attributes": '{"seat":2}'}


def codes(after: dict[str, object], sent: Case = SEAT) -> list[str]:
    return [violation.rule.code for violation in updated_is_equal(BEFORE, after, sent)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"attributes": '{ "seat": 2 }'},
        {"date_updated": "2026-11-22T00:00:00Z"},
        {"last_read_message_index": 0},
        {"more": 1},
        {"date_created": "2015-12-16T22:18:37.000+00:00"},
    ],
)
def test_right_answers(changes: dict[str, object]) -> None:
    """Attributes as JSON, dates as instants; the date of update and what was read may move."""
    assert codes({**SEATED, **changes}) == []


@pytest.mark.parametrize(
    ("changes", "actual"),
    [
        ({"attributes": "{}"}, "attributes: '{}'"),
        ({"attributes": None}, "attributes: None"),
        ({"identity": "bob"}, "identity: 'bob'"),
        ({"sid": "MB2"}, "sid: 'MB2'"),
        ({"role_sid": None}, "role_sid: None"),
        ({"messaging_binding": {"type": "sms"}}, "messaging_binding: {'type': 'sms'}"),
        ({"date_created": "2026-11-22T00:00:00Z"}, "date_created: '2026-11-22T00:00:00Z'"),
    ],
)
def test_wrong_answers(changes: dict[str, object], actual: str) -> None:
    """What was sent did not arrive, or something else changed."""
    (violation,) = updated_is_equal(BEFORE, {**SEATED, **changes}, SEAT)
    assert (violation.rule.code, violation.actual) == ("C518", actual)


def test_other_fields_leave_the_rest_open() -> None:
    """What a date or a binding changes beside is not documented; what was sent as text is judged all the same."""
    moved = {**BEFORE, "role_sid": "RL2"}
    assert codes(moved, case({DATE_UPDATED: "2015-12-16T22:18:37Z"})) == []
    assert codes(moved, case({ATTRIBUTES: ""})) == ["C518"]
    assert codes(moved, case({IDENTITY: "bob", DATE_UPDATED: "2015-12-16T22:18:37Z"})) == ["C518"]


def test_empty_values_are_left_open() -> None:
    """Whether they are set, reset or skipped."""
    assert codes(BEFORE, case({ATTRIBUTES: ""})) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [("mock", []), ("miniature:updates-no-attributes", ["C518"]), ("miniature:updates-touch-creation", ["C518"])],
)
def test_a_scenario_judges_updates(target: str, expected: list[str]) -> None:
    """As one of its steps."""
    session = Session(connect(target, {}), "test")
    session.open()
    steps = (Step(case({IDENTITY: "alice"})), Step(SEAT, Op.UPDATE, 0), Step(Case(), Op.FETCH, 0))
    _, found, _ = scenario.run(session, Sequence(steps), set())
    assert [violation.rule.code for violation in found] == expected
    session.close()
