"""Date-times (RFC 3339): which are valid, and the instant that each names.

Far narrower than `datetime.fromisoformat`, wider in leap seconds and in the year 0000. The operation page says
`date-time`; error 50308 says "correctly formatted", and not how. So what another standard reads as a date
(ISO 8601, RFC 5322) is left to the server.
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
# ISO 8601-1: calendar, ordinal and week dates, less precise times, the basic format, 24:00, offsets of hours.
_ISO_DATE = (
    r"(?P<year>[0-9]{4})(?:-?W[0-5][0-9](?:-?[1-7])?|-[0-3][0-9]{2}|[0-3][0-9]{2}"
    r"|-?(?P<month>[0-9]{2})(?:-?(?P<day>[0-9]{2}))?)?"
)
_ISO_TIME = r"(?:[01][0-9]|2[0-3])(?::?[0-5][0-9](?::?[0-5][0-9])?)?(?:[.,][0-9]{1,30})?|24(?::?00){0,2}"
_ISO_OFFSET = r"[Zz]|[-+\u2212](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?"
_ISO_8601 = re.compile(rf"{_ISO_DATE}(?:[Tt ](?:{_ISO_TIME})(?:{_ISO_OFFSET})?|[Zz])?")
# RFC 5322, section 3.3, with the zones of section 4.3; an HTTP date is one too (RFC 9110, section 5.6.7).
_RFC_5322 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>[0-9]{1,2}) (?P<name>[A-Z][a-z]{2}) (?P<year>[0-9]{4}) "
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])? (?:[-+][0-9]{4}|UT|UTC|GMT|[A-Z]{1,3})"
)
# The asctime form of an HTTP date (RFC 9110, section 5.6.7), and Date.prototype.toString of ECMA-262.
_ASCTIME = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<name>[A-Z][a-z]{2}) (?P<day>[ 0-9][0-9]) "
    r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9] (?P<year>[0-9]{4})"
    r"|(?P<year_of_script>[0-9]{4}) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9] GMT[-+][0-9]{4}(?: \(.+\))?)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
    """GOOD for the form of `2015-12-16T22:18:37Z` in the years 1970 to 2025, CONTESTED for other RFC 3339 and
    for what another standard reads as a date. BAD for everything else, save that the empty string is EMPTY:
    documents are silent on it.
    """
    if not text:
        return Grade.EMPTY
    if not is_date_time(text):
        return Grade.CONTESTED if _is_date_elsewhere(text) else Grade.BAD
    canonical = _CANONICAL.fullmatch(text) and int(text[:4]) in _CANONICAL_YEARS
    return Grade.GOOD if canonical else Grade.CONTESTED


def _is_date_elsewhere(text: str) -> bool:
    """Whether ISO 8601, RFC 5322, RFC 9110 or ECMA-262 reads it as a day of the calendar, or as a time of one."""
    iso, mail = _ISO_8601.fullmatch(text), _RFC_5322.fullmatch(text) or _ASCTIME.fullmatch(text)
    if iso is not None:
        return _days(int(iso["year"]), int(iso["month"] or 1), int(iso["day"] or 1)) is not None
    if mail is None or mail["name"] not in _MONTHS:
        return False
    year = mail["year"] or mail["year_of_script"]
    return _days(int(year), _MONTHS.index(mail["name"]) + 1, int(mail["day"])) is not None


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
