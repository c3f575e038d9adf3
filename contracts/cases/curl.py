"""A case as a curl command that a person can run: credentials are shell variables, never values.

Where a variable for a conversation is not set, the shell says so and sends nothing: without it the command would
ask for another path, and get a 404 that looks like a refusal. `contracts.cases.script` sets all of them.
"""

import re
import shlex

from contracts.cases.case import Auth, Case, Conversation, Op, Sequence
from contracts.cases.paths import MALFORMED_SID, MISSING_SID, segment

_VARIABLES = {
    Conversation.EXISTING: "${CONVERSATION_SID:?must be set}",
    Conversation.OTHER: "${OTHER_CONVERSATION_SID:?must be set}",
    Conversation.CLOSED: "${CLOSED_CONVERSATION_SID:?must be set}",
    Conversation.MISSING: MISSING_SID,
    Conversation.MALFORMED: MALFORMED_SID,
}
_USERS = {
    Auth.VALID: '-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"',
    Auth.WRONG: '-u "$TWILIO_ACCOUNT_SID:wrong"',
    Auth.NONE: "",
    Auth.MALFORMED: "-H 'Authorization: Basic'",
    Auth.UNCLEAR: '-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"',
}
"""Of a way of giving credentials that the command cannot make, the nearest that it can."""

_OCTAL = {byte: chr(byte) if byte < 128 and chr(byte).isalnum() else f"\\{byte:03o}" for byte in range(256)}
_HEXADECIMAL = {
    byte: chr(byte) if 32 <= byte < 127 and chr(byte) not in "'\\" else f"\\x{byte:02x}" for byte in range(256)
}
"""How each byte is written for printf, and between `$'` and `'`."""
_LONGEST_ARGUMENT = 100_000
"""Bytes; Linux takes 131,072 with all escapes resolved (MAX_ARG_STRLEN, execve(2))."""


def curl(case: Case | Sequence, origin: str = "https://conversations.twilio.com") -> str:
    """One command for a case; for a sequence one line a step."""
    if isinstance(case, Case):
        return _create(case, origin)
    return "\n".join(_step(index, step.op, step.ref, step.case, origin) for index, step in enumerate(case.steps))


def _create(case: Case, origin: str) -> str:
    parts = [f"curl -sS -X {shlex.quote(case.method)}", _url(case, origin), _USERS[case.auth]]
    parts += [_header(name, value) for name, value in case.headers]
    if case.body is not None and (case.content_type is not None or case.header("Content-Type") is None):
        parts.append(_header("Content-Type", case.content_type))
    command = " ".join(part for part in parts if part)
    return _with_data(command, case.content) if case.content or case.method == "POST" else command


def _header(name: str, value: str | None) -> str:
    """As curl has it: a name with a semicolon is sent with an empty value, one with a colon alone not at all."""
    text = f"{name}:" if value is None else f"{name}: {value}" if value else f"{name};"
    return f"-H {_quote_bytes(text.encode('latin-1'))}"


def _with_data(command: str, content: bytes) -> str:
    """The command with a body. A NUL, and more than Linux takes in one argument, go through a pipe."""
    if b"\0" not in content and len(content) < _LONGEST_ARGUMENT:
        return f"{command} --data-raw {_quote_bytes(content)}"
    return f"printf '{content.decode('latin-1').translate(_OCTAL)}' | {command} --data-binary @-"


def _url(case: Case, origin: str, tail: str = "/Participants") -> str:
    where = _VARIABLES.get(Conversation(case.conversation)) if case.conversation in set(Conversation) else None
    return f'"{origin}/v1/Conversations/{where or segment(case.conversation)}{tail}"'


def _quote_bytes(content: bytes) -> str:
    """A shell word of these bytes: plain where they are plain text, $'...' with escapes where they are not."""
    text = content.decode("latin-1")
    if re.fullmatch(r"[\x20-\x7e\n]*", text):
        return shlex.quote(text)
    return f"$'{text.translate(_HEXADECIMAL)}'"


def _step(index: int, op: Op, ref: int | None, case: Case, origin: str) -> str:
    note = f"# step {index}: {op}" + (f" of step {ref}, whose sid is $SID{ref}" if ref is not None else "")
    one = f"/Participants/${{SID{ref}:?must be set}}"
    user = _USERS[Auth.VALID]
    command = {
        Op.CREATE: lambda: _create(case, origin),
        Op.FETCH: lambda: f"curl -sS {_url(case, origin, one)} {user}",
        Op.LIST: lambda: f"curl -sS {_url(case, origin)} {user}",
        Op.DELETE: lambda: f"curl -sS -X DELETE {_url(case, origin, one)} {user}",
        Op.UPDATE: lambda: _with_data(f"curl -sS -X POST {_url(case, origin, one)} {user}", case.content),
        Op.CLOSE: lambda: f"curl -sS -X POST {_url(case, origin, '')} {user} -d State=closed",
    }[op]()
    return f"{command}  {note}"
