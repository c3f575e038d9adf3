"""What the target itself tells of roles: the lists of the account and of another one, and the configurations that
name the default ones."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from contracts.promises.declared import Declared
from contracts.promises.grammar import sids

LIST, CONFIGURATION = "/v1/Roles", "/v1/Configuration"
DEFAULT, CREATORS = "default_conversation_role_sid", "default_conversation_creator_role_sid"
"""Members of a service's configuration (twilio-oai, service.service_configuration)."""

Body = dict[str, object]


def learn(
    declared: Declared, items: Callable[[str, str], Iterable[Body]], fetch: Callable[[str], Body]
) -> Declared:
    """What is declared, and what the target tells of its roles; a target that tells nothing leaves it as it is.

    `items` gives the items of a list by its path and key, `fetch` the body of an answer, empty when it has none.
    """
    listed = {str(role.get("sid")): role.get("type") for role in items(LIST, "roles")}
    told = _configured(fetch)
    defaults = [sid for name in (DEFAULT, CREATORS) for sid in told[name]]
    roles = dict.fromkeys((*defaults, *declared.roles, *_of_type("conversation", listed)))
    services = [sid for sid in _of_type("service", listed) if sid not in roles]
    # A list that lacks what is known otherwise, or that cannot be understood, is not the whole of it.
    whole = bool(listed) and listed.keys() == {*roles, *services}
    # Two configurations that disagree leave open which one holds for a conversation.
    default = told[DEFAULT][0] if len(set(told[DEFAULT])) == 1 else None
    return replace(
        declared, roles=tuple(roles), service_roles=tuple(services), every_role=whole, default_role=default
    )


def learn_foreign(declared: Declared, items: Callable[[str, str], Iterable[Body]]) -> Declared:
    """What is declared, and the conversation roles of another account that are none of this one's."""
    listed = {str(role.get("sid")): role.get("type") for role in items(LIST, "roles")}
    ours = {sid.lower() for sid in (*declared.roles, *declared.service_roles)}
    foreign = [sid for sid in _of_type("conversation", listed) if sid.lower() not in ours]
    return replace(declared, foreign_roles=tuple(foreign) if declared.every_role else ())


def _of_type(kind: str, listed: dict[str, object]) -> list[str]:
    return [sid for sid, given in listed.items() if given == kind and _is_role(sid)]


def _configured(fetch: Callable[[str], Body]) -> dict[str, list[str]]:
    """The roles that are given by default, by member, from the configuration of the service or of the account."""
    account = fetch(CONFIGURATION)
    service = account.get("default_chat_service_sid")
    known = isinstance(service, str) and sids.is_sid(service, "IS")
    of_service = fetch(f"/v1/Services/{service}/Configuration") if known else {}
    return {
        name: [sid for body in (of_service, account) if isinstance(sid := body.get(name), str) and _is_role(sid)]
        for name in (DEFAULT, CREATORS)
    }


def _is_role(sid: str) -> bool:
    return sids.is_sid(sid, "RL")
