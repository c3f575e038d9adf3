"""What the environment says, what is refused of it, and that secrets stay secret."""

import re

import pytest

from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.targets.connect import connect
from contracts.targets.credentials import Keys
from contracts.targets.declaration import declared_in
from contracts.targets.settings import MOCK, MOCK_TOKEN, Settings, from_environment

ACCOUNT, TOKEN = "AC" + "0" * 32, "f" * 32
GOOD = {"TWILIO_ACCOUNT_SID": ACCOUNT, "CONTRACT_SANDBOX_ACCOUNT": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
KEY = {"TWILIO_API_KEY": "SK" + "1" * 32, "TWILIO_API_SECRET": "hush" * 8}
WITHOUT_TOKEN = {name: value for name, value in GOOD.items() if name != "TWILIO_AUTH_TOKEN"}


def test_an_account_with_its_token() -> None:
    """The plainest environment."""
    pair = (ACCOUNT, TOKEN)
    assert from_environment(GOOD) == Settings(ACCOUNT, Keys(pair, pair), Declared(), "conversations.twilio.com")


def test_an_account_with_a_key() -> None:
    """The key is the user, the secret the password; the account stays as it is. Given both, the key goes along."""
    settings = from_environment(WITHOUT_TOKEN | KEY)
    assert (settings.account_sid, settings.username, settings.password) == (ACCOUNT, *KEY.values())
    both = from_environment(GOOD | KEY)
    assert (both.username, both.keys.token, both.keys.has_both) == (KEY["TWILIO_API_KEY"], (ACCOUNT, TOKEN), True)


ROLE = "RL" + "1" * 32
ACCOUNTS = "'TWILIO_ACCOUNT_SID' must be AC and 32 hexadecimal digits (got {!r})".format
SANDBOX = "'CONTRACT_SANDBOX_ACCOUNT' must equal TWILIO_ACCOUNT_SID (got {!r})".format
TOGETHER = "'TWILIO_API_KEY' and 'TWILIO_API_SECRET' must be set together (got one)"
SENDERS = (
    "'CONTRACT_PROXY_ADDRESSES' must be addresses like +15017122661 or whatsapp:+15017122661, "
    "separated by commas (got {!r})"
).format
ROLES = (
    "'CONTRACT_ROLE_SIDS' must be conversation roles like RL00000000..., RL and 32 hexadecimal digits each, "
    "separated by commas (got {!r})"
).format
HOST = "'{}' must be a name like sydney or us1 (got {!r})".format

REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no account": ({"TWILIO_ACCOUNT_SID": ""}, ACCOUNTS("")),
    "half an account": ({"TWILIO_ACCOUNT_SID": "AC1"}, ACCOUNTS("AC1")),
    "account with a space": ({"TWILIO_ACCOUNT_SID": ACCOUNT + " "}, ACCOUNTS(ACCOUNT + " ")),
    "no sandbox": ({"CONTRACT_SANDBOX_ACCOUNT": ""}, SANDBOX("")),
    "another sandbox": ({"CONTRACT_SANDBOX_ACCOUNT": "AC" + "1" * 32}, SANDBOX("AC" + "1" * 32)),
    "sandbox yes": ({"CONTRACT_SANDBOX_ACCOUNT": "yes"}, SANDBOX("yes")),
    "no credentials": ({"TWILIO_AUTH_TOKEN": ""}, "'TWILIO_AUTH_TOKEN' must be set (got none)"),
    "a key without its secret": ({"TWILIO_API_KEY": "SK1"}, TOGETHER),
    "a secret without its key": ({"TWILIO_API_SECRET": "x"}, TOGETHER),
    "sender without a plus": ({"CONTRACT_PROXY_ADDRESSES": "15017122661"}, SENDERS("15017122661")),
    "sender in words": ({"CONTRACT_PROXY_ADDRESSES": "+15017122661, hello world!"}, SENDERS("hello world!")),
    "sender of another channel": ({"CONTRACT_PROXY_ADDRESSES": "messenger:1"}, SENDERS("messenger:1")),
    "prefix alone": ({"CONTRACT_PROXY_ADDRESSES": "whatsapp:"}, SENDERS("whatsapp:")),
    "role by its name": ({"CONTRACT_ROLE_SIDS": f"{ROLE}, admin"}, ROLES("admin")),
    "role with a digit too few": ({"CONTRACT_ROLE_SIDS": ROLE[:-1]}, ROLES(ROLE[:-1])),
    "SID of a user": ({"CONTRACT_ROLE_SIDS": "US" + "0" * 32}, ROLES("US" + "0" * 32)),
    "edge with a dot": ({"TWILIO_EDGE": "evil.example"}, HOST("TWILIO_EDGE", "evil.example")),
    "region with a slash": ({"TWILIO_REGION": "us1/"}, HOST("TWILIO_REGION", "us1/")),
    "edge with a line end": ({"TWILIO_EDGE": "sydney\n"}, HOST("TWILIO_EDGE", "sydney\n")),
}


