"""Partitions of the messaging binding: channels, pairs of addresses, what is no address."""

from collections.abc import Iterable

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.cases.case import (
    ADDRESS,
    ATTRIBUTES,
    DATE_CREATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    Case,
    case,
)
from contracts.promises.expectation import Outcome
from contracts.promises.grammar import addresses as grammar
from strategies.fields import addresses, attributes, timestamps
from strategies.fields.addresses import CHANNELS, PREFIXES
from strategies.fields.numbers import NUMBERS, OFTEN_REWRITTEN
from strategies.json import texts as json_texts
from strategies.partitions import faults
from strategies.partitions.participants import bound, bound_participants, complete, device, kinds, sender
from strategies.partitions.partition import Partition, Senders, partition

SHARES = {"sms": 8, "whatsapp": 20, "rcs": 20}
"""Every how manieth number is an example on a channel; the generated cases use all of them."""

UNOWNED = (addresses.NUMBER, addresses.SENDER, addresses.SPARE, "+12025550123", "+442079460123", "+447700900123")
"""Numbers that no account owns: of published samples, and reserved for fiction (NANPA, Ofcom)."""

RULES = {"sms": "C202", "whatsapp": "C203", "rcs": "C204"}


def accepted(senders: Senders) -> tuple[Partition, ...]:
    """Pairs of a valid number and a sender, channel by channel."""
    return (
        *(_pair(senders, channel) for channel in CHANNELS),
        *(_worldwide(senders, channel) for channel in CHANNELS),
        _with_attributes(senders),
    )


def _pair(senders: Senders, channel: str) -> Partition:
    owned = getattr(senders, channel) or (sender(senders, channel),)
    examples = [bound(senders, channel, proxy=proxy) for proxy in owned]
    samples = [PREFIXES[channel] + number for number in (addresses.NUMBER, addresses.SPARE)]
    examples += [bound(senders, channel, address=address) for address in samples if address not in owned]
    turned = dict(reversed(bound(senders, channel).items()))
    cases = complete(bound_participants(senders, channel)).map(case)
    rules = f"{RULES[channel]} C101 C303 C304 C305 C315"
    return partition(
        f"{channel}-pair", rules, Outcome.ACCEPT, map(case, (*examples, turned)), cases, channel=channel
    )


def _worldwide(senders: Senders, channel: str) -> Partition:
    proxy = sender(senders, channel)
    chosen = dict.fromkeys((*NUMBERS[:: SHARES[channel]], *OFTEN_REWRITTEN))
    numbers = [PREFIXES[channel] + number for number in chosen]
    examples = [case(bound(senders, channel, address=address)) for address in numbers if address != proxy]
    cases = bound_participants(senders, channel).map(case)
    rules = f"{RULES[channel]} C304 C305"
    return partition(f"{channel}-numbers-worldwide", rules, Outcome.ACCEPT, examples, cases, channel=channel)


def exhaustive(senders: Senders) -> tuple[Partition, ...]:
    """A number of every region: some servers refuse just one."""
    examples = (case(bound(senders, "sms", address=number)) for number in NUMBERS if number not in senders.sms)
    return (partition("sms-every-region", "C202 C304 C305", Outcome.ACCEPT, examples, channel="sms"),)


def _with_attributes(senders: Senders) -> Partition:
    texts = ("{}", '{"a":[]}', '{"a":null}', '{"a":"a&b=c"}', '{"role":"driver"}', json_texts.of_bytes(4000))
    pair = bound(senders)
    examples = [case({**pair, ATTRIBUTES: text}) for text in texts]
    cases = attributes.objects().map(lambda text: case({**pair, ATTRIBUTES: text}))
    return partition("sms-attributes", "C202 C206 C302 C304", Outcome.ACCEPT, examples, cases, channel="sms")


