"""Addresses of messaging bindings: numbers of every country behind the prefix of a channel, and what is none."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.promises.grammar import addresses as grammar
from contracts.promises.grammar.grade import Grade
from strategies.fields.numbers import NUMBERS

PREFIXES = {"sms": "", "whatsapp": "whatsapp:", "rcs": "rcs:"}
CHANNELS = tuple(PREFIXES)

SENDER = "+15017122661"
"""The proxy number of Twilio's samples (twilio-oai 2.6.7): stands in where the account owns none."""

NUMBER = "+15558675310"
SPARE = "+12025552661"
"""Further numbers of published samples."""

# In these tables № is the place of a valid number, without its plus.
FAULTS = {
    "plus alone": "+",
    "two pluses": "++№",
    "country code zero": "+0№",
    "country code zero, short": "+0123456",
    "no plus": "№",
    "no plus, national": "5017122661",
    "no plus, seven digits": "7122661",
    "plus at the end": "№+",
    "plus in the middle": "+1501+7122661",
    "sixteen digits": "+1234567890123456",
    "twenty digits": "+12345678901234567890",
    "three numbers in one": "+№№№",
    "forty zeros": "+1" + "0" * 40,
    "one digit": "+1",
    "word after a plus": "+alice",
    "letters among the digits": "+1501ABC2661",
    "letter O for zero": "+15O17122661",
    "letter at the end": "+№a",
    "hexadecimal": "+0x15017122661",
    "underscores": "+1_501_712_2661",
    "asterisk": "*№",
    "two numbers": "+№,+№",
    "two numbers by semicolon": "+№;+15558675310",
    "two numbers by ampersand": "+№&+15558675310",
    "double quotes": '"+№"',
    "single quotes": "'+№'",
    "angle quotes": "«+№»",
    "JSON": '{"number":"+№"}',
    "escaped plus": "%2B№",
    "HTML plus": "&#43;№",
    "two wide pluses": "＋＋№",
    "zero": "0",
    "two digits": "12",
    "blank": " ",
    "tab": "\t",
    "NUL": "+№\0",
    "NUL inside": "+1501\x007122661",
    "question mark": "?",
    "colon": ":",
    "colon before": ":+№",
    "at sign before": "@+№",
    "SQL": "' OR 1=1 --",
    "HTML": "<b>+№</b>",
    "emoji": "📞",
    "keycaps": "+1️⃣5️⃣0️⃣",
    "superscripts": "+¹⁵⁰¹⁷¹²²⁶⁶¹",
    "one superscript": "+1501712266²",
    "circled digits": "+①⑤⓪①⑦①②②⑥⑥①",
    "Roman numerals": "+ⅠⅤ",
    "semicolon for colon": "whatsapp;+№",
    "no colon": "whatsapp+№",
    "slash for colon": "whatsapp/+№",
}
"""Texts that are an address on no channel, whichever prefix goes before."""

WORDS = {
    "name": "alice",
    "null": "null",
    "undefined": "undefined",
    "user SID": "US0123456789abcdef0123456789abcdef",
    "word with digits": "a15017122661",
}
"""Texts that are no address, except that RCS has senders with such names."""

UNKNOWN_CHANNELS = ("nonsense:", "phone:", "pstn:", "twilio:", "whatsap:", "number:", "fax:")
"""Prefixes of no channel, for both addresses of a pair."""

UNKNOWN_PREFIXES = {
    "unknown prefix": "nonsense:+№",
    "misspelt prefix": "whatsap:+№",
    "prefix with an underscore": "whats_app:+№",
    "prefix twice": "whatsapp:whatsapp:+№",
    "prefix without number": "whatsapp:",
    "prefix and plus": "whatsapp:+",
    "RCS without number": "rcs:",
    "two channels": "whatsapp:rcs:+№",
}
"""Texts whose prefix makes them an address of no channel."""

