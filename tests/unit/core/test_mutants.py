"""What mutants of the judging code survived (tests/mutation.md): each row tells one of them from the code."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from contracts import form
from contracts.case import (
    ADDRESS,
    DATE_CREATED,
    DATE_UPDATED,
    IDENTITY,
    PROJECTED_ADDRESS,
    PROXY_ADDRESS,
    Auth,
    Case,
    case,
)
from contracts.exchange import Exchange
from contracts.expectation import Outcome
from contracts.oracle import expect
from tests.unit.core.answers import (
    ALICE,
    DATED,
    DAY,
    NEXT_DAY,
    NOBODY,
    NUMBER,
    ORIGINAL,
    ROLED,
    SENDER,
    SMS,
    alice,
    bound,
    cors,
    created,
    exchange,
    failing,
    found,
    participant,
    refused,
    shifted,
    without,
)

HALF = ALICE.with_field(DATE_CREATED, "2015-12-16T22:18:36.5Z")
WHOLE = ALICE.with_field(DATE_CREATED, "2015-12-16T22:18:37Z")


def dated(of: Case, text: str) -> Callable[[], Exchange]:
    """The case is accepted, with this text for both dates."""
    return lambda: created(of, date_created=text, date_updated=text)


BROKEN: dict[str, tuple[str, Callable[[], Exchange]]] = {
    "a good address in another spelling": ("C304", lambda: bound(SMS, address="+1 (555) 867-5310")),
    "a fraction, and over a second later": ("C308", dated(HALF, "2015-12-16T22:18:38Z")),
    "half a second before a whole one": ("C308", dated(WHOLE, "2015-12-16T22:18:36.5Z")),
    "half a second after, in the next second": ("C308", dated(WHOLE, "2015-12-16T22:18:38.5Z")),
    "no member for the binding of an address": (
        "C104",
        lambda: exchange(SMS, body=without(participant(SMS), "messaging_binding")),
    ),
    "identity beside a projected address, no binding": (
        "C304",
        lambda: created(case({IDENTITY: "alice", PROJECTED_ADDRESS: SENDER}), messaging_binding=None),
    ),
    "no member for the role that was given": (
        "C104",
        lambda: exchange(ROLED, body=without(participant(ROLED), "role_sid")),
    ),
    "updated of another, alone": (
        "C309",
        lambda: created(ALICE.with_field(DATE_UPDATED, NEXT_DAY), date_updated=DAY, date_created=shifted()),
    ),
    "created no date, updated of another": (
        "C107 C309",
        lambda: created(DATED, date_created="x", date_updated=DAY),
    ),
    "a URL that cannot be split": ("C108 C312", lambda: alice(url="https://[")),
}
RIGHT: dict[str, Callable[[], Exchange]] = {
    "a fraction as it was": dated(
        ALICE.with_field(DATE_CREATED, "2015-12-16T22:18:36.9Z"), "2015-12-16T22:18:36.9Z"
    ),
    "identity beside an address alone, not kept": lambda: created(
        case({IDENTITY: "alice", ADDRESS: NUMBER}), identity=None
    ),
    "identity beside a proxy address alone, not kept": lambda: created(
        case({IDENTITY: "alice", PROXY_ADDRESS: SENDER}), identity=None
    ),
    "identity kept, address alone not": lambda: created(
        case({IDENTITY: "alice", ADDRESS: NUMBER}), messaging_binding=None
    ),
    "identity kept, proxy address alone not": lambda: created(
        case({IDENTITY: "alice", PROXY_ADDRESS: SENDER}), messaging_binding=None
    ),
    "two origins": lambda: cors(ORIGINAL, Access_Control_Allow_Origin="https://a.example, https://b.example"),
    "an origin in upper case": lambda: cors(ORIGINAL, Access_Control_Allow_Origin="HTTPS://A.EXAMPLE"),
    "another channel blamed, and no proxy": lambda: refused(case({ADDRESS: NUMBER}), code=50414),
    "another channel blamed, and no address": lambda: refused(case({PROXY_ADDRESS: SENDER}), code=50414),
}


@pytest.mark.parametrize(("codes", "make"), BROKEN.values(), ids=BROKEN)
def test_a_difference_that_counts_breaks_its_rule(codes: str, make: Callable[[], Exchange]) -> None:
    """And no other that fails a run."""
    assert failing(make()) == set(codes.split())


@pytest.mark.parametrize("make", RIGHT.values(), ids=RIGHT)
def test_a_difference_that_does_not_count_breaks_nothing(make: Callable[[], Exchange]) -> None:
    """Whatever the documents leave open is right."""
    assert not failing(make())


def test_a_further_part_of_the_binding_is_read_differently() -> None:
    """It leaves a request open that would be refused without it."""
    one = case({IDENTITY: "", "MessagingBinding.Level": "x"})
    assert form.fields(one) is None
    assert expect(one).outcome is Outcome.UNSPECIFIED


def test_a_wrong_decision_names_the_status_that_was_due() -> None:
    """The one that the documents name, or any of the 4 hundreds."""
    assert found(exchange(replace(ALICE, auth=Auth.NONE)))[0].expected == "401"
    assert found(exchange(NOBODY))[0].expected == "4xx"


def test_an_acceptance_has_no_codes() -> None:
    """An empty tuple, as in every expectation without any."""
    assert expect(ALICE).codes == ()
