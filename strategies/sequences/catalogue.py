"""Sequences: what only several requests can show. Fixed ones for each promise."""

from dataclasses import replace

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    ROLE_SID,
    Case,
    Conversation,
    Op,
    Sequence,
    Step,
    case,
)
from contracts.promises.declared import Declared
from strategies.fields import timestamps
from strategies.partitions.partition import Senders, senders_of
from strategies.partitions.roles import known, strange
from strategies.sequences import channels, roles
from strategies.sequences.partition import SequencePartition, of, partition
from strategies.sequences.shapes import (
    again,
    at_once,
    duplicates,
    duplicates_in_other_dress,
    in_plain,
    people,
    watched,
)
from strategies.sequences.steps import ALICE, BOB, NUMBERS, about, closing, create, dress, dressed, listing, update

OLD = ALICE.with_field(DATE_CREATED, timestamps.SAMPLE)
"""A participant of long ago: an update that moves its date of creation shows."""
RETURNING = case({IDENTITY: "returning"})
"""A participant that is nowhere else: a server that remembers deleted ones must meet it here first."""
IDENTITIES = (
    "alice@example.com", "alice.b-c_d", "0", "A", "15017122661", "a" * 256, "a..b", "-a", "José",
    "山田 太郎", "a b", "a~b",
)  # fmt: skip
"""Identities of characters that stand for themselves in a path, and the one of Twilio's identity page."""
ALIKE = (
    ("alice", "alice1"), ("a" * 32 + "b", "a" * 32 + "c"), ("a" * 64 + "b", "a" * 64 + "c"),
    ("a" * 128 + "b", "a" * 128 + "c"), ("a" * 255 + "b", "a" * 255 + "c"), ("1", "01"), ("1", "1.0"),
    ("16", "0x10"),
    ("alice-b", "alice_b"), ("alice.b", "aliceb"), ("alice@a.com", "alice@b.com"), ("0", "null"), ("José", "Jose"),
)  # fmt: skip
"""Identities that careless servers take for the same: cut, read as numbers, stripped of signs or accents."""


def sequence_partitions(declared: Declared) -> tuple[SequencePartition, ...]:
    """All partitions of sequences, cheap and telling ones first."""
    senders = senders_of(declared)
    mask = {PROJECTED_ADDRESS: (senders.sms or ("+15017122661",))[0]}
    dressing = dress(known(declared)[-1])
    found = [
        partition("duplicate-identity", ("C505", "C508"), *duplicates(ALICE)),
        partition(
            "duplicate-identity-other-fields",
            ("C505", "C508"),
            *duplicates_in_other_dress(ALICE, dressing | mask),
        ),
        replace(partition("duplicate-identity-by-either-pair", ("C505",), *_by_either_pair()), key=True),
        partition("duplicate-identity-long", ("C505",), *duplicates(_named("a" * 256))),
        partition("duplicate-identity-beyond-ascii", ("C505",), of(*[create(_named("José"))] * 2)),
        partition("duplicate-identity-after-others", ("C505", "C503"), _crowd(4, create(ALICE)), _returning(4)),
        partition("fetched-by-sid-and-identity", ("C502", "C513"), of(create(ALICE), about(Op.FETCH, 0))),
        partition("fetched-by-any-identity", ("C513",), *map(_fetched, IDENTITIES)),
        partition("listed-in-pages", ("C503",), _crowd(3), _crowd(5), _crowd(12)),
        partition("different-though-alike", ("C201",), *(of(*map(create, map(_named, two))) for two in ALIKE)),
        partition("fetched-though-alike", ("C513", "C502", "C503"), *(_both(*map(_named, two)) for two in ALIKE)),
        partition("deleted-is-gone", ("C516",), *_deletions()),
        partition("group-members-come-and-go", ("C516", "C503"), *_group_members(senders)),
        partition("added-again", ("C507", "C501"), *again(RETURNING), *again(dressed(RETURNING))),
        partition("added-again-in-plain", ("C507", "C303", "C314"), in_plain(RETURNING)),
        partition("in-another-conversation", ("C509",), *_elsewhere()),
        partition("updated-then-added-again", ("C505", "C507"), _updated()),
        partition("updated", ("C518", "C502"), watched(ALICE), watched(dressed(ALICE)), watched(OLD), _redated()),
        partition("closed-on-the-way", ("C238",), *_closed()),
        partition("hundred-participants", ("C515",), of(*map(create, people(100)))),
        partition("same-identity-at-once", ("C510",), *[at_once(*[ALICE] * 4)] * 3),
        partition("different-identities-at-once", ("C511",), *[at_once(*people(6))] * 2),
    ]
    found += [channels.unowned(senders, dressing), *channels.together(senders), *_roles(declared)]
    for channel in ("sms", "whatsapp", "rcs"):
        found += channels.alone(channel, getattr(senders, channel), dressing)
    return (*found, *channels.limits(senders))


