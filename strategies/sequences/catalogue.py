"""Sequences: what only several requests can show. Fixed ones for each promise."""

from dataclasses import dataclass, replace

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
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
from strategies.partitions.roles import known
from strategies.sequences import bindings, roles
from strategies.sequences.steps import NUMBERS, about, closing, create, dress, dressed, listing, update


@dataclass(frozen=True, slots=True)
class SequencePartition:
    """Sequences that exercise `rules`, each as short as the rule allows. `channel` as in `Partition`; that many of
    its `senders` are needed. `roles` as in `Partition`.

    `cost` is set where they are tried only when asked for, and says what they cost.
    """

    name: str
    rules: tuple[str, ...]
    sequences: tuple[Sequence, ...]
    channel: str | None = None
    cost: str = ""
    senders: int = 1
    roles: str | None = None


ALICE = case({IDENTITY: "alice"})
BOB = case({IDENTITY: "bob"})
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


FICTIONAL = ("+12025550123", "+12025550124")
"""Numbers that no account owns: NANPA keeps 555-0100 to 555-0199 free for fiction."""


def sequence_partitions(declared: Declared) -> tuple[SequencePartition, ...]:
    """All partitions of sequences, cheap and telling ones first."""
    senders = senders_of(declared)
    mask = {PROJECTED_ADDRESS: (senders.sms or ("+15017122661",))[0]}
    dressing = dress(known(declared)[-1])
    found = [
        _partition("duplicate-identity", ("C505", "C508"), *_duplicates(ALICE)),
        _partition(
            "duplicate-identity-other-fields",
            ("C505", "C508"),
            *_duplicates_in_other_dress(ALICE, dressing | mask),
        ),
        _partition("duplicate-identity-long", ("C505",), *_duplicates(_named("a" * 256))),
        _partition("duplicate-identity-beyond-ascii", ("C505",), _of(*[create(_named("José"))] * 2)),
        _partition("duplicate-identity-after-others", ("C505", "C503"), _crowd(4, create(ALICE)), _returning(4)),
        _partition("fetched-by-sid-and-identity", ("C502", "C513"), _of(create(ALICE), about(Op.FETCH, 0))),
        _partition("fetched-by-any-identity", ("C513",), *map(_fetched, IDENTITIES)),
        _partition("listed-in-pages", ("C503",), _crowd(3), _crowd(5), _crowd(12)),
        _partition("different-though-alike", ("C201",), *(_of(*map(create, map(_named, two))) for two in ALIKE)),
        _partition("deleted-is-gone", ("C516",), *_deletions()),
        _partition("group-members-come-and-go", ("C516", "C503"), *_group_members(senders)),
        _partition("added-again", ("C507", "C501"), *_again(RETURNING), *_again(dressed(RETURNING))),
        _partition("added-again-in-plain", ("C507", "C303", "C314"), _in_plain(RETURNING)),
        _partition("in-another-conversation", ("C509",), *_elsewhere()),
        _partition("updated-then-added-again", ("C505", "C507"), _updated()),
        _partition("updated", ("C518", "C502"), _watched(ALICE), _watched(dressed(ALICE)), _redated()),
        _partition("closed-on-the-way", ("C238",), *_closed()),
        _partition("hundred-participants", ("C515",), _of(*map(create, _people(100)))),
        _partition("same-identity-at-once", ("C510",), *[_at_once(*[ALICE] * 4)] * 3),
        _partition("different-identities-at-once", ("C511",), *[_at_once(*_people(6))] * 2),
    ]
    found += [_unowned(senders, dressing), *_bindings(senders), *_roles(declared)]
    for channel in ("sms", "whatsapp", "rcs"):
        found += _of_channel(channel, getattr(senders, channel), dressing)
    return (*found, *_limits(senders))


def _partition(
    name: str, rules: tuple[str, ...], *sequences: Sequence, channel: str | None = None, cost: str = ""
) -> SequencePartition:
    return SequencePartition(name, rules, tuple(s.labelled(name) for s in sequences), channel, cost)


def _bindings(senders: Senders) -> list[SequencePartition]:
    """What takes senders on more than one channel, and what frees or takes a pair."""
    channels = ("sms", "whatsapp", "rcs")
    found = [
        _partition(
            f"same-number-by-{one}-and-{other}",
            ("C503",),
            *bindings.across_channels(senders, one, other),
            channel=f"{one} {other}",
        )
        for place, one in enumerate(channels)
        for other in channels[place + 1 :]
    ]
    for channel in channels:
        freed, again = bindings.freed_by_closing(channel, senders), bindings.duplicates(channel, senders)
        found.append(_partition(f"{channel}-pair-freed-by-closing", ("C519",), freed, channel=channel))
        found.append(_partition(f"duplicate-{channel}-pair-after-others", ("C506",), *again, channel=channel))
    across = bindings.limit(senders, ("sms", "whatsapp"))
    found.append(_partition("non-chat-limit-across-channels", ("C515",), across, channel="sms whatsapp"))
    return found