@pytest.mark.parametrize(("changes", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_refused(changes: dict[str, str], message: str) -> None:
    """With the name of the variable, what it must be, what it is, and the next step; never with a secret."""
    with pytest.raises(UsageError) as raised:
        from_environment(GOOD | changes)
    assert str(raised.value).startswith(f"{message}; ")
    assert TOKEN not in str(raised.value)


def test_an_empty_environment_is_refused() -> None:
    """So is one that lacks a variable altogether."""
    for missing in ("TWILIO_ACCOUNT_SID", "CONTRACT_SANDBOX_ACCOUNT", "TWILIO_AUTH_TOKEN"):
        with pytest.raises(UsageError, match=missing):
            from_environment({name: value for name, value in GOOD.items() if name != missing})


HOSTS = [
    ("", "", "conversations.twilio.com"),
    ("sydney", "", "conversations.sydney.us1.twilio.com"),
    ("", "au1", "conversations.au1.twilio.com"),
    ("sydney", "au1", "conversations.sydney.au1.twilio.com"),
    ("ashburn-ix", "us1", "conversations.ashburn-ix.us1.twilio.com"),
]


@pytest.mark.parametrize(("edge", "region", "host"), HOSTS)
def test_hosts_are_those_of_the_helper_libraries(edge: str, region: str, host: str) -> None:
    """Product, edge, region; an edge alone is in us1."""
    environ = GOOD | {"TWILIO_EDGE": edge, "TWILIO_REGION": region}
    assert from_environment(environ).host == host
    target = connect("live", environ)
    assert target.transport.origin == f"https://{host}"
    target.transport.client.close()


def test_senders_are_separated_by_commas() -> None:
    """Space around them, and a comma too many, do no harm; their order stays."""
    senders = " whatsapp:+15017122661,, +15017122661 ,rcs:brand_agent,"
    settings = from_environment(GOOD | {"CONTRACT_PROXY_ADDRESSES": senders})
    assert settings.declared.senders == ("whatsapp:+15017122661", "+15017122661", "rcs:brand_agent")


def test_roles_are_separated_by_commas() -> None:
    """In their order, each once."""
    other = "RL" + "F" * 32
    assert declared_in({"CONTRACT_ROLE_SIDS": f" {other},{ROLE} ,,{other}"}).roles == (other, ROLE)


@pytest.mark.parametrize("sender", ["+15005550006", "12345", "ACME", "+2101234567", "rcs:brand_agent"])
def test_every_declared_sender_is_one(sender: str) -> None:
    """Whatever it looks like: the owner knows."""
    assert declared_in({"CONTRACT_PROXY_ADDRESSES": sender}) == Declared((sender,))


@pytest.mark.parametrize("sender", ["+", " ", "whatsapp:", "rcs: ", "facebook:1", "a@example.com", "+1501712266é"])
def test_a_sender_that_can_be_none_is_refused(sender: str) -> None:
    """Alone and beside others, naming it."""
    for text in (sender, f"+15017122661,{sender}"):
        with pytest.raises(UsageError, match=r"^'CONTRACT_PROXY_ADDRESSES' must be") as told:
            declared_in({"CONTRACT_PROXY_ADDRESSES": text})
        assert repr(sender.strip()) in str(told.value)


TARGETS = [
    "", "Mock", "livee", "127.0.0.1:8080", "ftp://127.0.0.1", "http://", "https://?a", "http://h/#x", "http://h:0",
    "http://u@h", "http://h:x", "http://[::1",
]  # fmt: skip


@pytest.mark.parametrize("name", TARGETS)
def test_names_that_are_no_target_are_refused(name: str) -> None:
    """Before any setting is looked at."""
    with pytest.raises(UsageError, match=r"^'--target' must be "):
        connect(name, {})


def test_an_unknown_miniature_is_refused() -> None:
    """With names that are near."""
    with pytest.raises(UsageError, match="miniature"):
        connect("miniature:nobody", {})


@pytest.mark.parametrize("name", ["live", "http://127.0.0.1:8080", "https://staging.example.com/base/"])
def test_every_network_target_needs_a_sandbox(name: str) -> None:
    """A base URL is treated as `live` is."""
    with pytest.raises(UsageError, match="TWILIO_ACCOUNT_SID"):
        connect(name, {})
    target = connect(name, GOOD)
    assert target.settings == from_environment(GOOD)
    assert not target.transport.origin.endswith("/")
    assert target.simulator is None
    target.transport.client.close()


def test_the_mock_needs_nothing() -> None:
    """It has an account of its own, and a simulator that knows it."""
    target = connect("mock", {})
    assert (target.settings, target.simulator is None) == (MOCK, False)


def test_settings_do_not_show_the_password() -> None:
    """Neither in a traceback nor in a log."""
    assert MOCK_TOKEN not in repr(MOCK)
    assert not re.search(MOCK_TOKEN, repr(connect("mock", {})))
