"""What a run reached is counted by class, in flat memory."""

import json

import pytest

from contracts.cases.case import ADDRESS, ATTRIBUTES, DATE_CREATED, IDENTITY, ROLE_SID, case
from contracts.judging.violations import broken
from reports.renderings.page import charts
from reports.runs import fields
from reports.runs.coverage import Coverage, Times, class_end, time_class
from tests.unit.reports.builders import result


@pytest.mark.parametrize(
    ("length", "name"),
    [
        (0, "0"),
        (1, "1"),
        (15, "2–15"),
        (256, "256"),
        (257, "257"),
        (4096, "4,000–4,096"),
        (10**6, "65,536 or more"),
    ],
)
def test_lengths_have_classes_with_the_limits_apart(length: int, name: str) -> None:
    """256 and its neighbours are told apart."""
    assert fields.length_name(fields.length_class(length)) == name


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("a", "a–z, A–Z"),
        ("7", "0–9"),
        (" ", "space"),
        ("%", "ASCII signs"),
        ("\x00", "controls"),
        ("é", "Latin with marks"),
        ("ж", "letters of other scripts"),
        ("\u0301", "combining marks"),
        ("\u200b", "invisible, bidirectional"),
        ("\u00a0", "other spaces"),
        ("€", "signs and symbols"),
        ("😀", "emoji, beyond U+FFFF"),
    ],
)
def test_characters_have_alphabets(character: str, name: str) -> None:
    """Those that servers are known to treat differently."""
    assert fields.alphabet(character) == name


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        (ATTRIBUTES, "{}", "object"),
        (ATTRIBUTES, "[1]", "array"),
        (ATTRIBUTES, "NaN", "not JSON"),
        (ATTRIBUTES, "{", "not JSON"),
        (ATTRIBUTES, "true", "true, false"),
        (ATTRIBUTES, " ", "empty"),
        (IDENTITY, "a@b.c", "like an e-mail"),
        (IDENTITY, "two\nlines", "with spaces"),
        (ADDRESS, "+15017122661", "+ and digits"),
        (ADDRESS, "WhatsApp:+1", "whatsapp:"),
        (DATE_CREATED, "2026-01-31T00:00:00.5+01:00", "date-time, fraction"),
        (ROLE_SID, "RL" + "a" * 32, "RL and 32 digits"),
    ],
)
def test_values_have_kinds(name: str, value: str, kind: str) -> None:
    """By the field that they are of."""
    assert fields.kind(name, value) == kind


def test_fields_are_counted_given_absent_and_repeated() -> None:
    """Case by case."""
    tried = fields.TriedFields()
    tried.add(case([(IDENTITY, "a"), (IDENTITY, "b")]))
    tried.add(case({ATTRIBUTES: "{}"}))
    document = json.loads(json.dumps(tried.document()))
    assert (document[IDENTITY]["given"], document[IDENTITY]["absent"], document[IDENTITY]["repeated"]) == (2, 1, 1)
    assert document[ATTRIBUTES]["kinds"] == {"object": 1}


def test_times_have_classes_and_quantiles() -> None:
    """A quantile is never under the real one, and never over the longest."""
    times = Times()
    for ms in range(1, 101):
        times.add(ms)
    assert 50 <= times.quantile(0.5) <= 80
    assert times.quantile(1) == 100
    assert all(ms <= class_end(time_class(ms)) for ms in (0.02, 0.3, 1, 9.99, 4567))


def test_what_was_judged_and_violated_is_known_by_partition() -> None:
    """And the smallest exchange that shows a violation is kept as evidence."""
    coverage = Coverage()
    for identity in ("alice-in-chains", "al"):
        shown = result(case({IDENTITY: identity}), violations=(broken("C301", expected="a", actual="b"),))
        coverage.add("p", shown, "201", {"C301"})
    found = json.loads(json.dumps(coverage.of_partition("p")))
    assert found["violated"] == {"C301": 2}
    assert found["judged"]["C301"] == 2
    evidence = coverage.evidence("C301", "p")
    assert evidence is not None
    assert evidence["case"] == {"fields": [["Identity", "al"]]}
    assert evidence["status"] == 201
    assert coverage.evidence("C301", "other") is None


def test_the_chart_of_times_has_a_bar_for_each_class() -> None:
    """Within its frame."""
    coverage = Coverage()
    coverage.add("p", result(), "201", ())
    chart = charts.latency(coverage.latency())
    assert [row.outcome for row in chart.rows] == ["accepted"]
    assert all(x >= 0 and x + width <= charts.WIDTH + 1 for x, _, width, _ in chart.rows[0].bars)
    assert charts.latency({}).rows == []
