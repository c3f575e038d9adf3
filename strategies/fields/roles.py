"""Role SIDs: well-formed ones, and one fault at a time."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from strategies.fields.identities import hexadecimal
from strategies.fields.identity_texts import HEX

SAMPLE = "RL" + HEX

WELL_FORMED = (
    SAMPLE,
    SAMPLE[:2] + HEX.upper(),
    "RL" + "0" * 32,
    "RL" + "f" * 32,
    "RL" + "F" * 32,
    "RL" + "aB" * 16,
)

FAULTS: dict[str, Callable[[str], str]] = {
    "a digit too few": lambda sid: sid[:-1],
    "a digit too many": lambda sid: sid + "0",
    "prefix alone": lambda sid: sid[:2],
    "no prefix": lambda sid: sid[2:],
    "no prefix, two digits more": lambda sid: "00" + sid[2:],
    "lower-case prefix": lambda sid: sid.lower(),
    "mixed prefix": lambda sid: "Rl" + sid[2:],
    "turned prefix": lambda sid: "LR" + sid[2:],
    "participant SID": lambda sid: "MB" + sid[2:],
    "user SID": lambda sid: "US" + sid[2:],
    "conversation SID": lambda sid: "CH" + sid[2:],
    "account SID": lambda sid: "AC" + sid[2:],
    "prefix twice": lambda sid: "RL" + sid,
    "letter g": lambda sid: sid[:-1] + "g",
    "letter O": lambda sid: sid[:-1] + "O",
    "hyphen": lambda sid: sid[:-1] + "-",
    "space inside": lambda sid: sid[:10] + " " + sid[11:],
    "space before": lambda sid: " " + sid,
    "space after": lambda sid: sid + " ",
    "newline after": lambda sid: sid + "\n",
    "space for the last digit": lambda sid: sid[:-1] + " ",
    "newline for the last digit": lambda sid: sid[:-1] + "\n",
    "NUL for the last digit": lambda sid: sid[:-1] + "\0",
    "NUL after": lambda sid: sid + "\0",
    "wide digit": lambda sid: sid[:-1] + "０",
    "Arabic digit": lambda sid: sid[:-1] + "٠",
    "Cyrillic letter": lambda sid: sid[:-1] + "а",
    "quotes": lambda sid: f'"{sid}"',
    "two SIDs": lambda sid: f"{sid},{sid}",
    "dashed": lambda sid: f"RL{sid[2:10]}-{sid[10:14]}-{sid[14:18]}-{sid[18:22]}-{sid[22:]}",
    "text before": lambda sid: "x" + sid,
    "line before": lambda sid: "x\n" + sid,
    "path after": lambda sid: sid + "/..",
}

WORDS = {
    "friendly name": "channel user",
    "null": "null",
    "zero": "0",
    "word": "admin",
    "blank": " ",
    "34 letters": "x" * 34,
    "placeholder": "RLXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "SQL": "' OR '1'='1",
    "JSON": '["RL"]',
    "long": "RL" + "0" * 4096,
}


def altered(sid: str, place: int) -> str:
    """The SID with another digit in one place."""
    others = str.maketrans("0123456789abcdefABCDEF", "123456789abcdef0BCDEF0")
    return sid[:place] + sid[place].translate(others) + sid[place + 1 :]


def role_sids() -> SearchStrategy[str]:
    """Well-formed SIDs in lower or upper case. A role of that SID need not be there."""
    return st.builds(
        lambda digits, upper: "RL" + (digits.upper() if upper else digits), hexadecimal(), st.booleans()
    )


def broken_role_sids() -> SearchStrategy[str]:
    """A well-formed SID with one fault."""
    return st.builds(
        lambda fault, sid: FAULTS[fault](sid), st.sampled_from(tuple(FAULTS)), hexadecimal().map("RL".__add__)
    )


def broken_samples(role: str = SAMPLE) -> dict[str, str]:
    """Every fault of the SID of a role by its label, and every text that is no SID."""
    return {label: fault(role) for label, fault in FAULTS.items()} | WORDS
