"""Date-times for DateCreated and DateUpdated: canonical, odd but RFC 3339, and broken in one labelled way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.promises.grammar import timestamps as grammar
from contracts.promises.grammar.grade import Grade

SAMPLE = "2015-12-16T22:18:37Z"
"""The date of Twilio's samples (twilio-oai 2.6.7)."""

LATER = "2015-12-16T22:18:38Z"

CANONICAL = (
    SAMPLE, "1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z", "1999-12-31T23:59:59Z", "2000-01-01T00:00:00Z",
    "2000-02-29T12:00:00Z", "2001-09-09T01:46:40Z", "2016-02-29T23:59:59Z", "2024-02-29T00:00:00Z",
    "2015-03-29T02:30:00Z", "2015-10-04T02:30:00Z", "2016-12-31T23:59:59Z", "2025-12-31T23:59:59Z",
    "2023-04-05T06:07:08Z", "2020-10-10T10:10:10Z", "2010-08-09T08:09:08Z", "2022-12-26T00:00:00Z",
)  # fmt: skip
"""Ends of years, leap days, hours that a clock change skips, the epoch and its billionth second."""

ODD = {
    "one digit of fraction": "2015-12-16T22:18:37.5Z",
    "milliseconds": "2015-12-16T22:18:37.123Z",
    "microseconds": "2015-12-16T22:18:37.123456Z",
    "nanoseconds": "2015-12-16T22:18:37.123456789Z",
    "twenty digits of fraction": "2015-12-16T22:18:37.12345678901234567890Z",
    "fraction of zero": "2015-12-16T22:18:37.000Z",
    "offset of zero": "2015-12-16T22:18:37+00:00",
    "offset unknown": "2015-12-16T22:18:37-00:00",
    "offset east": "2015-12-16T22:18:37+05:30",
    "offset west": "2015-12-16T22:18:37-08:00",
    "offset of 14 hours": "2015-12-16T22:18:37+14:00",
    "offset of 23 hours": "2015-12-16T22:18:37+23:59",
    "offset over midnight": "2015-12-31T23:30:00-01:00",
    "fraction and offset": "2015-12-16T22:18:37.5+01:00",
    "lower-case t": "2015-12-16t22:18:37Z",
    "lower-case z": "2015-12-16T22:18:37z",
    "lower case": "2015-12-16t22:18:37z",
    "space for T": "2015-12-16 22:18:37Z",
    "space for T, offset": "2015-12-16 22:18:37+00:00",
    "leap second in December": "2016-12-31T23:59:60Z",
    "leap second in June": "2015-06-30T23:59:60Z",
    "leap second in the west": "1990-12-31T15:59:60-08:00",
    "year 0000": "0000-01-01T00:00:00Z",
    "year 0001": "0001-01-01T00:00:00Z",
    "before Gregory": "1582-10-10T00:00:00Z",
    "year 1900": "1900-01-01T00:00:00Z",
    "before the epoch": "1969-12-31T23:59:59Z",
}
"""Valid RFC 3339, of which Twilio's documents promise nothing."""

ODDITIES = (
    ("Z", "z"), ("T", "t"), ("T", " "), ("Z", ".5Z"), ("Z", ".123456Z"), ("Z", "+00:00"), ("Z", "-00:00"),
    ("Z", "+01:00"), ("Z", "-23:59"), ("Z", ".25+05:30"),
)  # fmt: skip
"""What makes a canonical date-time odd: a part of it, and what stands in its place."""

FUTURE = (
    "2038-01-19T03:14:07Z",
    "2038-01-19T03:14:08Z",
    "2100-03-01T00:00:00Z",
    "2999-12-31T23:59:59Z",
    "9999-12-31T23:59:59Z",
)

Fault = Callable[[str], str]