def rejected(senders: Senders, foreign: tuple[str, ...]) -> tuple[Partition, ...]:
    """Bindings that the documents rule out; `foreign` are senders of another account."""
    return (
        *_incomplete(senders),
        _unknown_channels(senders),
        _no_mask(),
        _mixed(senders),
        _same(senders),
        _unowned(senders),
        _foreign(senders, foreign or ("+12025550123",)),
        *(_faults(senders, channel, field) for field in (ADDRESS, PROXY_ADDRESS) for channel in CHANNELS),
        *(_overlong(senders, field) for field in (ADDRESS, PROXY_ADDRESS)),
        _broken_beside(senders),
    )


def _broken_beside(senders: Senders) -> Partition:
    """A good binding beside one fault of another field: servers read participants of each kind apart."""
    bindings = [bound(senders, channel) for channel in CHANNELS]
    bindings += [kind for kind in kinds(senders)[1:] if PROXY_ADDRESS not in kind]
    examples = [case({**binding, name: text}) for binding in bindings for name, text in faults.FAULTS]
    return partition("bindings-beside-faults", faults.RULES, Outcome.REJECT, examples)


def _incomplete(senders: Senders) -> Iterable[Partition]:
    proxies = [case({PROXY_ADDRESS: sender(senders, channel)}) for channel in CHANNELS]
    proxies.append(
        case({PROXY_ADDRESS: sender(senders, "sms"), ATTRIBUTES: "{}", DATE_CREATED: timestamps.SAMPLE})
    )
    yield partition("proxy-alone", "C221 C504", Outcome.REJECT, proxies)
    for name, rule, empty in (("address-empty", "C223", {"address": ""}), ("proxy-empty", "C224", {"proxy": ""})):
        pairs = [case(bound(senders, channel, **empty)) for channel in CHANNELS]
        field = ADDRESS if "address" in empty else PROXY_ADDRESS
        yield partition(name, f"{rule} C504", Outcome.REJECT, (*pairs, case({field: ""})))


def _unknown_channels(senders: Senders) -> Partition:
    """Both addresses of a pair behind the same prefix: one alone would be on another channel."""
    numbers = addresses.NUMBER, sender(senders, "sms")
    examples = (
        case(zip((ADDRESS, PROXY_ADDRESS), map(prefix.__add__, numbers), strict=True))
        for prefix in addresses.UNKNOWN_CHANNELS
    )
    return partition("channel-unknown", "C227 C228 C504", Outcome.REJECT, examples)


def _no_mask() -> Partition:
    """Projected addresses that are none, beside an identity and alone."""
    masks = [addresses.filled(form) for form in tuple(addresses.FAULTS.values())[::4]]
    examples = [case({**name, PROJECTED_ADDRESS: mask}) for mask in masks for name in ({IDENTITY: "alice"}, {})]
    broken = addresses.faulty_addresses(channel="sms")
    cases = broken.map(lambda mask: case({IDENTITY: "alice", PROJECTED_ADDRESS: mask}))
    return partition("projected-faults", "C242 C504", Outcome.REJECT, examples, cases)


def _mixed(senders: Senders) -> Partition:
    pairs = [(one, other) for one in CHANNELS for other in CHANNELS if one != other]
    numbers = (addresses.NUMBER, addresses.SPARE, NUMBERS[0])
    examples = [_crossed(senders, one, other, number) for one, other in pairs for number in numbers]
    owned = [(one, other, grammar.body(sender(senders, other))) for one, other in pairs]
    examples += [_crossed(senders, one, other, number) for one, other, number in owned if number.startswith("+")]
    cases = st.builds(
        lambda pair, number: _crossed(senders, pair[0], pair[1], number),
        st.sampled_from(pairs),
        st.sampled_from(NUMBERS),
    )
    return partition("channels-mixed", "C225 C504", Outcome.REJECT, examples, cases)


def _crossed(senders: Senders, one: str, other: str, number: str) -> Case:
    return case({ADDRESS: PREFIXES[one] + number, PROXY_ADDRESS: sender(senders, other)})


