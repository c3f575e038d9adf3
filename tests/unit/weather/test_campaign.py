"""Campaigns against misbehaving servers: correct servers are not accused, wrong ones are, and each run ends."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contracts.cases.case import ADDRESS, PROXY_ADDRESS, Conversation, case
from contracts.errors import TargetGone, TargetUnavailable
from contracts.exchanges.wire import Request, Response
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.targets.connect import connect
from contracts.targets.session import Session
from contracts.targets.settings import MOCK
from reports.runs.files import SUSPECT
from reports.runs.suspect import Suspect
from strategies.partitions import catalogue
from strategies.sequences import catalogue as sequences
from tests.campaign.alone import campaign
from tests.campaign.campaign import Campaign, Halt
from tests.campaign.plays import Plays
from tests.unit.runs.support import ENVIRONMENT
from tests.unit.weather.support import simulator, weather
from tests.weather.proxy import Passage, Weather
from tests.weather.skies import SKIES, touches

PARTITIONS = (
    "identity-simple",
    "sms-pair",
    "attributes-objects",
    "neither-identity-nor-address",
    "identity-too-long",
    "date-created",
)
SEQUENCES = ("duplicate-identity", "added-again")
PAIR = case({ADDRESS: "+15558675310", PROXY_ADDRESS: "+15017122661"})


@contextmanager
def opened(server: Weather, folder: Path, timeout: float = 0.6, patience: float = 3.0) -> Iterator[Campaign]:
    """A campaign against a server, whose canary was served."""
    run = campaign(folder, server.url, ENVIRONMENT)
    transport = run.tester.session.target.transport
    transport.timeout, transport.patience = timeout, patience
    run.canary.begin()
    try:
        yield run
    finally:
        transport.client.close()
        run.recorder.__exit__(None, None, None)


def scout(run: Campaign, names: tuple[str, ...] = PARTITIONS, times: int = 1) -> list[str]:
    """Tries some partitions, and the rules of what is found."""
    parts = {part.name: part for part in catalogue.partitions(run.declared)}
    for _ in range(times):
        for name in names:
            run.tally.start(name, parts[name].rules)
            run.scout(parts[name])
    return [finding.rule for finding in run.tally.findings]


def play(run: Campaign) -> list[str]:
    """Plays some sequences, and the rules of what is found."""
    for part in sequences.sequence_partitions(run.declared):
        if part.name in SEQUENCES or any(sequence.together for sequence in part.sequences):
            Plays(run).run(part.name, part.sequences)
    return [finding.rule for finding in run.tally.findings]


def test_the_partitions_are_there() -> None:
    """The names above are names."""
    assert set(PARTITIONS) <= {part.name for part in catalogue.partitions(MOCK.declared)}
    assert set(SEQUENCES) <= {part.name for part in sequences.sequence_partitions(MOCK.declared)}


@pytest.mark.parametrize("sky", [name for name, one in SKIES.items() if one.is_fair])
def test_fair_weather_leads_to_no_finding(tmp_path: Path, sky: str) -> None:
    """Networks that lose and servers that close: cases, sequences and creates at the same moment bear them."""
    with weather(sky) as server, opened(server, tmp_path) as run:
        assert scout(run, times=3) == []
        assert play(run) == []
        assert run.tally.verdict() != "violates"


@pytest.mark.parametrize("status", [401, 403, 500, 502, 504, 0])
def test_a_server_that_stops_serving_is_not_accused(tmp_path: Path, status: int) -> None:
    """Credentials are revoked half-way, the server behind a gateway is gone, or the network is."""

    with weather("clear") as server, opened(server, tmp_path, patience=0.5) as run:
        assert scout(run) == []
        server.sky = (lambda passage: passage.refuse(status)) if status else (lambda passage: passage.cut())
        with pytest.raises(Halt) as halted:
            scout(run)
        assert isinstance(halted.value.error, TargetUnavailable)
        assert run.tally.findings == []


def test_creates_lost_by_the_network_are_no_finding(tmp_path: Path) -> None:
    """Also when conversations are still made: the canary tells."""
    with weather("clear") as server, opened(server, tmp_path, patience=0.5) as run:
        server.sky = lambda passage: passage.refuse(502) if passage.is_create else passage.pass_on()
        run.canary.ask()  # it was served a moment ago
        time.sleep(0.01)
        with pytest.raises(
            TargetUnavailable, match=r"no longer serves a plain participant.*\(502\); come back later"
        ):
            run.canary.ask(memory=0)
        with pytest.raises(Halt):
            scout(run)
        assert run.tally.findings == []


def test_a_server_that_is_back_in_time_is_judged(tmp_path: Path) -> None:
    """A failure of some seconds is waited for, and what it showed is not shown again."""
    with weather("clear") as server, opened(server, tmp_path) as run:
        began = time.monotonic()
        server.sky = lambda p: p.refuse(502) if p.is_create and time.monotonic() < began + 1 else p.pass_on()
        run.canary._served = float("-inf")
        assert scout(run) == []
        assert {finding.confirmed for finding in run.tally.unconfirmed} <= {"0/3"}


GUILTY = {
    "fails-at-attributes": "C901",
    "hangs-up-at-attributes": "C902",
    "speaks-another-protocol": "C902",
    "is-a-gzip-bomb": "C907",
    "has-no-end": "C907",
    "accepts-without-a-body": "C103",
    "lies-about-gzip": "C902",
    "redirects": "C906",
}


@pytest.mark.parametrize(("sky", "code"), GUILTY.items())
def test_failing_at_one_input_is_a_finding(tmp_path: Path, sky: str, code: str) -> None:
    """And of nothing else, although the canary is served."""
    with weather(sky) as server, opened(server, tmp_path, timeout=5.0) as run:
        assert set(scout(run, ("attributes-objects", "sms-attributes"))) == {code}
        assert {finding.confirmed for finding in run.tally.findings} <= {"3/3", "1/1"}


@pytest.mark.parametrize("sky", ["hangs-at-attributes", "drips-bodies"])
def test_a_kind_that_is_never_answered_is_tried_once(tmp_path: Path, sky: str) -> None:
    """A finding of C903; and in each further partition a few requests, not hundreds."""
    with weather(sky) as server, opened(server, tmp_path) as run:
        start = time.monotonic()
        assert set(scout(run, ("attributes-objects",))) == {"C903"}
        first = server.creates
        parts = [part for part in catalogue.partitions(run.declared) if part.name.startswith("attributes-")]
        names = tuple(part.name for part in parts if part.name != "attributes-objects")[:5]
        assert set(scout(run, names)) == {"C903"}
        assert len(run.tally.findings) <= 3
        touched = sum(b"Attributes" in request.content for request in server.requests)
        assert server.creates - first < 150
        assert touched < 40
        assert time.monotonic() - start < 60


def test_dying_of_one_input_is_a_finding(tmp_path: Path) -> None:
    """It is waited for, and asked again; what it forgot meanwhile is not held against it."""
    with weather("dies-of-attributes") as server, opened(server, tmp_path) as run:
        assert set(scout(run, ("attributes-objects",))) == {"C902"}
        assert run.tally.findings[0].confirmed == "1/1"
        assert scout(run, ("identity-simple", "sms-pair")) == ["C902"]


def test_forgetting_while_dying_is_a_finding_about_dying_only(tmp_path: Path) -> None:
    """Conversations that are gone are made anew."""
    with weather("dies-of-attributes") as server, opened(server, tmp_path) as run:

        def sky(passage: Passage) -> None:
            if touches(passage):
                server.behind = simulator().handle
                passage.die(0.5)
            passage.pass_on()

        server.sky = sky
        assert set(scout(run, ("attributes-objects", "identity-simple", "sms-pair"))) == {"C902"}


def test_a_server_that_dies_for_good_leaves_a_suspect(tmp_path: Path) -> None:
    """Its document is in the message, and was written to a file before it was sent."""
    with weather("dies-for-good") as server, opened(server, tmp_path, patience=0.5) as run:
        suspect = Suspect(tmp_path / SUSPECT)
        run.before_send = suspect.write
        with pytest.raises(Halt) as halted:
            scout(run, ("identity-simple", "attributes-objects"))
        assert isinstance(halted.value.error, TargetGone)
        assert 'the suspect: {"partition": "attributes-objects", ' in str(halted.value.error)
        assert f"'contract replay' sends {SUSPECT} again" in str(halted.value.error)
        assert MOCK.password not in str(halted.value.error)
        assert '"Attributes"' in (tmp_path / SUSPECT).read_text()
        assert "the suspect: " in (tmp_path / "run.ndjson").read_text()
        suspect.forget()
        assert not (tmp_path / SUSPECT).exists()


def test_a_server_that_loses_creates_and_nothing_else_is_accused_once(tmp_path: Path) -> None:
    """By their rate: no single case shows it."""
    with weather("hangs-up-on-one-create-in-three") as server, opened(server, tmp_path) as run:
        assert scout(run, times=5) == ["C902"]
        assert run.tally.findings[0].confirmed.endswith("/60")


def test_a_pair_that_a_stranger_holds_is_told_and_not_judged(tmp_path: Path) -> None:
    """Another run on the same account, or what a killed one left."""
    with weather("clear") as server, opened(server, tmp_path) as run:
        other = Session(connect(server.url, ENVIRONMENT), "another run")
        other.open()
        assert other.send(PAIR).accepted
        result = run.check(PAIR.labelled("sms-pair"))
        assert result.violations == ()
        assert "C202" not in result.judged
        assert list(run.tester.session.obstacles.values()) == [other.conversations[Conversation.EXISTING]]
        assert scout(run, ("sms-pair",)) == []
        assert other.empty(Conversation.EXISTING)
        assert "C202" in run.check(PAIR.labelled("sms-pair")).judged
        other.close()


class NamesAnother(Simulator):
    """Refuses a pair for a conversation that does not have it."""

    def create_participant(self, call: Call) -> Response:
        if b"15558675310" in call.request.content:
            raise Refusal(50416, f"{Refusal(50416).message} CH{'9' * 32}")
        return super().create_participant(call)


def test_a_stranger_without_the_pair_is_no_excuse(tmp_path: Path) -> None:
    """The conversation that is named is looked into."""
    owned = frozenset(MOCK.declared.senders)
    wrong = NamesAnother(account_sid=MOCK.account_sid, auth_token=MOCK.password, senders=owned)
    with Weather(SKIES["clear"].sky, wrong.handle) as server, opened(server, tmp_path) as run:
        assert {violation.rule.code for violation in run.check(PAIR.labelled("sms-pair")).violations} >= {"C202"}


def test_two_runs_at_once_do_not_accuse(tmp_path: Path) -> None:
    """A pair that another run holds for a moment is waited for."""
    with weather("clear") as server, opened(server, tmp_path) as run:
        other = Session(connect(server.url, ENVIRONMENT), "another run")
        other.open()
        held = other.send(PAIR)
        path = f"/v1/Conversations/{held.place.conversation_sid}/Participants/{held.sid}"

        def sky(passage: Passage) -> None:
            if passage.is_create and passage.creates == first + 2:
                server.ask(Request("DELETE", path, passage.request.headers))
            passage.pass_on()

        first = server.creates
        server.sky = sky
        assert "C202" in run.check(PAIR.labelled("sms-pair")).judged
        other.target.transport.client.close()
