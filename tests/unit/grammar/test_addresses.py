"""Addresses are good when in a numbering plan, and bad only when no reader could forgive them."""

import re
from collections.abc import Iterator

import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from contracts.promises.grammar import addresses
from contracts.promises.grammar.grade import Grade

PREFIXES = ["", "whatsapp:", "rcs:"]
PREFIXED = pytest.mark.parametrize("prefix", PREFIXES)

# fmt: off
CONTESTED = [
    # E.164, but in no numbering plan, or with a trunk 0
    "+15550000000", "+12", "+999999999999999", "+1555", "+123456789012345", "+4402079460958",
    # separators, white space, digits of other scripts
    " +15017122661", "+15017122661 ", "+15017122661\n", "\t+15017122661", "+1 501 712 2661",
    "+1-501-712-2661",
    "+1 (501) 712-2661", "+1.501.712.2661", "+1/501/712/2661", "(+1) 5017122661", "+ 15017122661",
    "+1\u00a05017122661",
    "+1\u20115017122661", "\u202a+15017122661\u202c", "+1\u200b5017122661", "\uff0b15017122661",
    "+1\uff15017122661",
    "+\uff11\uff15\uff10\uff11\uff17\uff11\uff12\uff12\uff16\uff16\uff11",
    "+\u0661\u0665\u0660\u0661\u0667122661",
    "+44 (0)20 7946 0958",
    # international prefix and extensions
    "0015017122661", "00 1 501 712 2661", "+15017122661x5", "+1 501 712 2661 ext. 55", "+15017122661;ext=5",
    "+15017122661#5", "+15017122661,5", "+15017122661 extension 1234567",
    # short codes
    "123", "12345", "123456", "123 456", "123-456", "000", "00123",
]
CONTESTED_AS_IT_STANDS = [
    # e-mail
    "a@b.c", "alice@example.com", " alice@example.com ", "é@ü.com", "a" * 200 + "@example.com",
    # other channels
    "messenger:123", "sms:+15017122661", "tel:+15017122661", "tel:+1-501-712-2661", "sip:a@b", "mailto:a@b.c",
    "chat:alice", "client:alice", "viber:1", "telegram:@a", "instagram:a", "facebook:a", "line:a", "gbm:a",
    "TEL:+15017122661",
    # our channels in other case or with white space
    "WhatsApp:+15017122661", "WHATSAPP:+15017122661", "Rcs:+15017122661", "RCS:brand",
    "whatsapp :+15017122661",
    " whatsapp:+15017122661", "\nrcs:+15017122661",
    # business-scoped user ids and sender ids
    "whatsapp:US.1234567890", "whatsapp:BR.ENT.a1", "rcs:brand", "rcs:brand_abc_agent", "rcs:my-brand.1",
    "rcs:1brand",
]
BAD = [
    # no digits, or no number
    " ", "\n", "hello world", "-", "+", "++", "+ ", "()", ".", "\x00", "\ud800", "😀", "+a",
    "{}", "[]", "%2B15017122661", "&", "=",
    # pluses
    "++15017122661", "+15017122661+", "1+5017122661", "+1+5017122661", "15017122661+",
    # digits: too few, too many, a leading zero, no plus
    "+1", "+0", "+05017122661", "+00015017122661", "+1234567890123456", "+15017122661123456", "1", "12",
    "1234567",
    "15017122661", "5017122661", "501-712-2661", "(501) 712-2661", "01115017122661", "0005017122661",
    "1234567890123456",
    # letters and other characters inside
    "+1501712266a", "+1a5017122661", "a+15017122661", "+15017122661 hello", "+1800FLOWERS", "+1_5017122661",
    "+1*5017122661",
    "+15017122661\x00", "\x00+15017122661", "+1\x005017122661", "+1\ud8005017122661", "+1²5017122661",
    "+15017122661&a=b",
    "+15017122661;", "+15017122661%20", "+1e10", "+15017122661x", "+15017122661x12345678", "-15017122661",
    "+15017122661;+12025552661", "+15017122661,+12025552661", "+15017122661 +12025552661", "'+15017122661'",
    '"+15017122661"',
]
BAD_AS_IT_STANDS = [
    # words, which behind a prefix may be ids
    "a", "abc", "null", "undefined", "0x15017122661", "brand_abc_agent",
    # e-mail that is none
    "@", "a@", "@b", "a@b@c", "a b@c", "a" * 260 + "@example.com",
    # prefixes of no channel, or twice, or with nothing behind
    "foo:+15017122661", "http://example.com", "https:+15017122661", "whatsapps:+15017122661",
    "whats:+15017122661",
    "whatsapp:", "rcs:", "RCS:", "sms:", "tel: ", ":", ":+15017122661", "whatsapp:whatsapp:+15017122661",
    "whatsapp:rcs:+15017122661", "whatsapp;+15017122661", "whatsapp+15017122661", "whatsapp: ",
    "WhatsApp:hello",
    "whatsapp:a@b.c", "whatsapp:brand", "whatsapp:USA.1", "whatsapp:US.", "rcs:brand 1", "rcs:é",
    "rcs:" + "a" * 260,
    "chat:" + "a" * 260, "+15017122661:whatsapp", "wh atsapp:+15017122661", "whatsapp:whatsapp",
]
# fmt: on


