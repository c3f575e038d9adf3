"""Wrong about the dates that are accepted (C208, C233, C234)."""

import re
from datetime import UTC, datetime

from contracts.cases.case import DATE_CREATED, DATE_UPDATED
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


@miniature(rule="C233", about="accepts seconds since 1970")
class AcceptsSeconds(Guessing):
    def mend(self, text: str) -> str:
        if not re.fullmatch(r"[0-9]{1,10}", text, re.ASCII):
            return text
        return datetime.fromtimestamp(int(text), UTC).isoformat()


@miniature(rule="C233", about="accepts months and hours of one digit")
class AcceptsSingleDigits(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"(?<![0-9])[0-9](?![0-9])", r"0\g<0>", text)


@miniature(rule="C233", about="accepts slashes in a date")
class AcceptsSlashesInDates(Guessing):
    def mend(self, text: str) -> str:
        return text.replace("/", "-")


@miniature(rule="C233", about="accepts digits of every script")
class AcceptsForeignDigits(Guessing):
    def mend(self, text: str) -> str:
        return re.sub(r"\d", lambda digit: str(int(digit[0])), text)


@miniature(rule="C233", about="accepts an empty fraction")
class AcceptsEmptyFractions(Guessing):
    def mend(self, text: str) -> str:
        return text.replace(".Z", "Z")


@miniature(rule="C234", about="looks at DateUpdated only when DateCreated is there")
class OverlooksUpdatesAlone(Simulator):
    def fill(self, participant: Participant, form: Form) -> None:
        alone = DATE_UPDATED in form and DATE_CREATED not in form
        super().fill(participant, {k: v for k, v in form.items() if not (alone and k == DATE_UPDATED)})


@miniature(rule="C234", about="accepts an American DateUpdated")
class AcceptsAmericanUpdates(Simulator):
    def check_date_updated(self, text: str) -> str:
        return super().check_date_updated(re.sub(r"(..)/(..)/(....) (.*)", r"\3-\1-\2T\4Z", text))
