"""What mutants of the judging code survived (tests/mutation.md): each row tells one of them from the code."""

from collections.abc import Callable

import pytest

from contracts.case import ADDRESS, DATE_CREATED, IDENTITY, PROXY_ADDRESS, Case, case
from contracts.exchange import Exchange
from tests.unit.core.answers import (
    ALICE,
    NUMBER,
    ORIGINAL,
    SENDER,
    SMS,
    alice,
    bound,
    cors,
    created,
    failing,
    refused,
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
    "a URL that cannot be split": ("C108 C312", lambda: alice(url="https://[")),
}
RIGHT: dict[str, Callable[[], Exchange]] = {
    "a fraction as it was": dated(HALF, "2015-12-16T22:18:36.5Z"),
    "identity beside an address alone, not kept": lambda: created(
        case({IDENTITY: "alice", ADDRESS: NUMBER}), identity=None
    ),
    "identity beside a proxy address alone, not kept": lambda: created(
        case({IDENTITY: "alice", PROXY_ADDRESS: SENDER}), identity=None
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
