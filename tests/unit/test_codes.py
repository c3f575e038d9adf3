"""Every published error code of the operation: what is sent that deserves it, or why nothing is.

Source of the codes: Twilio's error dictionary (https://www.twilio.com/docs/api/errors), those of a creation.
"""

from contracts.promises.declared import Declared
from contracts.promises.model import expect_steps
from contracts.promises.oracle import expect
from contracts.targets.settings import MOCK
from strategies.partitions.catalogue import partitions
from strategies.sequences.catalogue import sequence_partitions

DECLARED = Declared(MOCK.declared.senders, ("RL" + "a" * 32,), ("RL" + "b" * 32,))

DESERVED = {
    20003, 20404, 50105, 50204, 50206, 50207, 50303, 50304, 50308, 50309, 50350, 50377, 50407, 50408, 50409, 50411,
    50412, 50413, 50414, 50416, 50418, 50422, 50433, 50439,
}  # fmt: skip
"""Codes of which the oracle says that a case, or a step of a sequence, deserves them."""

LEFT_OPEN = {
    20001: ("fields-unknown", "the dictionary calls it a warning; users report 400"),
    20004: ("methods", "which methods a path knows is not documented"),
    20422: ("webhook-header-other", "a general code, of no documented parameter"),
    50100: ("role", "a SID that no list shows may be a role"),
    50101: ("role", "the same in older words"),
    50109: ("role", "the same in newer words"),
    50203: ("identity-reserved", "the words are named on another page (48033) alone"),
    50211: ("identity-with-binding", "error 50211 against the example fetchByIdentity"),
    50373: ("address-alone", "a conversation's messaging service is the account's business"),
    50415: ("sender-not-owned", "refused as 50413: the account does not own the sender"),
    50417: ("participant-limit", "deserved after 1,000 that were accepted; from 101 on the target may refuse"),
    50436: ("group-mms-limit", "deserved after 10 that were accepted, which depends on Group MMS"),
    50420: ("fields-unknown", "Name and Level are no fields of the operation page"),
    50434: ("projected-address", "depends on Group MMS"),
    50435: ("projected-address", "depends on Group MMS"),
    50437: ("group-members-come-and-go", "depends on Group MMS"),
    50438: ("group-members-come-and-go", "depends on Group MMS"),
    50452: ("projected-address", "depends on Group MMS"),
    50453: ("address-other-channel", "other channels are not of the operation page"),
}
"""Codes for which something is sent whose outcome the documents leave open: the partition, and why."""

NOT_SENT = {
    20005: "an account that is not active cannot be tested",
    20006: "a permission of the account",
    20008: "test credentials are refused by the whole API",
    20403: "a permission of the account",
    20409: "a state of the resource that no request brings about",
    20429: "limits of rate are waited out",
    20500: "a failure of the server (C901)",
    20503: "a failure of the server, waited out",
    50002: "a deletion that lasts cannot be brought about",
    50056: "needs a webhook that answers",
    50057: "needs a webhook that fails",
    50063: "limits of rate are waited out",
    50074: "limits of rate are waited out",
    50076: "needs a webhook that is slow",
    50200: "an identity makes its User",
    50213: "a race, judged by what comes of it (C510)",
    50214: "1,000 conversations of one identity cost too much",
    50334: "a deletion that lasts cannot be brought about",
    50351: "a path without a conversation is another operation",
    50385: "a region of the account",
    50386: "for ConversationWithParticipants alone",
    50419: "a race, judged by what comes of it (C510)",
    50701: "virtual agents are not of this operation",
    50707: "virtual agents are not of this operation",
    70051: "a permission of a restricted key",
}
"""Codes that nothing deserves which is sent, and why."""


def deserved() -> set[int]:
    """The codes that the oracle names for an example or a step."""
    codes: set[int] = set()
    for part in partitions(DECLARED):
        codes.update(code for example in part.examples for code in expect(example, DECLARED).codes)
    for sequence in (one for part in sequence_partitions(DECLARED) for one in part.sequences):
        codes.update(code for found in expect_steps(sequence, DECLARED) if found for code in found.codes)
    return codes


def test_every_code_is_deserved_or_explained() -> None:
    """A code that gains or loses what deserves it has to be moved."""
    assert deserved() == DESERVED
    assert not DESERVED & (LEFT_OPEN.keys() | NOT_SENT.keys())
    assert not LEFT_OPEN.keys() & NOT_SENT.keys()


def test_what_is_left_open_is_sent() -> None:
    """The partition is there, and holds a case."""
    names = {part.name for part in partitions(DECLARED)} | {part.name for part in sequence_partitions(DECLARED)}
    assert {name for name, _ in LEFT_OPEN.values()} <= names
