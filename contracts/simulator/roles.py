"""Roles: what a participant may do in a conversation, or in a whole service; and those that every account has."""

from dataclasses import dataclass

from contracts.simulator.state import digest

TYPES = CONVERSATION, SERVICE = "conversation", "service"

PUBLISHED_ROLE = "RL" + "a" * 32
"""The role of the published samples: each of their requests may be sent as it is."""

_MEMBER = ("sendMessage", "leaveConversation", "editOwnMessage", "editOwnMessageInfo", "deleteOwnMessage")
_ADMIN = (*_MEMBER, "addParticipant", "removeParticipant", "editAnyMessage", "deleteAnyMessage")
_OF_USERS = ("createConversation", "editOwnUserInfo")


@dataclass(frozen=True, slots=True)
class Role:
    """What a participant may do: in a conversation, or in the whole service, as `type` says."""

    account_sid: str
    sid: str
    type: str
    friendly_name: str
    permissions: tuple[str, ...]


def standard_roles(account_sid: str) -> tuple[Role, ...]:
    """The roles of a new account: the default one of participants first, then that of creators."""

    def role(sid: str, kind: str, name: str, permissions: tuple[str, ...]) -> Role:
        return Role(account_sid, sid, kind, name, permissions)

    return (
        role("RL" + digest(account_sid), CONVERSATION, "conversation user", _MEMBER),
        role("RL" + digest("admin" + account_sid), CONVERSATION, "conversation admin", _ADMIN),
        role(PUBLISHED_ROLE, CONVERSATION, "conversation guest", _MEMBER[:2]),
        role("RL" + digest("user" + account_sid), SERVICE, "service user", _OF_USERS),
        role("RL" + digest("service" + account_sid), SERVICE, "service admin", (*_OF_USERS, "editAnyUserInfo")),
    )


def conversation_role(account_sid: str, sid: str) -> Role:
    """A role of a conversation, of which nothing but its SID matters."""
    return Role(account_sid, sid, CONVERSATION, "conversation role", _MEMBER)
