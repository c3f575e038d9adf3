"""What the target itself tells of its roles: its list, and the configurations that name the default ones."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from contracts.promises.declared import Declared
from contracts.promises.grammar import sids

LIST, CONFIGURATION = "/v1/Roles", "/v1/Configuration"
DEFAULTS = ("default_conversation_role_sid", "default_conversation_creator_role_sid")
"""Members of a service's configuration (twilio-oai, service.service_configuration)."""

Body = dict[str, object]


def learn(
    declared: Declared, items: Callable[[str, str], Iterable[Body]], fetch: Callable[[str], Body]
) -> Declared:
    """What is declared, and what the target tells of its roles; a target that tells nothing leaves it as it is.

    `items` gives the items of a list by its path and key, `fetch` the body of an answer, empty when it has none.
    """
    listed = {str(role.get("sid")): role.get("type") for role in items(LIST, "roles")}
    defaults = tuple(_defaults(fetch))
    roles = dict.fromkeys((*defaults, *declared.roles, *_of_type("conversation", listed)))
    services = [sid for sid in _of_type("service", listed) if sid not in roles]
    # A list that lacks what is known otherwise, or that cannot be understood, is not the whole of it.
    whole = bool(listed) and listed.keys() == {*roles, *services}
    return replace(declared, roles=tuple(roles), service_roles=tuple(services), every_role=whole)


def _of_type(kind: str, listed: dict[str, object]) -> list[str]:
    return [sid for sid, given in listed.items() if given == kind and sids.is_sid(sid, "RL")]


def _defaults(fetch: Callable[[str], Body]) -> Iterator[str]:
    """The roles that participants get by default, from the configuration of the account or of its service."""
    account = fetch(CONFIGURATION)
    service = account.get("default_chat_service_sid")
    known = isinstance(service, str) and sids.is_sid(service, "IS")
    of_service = fetch(f"/v1/Services/{service}/Configuration") if known else {}
    for name in DEFAULTS:
        for sid in (of_service.get(name), account.get(name)):
            if isinstance(sid, str) and sids.is_sid(sid, "RL"):
                yield sid