def _unowned(senders: Senders, dressing: dict[str, str]) -> SequencePartition:
    """A sender that the account does not own stays refused, however often it is given and whatever goes along."""
    number = next(number for number in FICTIONAL if number not in senders.any)
    pair = case({ADDRESS: NUMBERS[1], PROXY_ADDRESS: number})
    beside = bindings.unowned_beside(senders, number, dressing)
    again = _of(*[create(pair)] * 3, listing())
    return _partition("sender-not-owned-again", ("C243",), again, *beside, channel="any")


def _roles(declared: Declared) -> tuple[SequencePartition, ...]:
    """Roles that are changed and shared, by chat participants and by those with an address."""
    given, senders = known(declared), senders_of(declared)
    texting = tuple(
        case({ADDRESS: number, PROXY_ADDRESS: (senders.sms or FICTIONAL)[0]}) for number in NUMBERS[:2]
    )
    chatting = (ALICE, BOB, case({IDENTITY: "carol"}))
    services = roles.refused_updates(ALICE, declared.service_roles or given)
    found = (
        _partition("role-updated", ("C518", "C502", "C503"), *roles.changed(ALICE, given[-1])),
        _partition("roles-shared", ("C244", "C307", "C503"), *roles.shared(chatting, given)),
        _partition("sms-role-updated", ("C518", "C502"), *roles.changed(texting[0], given[-1]), channel="sms"),
        _partition("sms-roles-shared", ("C244", "C307"), *roles.shared((*texting, ALICE), given), channel="sms"),
    )
    updated = _partition("role-updated-to-that-of-a-service", ("C245",), *services)
    return (*(replace(one, roles="roles") for one in found), replace(updated, roles="service_roles"))


def _fetched(identity: str) -> Sequence:
    return _of(create(case({IDENTITY: identity})), about(Op.FETCH, 0))


def _of(*steps: Step) -> Sequence:
    return Sequence(steps)


def _duplicates(first: Case) -> tuple[Sequence, ...]:
    """The same twice, with a look at the first; and a third time."""
    twice = create(first), create(first)
    return _of(*twice), _of(*twice, about(Op.FETCH, 0), listing()), _of(*twice, create(first))


def _duplicates_in_other_dress(first: Case, fields: dict[str, str]) -> tuple[Sequence, ...]:
    """The same with each other field, either of them first."""
    others = [first.with_field(name, value) for name, value in fields.items()]
    return (
        *(_of(create(first), create(other), about(Op.FETCH, 0)) for other in others),
        *(_of(create(other), create(first)) for other in others),
    )


def _group_members(senders: Senders) -> tuple[Sequence, ...]:
    """Members of Group MMS are listed, fetched and deleted like others, where the target takes them."""
    handset = case({ADDRESS: NUMBERS[0]})
    masked = case({IDENTITY: "alice", PROJECTED_ADDRESS: (senders.sms or ("+15017122661",))[0]})
    afterwards = listing(), about(Op.FETCH, 0), about(Op.DELETE, 0), about(Op.FETCH, 0), listing()
    return tuple(_of(create(one), create(BOB), *afterwards) for one in (handset, masked))


def _in_plain(participant: Case) -> Sequence:
    """Deleted and added again, without what was given the first time."""
    dressed = participant.with_field(DATE_CREATED, timestamps.SAMPLE).with_field(ATTRIBUTES, '{"role":"driver"}')
    return _of(create(dressed), about(Op.DELETE, 0), create(participant), about(Op.FETCH, 2))


def _crowd(count: int, *last: Step) -> Sequence:
    """Some others first, the list, then the last steps."""
    return _of(*map(create, _people(count)), *last, *last, listing())


def _named(identity: str) -> Case:
    return case({IDENTITY: identity})


def _returning(count: int) -> Sequence:
    """One participant, then others, then the first once more."""
    return _of(create(ALICE), *map(create, _people(count)), create(ALICE))


def _people(count: int) -> list[Case]:
    return [case({IDENTITY: f"person-{number}"}) for number in range(count)]


def _at_once(*participants: Case) -> Sequence:
    return Sequence(tuple(create(participant) for participant in participants), together=True)


def _deletions() -> tuple[Sequence, ...]:
    return (
        _of(create(ALICE), about(Op.DELETE, 0), about(Op.FETCH, 0)),
        _of(create(ALICE), create(BOB), about(Op.DELETE, 0), about(Op.FETCH, 1), about(Op.FETCH, 0)),
    )


def _again(participant: Case) -> tuple[Sequence, ...]:
    again = (create(participant), about(Op.DELETE, 0), create(participant))
    return _of(*again), _of(*again, about(Op.FETCH, 2), create(participant), listing())


