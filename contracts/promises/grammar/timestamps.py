"""Date-times (RFC 3339): which are valid, and the instant that each names.

Far narrower than `datetime.fromisoformat`, wider in leap seconds and in the year 0000.
"""

import re
from datetime import date
from fractions import Fraction

from contracts.promises.grammar.grade import Grade

# RFC 3339, section 5.6: `date-time`, with its notes on lower case and on the space for "T".
_DATE_TIME = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt ]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?:[Zz]|(?P<sign>[-+])(?P<offset_hour>[0-9]{2}):(?P<offset_minute>[0-9]{2}))"
)
# The only form in published requests and answers (twilio-oai 2.6.7, examples of the operation).
_CANONICAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9]Z")
_CANONICAL_YEARS = range(1970, 2026)

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_CYCLE = 146_097  # days in the 400 years after which the Gregorian calendar repeats
_MOST_DIGITS = 4_000  # of a fraction; Python converts no more than 4,300 to an integer


def is_date_time(text: str) -> bool:
    """Whether the text is an RFC 3339 date-time, however unusual."""
    match = _DATE_TIME.fullmatch(text)
    return match is not None and _seconds(match) is not None


def grade(text: str) -> Grade:
    """GOOD for the form of `2015-12-16T22:18:37Z` in the years 1970 to 2025, CONTESTED for other RFC 3339.

    BAD for everything else, save that the empty string is EMPTY: documents are silent on it.
    """
    if not text:
        return Grade.EMPTY
    if not is_date_time(text):
        return Grade.BAD
    canonical = _CANONICAL.fullmatch(text) and int(text[:4]) in _CANONICAL_YEARS
    return Grade.GOOD if canonical else Grade.CONTESTED


def instant(text: str) -> tuple[int, Fraction]:
    """Seconds since 1970-01-01T00:00:00Z and the fraction of a second, exact to 4,000 digits.

    A leap second is the second after it, as in POSIX. Raises ValueError for what is no RFC 3339 date-time.
    """
    match = _DATE_TIME.fullmatch(text)
    seconds = _seconds(match) if match else None
    if match is None or seconds is None:
        raise ValueError(f"'text' must be an RFC 3339 date-time (got {text[:60]!r})")
    digits = (match["fraction"] or "0")[:_MOST_DIGITS]
    return seconds, Fraction(int(digits), 10 ** len(digits))


def _seconds(match: re.Match[str]) -> int | None:
    """Seconds since the epoch; None where a component is out of the range of RFC 3339, section 5.7."""
    days = _days(int(match["year"]), int(match["month"]), int(match["day"]))
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    offset_hour, offset_minute = int(match["offset_hour"] or 0), int(match["offset_minute"] or 0)
    if days is None or max(hour, offset_hour) > 23 or max(minute, offset_minute) > 59 or second > 60:
        return None
    offset = (offset_hour * 60 + offset_minute) * (-60 if match["sign"] == "-" else 60)
    seconds = days * _DAY + hour * 3600 + minute * 60 + second - offset
    return None if second == 60 and not _starts_a_month(seconds) else seconds


def _days(year: int, month: int, day: int) -> int | None:
    """Days since 1970-01-01, for the years 0000 to 9999, of which `date` knows all but the first."""
    cycles, year_of_cycle = divmod(year, 400)
    try:
        ordinal = date(400 + year_of_cycle, month, day).toordinal()
    except ValueError:
        return None
    return ordinal + (cycles - 1) * _CYCLE - _EPOCH


def _starts_a_month(seconds: int) -> bool:
    """Whether a month begins there in UTC: a leap second comes right before (RFC 3339, section 5.7)."""
    days, rest = divmod(seconds, _DAY)
    return rest == 0 and date.fromordinal((days + _EPOCH) % _CYCLE + _CYCLE).day == 1
