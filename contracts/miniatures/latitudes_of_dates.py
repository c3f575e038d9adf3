"""Right servers that read more dates than RFC 3339 has, as other standards write them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contracts.miniatures.dates import Guessing
from contracts.miniatures.registry import latitude

# Python's own reading is wider than ISO 8601: it takes any sign for the T, and a fraction without digits.
_ISO_8601 = re.compile(r"[0-9W-]{4,10}(?:[T ][0-9:]+(?:[.,][0-9]+)?(?:Z|[+-][0-2][0-9](?::?[0-5][0-9])?)?)?")


@latitude(about="reads the dates of ISO 8601, as UTC where they have no offset, and those of mails")
class ReadsOtherDates(Guessing):
    def mend(self, text: str) -> str:
        reads = datetime.fromisoformat if _ISO_8601.fullmatch(text) else parsedate_to_datetime
        moment = reads(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
