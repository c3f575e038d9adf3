"""Credentials are right or wrong as their name says, and wrong ones share no secret unless they must."""

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.cases.case import IDENTITY, Auth, Case, case
from contracts.cases.credentials import MALFORMED, NEED_KEY, UNCLEAR, VALID, WAYS, WRONG, WRONG_OF_KEY
from contracts.cases.documents import dump, load
from contracts.errors import UsageError
from contracts.exchanges.wire import Request
from contracts.promises.expectation import Outcome
from contracts.promises.oracle import expect
from contracts.simulator import Simulator
from contracts.targets.basic import authorization
from contracts.targets.credentials import Keys, fresh
from contracts.targets.settings import MOCK

ALICE = case({IDENTITY: "alice"})
BOTH = MOCK.keys
PASSWORDS = [MOCK.password, "0" * 32, "1" * 32, "Secret-1", "é" * 8, "x0", "a", "00", "0"]


def giving(way: str) -> Case:
    return Case(ALICE.fields, auth=WAYS[way], credentials=way)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_has_a_document_that_loads_to_the_same(way: str) -> None:
    """Whose `auth` is one of the three that other programs know."""
    assert load(dump(giving(way))) == giving(way)
    assert dump(giving(way)).get("auth", "valid") in ("valid", "none", "wrong")


def test_a_way_must_be_of_what_auth_says() -> None:
    """A document cannot call wrong credentials right."""
    for auth, way in (("valid", "no-password"), ("wrong", "token"), ("none", "no-colon"), ("valid", "nothing")):
        with pytest.raises(UsageError, match="'credentials' must be one of"):
            load({"fields": [], "auth": auth, "credentials": way})


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("way", [*WRONG, *WRONG_OF_KEY, *MALFORMED])
def test_wrong_credentials_are_wrong(password: str, way: str) -> None:
    """Whatever the secret."""
    token, key = ("AC" + "1" * 32, password), ("SK" + "2" * 32, "x" + password)
    for keys in (Keys(token, token, key), Keys(key, token, key), Keys(token, token)):
        right = {authorization(*pair) for pair in (token, key)}
        given = keys.given(giving(way))
        assert given.name == "Proxy-Authorization" or right.isdisjoint(given.values)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_a_fresh_secret_has_nothing_of_the_real_one(secret: str) -> None:
    """But its length."""
    assert fresh(secret) != secret
    assert len(fresh(secret)) == len(secret)
    assert fresh(hashlib.md5(secret.encode()).hexdigest()) == fresh(hashlib.md5(b"other").hexdigest())


@pytest.mark.parametrize("way", [way for way in WAYS if way not in VALID and way not in UNCLEAR])
def test_what_shares_a_secret_is_derived(way: str) -> None:
    """So that nothing of the answer is kept."""
    found = BOTH.given(giving(way))
    text = b"".join(_decoded(value) + value.encode() for value in found.values)
    secrets = [pair[1].encode()[:16] for pair in (BOTH.token, BOTH.key) if pair]
    assert found.derived == any(secret.lower() in text.lower() for secret in secrets)


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value.rpartition(" ")[2])
    except ValueError:
        return value.encode()


def test_cases_without_a_way_choose_one_by_their_content() -> None:
    """Wrong ones differ from case to case, not from run to run, and the label does not matter."""
    cases = [case({IDENTITY: str(number)}, auth=Auth.WRONG) for number in range(300)]
    chosen = [BOTH.given(one) for one in cases]
    assert {BOTH.given(giving(way)) for way in WRONG} == set(chosen)
    assert chosen == [BOTH.given(one.labelled("x")) for one in cases]
    assert BOTH.given(case(auth=Auth.NONE)).values == ()
    assert BOTH.given(case()).values == (authorization(*BOTH.main),)


def test_the_oracle_goes_by_what_credentials_are() -> None:
    """401 to wrong ones; any refusal of what is none; either to what parsers read in different ways."""
    expected = {
        Auth.VALID: (Outcome.ACCEPT, (201,)),
        Auth.WRONG: (Outcome.REJECT, (401,)),
        Auth.MALFORMED: (Outcome.REJECT, ()),
        Auth.UNCLEAR: (Outcome.UNSPECIFIED, ()),
    }
    for way, auth in WAYS.items():
        found = expect(giving(way))
        assert (found.outcome, found.statuses) == expected[auth]


@pytest.mark.parametrize("way", [*VALID, *WRONG, *WRONG_OF_KEY, *MALFORMED])
def test_the_simulator_lets_in_what_is_right(way: str) -> None:
    """Both pairs in any case of the scheme, and nothing else."""
    simulator = Simulator(account_sid=MOCK.account_sid, auth_token=MOCK.password)
    given = BOTH.given(giving(way))
    headers = tuple((given.name, value) for value in given.values)
    status = simulator.handle(Request("GET", "/v1/Conversations", headers)).status
    assert status == (200 if way in VALID else 401)


def test_ways_that_need_a_key_are_plain_without_one() -> None:
    """Nothing is crossed with what is not there."""
    alone = Keys(BOTH.main, BOTH.main)
    assert not alone.has_both
    assert all(alone.given(giving(way)).values for way in NEED_KEY)
