"""Partitions of combinations: every two kinds of values of two fields meet in one request."""

from collections.abc import Iterable, Mapping
from itertools import compress, product

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    WEBHOOK_HEADER,
    Case,
    case,
)
from contracts.promises.expectation import Outcome
from strategies.fields import addresses, roles, timestamps, webhooks
from strategies.json import texts as json_texts
from strategies.partitions import faults
from strategies.partitions.covering import Row, covering_rows
from strategies.partitions.participants import device, kinds
from strategies.partitions.partition import Partition, Senders, partition

Options = list[tuple[str, str | None]]
Table = dict[str, Options]

ABSENT = ("absent", None)
LONG_TEXT = json_texts.of_bytes(4000)
SIZES = (255, 256, 257, 511, 512, 513, 1000, 1023, 1024, 1025, 2000, 2047, 2048, 2049, 3999, 4000)
"""Sizes in bytes at which some server's column, buffer or check ends."""


def valid_table(senders: Senders, role: str) -> Table:
    """Kinds of values that are good by themselves. Senders that the account does not own are left out."""
    proxies: Options = [
        (channel, getattr(senders, channel)[0]) for channel in addresses.CHANNELS if getattr(senders, channel)
    ]
    return {
        IDENTITY: [ABSENT, ("simple", "alice"), ("long", "a" * 256), ("address", "alice@example.com")],
        ADDRESS: [ABSENT, *((channel, device(senders, channel)) for channel in addresses.CHANNELS)],
        PROXY_ADDRESS: [ABSENT, *proxies],
        DATE_CREATED: [ABSENT, ("canonical", timestamps.SAMPLE)],
        DATE_UPDATED: [ABSENT, ("canonical", timestamps.LATER)],
        ATTRIBUTES: [
            ABSENT,
            ("object", '{"a":"b&c"}'),
            ("number", '{"n":1.50}'),
            ("long", json_texts.of_bytes(4000)),
        ],
        PROJECTED_ADDRESS: [ABSENT, ("sms", addresses.SENDER)],
        ROLE_SID: [ABSENT, ("known", role)],
        WEBHOOK_HEADER: [ABSENT, ("true", "true"), ("false", "false")],
    }


def whole_table(senders: Senders, role: str) -> Table:
    """The same with kinds that are faulty or unclear."""
    faults: Mapping[str, Options] = {
        IDENTITY: [
            ("empty", ""),
            ("too long", "a" * 257),
            ("user SID", "US" + "0" * 32),
            ("unclear", "a/b"),
            ("international", "José 日本"),
        ],
        ADDRESS: [("empty", ""), ("none", "nobody"), ("lenient", "+1 555 867 5310")],
        PROXY_ADDRESS: [("empty", ""), ("none", "nobody")],
        DATE_CREATED: [("odd", "2015-12-16T22:18:37.5+00:00"), ("none", "2015-02-30T00:00:00Z"), ("empty", "")],
        DATE_UPDATED: [("odd", "2015-12-16t22:18:37z"), ("none", "now"), ("empty", "")],
        ATTRIBUTES: [
            ("none", "{'a':1}"),
            ("too long", json_texts.of_characters(5000)),
            ("unclear", '{"a":1,"a":2}'),
            ("empty", ""),
        ],
        PROJECTED_ADDRESS: [("empty", ""), ("none", "nobody")],
        ROLE_SID: [("none", "RL0"), ("empty", ""), ("unknown", roles.SAMPLE)],
        WEBHOOK_HEADER: [("other", "yes")],
    }
    return {field: [*options, *faults.get(field, [])] for field, options in valid_table(senders, role).items()}


def combinations(senders: Senders, role: str) -> tuple[Partition, ...]:
    """The covering arrays of both tables; faults mask each other, so good values are combined on their own too.

    `role` is one that the account has, where that is known.
    """
    tables = {"pairs-valid": valid_table(senders, role), "pairs": whole_table(senders, role)}
    return (
        *(
            partition(name, "C239 C901 C902", None, map(_case_of, covering_rows(table)))
            for name, table in tables.items()
        ),
        partition("kinds-with-options", "C302 C307 C308 C309", None, _with_options(senders, role)),
        partition("kinds-with-sizes", "C207 C302", None, _with_sizes(senders)),
        partition("kinds-with-headers", "C209 C116 C115", None, _with_headers(senders)),
    )


def rejected() -> tuple[Partition, ...]:
    """Faults beside whatever might make a server look elsewhere."""
    return (partition("faults-with-headers", faults.RULES, Outcome.REJECT, _faults_with_headers()),)


def _with_options(senders: Senders, role: str) -> Iterable[Case]:
    """Every kind of participant with every subset of the other fields, and with and without the header."""
    options = (
        (ATTRIBUTES, '{"role":"driver"}'),
        (DATE_CREATED, timestamps.SAMPLE),
        (DATE_UPDATED, timestamps.LATER),
        (ROLE_SID, role),
        (WEBHOOK_HEADER, "true"),
    )
    for kind, chosen in product(kinds(senders), product((False, True), repeat=len(options))):
        yield _case_from(kind | dict(compress(options, chosen)))


def _with_sizes(senders: Senders) -> Iterable[Case]:
    """Every kind of participant with attributes of every size that is a limit somewhere."""
    for kind, size in product(kinds(senders), SIZES):
        yield _case_from(kind | {ATTRIBUTES: json_texts.of_bytes(size)})


def _with_headers(senders: Senders) -> Iterable[Case]:
    """Every kind of participant with every subset of the headers that mean something."""
    for kind, headers in product(kinds(senders), webhooks.HEADERS):
        yield case(kind, headers=headers)


def _faults_with_headers() -> Iterable[Case]:
    """Every fault with every subset of them: what is checked must not depend on webhooks or origins."""
    for (field, text), headers in product(faults.FAULTS, webhooks.HEADERS[1:]):
        yield case({IDENTITY: "alice", field: text}, headers=headers)


def _case_of(row: Row[str | None]) -> Case:
    return _case_from({field: value for field, (_, value) in row.items() if value is not None})


def _case_from(given: dict[str, str]) -> Case:
    webhook = given.pop(WEBHOOK_HEADER, None)
    return case(given, headers=() if webhook is None else [(WEBHOOK_HEADER, webhook)])
