"""Right servers that read more dates than RFC 3339 has, as other standards write them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contracts.miniatures.dates import Guessing
from contracts.miniatures.registry import latitude


@latitude(about="reads every date of ISO 8601 that Python does, as UTC where it has no offset, and those of mails")
class ReadsOtherDates(Guessing):
    def mend(self, text: str) -> str:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