def _examples(region: str) -> Iterator[PhoneNumber]:
    """The example number of every type that a region has."""
    for kind in PhoneNumberType.values():
        number = phonenumbers.example_number_for_type(region, kind)
        if number is not None:
            yield number


EXAMPLES = [number for region in sorted(phonenumbers.SUPPORTED_REGIONS) for number in _examples(region)] + [
    number
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS)
    if (number := phonenumbers.example_number_for_non_geo_entity(code))
]


@PREFIXED
def test_every_example_number_is_good(prefix: str) -> None:
    """The example numbers of all regions and types are good; contested were one that its plan disowns."""
    for number in EXAMPLES:
        due = Grade.GOOD if phonenumbers.is_valid_number(number) else Grade.CONTESTED
        assert addresses.grade(prefix + _written(number, PhoneNumberFormat.E164)) is due, number


def test_there_is_an_example_number_for_every_region() -> None:
    """The test above does not run on nothing: every region has a number, most have several."""
    assert len(EXAMPLES) > 2 * len(phonenumbers.SUPPORTED_REGIONS)


@PREFIXED
def test_every_example_number_may_have_separators(prefix: str) -> None:
    """Printed in the international way, an example number is never bad, and is the same number."""
    for number in EXAMPLES:
        plain = prefix + _written(number, PhoneNumberFormat.E164)
        printed = prefix + _written(number, PhoneNumberFormat.INTERNATIONAL)
        assert addresses.grade(printed) is (addresses.grade(plain) if printed == plain else Grade.CONTESTED)
        assert addresses.same_number(plain, printed)


@PREFIXED
@pytest.mark.parametrize("number", sorted(addresses.SAMPLE_NUMBERS))
def test_published_numbers_are_good(prefix: str, number: str) -> None:
    """Numbers in published samples are good in every channel."""
    assert addresses.grade(prefix + number) is Grade.GOOD


@PREFIXED
@pytest.mark.parametrize("text", CONTESTED, ids=ascii)
def test_what_a_lenient_reader_takes_is_contested(prefix: str, text: str) -> None:
    """Separators, extensions, short codes and numbers outside of the plan are contested in every channel."""
    assert addresses.grade(prefix + text) is Grade.CONTESTED


@PREFIXED
@pytest.mark.parametrize("text", BAD, ids=ascii)
def test_what_is_no_number_is_bad_in_every_channel(prefix: str, text: str) -> None:
    """Letters, missing or repeated pluses, too few or too many digits; but an RCS sender may have a name."""
    may_be_a_name = prefix == "rcs:" and re.fullmatch(r"[A-Za-z0-9_.+-]+", text.strip())
    assert addresses.grade(prefix + text) is (Grade.CONTESTED if may_be_a_name else Grade.BAD)


