"""SIDs: two letters and 32 hexadecimal digits of either case (twilio-oai 2.6.7, `^RL[0-9a-fA-F]{32}$`)."""

import re

from contracts.promises.grammar.grade import Grade

_DIGITS = re.compile(r"[0-9a-fA-F]{32}")


def is_sid(text: str, prefix: str) -> bool:
    """Whether the text is the two-letter prefix and 32 ASCII hexadecimal digits, and nothing else."""
    return text.startswith(prefix) and _DIGITS.fullmatch(text, len(prefix)) is not None


def grade_role(text: str) -> Grade:
    """The form of a RoleSid: GOOD says well formed, not that there is such a role; EMPTY for nothing."""
    if not text:
        return Grade.EMPTY
    return Grade.GOOD if is_sid(text, "RL") else Grade.BAD
