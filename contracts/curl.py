"""A case as a curl command that a person can run: credentials are shell variables, never values."""

import re
import shlex

from contracts.case import Auth, Case, Conversation, Op, Sequence
from contracts.targets.session import MALFORMED_SID, MISSING_SID, segment

_VARIABLES = {
    Conversation.EXISTING: "$CONVERSATION_SID",
    Conversation.OTHER: "$OTHER_CONVERSATION_SID",
    Conversation.CLOSED: "$CLOSED_CONVERSATION_SID",
    Conversation.MISSING: MISSING_SID,
    Conversation.MALFORMED: MALFORMED_SID,
}
_USERS = {
    Auth.VALID: '-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"',
    Auth.WRONG: '-u "$TWILIO_ACCOUNT_SID:wrong"',
    Auth.NONE: "",
}


def curl(case: Case | Sequence, origin: str = "https://conversations.twilio.com") -> str:
    """One command for a case; for a sequence one line a step."""
    if isinstance(case, Case):
        return _create(case, origin)
    return "\n".join(_step(index, step.op, step.ref, step.case, origin) for index, step in enumerate(case.steps))


def _create(case: Case, origin: str) -> str:
    parts = [f"curl -sS -X {case.method}", _url(case, origin), _USERS[case.auth]]
    parts += [f"-H {shlex.quote(f'{name}: {value}' if value else f'{name};')}" for name, value in case.headers]
    if case.body is not None:
        kind = case.content_type
        parts.append(f"-H {shlex.quote(f'Content-Type: {kind}' if kind is not None else 'Content-Type:')}")
    if case.content or case.method == "POST":
        parts.append(f"--data-binary {_quote_bytes(case.content)}")
    return " ".join(part for part in parts if part)


def _url(case: Case, origin: str, tail: str = "/Participants") -> str:
    where = _VARIABLES.get(Conversation(case.conversation)) if case.conversation in set(Conversation) else None
    return f'"{origin}/v1/Conversations/{where or segment(case.conversation)}{tail}"'


def _quote_bytes(content: bytes) -> str:
    """A shell word of these bytes: plain where they are plain text, $'...' with escapes where they are not."""
    text = content.decode("latin-1")
    if re.fullmatch(r"[\x20-\x7e\n]*", text) and not text.startswith("@"):
        return shlex.quote(text)
    escaped = "".join(c if " " <= c <= "~" and c not in "'\\@" else f"\\x{ord(c):02x}" for c in text)
    return f"$'{escaped}'"


def _step(index: int, op: Op, ref: int | None, case: Case, origin: str) -> str:
    note = f"# step {index}: {op}" + (f" of step {ref}, whose sid is $SID{ref}" if ref is not None else "")
    one = f"/Participants/$SID{ref}"
    user = _USERS[Auth.VALID]
    command = {
        Op.CREATE: lambda: _create(case, origin),
        Op.FETCH: lambda: f"curl -sS {_url(case, origin, one)} {user}",
        Op.LIST: lambda: f"curl -sS {_url(case, origin)} {user}",
        Op.DELETE: lambda: f"curl -sS -X DELETE {_url(case, origin, one)} {user}",
        Op.UPDATE: lambda: (
            f"curl -sS -X POST {_url(case, origin, one)} {user} --data-binary {_quote_bytes(case.content)}"
        ),
        Op.CLOSE: lambda: f"curl -sS -X POST {_url(case, origin, '')} {user} -d State=closed",
    }[op]()
    return f"{command}  {note}"
