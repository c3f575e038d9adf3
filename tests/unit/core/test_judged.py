"""A rule counts as judged only by an exchange that could have broken it."""

import pytest

from contracts.cases.case import ADDRESS, PROXY_ADDRESS, Auth, Body, Case, case
from contracts.judging.checks import judge
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.oracle import expect
from tests.unit.core.answers import ALICE, exchange, refused

SENDER = "+15550100001"
OWNER = Declared((SENDER,))
PAIR = case({ADDRESS: "+15558675310", PROXY_ADDRESS: SENDER})
BINDING = {"type": "sms", "address": "+15558675310", "proxy_address": SENDER}
FULL = case(
    {
        "Identity": "alice",
        "Attributes": "{}",
        "DateCreated": "2015-12-16T22:18:37Z",
        "DateUpdated": "2015-12-16T22:18:37Z",
        "RoleSid": "RL" + "a" * 32,
    },
    headers=[("Origin", "https://example.com")],
)


def judged(of: Case, status: int = 201, declared: Declared = NOTHING, **options: object) -> frozenset[str]:
    """The rules that an answer to the case could have broken."""
    what = exchange(of, **options) if status == 201 else refused(of, status)  # type: ignore[arg-type]
    return judge(what, expect(of, declared), declared).judged


def test_an_accepted_participant_is_judged_by_what_it_shows() -> None:
    """Rules about a field by cases with the field, rules about a default by cases without it."""
    plain, full = judged(ALICE), judged(FULL)
    assert {"C201", "C101", "C104", "C301", "C303", "C306", "C314", "C403", "C901"} <= plain
    assert not plain & {"C302", "C304", "C307", "C308", "C309", "C116", "C111", "C239", "C501", "C502"}
    assert {"C302", "C306", "C307", "C308", "C309", "C116"} <= full
    assert not full & {"C303", "C304", "C314", "C317", "C201"}


def test_a_refusal_is_judged_by_the_rules_of_refusals() -> None:
    """The error body is judged, the participant is not."""
    found = judged(case({}), 400)
    assert {"C220", "C111", "C112", "C113", "C114", "C239", "C906"} <= found
    assert not {code for code in found if code.startswith("C3")}


def test_what_is_left_to_the_target_judges_no_decision() -> None:
    """The hole that let a server pass that refused every SMS: a sender of which nothing is known."""
    assert not judged(PAIR, 400) & {"C202", "C243"}
    assert "C202" in judged(PAIR, 400, OWNER)
    assert "C202" in judged(PAIR, 201, OWNER)


@pytest.mark.parametrize("of", [Case(method="GET"), Case(ALICE.fields, conversation="a/b")])
def test_other_operations_are_judged_for_safety_alone(of: Case) -> None:
    """No document says what another method or path answers."""
    assert judged(of) <= {"C901", "C902", "C904"}


def test_wrong_credentials_do_not_judge_valid_ones() -> None:
    """C403 is about valid credentials."""
    assert "C403" not in judged(Case(ALICE.fields, auth=Auth.WRONG), 401)


def test_a_body_is_read_as_the_form_it_is() -> None:
    """Fields that come as bytes are judged like others."""
    assert "C302" in judged(Case(body=Body(b"Identity=a&Attributes=%7B%7D")))
    assert "C302" not in judged(Case(body=Body(b"\xff")))
