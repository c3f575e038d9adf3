"""What the owner declares is a fact to the oracle: a declared sender is good, what is surely none is refused."""

import pytest

from contracts.cases.case import ADDRESS, IDENTITY, PROJECTED_ADDRESS, PROXY_ADDRESS, ROLE_SID, case
from contracts.judging.checks import judge
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Outcome
from contracts.promises.oracle import expect, refusal_of_update
from tests.unit.core.answers import exchange, participant, refused

ROLE = "RL" + "1" * 32
DECLARED = Declared(("+15550100001", "12345", "ACME", "whatsapp:+2101234567", "rcs:brand_agent"), (ROLE,))
OF_SERVICE, MIXED = "RL" + "b2" * 16, "RL" + "a1" * 16
LISTED = Declared(DECLARED.senders, (ROLE, MIXED), (OF_SERVICE,), every_role=True)
NUMBERS = {"whatsapp:": "whatsapp:+12015550123", "rcs:": "rcs:+12015550123"}


def outcome(proxy: str, declared: Declared = DECLARED) -> tuple[Outcome, tuple[str, ...]]:
    prefix = proxy[: proxy.find(":") + 1]
    found = expect(case({ADDRESS: NUMBERS.get(prefix, "+12015550123"), PROXY_ADDRESS: proxy}), declared)
    return found.outcome, found.rules


@pytest.mark.parametrize("proxy", DECLARED.senders)
def test_a_declared_sender_is_good(proxy: str) -> None:
    """Whatever the numbering plan says of it."""
    rule = {"whatsapp": "C203", "rcs": "C204"}.get(proxy.split(":")[0], "C202")
    assert outcome(proxy) == (Outcome.ACCEPT, (rule,))
    assert outcome(proxy, Declared(("+15550100009",)))[0] is not Outcome.ACCEPT


@pytest.mark.parametrize(
    "proxy",
    [
        *("+15017122661", "+12025550123", "+442079460123", "whatsapp:+15017122661", "rcs:+447700900123"),
        *("+155501000010", "whatsapp:+15550100001", "rcs:+15550100001", "+2101234567"),
    ],
)
def test_what_the_account_cannot_own_is_refused(proxy: str) -> None:
    """Numbers of samples and of fiction, an owned one with a digit behind, one on another channel."""
    assert outcome(proxy) == (Outcome.REJECT, ("C243",))
    assert outcome(proxy, NOTHING)[1] != ("C243",)


def test_without_declared_senders_a_server_is_not_accused_of_knowing_its_own() -> None:
    """A prediction takes a number for a sender; a run cannot."""
    assert outcome("+15017122661", NOTHING) == (Outcome.ACCEPT, ("C202",))
    assert outcome("+15017122661", Declared())[0] is Outcome.UNSPECIFIED


@pytest.mark.parametrize("proxy", ["+447400123456", "123456", "ACME0", "+2101234568", "+14155238886"])
def test_what_the_account_may_own_too_is_left_open(proxy: str) -> None:
    """An owner need not declare every sender."""
    assert outcome(proxy)[0] in (Outcome.UNSPECIFIED, Outcome.REJECT)
    assert "C243" not in outcome(proxy)[1]


def test_a_channel_of_which_nothing_is_declared_is_open() -> None:
    """An owned number may be one of WhatsApp too, unless the owner says which ones are."""
    assert outcome("whatsapp:+15550100001", Declared(("+15550100001",)))[0] is Outcome.UNSPECIFIED


@pytest.mark.parametrize(
    "declared",
    [Declared(foreign_senders=("+14155238886",)), Declared(("ACME",), foreign_senders=("+14155238886",))],
)
def test_a_sender_of_another_account_is_refused(declared: Declared) -> None:
    """Whether our own ones are declared or not."""
    assert outcome("+14155238886", declared) == (Outcome.REJECT, ("C243",))


