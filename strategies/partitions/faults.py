"""One fault of each kind that a field may have, for requests that are good but for it."""

from contracts.cases.case import ATTRIBUTES, DATE_CREATED, DATE_UPDATED, IDENTITY, ROLE_SID
from strategies.json import texts as json_texts

NOT_JSON = ("{", "{'a':1}", "[1,]", "NaN", "a")
NO_DATES = ("now", "12/16/2015", "2015-02-30T00:00:00Z")
NO_ROLES = ("admin", "RL" + "a" * 31, "RL" + "g" * 32)

FAULTS: tuple[tuple[str, str], ...] = (
    *((ATTRIBUTES, text) for text in (*NOT_JSON, json_texts.of_characters(4097))),
    *((date, text) for date in (DATE_CREATED, DATE_UPDATED) for text in NO_DATES),
    *((ROLE_SID, text) for text in NO_ROLES),
    *((IDENTITY, text) for text in ("a" * 257, "US" + "0" * 32)),
)
"""Fields, each with a value that must be refused for every kind of participant."""
RULES = "C229 C230 C231 C232 C233 C234 C235 C504"
"""The rules that these faults exercise."""