LENIENT = (
    "+1 201 555 0123", "+1-201-555-0123", "+1.201.555.0123", "(+1)2015550123", "+1 (201) 555-0123",
    "+1/201/5550123", " +12015550123", "+12015550123 ", "+12015550123\n", "\t+12015550123",
    "\ufeff+12015550123", "+12015550123;ext=5", "+12015550123 x5", "+12015550123,5", "0012015550123",
    "＋１２０１５５５０１２３", "+１２０１５５５０１２３", "+١٢٠١٥٥٥٠١٢٣", "+\u200e12015550123",
    "\u202a+12015550123\u202c", "+1\xa0201\xa05550123", "+1\u2011201\u20115550123",
)  # fmt: skip
"""Spellings of a good number that forgiving readers take."""

UNALLOCATED = (
    "+15555555555", "+12", "+1234", "+11111111111", "+10000000000", "+447700900000", "+4915",
    "+123456789012345", "+4402071838750", "+12015", "+33100000000000",
)  # fmt: skip
"""E.164 by syntax, yet in use nowhere."""

SHORT_CODES = ("123", "12345", "72345", "123456")

OTHER_CHANNELS = (
    "alice@example.com", "mailto:alice@example.com", "messenger:1234567", "sms:+12015550123",
    "tel:+12015550123", "sip:alice@example.com", "chat:alice", "viber:alice", "telegram:1", "instagram:1",
    "facebook:1", "line:abc", "gbm:abc", "client:alice", "WhatsApp:+12015550123", "WHATSAPP:+12015550123",
    "Rcs:+12015550123", "whatsapp: +12015550123", "whatsapp :+12015550123", " whatsapp:+12015550123",
    "rcs: +12015550123", "rcs:agent", "rcs:my_brand_agent", "rcs:brand.agent-1", "whatsapp:US.1234567890",
    "whatsapp:DE.abc_1",
)  # fmt: skip
"""Addresses of channels that the operation page does not speak of, and known prefixes in other spellings."""

OVERLONG = (
    "+" + "1" * 256, "+" + "1" * 257, "+15017122661" + "0" * 245, "+" + "9" * 1024, "+" + "1" * 10_000,
    "x" * 257, "é" * 257, "<" * 4096,
)  # fmt: skip
"""257 characters and more, but no number (limits page: 256 each)."""


def filled(form: str, number: str = SPARE) -> str:
    """A text of one of the tables with `number` in its place."""
    return form.replace("№", number.removeprefix("+"))


def addresses(*, channel: str = "sms") -> SearchStrategy[str]:
    """Valid numbers of every region, with the prefix of the channel."""
    return st.sampled_from((NUMBER, SPARE, *NUMBERS)).map(PREFIXES[channel].__add__)


def faulty_addresses(*, channel: str = "sms") -> SearchStrategy[str]:
    """Texts that are no address: valid numbers of any region with one fault."""
    # The fixed texts are examples already; only those that hold a number differ from one case to the next.
    forms = tuple(form for form in faults_of(channel).values() if "№" in form)
    return st.builds(filled, st.sampled_from(forms), st.sampled_from(NUMBERS))


def faults_of(channel: str) -> dict[str, str]:
    """Label and text of every fault that goes with the prefix of a channel."""
    prefix = PREFIXES[channel]
    table = FAULTS if channel == "rcs" else FAULTS | WORDS
    prefixed = {label: prefix + form for label, form in table.items()}
    if channel == "rcs":
        # An RCS sender may have a name; what might be one is no fault.
        bad = {label: grammar.grade(filled(form)) is Grade.BAD for label, form in prefixed.items()}
        return {label: form for label, form in prefixed.items() if bad[label]}
    return prefixed | UNKNOWN_PREFIXES if channel == "sms" else prefixed


def lenient_addresses() -> SearchStrategy[str]:
    """Good numbers with separators between their digits or white space around them."""
    separator = st.sampled_from((" ", "-", ".", "/", "\xa0"))
    parts = st.builds(
        lambda number, mark: f"{number[:3]}{mark}{number[3:6]}{mark}{number[6:]}",
        st.sampled_from(NUMBERS),
        separator,
    )
    edges = st.builds("{}{}{}".format, st.just(" "), st.sampled_from(NUMBERS), st.sampled_from(("", " ", "\n")))
    return st.one_of(parts, edges)
