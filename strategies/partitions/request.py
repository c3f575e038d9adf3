"""Partitions of the request around the fields: form, headers, credentials, conversation, method."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    WEBHOOK_HEADER,
    Body,
    Case,
    Conversation,
    Pairs,
    case,
)
from contracts.promises.expectation import Outcome
from strategies.fields import addresses, attributes, forms, identities, timestamps, webhooks
from strategies.partitions.participants import (
    bound,
    bound_participants,
    complete,
    named_participants,
    optional_subsets,
)
from strategies.partitions.partition import Partition, Senders, partition

ALICE = case({IDENTITY: "alice"})
RICH: Pairs = (
    (IDENTITY, "alice@example.com"),
    (DATE_CREATED, timestamps.SAMPLE),
    (DATE_UPDATED, timestamps.LATER),
    (ATTRIBUTES, '{"a b":"c&d=e+f%20;:@/?!$(),~*-._\\u00e9日😀"}'),
)
BROKEN = {
    "neither": case(),
    "no JSON": case({IDENTITY: "alice", ATTRIBUTES: "{"}),
    "too long": case({IDENTITY: "a" * 257}),
    "no date": case({IDENTITY: "alice", DATE_CREATED: "now"}),
    "no address": case({ADDRESS: "nobody"}),
}
"""Requests with a fault of their own."""


def accepted(senders: Senders) -> tuple[Partition, ...]:
    """Good participants in every standard form, with the documented header."""
    return (*_headers(), *_forms(senders), *_optional(senders))


def _headers() -> Iterable[Partition]:
    names = (WEBHOOK_HEADER, WEBHOOK_HEADER.lower(), WEBHOOK_HEADER.upper())
    enabled = [replace(ALICE, headers=((name, value),)) for name in names for value in webhooks.VALUES]
    cases = st.builds(
        lambda name, value: case({IDENTITY: name}, headers=[(WEBHOOK_HEADER, value)]),
        identities.simple_identities(),
        webhooks.webhook_values(),
    )
    yield partition("webhook-header", "C209 C101", Outcome.ACCEPT, enabled, cases)
    origins = [replace(ALICE, headers=(("Origin", origin),)) for origin in webhooks.ORIGINS]
    generated = webhooks.origins().map(lambda origin: replace(ALICE, headers=(("Origin", origin),)))
    yield partition("origin", "C116 C115", Outcome.ACCEPT, origins, generated)
    negotiated = [("Accept-Language", value) for value in webhooks.LANGUAGES]
    negotiated += [("Accept-Encoding", value) for value in ("identity", "gzip", "gzip, deflate")]
    usual = [replace(ALICE, headers=(header,)) for header in negotiated]
    yield partition("negotiation", "C201 C102", Outcome.ACCEPT, (*_accepting(webhooks.ACCEPTS), *usual))


def _forms(senders: Senders) -> Iterable[Partition]:
    rotations = [case((*RICH[place:], *RICH[:place])) for place in range(len(RICH))]
    orders = (*rotations, case(reversed(RICH)))
    shuffled = st.permutations(RICH).map(case)
    yield partition("field-order", "C210 C301 C302", Outcome.ACCEPT, orders, shuffled)
    names = tuple(forms.ENCODINGS)
    bodies = [forms.encoded(RICH, name) for name in names]
    bodies += [forms.encoded(RICH, names[0], media_type) for media_type in forms.FORM_TYPES[1:]]
    cases = forms.encodings(complete(named_participants())).map(_with_body)
    named = [
        Case(headers=((name, forms.FORM_TYPES[0]),), body=bodies[0]._replace(content_type=None))
        for name in ("content-type", "CONTENT-TYPE")
    ]
    examples = (*map(_with_body, bodies), *named)
    yield partition("form-encodings", "C210 C301 C302", Outcome.ACCEPT, examples, cases)
    for channel in addresses.CHANNELS:
        pairs: Pairs = (*bound(senders, channel).items(), *RICH[1:])
        turned = [case((*pairs[place:], *pairs[:place])) for place in range(len(pairs))]
        mixed = st.permutations(pairs).map(case)
        name, rules = f"{channel}-field-order", "C210 C302 C304"
        yield partition(name, rules, Outcome.ACCEPT, (*turned, case(pairs[::-1])), mixed, channel=channel)
    pair: Pairs = tuple(bound(senders).items())
    encoded = [_with_body(forms.encoded(pair, name)) for name in names]
    generated = forms.encodings(complete(bound_participants(senders, "sms"))).map(_with_body)
    yield partition("sms-form-encodings", "C210 C202 C304", Outcome.ACCEPT, encoded, generated, channel="sms")


def _with_body(body: Body) -> Case:
    return Case(body=body)


def _optional(senders: Senders) -> Iterable[Partition]:
    headers: tuple[Pairs, ...] = ((), ((WEBHOOK_HEADER, "true"),))
    identity = [
        case(fields, headers=pairs) for fields in optional_subsets({IDENTITY: "alice"}) for pairs in headers
    ]
    cases = complete(named_participants()).map(case)
    yield partition("optional-fields", "C201 C206 C208 C302 C308", Outcome.ACCEPT, identity, cases)
    sms = map(case, optional_subsets(bound(senders)))
    generated = complete(bound_participants(senders, "sms")).map(case)
    yield partition("sms-optional-fields", "C202 C206 C208 C304", Outcome.ACCEPT, sms, generated, channel="sms")


def rejected(senders: Senders) -> tuple[Partition, ...]:
    """Conversations that take no participant, and requests with two faults."""
    good = (ALICE, case(RICH), case(bound(senders)))
    refusing = {
        "missing": (Conversation.MISSING, "C236"),
        "malformed": (Conversation.MALFORMED, "C237"),
        "closed": (Conversation.CLOSED, "C238"),
    }
    return (
        *(
            partition(
                f"conversation-{name}",
                f"{rule} C504",
                Outcome.REJECT,
                (replace(found, conversation=where) for found in (*good, *BROKEN.values())),
                _participant_in(where),
            )
            for name, (where, rule) in refusing.items()
        ),
        _two_faults(),
    )


def _accepting(values: Iterable[str]) -> Iterable[Case]:
    return (replace(ALICE, headers=(("Accept", value),)) for value in values)


def _participant_in(conversation: str) -> SearchStrategy[Case]:
    return identities.simple_identities().map(lambda text: case({IDENTITY: text}, conversation=conversation))


def _two_faults() -> Partition:
    faults = {IDENTITY: "a" * 257, ATTRIBUTES: "{", DATE_CREATED: "now", DATE_UPDATED: "now"}
    names = list(faults)
    pairs = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
    examples = [case({IDENTITY: "alice"} | {name: faults[name] for name in pair}) for pair in pairs]
    cases = st.builds(
        lambda text, date: case({IDENTITY: "alice", DATE_CREATED: date, ATTRIBUTES: text + "}"}),
        attributes.objects(),
        timestamps.broken_timestamps(),
    )
    return partition("two-faults", "C239 C504", Outcome.REJECT, (*examples, case(faults)), cases)


METHODS = ("PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY")

LITERAL_CONVERSATIONS = (
    "a/b", "..", ".", "a?b", "a#b", "%2e", "%2e%2e", "%2F", "", " ", "my-conversation", "alice@example.com",
    "日本", "a b", "a%20b", "a+b", "CH", "CH0123456789abcdef0123456789abcdef",
    "ch0123456789abcdef0123456789abcdef", "CH0123456789ABCDEF0123456789ABCDEF", "0", "null", "undefined", "a;b",
    "a\\b", "x" * 300, "'", "<b>", "*", "Participants", "MB0123456789abcdef0123456789abcdef", "%00", "%ZZ", "~",
    "é",
)  # fmt: skip
"""Unique names that may or may not be there, and characters that mean something in a path."""


def unspecified() -> tuple[Partition, ...]:
    """Requests that servers may read in different ways, or that no document describes."""
    open_ = Outcome.UNSPECIFIED
    wild = [replace(ALICE, headers=((WEBHOOK_HEADER, value),)) for value in webhooks.OTHER_VALUES]
    wild.append(replace(ALICE, headers=((WEBHOOK_HEADER, "true"), (WEBHOOK_HEADER, "false"))))
    values = webhooks.other_webhook_values().map(lambda text: replace(ALICE, headers=((WEBHOOK_HEADER, text),)))
    extra = [case([(IDENTITY, "alice"), pair]) for pair in (*forms.UNKNOWN.values(), *forms.NEARLY.values())]
    extra += [case([pair]) for pair in tuple(forms.NEARLY.values())[:4]]
    raw = (Body(content) for content in (*forms.STRAY.values(), *forms.NOT_UTF_8.values()))
    # Hypothesis draws words of the code that it tests too, and some of them name a conversation of a target.
    letters = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=7, max_size=40)
    names = letters.filter(lambda name: name not in set(Conversation))
    foreign = ((IDENTITY, "Alice de José 日本"), *RICH[1:])
    encoded = [forms.encoded(foreign, name) for name in forms.ENCODINGS]
    return (
        partition("form-encodings-beyond-ascii", "C301 C302 C901", open_, map(_with_body, encoded)),
        partition("webhook-header-other", "C901 C902", open_, wild, values),
        partition("negotiation-other", "C102 C901", open_, _accepting(webhooks.OTHER_ACCEPTS)),
        partition("fields-repeated", "C901 C902", open_, map(case, forms.REPEATS.values())),
        partition("fields-unknown", "C901 C902", open_, extra, forms.unknown_fields().map(case)),
        partition("form-broken", "C901 C902", open_, map(_with_body, raw)),
        partition("content-types", "C901 C902", open_, map(_with_body, forms.OTHER_TYPES.values())),
        partition("methods", "C901 C902", open_, (replace(ALICE, method=method) for method in METHODS)),
        partition(
            "conversation-literal",
            "C901 C902",
            open_,
            (replace(ALICE, conversation=name) for name in LITERAL_CONVERSATIONS),
            names.map(lambda name: replace(ALICE, conversation=name)),
        ),
    )