def _elsewhere() -> tuple[Sequence, ...]:
    other = Conversation.OTHER
    return (
        _of(create(ALICE), create(ALICE, other)),
        _of(create(ALICE), create(ALICE, other), create(ALICE, other), about(Op.DELETE, 1), about(Op.FETCH, 0)),
        _of(create(ALICE, other), create(BOB), listing(other), listing()),
    )


def _updated() -> Sequence:
    changed = update(0, **{ATTRIBUTES: '{"seat":2}'})
    return _of(create(ALICE), changed, create(ALICE), about(Op.FETCH, 0), about(Op.DELETE, 0), create(ALICE))


def _watched(participant: Case) -> Sequence:
    """An answer that was read before an update must not be given after it."""
    changed = update(0, **{ATTRIBUTES: '{"seat":2}'})
    return _of(create(participant), about(Op.FETCH, 0), changed, about(Op.FETCH, 0), listing())


def _redated() -> Sequence:
    """A date of update that an update gives is its date of update."""
    given = ALICE.with_field(DATE_CREATED, timestamps.SAMPLE)
    return _of(create(given), update(0, **{DATE_UPDATED: timestamps.LATER}), about(Op.FETCH, 0))


def _closed() -> tuple[Sequence, ...]:
    return _of(closing(), create(ALICE)), _of(create(ALICE), closing(), create(BOB), listing())


def _of_channel(channel: str, owned: tuple[str, ...], dressing: dict[str, str]) -> list[SequencePartition]:
    prefix = "" if channel == "sms" else f"{channel}:"
    proxy = owned[0] if owned else f"{prefix}+15017122661"
    pair = case({ADDRESS: f"{prefix}{NUMBERS[0]}", PROXY_ADDRESS: proxy})
    other = pair.with_field(ADDRESS, f"{prefix}{NUMBERS[1]}")
    returning = pair.with_field(ADDRESS, f"{prefix}+442079460977")
    found = [
        _partition(f"duplicate-{channel}-pair", ("C506", "C508"), *_duplicates(pair), channel=channel),
        _partition(
            f"duplicate-{channel}-pair-other-fields",
            ("C506", "C508"),
            *_duplicates_in_other_dress(pair, dressing),
            channel=channel,
        ),
        _partition(f"{channel}-updated", ("C518", "C502"), _watched(pair), channel=channel),
        _partition(f"{channel}-added-again", ("C507",), *_again(returning), _in_plain(returning), channel=channel),
        _partition(
            f"{channel}-beside-others",
            ("C503",),
            _of(create(pair), create(other), create(ALICE), listing(), about(Op.FETCH, 1)),
            _of(create(ALICE), create(pair), create(BOB), create(other), listing()),
            _of(create(pair), create(other), about(Op.DELETE, 0), about(Op.FETCH, 1), listing()),
            channel=channel,
        ),
    ]
    found.append(_partition(f"same-{channel}-pair-at-once", ("C510",), _at_once(*[pair] * 4), channel=channel))
    if channel == "sms":
        found.append(_partition("non-chat-limit", ("C515",), _addresses(51, proxy), channel=channel))
    second = pair.with_field(PROXY_ADDRESS, owned[1] if len(owned) > 1 else proxy)
    other_proxy = _partition(f"{channel}-other-proxy", ("C514",), *_with_another(pair, second), channel=channel)
    found.append(replace(other_proxy, senders=2))
    return found


def _with_another(pair: Case, second: Case) -> tuple[Sequence, ...]:
    """The same address with another proxy, here and in another conversation."""
    return (
        _of(create(pair), create(second), listing()),
        _of(create(pair), create(second, Conversation.OTHER), listing(), listing(Conversation.OTHER)),
    )


def _addresses(count: int, proxy: str) -> Sequence:
    """As many participants with an address; Ofcom keeps +44 20 7946 0xxx free for fiction."""
    numbers = [f"+44207946{number:04}" for number in range(count)]
    return _of(*(create(case({ADDRESS: number, PROXY_ADDRESS: proxy})) for number in numbers))


def _limits(senders: Senders) -> tuple[SequencePartition, ...]:
    """The documented counts that take many requests, or an account with Group MMS."""
    thousand = _of(*map(create, _people(1001)))
    mask = (senders.sms or ("+15017122661",))[0]
    masked = case({IDENTITY: "alice", PROJECTED_ADDRESS: mask})
    # NANPA keeps 555-0100 to 555-0199 free for fiction; Group MMS is for North America only (group texting page).
    handsets = [case({ADDRESS: f"+1201555{number:04}"}) for number in range(100, 110)]
    return (
        _partition(
            "group-mms-limit",
            ("C517",),
            _of(*map(create, (masked, *handsets))),
            channel="sms",
            cost="11 participants, and an account with Group MMS",
        ),
        _partition("participant-limit", ("C515",), thousand, cost="about 1,000 requests"),
    )
