"""Wrong about the dates that come back (C308, C309, C313, C314)."""

from datetime import datetime, timedelta

from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator
from contracts.simulator.reading import Form
from contracts.simulator.state import Participant


def shifted(text: str, **by: int) -> str:
    """A rendered date, later by so much."""
    moment = datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S") + timedelta(**by)
    return moment.isoformat() + text[19:]


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


@miniature(rule="C318", about="was updated at the epoch where no dates are given")
class UpdatesAtTheEpoch(Simulator):
    def set_defaults(self, participant: Participant) -> None:
        given = participant.date_created or participant.date_updated
        super().set_defaults(participant)
        if not given:
            participant.date_updated = "1970-01-01T00:00:00Z"