def _same(senders: Senders) -> Partition:
    numbers = [sender(senders, channel) for channel in CHANNELS]
    numbers += [prefix + addresses.NUMBER for prefix in PREFIXES.values()]
    cases = addresses.addresses().map(lambda number: case({ADDRESS: number, PROXY_ADDRESS: number}))
    return partition(
        "address-is-proxy",
        "C226 C504",
        Outcome.REJECT,
        (case({ADDRESS: n, PROXY_ADDRESS: n}) for n in numbers),
        cases,
    )


def _unowned(senders: Senders) -> Partition:
    """Senders that the account cannot own, on every channel, as proxy and as projected address."""
    channels = [channel for channel in CHANNELS if getattr(senders, channel)]
    texts = [PREFIXES[channel] + number for channel in CHANNELS for number in UNOWNED]
    longer = [(owned, owned + more) for owned in senders.any for more in ("0", "00")]
    texts += [text for owned, text in longer if grammar.extends(grammar.body(text), grammar.body(owned))]
    texts += [owned[:-1] for owned in senders.any if grammar.begins(grammar.body(owned)[:-1], grammar.body(owned))]
    texts += [_behind(owned, channel) for owned in senders.any for channel in channels]
    strange = [text for text in dict.fromkeys(texts) if text not in senders.any]
    pairs = [_unclear(senders, PROXY_ADDRESS, text) for text in strange]
    masks = [case({IDENTITY: "alice", PROJECTED_ADDRESS: text}) for text in strange]
    fictional = st.integers(100, 199).map(lambda number: _unclear(senders, PROXY_ADDRESS, f"+1415555{number:04}"))
    return partition(
        "sender-not-owned",
        "C243 C504",
        Outcome.REJECT,
        (*pairs, *masks),
        fictional.filter(lambda found: found.get(PROXY_ADDRESS) not in senders.any),
        channel="any",
    )


def _foreign(senders: Senders, foreign: tuple[str, ...]) -> Partition:
    """Senders that another account owns: as proxy beside any kind of field, and as projected address."""
    pairs = [_unclear(senders, PROXY_ADDRESS, text) for text in foreign]
    dressed = [pair.with_field(ATTRIBUTES, '{"role":"driver"}') for pair in pairs]
    masks = [case({IDENTITY: "alice", PROJECTED_ADDRESS: text}) for text in foreign]
    examples = (*pairs, *dressed, *masks)
    return partition(
        "sender-of-another-account", "C243 C504", Outcome.REJECT, examples, channel="any", needs="foreign_senders"
    )


def _behind(owned: str, channel: str) -> str:
    """An owned sender behind the prefix of a channel."""
    return PREFIXES[channel] + grammar.body(owned)


def _pair_with(senders: Senders, channel: str, field: str, text: str) -> Case:
    return case({**bound(senders, channel), field: text})


def _unclear(senders: Senders, field: str, text: str) -> Case:
    """A pair with `text` in `field`, the other address on the channel that the prefix of `text` names, if any."""
    return _pair_with(senders, _channel_for(text), field, text)


def _channel_for(text: str) -> str:
    return next((name for name in ("whatsapp", "rcs") if text.startswith(PREFIXES[name])), "sms")


def _faults(senders: Senders, channel: str, field: str) -> Partition:
    kind, rule, share = ("address", "C227", 1) if field == ADDRESS else ("proxy", "C228", 3)
    forms = tuple(addresses.faults_of(channel).values())[:: share if channel == "sms" else share * 3]
    examples = (_pair_with(senders, channel, field, addresses.filled(form)) for form in forms)
    broken = addresses.faulty_addresses(channel=channel)
    cases = broken.map(lambda text: _pair_with(senders, channel, field, text))
    return partition(f"{kind}-faults-{channel}", f"{rule} C504", Outcome.REJECT, examples, cases)


