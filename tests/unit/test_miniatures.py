"""The registries of miniatures and latitudes are complete and well kept."""

import base64
import json
import re

import pytest

from contracts import miniatures
from contracts.cases.case import FORM
from contracts.errors import UsageError
from contracts.exchanges.wire import Request
from contracts.miniatures import LATITUDES, MINIATURES, Latitude, Miniature, latitude, miniature, named
from contracts.miniatures.bases import depth
from contracts.miniatures.json_lenient import outside_strings
from contracts.promises.rules import RULES
from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN, Simulator

WITHOUT_MINIATURE = {
    "C117": "every way of breaking the schema breaks a rule with a check of our own",
    "C240": "inferred: the latitude knows-no-roles breaks it, rightly",
    "C316": "inferred: the latitudes compact-attributes and spaced-attributes break it, rightly",
    "C317": "inferred: the latitude updates-later breaks it, rightly",
}
SERVERS = {**MINIATURES, **LATITUDES}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_server_that_breaks_it(rule: str) -> None:
    """Except those that cannot have one, with the reason."""
    breaking = [one.name for one in MINIATURES.values() if one.rule == rule]
    assert bool(breaking) != (rule in WITHOUT_MINIATURE)


def test_there_are_many() -> None:
    """Enough to speak of a rate of detection."""
    assert len(MINIATURES) >= 140
    assert len(LATITUDES) >= 14


def test_names_are_unique_and_in_kebab_case() -> None:
    """Across both registries."""
    assert len(SERVERS) == len(MINIATURES) + len(LATITUDES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", name) for name in SERVERS)
    assert all(name == server.name for name, server in SERVERS.items())


def test_each_says_its_fault_in_words_of_its_own() -> None:
    """No two descriptions are the same, and none ends like a sentence."""
    abouts = [server.about for server in SERVERS.values()]
    assert len(set(abouts)) == len(abouts)
    assert not [about for about in abouts if about.endswith(".") or about[:1].isupper()]


@pytest.mark.parametrize("name", SERVERS)
def test_each_can_be_made_and_starts_a_conversation(name: str) -> None:
    """With the keyword arguments of the simulator."""
    server = named(name).make(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, senders=None)
    assert isinstance(server, Simulator)
    assert type(server) is not Simulator
    credentials = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
    headers = (("Authorization", f"Basic {credentials}"), ("Content-Type", FORM))
    response = server.handle(Request("POST", "/v1/Conversations", headers, b"FriendlyName=stage"))
    assert response.status == 201
    assert json.loads(response.content)["sid"] in server.conversations


def test_servers_of_one_kind_share_no_state() -> None:
    """Making one anew forgets what the last one knew."""
    for server in SERVERS.values():
        first, second = server.make(), server.make()
        mutable = {name for name, value in vars(first).items() if isinstance(value, list | dict | set)}
        assert mutable
        assert not [name for name in mutable - {"recordings"} if vars(first)[name] is vars(second)[name]]


def test_a_name_that_is_none_is_told_with_its_neighbours() -> None:
    """The message lists names to choose from."""
    with pytest.raises(UsageError, match="identity-limit-of-257"):
        named("identity-limit-257")
    with pytest.raises(UsageError, match="must be one of"):
        named("\0")


def test_registering_refuses_unknown_rules_and_taken_names() -> None:
    """And leaves the registries as they were."""
    before = dict(MINIATURES), dict(LATITUDES)
    with pytest.raises(UsageError, match="C999"):
        miniature(rule="C999", about="has no rule")
    taken = type("LowersIdentities", (Simulator,), {})
    with pytest.raises(UsageError, match="lowers-identities"):
        miniature(rule="C301", about="is there already")(taken)
    with pytest.raises(UsageError, match="lowers-identities"):
        latitude(about="is there already")(taken)
    assert before == (MINIATURES, LATITUDES)


def test_the_two_kinds_are_told_apart() -> None:
    """A miniature has a rule, a latitude has none."""
    assert isinstance(named("lowers-identities"), Miniature)
    assert isinstance(named("pretty-answers"), Latitude)
    assert miniatures.named is named


def test_what_is_inside_of_strings_is_not_mended() -> None:
    """Else a lenient parser would change what is sound."""
    assert outside_strings(r",\s*(?=[}\]])", "", '["a,]", 1,]') == '["a,]", 1]'
    assert outside_strings(r"\b0x[0-9]+", "0", r'["\"0x1", 0x1]') == r'["\"0x1", 0]'


def test_depth_counts_arrays_and_objects() -> None:
    """Without recursion, so that nothing is too deep."""
    assert [depth(value) for value in (1, [], [{}], {"a": [1, [2]]})] == [0, 1, 2, 3]