# A second 60 elsewhere than at the end of a month is none by RFC 3339, 5.7, but within its grammar: not sent.
FAULTS: dict[str, Fault] = {
    "no offset": lambda t: t[:-1],
    "no offset, fraction": lambda t: t[:-1] + ".5",
    "no seconds": lambda t: t[:16] + "Z",
    "hour alone": lambda t: t[:13] + "Z",
    "date alone": lambda t: t[:10],
    "date and Z": lambda t: t[:10] + "Z",
    "month alone": lambda t: t[:7],
    "year alone": lambda t: t[:4],
    "time alone": lambda t: t[11:],
    "space before": lambda t: " " + t,
    "space after": lambda t: t + " ",
    "newline after": lambda t: t + "\n",
    "tab before": lambda t: "\t" + t,
    "NUL after": lambda t: t + "\0",
    "space before Z": lambda t: t[:-1] + " Z",
    "two spaces for T": lambda t: t.replace("T", "  "),
    "spaces around T": lambda t: t.replace("T", " T "),
    "text after": lambda t: t + " UTC",
    "digit after": lambda t: t + "1",
    "two Z": lambda t: t + "Z",
    "two T": lambda t: t.replace("T", "TT"),
    "no T": lambda t: t.replace("T", ""),
    "underscore for T": lambda t: t.replace("T", "_"),
    "hyphen for T": lambda t: t.replace("T", "-"),
    "plus for T": lambda t: t.replace("T", "+"),
    "Z and offset": lambda t: t + "+00:00",
    "month 00": lambda t: t[:5] + "00" + t[7:],
    "month 13": lambda t: t[:5] + "13" + t[7:],
    "day 00": lambda t: t[:8] + "00" + t[10:],
    "day 32": lambda t: t[:8] + "32" + t[10:],
    "30 February": lambda t: t[:5] + "02-30" + t[10:],
    "31 April": lambda t: t[:5] + "04-31" + t[10:],
    "29 February of no leap year": lambda t: "2015-02-29" + t[10:],
    "29 February 1900": lambda t: "1900-02-29" + t[10:],
    "hour 24": lambda t: t[:11] + "24" + t[13:],
    "midnight as 24": lambda t: t[:11] + "24:00:00Z",
    "hour 25": lambda t: t[:11] + "25" + t[13:],
    "minute 60": lambda t: t[:14] + "60" + t[16:],
    "second 61": lambda t: t[:17] + "61Z",
    "second 99": lambda t: t[:17] + "99Z",
    "negative hour": lambda t: t[:11] + "-1" + t[13:],
    "offset of 24 hours": lambda t: t[:-1] + "+24:00",
    "offset of 60 minutes": lambda t: t[:-1] + "+00:60",
    "offset without colon": lambda t: t[:-1] + "+0000",
    "offset of hours alone": lambda t: t[:-1] + "+00",
    "offset of one digit": lambda t: t[:-1] + "+0:00",
    "offset with seconds": lambda t: t[:-1] + "+00:00:00",
    "offset without sign": lambda t: t[:-1] + "00:00",
    "offset with a true minus": lambda t: t[:-1] + "\u221200:00",
    "space before the offset": lambda t: t[:-1] + " +00:00",
    "zone UTC": lambda t: t[:-1] + "UTC",
    "zone GMT": lambda t: t[:-1] + " GMT",
    "zone EST": lambda t: t[:-1] + " EST",
    "zone A": lambda t: t[:-1] + "A",
    "zone in brackets": lambda t: t + "[Europe/Berlin]",
    "fraction without digits": lambda t: t[:-1] + ".Z",
    "fraction after a comma": lambda t: t[:-1] + ",5Z",
    "fraction of a minute": lambda t: t[:16] + ".5Z",
    "second fraction": lambda t: t[:-1] + ".5.5Z",
    "year of two digits": lambda t: t[2:],
    "year of three digits": lambda t: t[1:],
    "year of five digits": lambda t: "0" + t,
    "signed year": lambda t: "+" + t,
    "negative year": lambda t: "-" + t,
    "year of six digits": lambda t: "+00" + t,
    "month of one digit": lambda t: t[:5] + "1" + t[7:],
    "day of one digit": lambda t: t[:8] + "6" + t[10:],
    "hour of one digit": lambda t: t[:11] + "9" + t[13:],
    "slashes": lambda t: t.replace("-", "/"),
    "dots in the date": lambda t: t.replace("-", "."),
    "dots in the time": lambda t: t.replace(":", "."),
    "true hyphens": lambda t: t.replace("-", "\u2010"),
    "basic format": lambda t: t.replace("-", "").replace(":", ""),
    "basic date": lambda t: t[:4] + t[5:7] + t[8:],
    "basic time": lambda t: t[:11] + t[11:].replace(":", ""),
    "week date": lambda t: t[:4] + "-W51-3" + t[10:],
    "ordinal date": lambda t: t[:4] + "-350" + t[10:],
    "American date": lambda t: t[5:7] + "/" + t[8:10] + "/" + t[:4] + " " + t[11:19],
    "German date": lambda t: t[8:10] + "." + t[5:7] + "." + t[:4],
    "day first": lambda t: t[8:10] + t[4:8] + t[:4] + t[10:],
    "wide digits": lambda t: t.translate({ord("0") + n: ord("０") + n for n in range(10)}),
    "Arabic digits": lambda t: t.translate({ord("0") + n: ord("٠") + n for n in range(10)}),
    "one Arabic digit": lambda t: t[:18] + "٧Z",
    "double quotes": lambda t: f'"{t}"',
    "single quotes": lambda t: f"'{t}'",
    "percent-encoded twice": lambda t: t.replace(":", "%3A"),
    "interval": lambda t: f"{t}/{t}",
    "two date-times": lambda t: f"{t} {t}",
    "letter O for zero": lambda t: t[:10] + "TO1:O2:O3Z",
}  # fmt: skip
"""One change each that makes a canonical date-time none of RFC 3339; some are dates of another standard."""