def _overlong(senders: Senders, field: str) -> Partition:
    kind, rule = ("address", "C227") if field == ADDRESS else ("proxy", "C228")
    examples = [_pair_with(senders, "sms", field, text) for text in addresses.OVERLONG]
    sizes = st.integers(257, 5000).map(lambda size: _pair_with(senders, "sms", field, "+" + "1" * (size - 1)))
    return partition(f"{kind}-too-long", f"{rule} C504", Outcome.REJECT, examples, sizes)


def unspecified(senders: Senders) -> tuple[Partition, ...]:
    """Bindings of which the documents say nothing, or two things."""
    codes = st.integers(100, 999_999).map(str)
    texts = (*addresses.LENIENT[:6], *addresses.SHORT_CODES, *addresses.OTHER_CHANNELS[:8])
    proxies = [text for text in texts if text not in senders.any]
    return (
        *_identity_with_binding(senders),
        *_group(senders),
        _open(senders, "address-lenient", ADDRESS, addresses.LENIENT, addresses.lenient_addresses()),
        _open(senders, "address-unallocated", ADDRESS, addresses.UNALLOCATED),
        _open(senders, "address-short-code", ADDRESS, addresses.SHORT_CODES, codes),
        _open(senders, "address-other-channel", ADDRESS, addresses.OTHER_CHANNELS),
        _open(senders, "proxy-lenient", PROXY_ADDRESS, proxies),
    )


def _open(
    senders: Senders, name: str, field: str, texts: Iterable[str], strategy: SearchStrategy[str] | None = None
) -> Partition:
    def build(text: str) -> Case:
        return _unclear(senders, field, text)

    cases = None if strategy is None else strategy.map(build)
    possible = [text for text in texts if getattr(senders, _channel_for(text))]
    return partition(name, "C901 C304", Outcome.UNSPECIFIED, map(build, possible or texts), cases, channel="sms")


def _identity_with_binding(senders: Senders) -> Iterable[Partition]:
    names: SearchStrategy[str] = st.sampled_from(("alice", "0", "null"))
    pair = bound(senders)
    owned = [channel for channel in CHANNELS if getattr(senders, channel)]
    forms = [{IDENTITY: "alice", **bound(senders, channel)} for channel in owned]
    forms += [{IDENTITY: "alice", field: value} for field, value in pair.items()]
    forms += [
        {**pair, IDENTITY: "alice"},
        {**pair, IDENTITY: ""},
        {IDENTITY: "alice", ADDRESS: "", PROXY_ADDRESS: ""},
    ]
    forms += [{IDENTITY: "alice", **pair, PROJECTED_ADDRESS: sender(senders, "sms")}]
    cases = st.builds(
        lambda name, fields: case({**fields, IDENTITY: name}), names, bound_participants(senders, "sms")
    )
    rules = "C304 C301 C901"
    yield partition("identity-with-binding", rules, Outcome.UNSPECIFIED, map(case, forms), cases, channel="sms")


def _group(senders: Senders) -> Iterable[Partition]:
    alone = [case({ADDRESS: device(senders, channel)}) for channel in CHANNELS]
    numbers = addresses.addresses().map(lambda number: case({ADDRESS: number}))
    yield partition("address-alone", "C304 C901", Outcome.UNSPECIFIED, alone, numbers)
    projected = {PROJECTED_ADDRESS: sender(senders, "sms")}
    forms = (
        projected,
        {IDENTITY: "alice", **projected},
        {ADDRESS: device(senders, "sms"), **projected},
        {PROXY_ADDRESS: sender(senders, "sms"), **projected},
        {**bound(senders), **projected},
        {IDENTITY: "alice", PROJECTED_ADDRESS: ""},
    )
    yield partition("projected-address", "C304 C901", Outcome.UNSPECIFIED, map(case, forms), channel="sms")