def _roles(declared: Declared) -> tuple[SequencePartition, ...]:
    """Roles that are changed and shared, by chat participants and by those with an address."""
    given, senders = known(declared), senders_of(declared)
    proxy = (senders.sms or channels.FICTIONAL)[0]
    texting = tuple(case({ADDRESS: number, PROXY_ADDRESS: proxy}) for number in NUMBERS[:2])
    fifty = channels.addresses(51, proxy, **{ROLE_SID: given[-1]})
    chatting = (ALICE, BOB, case({IDENTITY: "carol"}))
    by_default = roles.by_default((*chatting, case({IDENTITY: "dave"})), given)
    services = roles.refused_updates(ALICE, declared.service_roles or given)
    found = (
        partition("role-updated", ("C518", "C502", "C503"), *roles.changed(ALICE, given[-1])),
        partition("role-by-default", ("C520",), *by_default),
        partition("roles-shared", ("C244", "C307", "C503"), *roles.shared(chatting, given)),
        partition("sms-role-updated", ("C518", "C502"), *roles.changed(texting[0], given[-1]), channel="sms"),
        partition("sms-roles-shared", ("C244", "C307"), *roles.shared((*texting, ALICE), given), channel="sms"),
        partition("non-chat-limit-with-roles", ("C515",), fifty, channel="sms"),
    )
    updated = partition("role-updated-to-that-of-a-service", ("C245",), *services)
    unknown = roles.refused_updates(ALICE, strange(declared)[-4:])
    to_unknown = partition("role-updated-to-an-unknown-one", ("C246",), *unknown)
    return (
        *(replace(one, needs="roles") for one in found),
        replace(updated, needs="service_roles"),
        replace(to_unknown, needs="every_role"),
    )


def _by_either_pair() -> tuple[Sequence, ...]:
    """One request has the account's token and the other its API key, and the other way round."""
    pairs = [Step(replace(ALICE, credentials=way)) for way in ("token", "key")]
    return of(*pairs), of(*pairs[::-1])


def _fetched(identity: str) -> Sequence:
    return of(create(case({IDENTITY: identity})), about(Op.FETCH, 0))


def _both(one: Case, other: Case) -> Sequence:
    """Two participants side by side are fetched and listed apart, and each is gone by itself."""
    looks = about(Op.FETCH, 0), about(Op.FETCH, 1), listing()
    return of(create(one), create(other), *looks, about(Op.DELETE, 0), about(Op.FETCH, 1))


def _group_members(senders: Senders) -> tuple[Sequence, ...]:
    """Members of Group MMS are listed, fetched and deleted like others, where the target takes them."""
    handset = case({ADDRESS: NUMBERS[0]})
    masked = case({IDENTITY: "alice", PROJECTED_ADDRESS: (senders.sms or ("+15017122661",))[0]})
    afterwards = listing(), about(Op.FETCH, 0), about(Op.DELETE, 0), about(Op.FETCH, 0), listing()
    return tuple(of(create(one), create(BOB), *afterwards) for one in (handset, masked))


def _crowd(count: int, *last: Step) -> Sequence:
    """Some others first, the list, then the last steps."""
    return of(*map(create, people(count)), *last, *last, listing())


def _named(identity: str) -> Case:
    return case({IDENTITY: identity})


def _returning(count: int) -> Sequence:
    """One participant, then others, then the first once more."""
    return of(create(ALICE), *map(create, people(count)), create(ALICE))


def _deletions() -> tuple[Sequence, ...]:
    return (
        of(create(ALICE), about(Op.DELETE, 0), about(Op.FETCH, 0)),
        of(create(ALICE), create(BOB), about(Op.DELETE, 0), about(Op.FETCH, 1), about(Op.FETCH, 0)),
    )


def _elsewhere() -> tuple[Sequence, ...]:
    other = Conversation.OTHER
    return (
        of(create(ALICE), create(ALICE, other)),
        of(create(ALICE), create(ALICE, other), create(ALICE, other), about(Op.DELETE, 1), about(Op.FETCH, 0)),
        of(create(ALICE, other), create(BOB), listing(other), listing()),
    )


def _updated() -> Sequence:
    changed = update(0, **{ATTRIBUTES: '{"seat":2}'})
    return of(create(ALICE), changed, create(ALICE), about(Op.FETCH, 0), about(Op.DELETE, 0), create(ALICE))


def _redated() -> Sequence:
    """A date of update that an update gives is its date of update."""
    return of(create(OLD), update(0, **{DATE_UPDATED: timestamps.LATER}), about(Op.FETCH, 0))


def _closed() -> tuple[Sequence, ...]:
    return of(closing(), create(ALICE)), of(create(ALICE), closing(), create(BOB), listing())