WORDS = {
    "seconds of the epoch": "1450304317",
    "milliseconds of the epoch": "1450304317000",
    "epoch with fraction": "1450304317.5",
    "exponent": "1e9",
    "zero": "0",
    "minus one": "-1",
    "RFC 2822": "Wed, 16 Dec 2015 22:18:37 +0000",
    "HTTP date": "Wed, 16 Dec 2015 22:18:37 GMT",
    "asctime": "Wed Dec 16 22:18:37 2015",
    "JavaScript date": "Wed Dec 16 2015 22:18:37 GMT+0000 (Coordinated Universal Time)",
    "English date": "16 December 2015",
    "month name": "2015-Dec-16T22:18:37Z",
    "time of day with AM": "2015-12-16 10:18 PM",
    "duration": "P1D",
    "now": "now",
    "today": "today",
    "tomorrow": "tomorrow",
    "null": "null",
    "None": "None",
    "undefined": "undefined",
    "true": "true",
    "NaN": "NaN",
    "infinity": "infinity",
    "Invalid Date": "Invalid Date",
    "blank": " ",
    "Z": "Z",
    "T": "T",
    "zeros": "0000-00-00T00:00:00Z",
    "zeros without zone": "0000-00-00 00:00:00",
    "nines": "9999-99-99T99:99:99Z",
    "JSON": '{"$date":"2015-12-16T22:18:37Z"}',
    ".NET": "/Date(1450304317000)/",
    "pattern": "yyyy-MM-ddTHH:mm:ssZ",
    "SQL": "2015-12-16'; --",
    "emoji": "📅",
    "Buddhist year in Thai": "๒๕๕๘-๑๒-๑๖T๒๒:๑๘:๓๗Z",
    "long": "2015-12-16T22:18:37" + "0" * 4096 + "Z",
}
"""Texts that are no date-time at all."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = int(datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
_FORM = "%Y-%m-%dT%H:%M:%SZ"


def formatted(seconds: int) -> str:
    """The canonical date-time of a number of seconds since 1970."""
    return (_EPOCH + timedelta(seconds=seconds)).strftime(_FORM)


def canonical_timestamps() -> SearchStrategy[str]:
    """`YYYY-MM-DDThh:mm:ssZ` of the years 1970 to 2025."""
    return st.integers(0, _LAST).map(formatted)


def canonical_pairs() -> SearchStrategy[tuple[str, str]]:
    """A date of creation and one of update that is not before it."""
    return st.tuples(st.integers(0, _LAST), st.integers(0, _LAST)).map(_ordered)


def reversed_pairs() -> SearchStrategy[tuple[str, str]]:
    """A date of creation and one of update that is before it."""
    updated = st.integers(0, _LAST - 1)
    return st.builds(
        lambda at, gap: (formatted(min(at + gap, _LAST)), formatted(at)), updated, st.integers(1, 10**8)
    )


def _ordered(seconds: tuple[int, int]) -> tuple[str, str]:
    return formatted(min(seconds)), formatted(max(seconds))


def odd_timestamps() -> SearchStrategy[str]:
    """Date-times with a fraction, an offset, lower-case letters, or a space for the T."""
    return st.builds(lambda change, text: text.replace(*change), st.sampled_from(ODDITIES), canonical_timestamps())


def future_timestamps() -> SearchStrategy[str]:
    """Canonical date-times of the years 2100 to 9999."""
    return st.builds(
        "{}-{:02}-{:02}T23:59:59Z".format, st.integers(2100, 9999), st.integers(1, 12), st.integers(1, 28)
    )


def broken_timestamps() -> SearchStrategy[str]:
    """A canonical date-time with one fault, which no standard reads as a date."""
    broken = tuple(FAULTS[label] for label in broken_samples() if label in FAULTS)
    changed = st.builds(lambda fault, text: fault(text), st.sampled_from(broken), canonical_timestamps())
    return changed.filter(lambda text: grammar.grade(text) is Grade.BAD)


def broken_samples() -> dict[str, str]:
    """Every fault by its label, in the date of the samples, and every text that is no date-time."""
    return {label: text for label, text in _samples().items() if grammar.grade(text) is Grade.BAD}


def samples_elsewhere() -> dict[str, str]:
    """Dates of other standards than RFC 3339 (ISO 8601, RFC 5322), by their label."""
    return {label: text for label, text in _samples().items() if grammar.grade(text) is not Grade.BAD}


def _samples() -> dict[str, str]:
    return {label: fault(SAMPLE) for label, fault in FAULTS.items()} | WORDS
