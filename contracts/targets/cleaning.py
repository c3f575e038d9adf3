"""Cleaning up: everything that a session made at its target is deleted, and nothing else."""

from collections.abc import Callable, Iterable
from typing import Protocol

from contracts.cases.paths import segment
from contracts.errors import TargetUnavailable
from contracts.exchanges.exchange import Answer
from contracts.exchanges.traffic import Role
from contracts.exchanges.wire import Response
from contracts.targets.lists import PAGE_SIZE, Item, Listing, read_list
from contracts.targets.possessions import Possessions

GONE = (200, 202, 204, 404)
"""Statuses to a deletion after which the thing is not there; 404 says that it was not there before."""
ROUNDS = 3
"""How often what stays is tried: a target may fail now and then."""


class Caller(Protocol):
    """Sends instruments with the credentials of the account."""

    def call(self, method: str, path: str, *, role: Role = ...) -> Response:
        """The answer. Raises TargetUnavailable without one, Stopped, OutOfBudget."""


def delete_conversation(caller: Caller, sid: str) -> bool:
    """Whether a conversation is gone now. Raises what `call` raises."""
    return caller.call("DELETE", f"/v1/Conversations/{segment(sid)}", role=Role.UNDO).status in GONE


def delete_user(caller: Caller, sid: str) -> bool:
    """Whether a User is gone now. Raises what `call` raises."""
    return caller.call("DELETE", f"/v1/Users/{segment(sid)}", role=Role.UNDO).status in GONE


def users(caller: Caller) -> Listing:
    """The Users of the account. Raises what `call` raises."""
    return _listed(caller, "Users", "users")


def conversations(caller: Caller) -> Listing:
    """The conversations of the account. Raises what `call` raises."""
    return _listed(caller, "Conversations", "conversations")


def _listed(caller: Caller, name: str, key: str) -> Listing:
    return read_list(
        lambda path: caller.call("GET", path, role=Role.UNDO), f"/v1/{name}?PageSize={PAGE_SIZE}", key
    )


def user_of(caller: Caller, identity: str) -> list[Item]:
    """The User of an identity, if there is one. Raises what `call` raises, and TargetUnavailable when the target
    does not say."""
    response = caller.call("GET", f"/v1/Users/{segment(identity)}", role=Role.UNDO)
    found = Answer(response).object
    if response.status in (404, 405):
        return []
    if response.status != 200 or found is None:
        raise TargetUnavailable(f"the target answered {response.status} to GET /v1/Users/{segment(identity)}")
    return [found]


def clean(caller: Caller, owned: Possessions, tag: str) -> None:
    """Deletes what is owned, and strikes it out; `owned` names what stays.

    Raises TargetUnavailable when the target fails twice in a row, Stopped and OutOfBudget at once.
    """
    for _ in range(ROUNDS):
        if owned.unnamed:
            _find_unnamed(caller, owned, tag)
        _each(owned.conversations, lambda sid: _forget_conversation(caller, owned, sid))
        if owned.may_have_users:
            _users(caller, owned)
        if not owned.names():
            return


def _each(names: Iterable[str], delete: Callable[[str], None]) -> None:
    """Deletes one after the other; one that the target fails to answer is left, and two in a row end it."""
    failed = False
    for name in list(names):
        try:
            delete(name)
        except TargetUnavailable:
            if failed:
                raise
            failed = True
        else:
            failed = False


def _find_unnamed(caller: Caller, owned: Possessions, tag: str) -> None:
    """Conversations of this very run whose SID no answer told."""
    listing = conversations(caller)
    for found in listing.items:
        sid = found.get("sid")
        if found.get("friendly_name") == tag and isinstance(sid, str) and sid not in owned.conversations:
            owned.lost_conversation(sid)
    owned.unnamed = not listing.whole


def _forget_conversation(caller: Caller, owned: Possessions, sid: str) -> None:
    if delete_conversation(caller, sid):
        owned.conversation_gone(sid)


def _users(caller: Caller, owned: Possessions) -> None:
    """Users of our identities; an identity that has none, or that of another, is free."""
    listing = users(caller)
    owned.adopt(listing.items)
    listed: dict[object, list[Item]] = {}
    for user in listing.items:
        listed.setdefault(user.get("identity"), []).append(user)

    def forget(identity: str) -> None:
        found = listed.get(identity) or ([] if listing.whole else user_of(caller, identity))
        ours = [user for user in found if owned.owns(user)]
        gone = [delete_user(caller, str(user.get("sid"))) for user in ours]
        if all(gone):
            owned.user_gone(identity)

    _each(owned.identities, forget)
