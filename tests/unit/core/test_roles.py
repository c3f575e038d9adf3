"""What a session learns of roles: from lists and configurations as servers may have them."""

import httpx
import pytest

from contracts.cases.case import Case, Conversation
from contracts.promises.declared import Declared
from contracts.targets.connect import connect
from contracts.targets.roles import learn, learn_foreign
from contracts.targets.session import Session
from contracts.targets.settings import MOCK_KNOWN
from tests.unit.core.sessions import opened, session_with

ONE, TWO, OTHER = ("RL" + digit * 32 for digit in "123")
SERVICE = "IS" + "0" * 32
Listed = list[dict[str, object]]


def role(sid: object, kind: object = "conversation") -> dict[str, object]:
    return {"sid": sid, "type": kind}


def learnt(listed: Listed, bodies: dict[str, dict[str, object]] | None = None, *declared: str) -> Declared:
    def items(path: str, key: str) -> Listed:
        assert (path, key) == ("/v1/Roles", "roles")
        return listed

    return learn(Declared(("+1",), declared), items, lambda path: (bodies or {}).get(path, {}))


def test_a_session_with_the_mock_knows_its_roles() -> None:
    """All of them, the default one first."""
    session = opened()
    assert session.declared == MOCK_KNOWN
    session.close()


@pytest.mark.parametrize("target", ["knows-no-roles", "takes-every-role"])
def test_a_target_without_roles_tells_none(target: str) -> None:
    """Then nothing is known but what is declared."""
    session = Session(connect(f"miniature:{target}", {"CONTRACT_ROLE_SIDS": ONE}), "test")
    session.open()
    assert (session.declared.roles, session.declared.every_role) == ((ONE,), False)
    session.close()


def test_a_list_may_have_many_pages() -> None:
    """Each page is asked of the target."""
    session = opened("miniature:lists-roles-one-by-one")
    assert session.declared == MOCK_KNOWN
    session.close()


def test_the_mock_has_the_roles_that_are_declared() -> None:
    """Beside its own."""
    session = Session(connect("mock", {"CONTRACT_ROLE_SIDS": ONE}), "test")
    session.open()
    assert ONE in session.declared.roles
    assert session.declared.every_role
    exchange = session.send(Case((("Identity", "alice"), ("RoleSid", ONE))))
    assert exchange.response is not None
    assert exchange.response.status == 201
    session.close()


def test_types_and_defaults_of_the_list() -> None:
    """Default roles first, from the configuration of the service or of the account; what is declared next."""
    service = {"default_conversation_role_sid": TWO, "default_conversation_creator_role_sid": None}
    bodies = {
        "/v1/Configuration": {"default_chat_service_sid": SERVICE, "default_conversation_creator_role_sid": ONE},
        f"/v1/Services/{SERVICE}/Configuration": service,
    }
    found = learnt([role(ONE), role(TWO), role(OTHER, "service")], bodies)
    assert found == Declared(("+1",), (TWO, ONE), (OTHER,), every_role=True, default_role=TWO)


def test_configurations_that_disagree_name_no_default() -> None:
    """Which of them holds for a conversation is not known."""
    bodies = {
        "/v1/Configuration": {"default_chat_service_sid": SERVICE, "default_conversation_role_sid": ONE},
        f"/v1/Services/{SERVICE}/Configuration": {"default_conversation_role_sid": TWO},
    }
    assert learnt([role(ONE), role(TWO)], bodies).default_role is None


def test_roles_of_another_account_are_those_that_are_none_of_ours() -> None:
    """Where the list of ours is whole, and of conversations only."""
    theirs: Listed = [role(ONE.lower()), role(TWO), role(OTHER, "service")]
    known = Declared(roles=(ONE,), every_role=True)
    assert learn_foreign(known, lambda path, key: theirs).foreign_roles == (TWO,)
    assert learn_foreign(Declared(roles=(ONE,)), lambda path, key: theirs).foreign_roles == ()


@pytest.mark.parametrize(
    ("listed", "declared"),
    [
        ([], ()),
        ([role(ONE), role("RL1")], ()),
        ([role(ONE), role(None)], ()),
        ([role(ONE), role(TWO, "channel")], ()),
        ([role(ONE), {"sid": TWO}], ()),
        ([role(ONE)], (TWO,)),
    ],
)
def test_a_list_that_cannot_be_the_whole_one_is_not_taken_for_it(
    listed: Listed, declared: tuple[str, ...]
) -> None:
    """It is empty, not understood, or lacks a role that its owner declares."""
    found = learnt(listed, None, *declared)
    assert not found.every_role
    assert found.roles == tuple(dict.fromkeys([*declared, *([ONE] if listed else [])]))


def test_the_owner_knows_better_than_the_list() -> None:
    """A declared role is one of conversations whatever its listed type."""
    found = learnt([role(ONE, "service"), role(TWO)], None, ONE)
    assert (found.roles, found.service_roles, found.every_role) == ((ONE, TWO), (), True)


def test_a_configuration_that_is_none_does_no_harm() -> None:
    """Whatever a server answers to a path that it does not know."""
    answers = (
        httpx.Response(200, json=[1]),
        httpx.Response(200, content=b"x"),
        httpx.Response(302),
        httpx.Response(500),
    )
    for answer in answers:
        conversation = httpx.Response(201, json={"sid": "CH" + "0" * 32})
        session = session_with(lambda request, a=answer, c=conversation: c if request.method == "POST" else a)
        session.open()
        assert session.declared.roles == ()
        assert Conversation.EXISTING in session.conversations
