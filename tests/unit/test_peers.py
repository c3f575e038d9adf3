"""The driver of other tools: what it serves, sends and counts. The tools are tried by hand."""

from pathlib import Path

from contracts.simulator import Simulator
from tests.peers.__main__ import Tried, table
from tests.peers.places import Kind, right, serving, wrong
from tests.peers.tools import TOOLS, posts, ticked

PLAIN = Kind("simulator", "", Simulator)
WRONG = Kind("forgets-url", "C104", Simulator)


def test_the_sample_is_of_wrong_and_right_servers() -> None:
    """As many as were asked for, the first right one the simulator itself."""
    assert len(wrong(16)) == 16
    assert all(one.rule for one in wrong(16))
    assert [one.name for one in right(3)] == ["simulator", "group-1", "group-2"]


def test_what_is_sent_through_prism_is_accepted_and_refused() -> None:
    """Six published requests, and five that are refused; each request is counted, those that set up too."""
    with serving(PLAIN) as place:
        statuses = [status for status, _ in posts(place.url, place)]
        assert statuses == [201] * 6 + [400] * 3 + [404, 401]
        assert place.requests == len(statuses) + 9


def test_the_table_tells_faults_from_false_alarms() -> None:
    """And does not count a tool that failed as one that noticed nothing."""
    found = [
        Tried("one", "1.0", WRONG, True, 10, 1.0),
        Tried("one", "1.0", WRONG, False, 0, 30.0, "it does not start"),
        Tried("one", "1.0", PLAIN, True, 12, 3.0),
        Tried("other", "2.0", PLAIN, False, 1000, 2.0),
    ]
    assert table(found).splitlines()[2:] == [
        "| one | 1.0 | 1 of 1, 1 failed | 1 of 1 | 10 | 3 |",
        "| other | 2.0 | 0 of 0 | 0 of 1 | 1,000 | 2 |",
    ]


def test_fields_with_a_value_are_ticked() -> None:
    """Wherever they are in a collection; others stay as Portman left them."""
    field = {"key": "Identity", "value": "a", "disabled": True}
    assert ticked({"item": [field]}) == {"item": [field | {"disabled": False}]}
    empty = field | {"value": ""}
    assert ticked([empty, {"key": "X", "value": "a", "disabled": True}])[0] == empty


def test_each_tool_has_a_name_of_its_own(tmp_path: Path) -> None:
    """By which its line of the table is known."""
    assert len({tool(tmp_path).name for tool in TOOLS.values()}) == len(TOOLS)
