"""A case as a shell script to paste or to run: it makes the conversations, sends the case, and deletes them.

For bash and zsh, with curl and grep. It runs in a subshell, so that a terminal keeps its variables. Credentials
are the variables of the shell. Users that a target makes for new identities stay.
"""

import re

from contracts.cases.case import Case, Conversation, Op, Sequence
from contracts.cases.curl import curl

MINIATURE = "miniature:"
LOCAL = "http://127.0.0.1:8080"
"""Where `contract serve --port 8080` listens."""

_VARIABLES = {
    Conversation.EXISTING: "CONVERSATION_SID",
    Conversation.OTHER: "OTHER_CONVERSATION_SID",
    Conversation.CLOSED: "CLOSED_CONVERSATION_SID",
}
_USER = '-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"'
_SID = """sid() { grep -o "\\"sid\\": *\\"$1[0-9A-Fa-f]*\\"" | head -n 1 | grep -o "$1[0-9A-Fa-f]*"; }"""
_STATUS = """curl () { command curl -w '\\nHTTP %{http_code}\\n' "$@"; }"""


def script(case: Case | Sequence, origin: str, target: str = "") -> str:
    """The script for a target at `origin`, a scheme and an authority; of a miniature also how to serve it."""
    lines = []
    if target.startswith(MINIATURE):
        origin = LOCAL
        name = target.removeprefix(MINIATURE)
        lines = [f"# first, in another terminal: contract serve --port 8080 --miniature {name}"]
    return "\n".join([*lines, "(", *_set_up(case, origin), *_steps(case, origin), ")"])


def _set_up(case: Case | Sequence, origin: str) -> list[str]:
    conversations = f"{origin}/v1/Conversations"
    needed = '"${TWILIO_ACCOUNT_SID:?must be set}" "${TWILIO_AUTH_TOKEN:?must be set}"'
    lines = [f": {needed}", _SID]
    used = [name for name in _VARIABLES if name in _conversations(case)]
    for name in used:
        made = f'curl -sS -X POST "{conversations}" {_USER} -d "FriendlyName=participant-contract script"'
        lines.append(f"{_VARIABLES[name]}=$({made} | sid CH)")
    if used:
        deleted = "; ".join(
            f'command curl -sS -X DELETE "{conversations}/${_VARIABLES[name]}" {_USER}' for name in used
        )
        lines.append(f"trap '{deleted}' EXIT")
        lines += [f': "${{{_VARIABLES[name]}:?could not be made}}"' for name in used]
    if Conversation.CLOSED in used:
        closed = f'"{conversations}/$CLOSED_CONVERSATION_SID" {_USER} -d State=closed'
        lines.append(f"curl -sS -X POST {closed} >/dev/null")
    return [*lines, _STATUS]


def _conversations(case: Case | Sequence) -> set[str]:
    steps = [case] if isinstance(case, Case) else [step.case for step in case.steps]
    return {one.conversation for one in steps}


def _steps(case: Case | Sequence, origin: str) -> list[str]:
    """The commands; those that are sent together in the background, those that others refer to with their SID."""
    if isinstance(case, Case):
        return [curl(case, origin)]
    if case.together:
        return [*(f"{_command(line)} &" for line in _lines(case, origin)), "wait"]
    return [
        f'OUT{number}=$({_command(line)}); SID{number}=$(printf "%s" "$OUT{number}" | sid MB); '
        f'printf "%s\\n" "step {number}: $OUT{number}"'
        if step.op is Op.CREATE
        else line
        for number, (step, line) in enumerate(zip(case.steps, _lines(case, origin), strict=True))
    ]


def _lines(case: Sequence, origin: str) -> list[str]:
    """One command a step; their values may go over several lines."""
    alone = [Sequence((step,), together=case.together) for step in case.steps]
    return [curl(one, origin) for one in alone]


def _command(line: str) -> str:
    """Without the note about its step at its end."""
    return re.sub(r"  # step \d+: [^\n]*\Z", "", line)
