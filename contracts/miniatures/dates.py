"""Wrong about dates (C208, C233, C234, C308, C309, C313, C314)."""

import re
from datetime import UTC, datetime, timedelta

from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator
from contracts.simulator.reading import Form
from contracts.simulator.state import Participant


class Guessing(Simulator):
    """A simulator that gives texts which are no date-time a second chance, after `mend`."""

    def read_date(self, text: str) -> str:
        """The instant of a date-time, or of the text after mending."""
        try:
            return super().read_date(text)
        except ValueError:
            return super().read_date(self.mend(text))

    def mend(self, text: str) -> str:
        """The text as a date-time, as this server guesses."""
        return text


class Picky(Simulator):
    """A simulator that refuses the dates that fit a pattern, though they are sound."""

    disliked = re.compile(r"(?!)")

    def read_date(self, text: str) -> str:
        """The instant of a date-time that is to this server's taste."""
        if self.disliked.match(text):
            raise ValueError(text)
        return super().read_date(text)


def shifted(text: str, **by: int) -> str:
    """A rendered date, later by so much."""
    moment = datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S") + timedelta(**by)
    return moment.isoformat() + text[19:]


@miniature(rule="C208", about="refuses dates of its own")
class RefusesDates(Picky):
    disliked = re.compile("")


@miniature(rule="C208", about="refuses the 29th of February")
class KnowsNoLeapYears(Picky):
    disliked = re.compile(r"....-02-29")


@miniature(rule="C208", about="refuses the 31st")
class KnowsNoLongMonths(Picky):
    disliked = re.compile(r"....-..-31")


@miniature(rule="C208", about="refuses dates before 2000")
class KnowsNoTwentiethCentury(Picky):
    disliked = re.compile(r"19")


@miniature(rule="C208", about="refuses midnight")
class KnowsNoMidnight(Picky):
    disliked = re.compile(r".{11}00:00:00")


@miniature(rule="C208", about="takes the 1st of January 1970 for no date")
class TakesEpochForNone(Picky):
    disliked = re.compile(r"1970-01-01T00:00:00Z")


@miniature(rule="C233", about="accepts any DateCreated")
class AcceptsAnyDateCreated(Simulator):
    def check_date_created(self, text: str) -> str:
        try:
            return self.read_date(text)
        except (ValueError, OverflowError):
            return self.timestamp()


@miniature(rule="C234", about="accepts any DateUpdated")
class AcceptsAnyDateUpdated(Simulator):
    def check_date_updated(self, text: str) -> str:
        try:
            return self.read_date(text)
        except (ValueError, OverflowError):
            return self.timestamp()


@miniature(rule="C233", about="accepts a date without a time")
class AcceptsDatesOnly(Guessing):
    def mend(self, text: str) -> str:
        return text + "T00:00:00Z"


@miniature(rule="C233", about="accepts a date-time without an offset")
class AcceptsMissingOffsets(Guessing):
    def mend(self, text: str) -> str:
        return text + "Z"


@miniature(rule="C233", about="trims dates")
class TrimsDates(Guessing):
    def mend(self, text: str) -> str:
        return text.strip()


@miniature(rule="C233", about="accepts a line break at the end of a date, as $ does in patterns")
class AcceptsLineBreakAfterDates(Guessing):
    def mend(self, text: str) -> str:
        return text.removesuffix("\n")


@miniature(rule="C233", about="accepts the 30th of February and makes March of it")
class AcceptsThirtyDaysInFebruary(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"-02-(29|30|31)", "-03-01", text)


@miniature(rule="C233", about="accepts the 31st of every month")
class AcceptsLongMonths(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"-31(?=T)", "-30", text)


@miniature(rule="C233", about="accepts 24:00:00")
class AcceptsMidnightAsTwentyFour(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"T24:00:00", "T00:00:00", text)


@miniature(rule="C233", about="accepts the second 60 at any time")
class AcceptsAnyLeapSecond(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r":60(?=Z|\.|[+-])", ":59", text)


@miniature(rule="C233", about="accepts an offset without a colon")
class AcceptsShortOffsets(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"([+-][0-9]{2})([0-9]{2})?$", lambda m: f"{m[1]}:{m[2] or '00'}", text)


@miniature(rule="C233", about="accepts seconds since 1970")
class AcceptsSeconds(Guessing):
    def mend(self, text: str) -> str:
        if not re.fullmatch(r"[0-9]{1,10}", text, re.ASCII):
            return text
        return datetime.fromtimestamp(int(text), UTC).isoformat()