def test_a_role_by_default_is_none_of_services() -> None:
    """C319, where the target lists its roles."""
    alice = case({IDENTITY: "alice"})
    one = exchange(alice, body=participant(alice, {"role_sid": OF_SERVICE}))
    assert "C319" in {found.rule.code for found in judge(one, expect(one.case, LISTED), LISTED)}
    assert "C319" not in judge(one, expect(one.case, DECLARED), DECLARED).judged


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        (ROLE_SID, OF_SERVICE, "C245"),
        (ROLE_SID, "RL" + "9" * 32, "C246"),
        (ROLE_SID, ROLE, None),
        (PROXY_ADDRESS, "+12025550123", "C243"),
        (PROXY_ADDRESS, "ACME", None),
        (IDENTITY, "a" * 300, None),
    ],
)
def test_updates_that_are_refused(field: str, text: str, rule: str | None) -> None:
    """For the errors that are listed for updates too."""
    refusal = refusal_of_update(case({field: text}), LISTED)
    assert (refusal.rule if refusal else None) == rule


def test_projected_addresses_are_owned_too() -> None:
    """Error 50439."""
    one = case({IDENTITY: "alice", PROJECTED_ADDRESS: "+12025550123"})
    assert expect(one, DECLARED).codes == (50439,)
    assert expect(one.with_field(PROJECTED_ADDRESS, "ACME"), DECLARED).outcome is Outcome.UNSPECIFIED


def of_role(sid: str, declared: Declared = LISTED) -> tuple[Outcome, tuple[str, ...]]:
    found = expect(case({IDENTITY: "alice", ROLE_SID: sid}), declared)
    return found.outcome, found.rules[:1]


def test_a_declared_role_is_good() -> None:
    """Another one may be there or not."""
    assert of_role(ROLE, DECLARED) == of_role(ROLE) == (Outcome.ACCEPT, ("C244",))
    assert expect(case({ROLE_SID: ROLE, IDENTITY: "alice"}), DECLARED).rules == ("C244", "C210", "C201")
    assert of_role(ROLE[:-1] + "2", DECLARED)[0] is Outcome.UNSPECIFIED


def test_where_the_target_lists_its_roles_what_is_none_of_them_is_refused() -> None:
    """A role of a service by another rule; the same digits in another case may be the same role."""
    assert of_role(OF_SERVICE) == (Outcome.REJECT, ("C245",))
    assert of_role("RL" + "0" * 32) == (Outcome.REJECT, ("C246",))
    assert expect(case({IDENTITY: "alice", ROLE_SID: "RL" + "0" * 32}), LISTED).codes == (50109, 50101, 50100)
    assert of_role(ROLE[:-1]) == (Outcome.REJECT, ("C235",))
    for open_ in ("", "RL" + "A1" * 16, "RL" + "B2" * 16):
        assert of_role(open_)[0] is Outcome.UNSPECIFIED


def test_a_role_that_is_refused_is_so_for_every_kind_of_participant() -> None:
    """Also where the participant itself is left to the server."""
    for fields in ({ADDRESS: "+12015550123"}, {PROJECTED_ADDRESS: "+15550100001"}):
        found = expect(case({**fields, ROLE_SID: OF_SERVICE}), LISTED)
        assert (found.rules, found.codes) == (("C245",), (50105,))
        assert expect(case({**fields, ROLE_SID: MIXED}), LISTED).outcome is Outcome.UNSPECIFIED


def test_a_wrong_answer_to_a_role_breaks_its_rule() -> None:
    """Refused though it is one, or taken though it is none."""
    for sid, rule in ((ROLE, "C244"), (OF_SERVICE, "C245"), ("RL" + "0" * 32, "C246")):
        one = case({IDENTITY: "alice", ROLE_SID: sid})
        sent = refused(one, 400) if rule == "C244" else exchange(one)
        assert [found.rule.code for found in judge(sent, expect(one, LISTED), LISTED)] == [rule]


def test_a_code_about_roles_needs_a_role_that_may_be_wrong() -> None:
    """C239: neither no role nor a declared one."""
    for fields, accused in (({}, True), ({ROLE_SID: ROLE}, True), ({ROLE_SID: ROLE[:-1] + "2"}, False)):
        one = case({IDENTITY: "", **fields})
        found = judge(refused(one, 400, 50109), expect(one, DECLARED), DECLARED)
        assert bool([violation for violation in found if violation.rule.code == "C239"]) == accused