@pytest.mark.parametrize("text", BAD_AS_IT_STANDS, ids=lambda text: ascii(text)[:50])
def test_unreadable_text_is_bad(text: str) -> None:
    """Words, half an e-mail address and unknown, repeated or bare prefixes are bad."""
    assert addresses.grade(text) is Grade.BAD


@pytest.mark.parametrize("text", CONTESTED_AS_IT_STANDS, ids=lambda text: ascii(text)[:50])
def test_other_kinds_of_address_are_contested(text: str) -> None:
    """E-mail, other channels and ids are contested."""
    assert addresses.grade(text) is Grade.CONTESTED


def test_empty_is_a_kind_of_its_own() -> None:
    """The empty string is neither good nor bad."""
    assert addresses.grade("") is Grade.EMPTY


CHANNELS = [
    ("+15017122661", "sms"), ("whatsapp:+15017122661", "whatsapp"), ("rcs:+15017122661", "rcs"),
    ("rcs:brand", "rcs"),
    (" +15017122661", "sms"), ("12345", "sms"), ("whatsapp: +15017122661", "whatsapp"), ("", None),
    ("a@b.c", None),
    ("WhatsApp:+15017122661", None), (" whatsapp:+15017122661", None), ("sms:+15017122661", None),
    ("foo:1", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_the_prefix_names_the_channel(text: str, channel: str | None) -> None:
    """No prefix is SMS; only the exact prefixes are WhatsApp and RCS."""
    assert addresses.channel(text) == channel


SAME = [
    ("+15017122661", "+1 (501) 712-2661"), ("+15017122661", "0015017122661"),
    ("+15017122661", " +15017122661\n"),
    ("whatsapp:+15017122661", "WhatsApp: +1-501-712-2661"), ("tel:+1-501-712-2661", "+15017122661"),
    ("+44 (0)20 7946 0958", "+442079460958"), ("123 45", "12345"),
    ("Alice@Example.com", "alice@example.com "),
    ("RCS:brand", "rcs:brand"), ("+\uff11\uff15017122661", "+15017122661"),
    ("+15017122661;ext=5", "+15017122661 x5"),
]  # fmt: skip
DIFFERENT = [
    ("+15017122661", "+15017122662"), ("+15017122661", "whatsapp:+15017122661"),
    ("rcs:+15017122661", "whatsapp:+15017122661"),
    ("+15017122661", "15017122661"), ("+15017122661", ""), ("a.b@c.d", "ab@c.d"), ("12345", "+12345"),
    ("rcs:a", "rcs:b"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_separators_do_not_matter(one: str, other: str) -> None:
    """Two spellings of one number are the same, either way round."""
    assert addresses.same_number(one, other)
    assert addresses.same_number(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_digits_and_channel_matter(one: str, other: str) -> None:
    """Other digits or another channel are another address."""
    assert not addresses.same_number(one, other)


@pytest.mark.parametrize(
    "unit", ["a", "+", "0", "1", " ", ",", "x1", ":", "@", "a@", "\ud800", "\u0661", "whatsapp:", "rcs:1"]
)
def test_a_megabyte_is_no_address(unit: str) -> None:
    """Long texts are graded in one pass."""
    assert addresses.grade(unit * (10**6 // len(unit))) is Grade.BAD


def _written(number: PhoneNumber, form: int) -> str:
    return phonenumbers.format_number(number, form)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("+1 555 867 5310", " +15558675310", "+15558675310\n", "＋15558675310")),
        *((text, True) for text in ("0015558675310", "+15558675310;ext=5", "whatsapp:+1-555-867-5310")),
        *((text, False) for text in ("+15558675310", "rcs:+15558675310", "12345", "rcs:agent", "alice", "", "+")),
        *((text, False) for text in ("messenger:+1 555 867 5310", "WhatsApp:+1 555 867 5310", "+0 555 867 5310")),
    ],
)
def test_a_misspelt_number_is_one_in_another_spelling_than_e164(text: str, expected: bool) -> None:
    """On a channel of the documents; what no reader takes for a number is none."""
    assert addresses.is_misspelt(text) is expected
