"""What mutants of the judging code survived (tests/mutation.md): each row tells one of them from the code."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from contracts.cases import form
from contracts.cases.case import (
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
from contracts.exchanges.exchange import Exchange
from contracts.promises.expectation import Expectation, Outcome
from contracts.promises.oracle import expect
from tests.unit.core.answers import (
    ALICE,
    DATED,
    DAY,
    JSON,
    NEITHER,
    NEXT_DAY,
    NUMBER,
    ORIGIN,
    ORIGINAL,
    PLACE,
    ROLED,
    SENDER,
    SMS,
    URL,
    alice,
    bound,
    cors,
    created,
    error,
    exchange,
    failing,
    found,
    labelled,
    participant,
    refused,
    shifted,
    text,
    without,
)

HALF = ALICE.with_field(DATE_CREATED, "2015-12-16T22:18:36.5Z")
WHOLE = ALICE.with_field(DATE_CREATED, "2015-12-16T22:18:37Z")


def dated(of: Case, day: str) -> Callable[[], Exchange]:
    """The case is accepted, with this text for both dates."""
    return lambda: created(of, date_created=day, date_updated=day)


def clocked(day: str) -> Callable[[], Exchange]:
    """Alice is created at this time, on a server whose clock says that 2020 begins."""
    body = participant(ALICE, {"date_created": day, "date_updated": day})
    return lambda: exchange(ALICE, body=body, headers=(*JSON, ("Date", "Wed, 01 Jan 2020 00:00:00 GMT")))


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
    "no conversation": ("C106", lambda: alice(conversation_sid=None)),
    "400 without credentials": ("C401", lambda: refused(replace(ALICE, auth=Auth.NONE))),
    "500 without an error body": ("C901", lambda: exchange(NEITHER, 500, b"oops", ())),
    "500 to attributes that are not JSON": ("C901", lambda: refused(text("{"), 500)),
    "a code that is a list": ("C111", lambda: exchange(NEITHER, 400, error() | {"code": []})),
    "a page of a code and a letter": ("C113", lambda: refused(more_info="https://twilio.com/20001X")),
    "over a quarter of an hour by the server's clock": ("C314 C318", clocked("2020-01-01T00:15:01Z")),
    "a web page that is not UTF-8": ("C111 C905", lambda: exchange(NEITHER, 400, b"\xff<html>")),
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
    "two origins": lambda: cors(ORIGINAL, Access_Control_Allow_Origin="https://a.example, https://example.com"),
    "an origin in upper case": lambda: cors(ORIGINAL, Access_Control_Allow_Origin="HTTPS://EXAMPLE.COM"),
    "members of an error in a participant": lambda: alice(status=400, code=50304, message="", more_info="x"),
    "a quarter of an hour by the server's clock": clocked("2020-01-01T00:15:00Z"),
    "a path that comes twice": lambda: alice(url=f"{URL}{URL.removeprefix(ORIGIN)}"),
    "contested attributes are refused": lambda: refused(text('{"a":1,"a":2}')),
    "a page over http": lambda: refused(more_info="http://www.twilio.com/docs/errors/20001"),
    "CORS headers of other types on a refusal": lambda: exchange(
        NEITHER, 400, headers=(*JSON, ("Access-Control-Allow-Credentials", "1"))
    ),
    "the end of a field is quoted": lambda: refused(case({IDENTITY: "a+<html"}), message="No a+<html here"),
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


def at(origin: str, url: str) -> Exchange:
    """Alice is created at a stand-in, which says that she has this URL."""
    where = replace(PLACE, origin=origin)
    return replace(alice(url=f"{url}{URL.removeprefix(ORIGIN)}"), place=where)


LOCAL, NAMED = "http://127.0.0.1:8080", "http://stand-in.example"


@pytest.mark.parametrize(
    ("origin", "url", "codes"),
    [
        (LOCAL, LOCAL, set()),
        (LOCAL, "http://localhost:8080", set()),
        ("http://[::1]:8080", "http://localhost", set()),
        (NAMED, NAMED, set()),
        (NAMED, LOCAL, {"C108"}),
        (LOCAL, NAMED, {"C108"}),
        (LOCAL, "ftp://127.0.0.1:8080", {"C108"}),
        ("https://127.0.0.1:8080", LOCAL, {"C108"}),
    ],
)
def test_a_stand_in_over_http_may_give_its_own_url(origin: str, url: str, codes: set[str]) -> None:
    """Under any name of the loopback address, and under no other name."""
    assert failing(at(origin, url)) - {"C312"} == codes


def test_a_further_part_of_the_binding_is_read_differently() -> None:
    """It leaves a request open that would be refused without it."""
    one = case({IDENTITY: "", "MessagingBinding.Level": "x"})
    assert form.fields(one) is None
    assert expect(one).outcome is Outcome.UNSPECIFIED


def test_a_wrong_decision_names_the_status_that_was_due() -> None:
    """The one that the documents name, or any of the 4 hundreds."""
    assert found(exchange(replace(ALICE, auth=Auth.NONE)))[0].expected == "401"
    assert found(exchange(NEITHER))[0].expected == "4xx"
    either = Expectation(Outcome.REJECT, (400, 404), (), ("C220",))
    assert found(exchange(NEITHER), either)[0].expected == "400 or 404"


@pytest.mark.parametrize(
    ("body", "actual"),
    [
        (error(), "400, code 20001, 'No'"),
        (b"", "400"),
        ([], "400"),
        ({"message": "No"}, "400"),
        ({"code": 1}, "400, code 1, None"),
    ],
)
def test_what_came_is_told_in_one_line(body: object, actual: str) -> None:
    """The status, the error code and the message, as far as there are any."""
    assert found(exchange(ALICE, 400, body))[0].actual == actual


@pytest.mark.parametrize("of", [ALICE, NEITHER])
def test_no_media_type_is_told_as_none(of: Case) -> None:
    """Of a participant and of a refusal."""
    assert found(labelled(None, of))[0].actual == "Content-Type: none"


def test_a_long_code_and_a_long_message_are_cut() -> None:
    """Beyond 20 and 80 characters, and not before."""
    assert "characters" not in found(refused(ALICE, code=10**19, message="xy" * 39))[0].actual
    cut = found(refused(ALICE, code=10**20, message="xy" * 39 + "x"))[0].actual
    assert "(21 characters)" in cut
    assert "(81 characters)" in cut


def test_an_acceptance_has_no_codes() -> None:
    """An empty tuple, as in every expectation without any."""
    assert expect(ALICE).codes == ()