@miniature(rule="C233", about="accepts the basic format, without separators")
class AcceptsBasicFormat(Guessing):
    def mend(self, text: str) -> str:
        pattern = r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z"
        return re.sub(pattern, r"\1-\2-\3T\4:\5:\6Z", text)


@miniature(rule="C233", about="accepts months and hours of one digit")
class AcceptsSingleDigits(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"(?<![0-9])[0-9](?![0-9])", r"0\g<0>", text)


@miniature(rule="C233", about="accepts slashes in a date")
class AcceptsSlashesInDates(Guessing):
    def mend(self, text: str) -> str:
        return text.replace("/", "-")


@miniature(rule="C233", about="accepts minutes without seconds")
class AcceptsMissingSeconds(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"(T[0-9]{2}:[0-9]{2})(?=Z)", r"\1:00", text)


@miniature(rule="C233", about="accepts digits of every script")
class AcceptsForeignDigits(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"\d", lambda digit: str(int(digit[0])), text)


@miniature(rule="C234", about="accepts an empty fraction")
class AcceptsEmptyFractions(Simulator):
    def check_date_updated(self, text: str) -> str:
        return super().check_date_updated(text.replace(".Z", "Z"))


@miniature(rule="C308", about="ignores DateCreated")
class IgnoresDateCreated(Simulator):
    def check_date_created(self, text: str) -> str:
        super().check_date_created(text)
        return self.timestamp()


@miniature(rule="C309", about="ignores DateUpdated")
class IgnoresDateUpdated(Simulator):
    def check_date_updated(self, text: str) -> str:
        super().check_date_updated(text)
        return self.timestamp()


@miniature(rule="C309", about="takes the creation for the update")
class UpdatesAtCreation(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        super().set_defaults(participant)
        participant.date_updated = participant.date_created


@miniature(rule="C308", about="takes UTC for a local time, an hour off")
class ShiftsDates(Simulator):
    def check_date_created(self, text: str) -> str:
        return shifted(super().check_date_created(text), hours=1)


@miniature(rule="C308", about="takes UTC in summer for local time")
class ShiftsDatesInSummer(Simulator):
    def check_date_created(self, text: str) -> str:
        text = super().check_date_created(text)
        return shifted(text, hours=-1) if "04" <= text[5:7] <= "09" else text


@miniature(rule="C308", about="keeps minutes only")
class DropsSeconds(Simulator):
    def check_date_created(self, text: str) -> str:
        text = super().check_date_created(text)
        return f"{text[:17]}00{text[19:]}"


@miniature(rule="C308", about="takes the week's year for the year at the turn of the year")
class TakesYearOfWeek(Simulator):
    def check_date_created(self, text: str) -> str:
        text = super().check_date_created(text)
        year = datetime.strptime(text[:10], "%Y-%m-%d").isocalendar().year
        return f"{year:04d}{text[4:]}"


@miniature(rule="C308", about="swaps the dates of creation and update")
class SwapsDates(Simulator):
    def fill(self, participant: Participant, form: Form) -> None:
        super().fill(participant, form)
        if participant.date_created and participant.date_updated:
            dates = participant.date_updated, participant.date_created
            participant.date_created, participant.date_updated = dates


@miniature(rule="C308", about="swaps day and month when both fit")
class SwapsDayAndMonth(Simulator):
    def check_date_created(self, text: str) -> str:
        text = super().check_date_created(text)
        return f"{text[:5]}{text[8:10]}-{text[5:7]}{text[10:]}" if text[8:10] <= "12" else text


@miniature(rule="C308", about="drops an offset")
class DropsOffsets(Simulator):
    def check_date_created(self, text: str) -> str:
        super().check_date_created(text)
        return text[:19].upper() + "Z"


@miniature(rule="C313", about="updates a participant a second before it is created")
class UpdatesBeforeCreation(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        given = participant.date_updated
        super().set_defaults(participant)
        participant.date_updated = given or shifted(participant.date_created, seconds=-1)


@miniature(rule="C314", about="creates participants in 2015, like the samples")
class CreatesInThePast(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        participant.date_created = participant.date_created or "2015-12-16T22:18:37Z"
        super().set_defaults(participant)


@miniature(rule="C314", about="has a clock that is two days ahead")
class CreatesInTheFuture(Simulator):
    def timestamp(self) -> str:
        return shifted(super().timestamp(), days=2)


@miniature(rule="C314", about="takes the date of update for that of creation")
class CreatesAtUpdate(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        participant.date_created = participant.date_created or participant.date_updated
        super().set_defaults(participant)
