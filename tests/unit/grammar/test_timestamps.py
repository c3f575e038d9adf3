"""Date-times are graded, and turned into instants, as RFC 3339 says."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.promises.grammar import timestamps
from contracts.promises.grammar.grade import Grade

# fmt: off
GOOD = [
    "2015-12-16T22:18:37Z", "1970-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2000-02-29T00:00:00Z",
    "2024-02-29T23:59:59Z", "2023-02-28T12:00:00Z", "2015-01-31T00:00:00Z", "2015-03-31T00:00:00Z",
    "2015-04-30T00:00:00Z", "2015-05-31T00:00:00Z", "2015-06-30T00:00:00Z", "2015-07-31T00:00:00Z",
    "2015-08-31T00:00:00Z", "2015-09-30T00:00:00Z", "2015-10-31T00:00:00Z", "2015-11-30T00:00:00Z",
    "2015-12-01T00:00:00Z", "2015-06-15T00:59:00Z", "2015-06-15T23:00:59Z", "2001-09-09T01:46:40Z",
]
CONTESTED = [
    # fractions
    "2015-12-16T22:18:37.0Z", "2015-12-16T22:18:37.123Z", "2015-12-16T22:18:37.123456789Z",
    "2015-12-16T22:18:37.000000Z", "2015-12-16T22:18:37." + "9" * 5000 + "Z",
    # offsets
    "2015-12-16T22:18:37+00:00", "2015-12-16T22:18:37-00:00", "2015-12-16T22:18:37+23:59",
    "2015-12-16T22:18:37-23:59", "2015-12-16T22:18:37+05:45", "2015-12-16T22:18:37.5-08:00",
    "1970-01-01T00:00:00+23:59",
    # letters and the space for "T"
    "2015-12-16t22:18:37Z", "2015-12-16T22:18:37z", "2015-12-16t22:18:37z", "2015-12-16 22:18:37Z",
    "2015-12-16 22:18:37+01:00",
    # leap seconds, at the end of any month in UTC, wherever the clock hangs
    "2016-12-31T23:59:60Z", "2015-06-30T23:59:60Z", "2015-02-28T23:59:60Z", "2016-02-29T23:59:60Z",
    "2015-09-30T23:59:60Z", "2016-12-31T23:59:60.999Z", "2016-12-31T23:59:60+00:00",
    "2016-12-31T23:59:60-00:00",
    "2016-12-31T15:59:60-08:00", "2017-01-01T08:59:60+09:00", "2017-01-01T05:29:60+05:30",
    "2017-01-01T23:58:60+23:59", "2016-12-31T00:00:60-23:59", "9999-12-31T23:59:60Z", "0000-12-31T23:59:60Z",
    "1969-12-31T23:59:60Z",
    # years without a promise
    "1969-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "0000-02-29T00:00:00Z",
    "0001-01-01T00:00:00Z", "0004-02-29T00:00:00Z", "1600-02-29T00:00:00Z", "9999-12-31T23:59:59Z",
    "2038-01-19T03:14:08Z", "2400-02-29T00:00:00Z", "0000-01-01T00:00:00+23:59",
]
BAD = [
    # the calendar
    "2015-00-16T22:18:37Z", "2015-13-16T22:18:37Z", "2015-12-00T22:18:37Z", "2015-12-32T22:18:37Z",
    "2015-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2016-02-30T00:00:00Z",
    "2015-04-31T00:00:00Z", "2015-06-31T00:00:00Z", "2015-09-31T00:00:00Z", "2015-11-31T00:00:00Z",
    "2015-01-32T00:00:00Z", "2015-99-99T00:00:00Z",
    # the clock
    "2015-12-16T25:00:00Z", "2015-12-16T22:60:00Z", "2015-12-16T22:18:61Z",
    "2015-12-16T99:99:99Z", "2015-12-16T22:18:99Z", "2016-12-31T24:00:60Z",
    # leap seconds where none can be
    "2015-12-16T22:18:60Z", "2015-12-16T23:59:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:58:60Z",
    "2016-12-31T23:59:60+01:00", "2016-12-31T23:59:60-08:00", "2016-12-30T23:59:60Z", "2017-01-01T00:00:60Z",
    "2017-01-01T23:59:60Z",
    "2015-02-27T23:59:60Z", "2016-02-28T23:59:60Z", "2017-01-01T08:59:60+08:00", "2016-12-31T23:59:61Z",
    # offsets
    "2015-12-16T22:18:37+24:00", "2015-12-16T22:18:37+01:60",
    "2015-12-16T22:18:37+99:99",
    "2015-12-16T22:18:37+1:00", "2015-12-16T22:18:37-1",
    "2015-12-16T22:18:37 Z", "2015-12-16T22:18:37 +01:00", "2015-12-16T22:18:37UTC",
    "2015-12-16T22:18:37 UTC",
    "2015-12-16T22:18:37GMT", "2015-12-16T22:18:37Z+00:00", "2015-12-16T22:18:37ZZ", "2015-12-16T22:18:37A",
    "2015-12-16T22:18:37±01:00", "2015-12-16T22:18:37+01:00:00",
    "2015-12-16T22:18:37Z[Europe/London]", "2015-12-16T22:18:37+",
    # parts missing, short, long or elsewhere
    "22:18:37Z", "2015-12-16T", "T22:18:37Z",
    "15-12-16T22:18:37Z", "215-12-16T22:18:37Z",
    "02015-12-16T22:18:37Z", "+2015-12-16T22:18:37Z", "-2015-12-16T22:18:37Z", "+002015-12-16T22:18:37Z",
    "12015-12-16T22:18:37Z", "2015-1-16T22:18:37Z", "2015-12-6T22:18:37Z", "2015-12-16T2:18:37Z",
    "2015-12-16T22:8:37Z", "2015-12-16T22:18:7Z", "2015-012-16T22:18:37Z", "2015-12-16T22:18:037Z",
    "16-12-2015T22:18:37Z", "12-16-2015T22:18:37Z", "2015-16-12T22:18:37Z",
    # fractions
    "2015-12-16T22:18:37.Z",
    "2015-12-16T22:18:.5Z", "2015-12-16T22:18:37.5.5Z", "2015-12-16T22:18:37.-5Z", "2015-12-16T22:18:37.5eZ",
    "2015-12-16T22:18:37:500Z", "2015-12-16T22:18:37.\u0665Z",
    # other notations
    "2015/12/16T22:18:37Z", "2015/12/16 22:18:37", "2015.12.16T22:18:37Z", "2015-12-16T22-18-37Z",
    "1450304317",
    "1450304317000", "1450304317.5", "0", "-1",
    "16 Dec 2015", "Dec 16, 2015", "now", "today", "tomorrow", "null", "P1D", "2015-12-16T22:18:37Z/P1D",
    "2015-12-16_22:18:37Z", "2015-12-16-22:18:37Z", "2015-12-16  22:18:37Z", "2015-12-16TT22:18:37Z",
    "2015-12-16\t22:18:37Z", "2015-12-16\u00a022:18:37Z", '"2015-12-16T22:18:37Z"', "2015-12-16T22:18:37Z;",
    # characters around and inside
    " 2015-12-16T22:18:37Z", "2015-12-16T22:18:37Z ", "2015-12-16T22:18:37Z\n", "\n2015-12-16T22:18:37Z",
    "2015-12-16T22:18:37Z\x00", "\ufeff2015-12-16T22:18:37Z", "2015 -12-16T22:18:37Z",
    "2015-12-16T 22:18:37Z",
    "2015-12-16T22:18:37\ud800", "\uff12015-12-16T22:18:37Z", "2015-12-16T22:18:3\uff17Z",
    "\u0662\u0660\u0661\u0665-12-16T22:18:37Z", "2015-12-16T22:18:37\uff3a", "2015\u201012\u201016T22:18:37Z",
    "2015-12-16T22:18:37+0\u0661:00", " ", "\x00", "x", "Z", "T", "2" * 10**6,
    "2015-12-16T22:18:37." + "9" * 10**6,
]
ELSEWHERE = [
    "2015-12-16T24:00:00Z", "2015-12-16T22:18:37", "2015-12-16T22:18:37+0100",
    "2015-12-16T22:18:37+01", "2015-12-16T22:18:37\u221201:00", "2015-12-16",
    "2015-12-16T22Z", "2015-12-16T22:18Z", "2015-12T22:18:37Z",
    "2015T22:18:37Z", "2015-12-16Z", "2015-12-16T22:18:37,5Z",
    "2015-12-16T22:18.5Z", "2015-12-16T22.5Z", "20151216T221837Z",
    "2015-12-16T221837Z", "20151216T22:18:37Z", "2015-W51-3T22:18:37Z",
    "2015-350T22:18:37Z", "Wed, 16 Dec 2015 22:18:37 GMT",
    "Wed Dec 16 22:18:37 2015", "16 Dec 2015 22:18 +0000", "2015-W51", "20151216",
]
"""Dates of ISO 8601 and RFC 5322."""
# fmt: on
TABLES = {Grade.GOOD: GOOD, Grade.CONTESTED: CONTESTED, Grade.BAD: BAD}
GRADED = [(text, grade) for grade, texts in TABLES.items() for text in texts]


@pytest.mark.parametrize("text", ELSEWHERE, ids=ascii)
def test_dates_of_other_standards_are_left_to_the_server(text: str) -> None:
    """They are no date-time, and yet no document says that they are refused."""
    assert timestamps.grade(text) is Grade.CONTESTED
    assert not timestamps.is_date_time(text)


@pytest.mark.parametrize(("text", "grade"), [*GRADED, ("", Grade.EMPTY)], ids=lambda value: ascii(value)[:50])
def test_each_row_has_its_grade(text: str, grade: Grade) -> None:
    """Every text of the tables is graded as its table says, and has an instant if it is valid."""
    assert timestamps.grade(text) is grade
    assert timestamps.is_date_time(text) is (grade in (Grade.GOOD, Grade.CONTESTED))
    if not timestamps.is_date_time(text):
        with pytest.raises(ValueError, match="must be an RFC 3339 date-time"):
            timestamps.instant(text)


def test_no_row_stands_twice() -> None:
    """A text has one grade and one row."""
    texts = [text for text, _ in GRADED]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("text", ["2015-12-16T22:18:37Z", "2015-12-16T22:18:37.25+05:30"])
def test_every_truncation_is_no_date_time(text: str) -> None:
    """A date-time that ends anywhere but at its end is none; between its parts, it may be a date of ISO 8601."""
    cut = [text[:end] for end in range(1, len(text))]
    assert not any(map(timestamps.is_date_time, cut))
    assert {timestamps.grade(short) for short in cut if short[-1] in "-T:.+"} == {Grade.BAD}


@pytest.mark.parametrize("digit", ["\uff11", "\u0661", "¹", "x", " ", "-", ""])
def test_every_digit_is_an_ascii_digit(digit: str) -> None:
    """No other character stands for a digit, wherever the digit is."""
    text = "2015-12-16T22:18:37+05:30"
    places = [place for place, character in enumerate(text) if character.isdigit()]
    assert {timestamps.grade(text[:place] + digit + text[place + 1 :]) for place in places} == {Grade.BAD}


INSTANTS = [
    ("1970-01-01T00:00:00Z", 0, Fraction(0)),
    ("1969-12-31T23:59:59.75Z", -1, Fraction(3, 4)),
    ("2001-09-09T01:46:40z", 1_000_000_000, Fraction(0)),
    ("2001-09-09 03:46:40.500+02:00", 1_000_000_000, Fraction(1, 2)),
    ("2001-09-08T17:46:40-08:00", 1_000_000_000, Fraction(0)),
    ("1970-01-01T00:00:00-00:00", 0, Fraction(0)),
    ("1970-01-01T00:00:00.000000001Z", 0, Fraction(1, 10**9)),
    ("2016-12-31T23:59:60Z", 1_483_228_800, Fraction(0)),
    ("2017-01-01T08:59:60.5+09:00", 1_483_228_800, Fraction(1, 2)),
    ("0000-01-01T00:00:00Z", -62_167_219_200, Fraction(0)),
    ("0000-03-01T00:00:00Z", -62_162_035_200, Fraction(0)),
    ("0001-01-01T00:00:00Z", -62_135_596_800, Fraction(0)),
    ("9999-12-31T23:59:60Z", 253_402_300_800, Fraction(0)),
    ("1970-01-01T00:00:00." + "0" * 10**6 + "Z", 0, Fraction(0)),
]


@pytest.mark.parametrize(("text", "seconds", "fraction"), INSTANTS, ids=lambda value: str(value)[:40])
def test_each_instant_is_exact(text: str, seconds: int, fraction: Fraction) -> None:
    """Offsets, fractions, leap seconds and the year 0000 all name the right instant."""
    assert timestamps.instant(text) == (seconds, fraction)


@settings(max_examples=300, deadline=None)
@given(st.datetimes(timezones=st.timezones() | st.just(UTC)))
def test_python_and_we_name_the_same_instant(moment: datetime) -> None:
    """What Python writes with whole minutes of offset is valid and names the instant that Python means."""
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        moment = moment.replace(tzinfo=UTC)
    exact = moment.replace(microsecond=0)
    since = exact.replace(tzinfo=None) - datetime(1970, 1, 1) - (exact.utcoffset() or timedelta())
    assert timestamps.instant(moment.isoformat()) == (
        since.days * 86_400 + since.seconds,
        Fraction(moment.microsecond, 10**6),
    )
