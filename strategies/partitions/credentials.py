"""Partitions of the credentials: right ones in every form, wrong ones, and what is none at all."""

from collections.abc import Iterable
from dataclasses import replace

from contracts.cases.case import Auth, Case, Conversation, case
from contracts.cases.credentials import MALFORMED, NEED_KEY, UNCLEAR, VALID, WAYS, WRONG, WRONG_OF_KEY
from contracts.promises.expectation import Outcome
from strategies.fields import identities, webhooks
from strategies.partitions.participants import bound
from strategies.partitions.partition import Partition, Senders, partition
from strategies.partitions.request import ALICE, BROKEN, RICH

FORWARDED = (
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Real-IP", "127.0.0.1"),
    ("X-Forwarded-User", "admin"),
    ("X-Remote-User", "admin"),
    ("X-Internal", "true"),
)
"""Headers that a proxy in front of the server would set; from outside they prove nothing."""


def given(participant: Case, way: str) -> Case:
    """The participant, added with credentials that are given in this way."""
    return replace(participant, auth=WAYS[way], credentials=way)


def accepted() -> tuple[Partition, ...]:
    """Right credentials: scheme and name of the header in any case, and either pair of an account that has two."""
    schemes = [way for way in VALID if way not in NEED_KEY]
    pairs = [way for way in VALID if way in NEED_KEY]
    return (
        partition("auth-in-any-case", "C403 C201", Outcome.ACCEPT, (given(ALICE, way) for way in schemes)),
        partition(
            "auth-either-pair",
            "C403 C310",
            Outcome.ACCEPT,
            (given(one, way) for way in pairs for one in (ALICE, case(RICH))),
            key=True,
        ),
    )


def rejected(senders: Senders) -> tuple[Partition, ...]:
    """No credentials, wrong ones, and what is none at all."""
    good = (ALICE, case(RICH), case(bound(senders)))
    crossed = (given(one, way) for way in WRONG_OF_KEY for one in good)
    none = (given(one, way) for way in MALFORMED for one in good[:2])
    return (
        _unauthorised(Auth.NONE, "C401", good),
        _unauthorised(Auth.WRONG, "C402", good, (given(ALICE, way) for way in WRONG)),
        partition("auth-pairs-crossed", "C402 C504", Outcome.REJECT, crossed, key=True),
        partition("auth-malformed", "C402 C504", Outcome.REJECT, none),
    )


def unspecified() -> tuple[Partition, ...]:
    """Right credentials in a form that parsers read in different ways."""
    return (partition("auth-unclear", "C901 C902", Outcome.UNSPECIFIED, (given(ALICE, way) for way in UNCLEAR)),)


def _unauthorised(auth: Auth, rule: str, good: tuple[Case, ...], ways: Iterable[Case] = ()) -> Partition:
    requests = [*(replace(found, auth=auth) for found in (*good, *BROKEN.values())), *ways]
    requests += [replace(ALICE, auth=auth, headers=(header,)) for header in FORWARDED]
    requests += [replace(found, auth=auth, headers=some) for found in good for some in webhooks.HEADERS[1:]]
    requests += [
        replace(ALICE, auth=auth, conversation=where) for where in (Conversation.MISSING, Conversation.CLOSED)
    ]
    cases = identities.simple_identities().map(lambda text: replace(ALICE.with_field("Identity", text), auth=auth))
    return partition(f"auth-{auth}", f"{rule} C504", Outcome.REJECT, requests, cases)
