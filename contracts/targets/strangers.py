"""Pairs of addresses that are taken on the account: by another run, or what a killed one left.

A pair is unique across the account's open conversations (error 50416), and the error names the conversation that
has it. When that one is not ours, the refusal is right, and tells nothing about the case.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from contracts.cases.case import ADDRESS, PROXY_ADDRESS, Case
from contracts.exchanges.exchange import Answer, Exchange
from contracts.promises.grammar import addresses

PAUSES = (0.1, 0.3, 1.0)
"""Seconds: another run holds a pair for as long as it looks at what it created."""
_TAKEN = 50416
_SID = re.compile(r"CH[0-9a-fA-F]{32}")

Participants = Callable[[str], Iterable[dict[str, object]]]
"""Lists the participants of a conversation by its SID."""


def waited_for(
    send: Callable[[], Exchange], wait: Callable[[float], None], ours: Iterable[str], participants: Participants
) -> Exchange:
    """What comes of `send`, again after a while as long as it is refused for a foreign conversation; when that has
    the pair for good, it is the obstacle of the exchange."""
    exchange = send()
    for pause in PAUSES:
        if not named(exchange, ours):
            return exchange
        wait(pause)
        exchange = send()
    return replace(exchange, obstacle=_holder(exchange.case, named(exchange, ours), participants))


def named(exchange: Exchange, ours: Iterable[str]) -> list[str]:
    """The conversations, none of them `ours`, that a refusal says to hold the pair."""
    if not exchange.refused or exchange.response is None or str(_TAKEN).encode() not in exchange.response.content:
        return []
    body = Answer(exchange.response).object or {}
    if body.get("code") != _TAKEN:
        return []
    return sorted(set(_SID.findall(str(body.get("message")))) - set(ours))


def _holder(case: Case, conversations: Iterable[str], participants: Participants) -> str:
    """The first of these conversations that has a participant with the pair of the case; else nothing."""
    return next((sid for sid in conversations if any(_has(one, case) for one in participants(sid))), "")


def _has(participant: dict[str, object], case: Case) -> bool:
    binding = participant.get("messaging_binding")
    if not isinstance(binding, dict):
        return False
    wanted = {"address": case.get(ADDRESS), "proxy_address": case.get(PROXY_ADDRESS)}
    return all(text and addresses.same_number(text, str(binding.get(name))) for name, text in wanted.items())
