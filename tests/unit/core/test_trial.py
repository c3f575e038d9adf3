"""A trial leaves nothing behind, finds what the answer alone does not show, and is fair to networks."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from contracts import trial
from contracts.case import ADDRESS, ATTRIBUTES, IDENTITY, PROXY_ADDRESS, Auth, Case, Conversation, case
from contracts.expectation import Outcome
from contracts.simulator import Hangup, Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Participant
from contracts.targets.connect import Target
from contracts.targets.session import Session
from contracts.targets.settings import MOCK
from contracts.targets.transport import NoAnswer, Transport
from contracts.trial import DROPS_TOLERATED, SLOW, TIMES_SLOWER, ReadBack
from contracts.wire import Request, Response

ALICE, NOBODY = case({IDENTITY: "alice"}), Case()
SMS = case({ADDRESS: "+15558675310", PROXY_ADDRESS: "+15017122661"})
FAST = 0.01


@dataclass(slots=True)
class Fake(Transport):
    """Reaches a simulator without HTTP. `times` are the seconds that creates take, in turn, then all are fast."""

    simulator: Simulator = field(default_factory=Simulator)
    times: Iterable[float | NoAnswer] = ()
    creates: int = 0

    def send(self, request: Request, tries: int = 1) -> tuple[Response, float]:
        is_create = request.method == "POST" and request.target.endswith("/Participants")
        elapsed: float | NoAnswer = FAST
        if is_create:
            self.creates += 1
            self.times = iter(self.times)
            elapsed = next(self.times, FAST)
        try:
            response = self.simulator.handle(request)
        except Hangup:
            raise NoAnswer("RemoteProtocolError: hung up", slow=False) from None
        if isinstance(elapsed, NoAnswer):
            raise elapsed
        return response, elapsed


def a_tester(
    server: type[Simulator] = Simulator, read_back: ReadBack = ReadBack.ALL, times: Iterable[float | NoAnswer] = ()
) -> trial.Tester:
    """A tester in a session with such a server."""
    simulator = server(account_sid=MOCK.account_sid, auth_token=MOCK.password)
    transport = Fake(httpx.Client(), "https://conversations.twilio.com", simulator=simulator, times=times)
    session = Session(Target("fake", MOCK, transport, simulator), "test")
    session.open()
    return trial.Tester(session, read_back)


def transport_of(tester: trial.Tester) -> Fake:
    transport = tester.session.target.transport
    assert isinstance(transport, Fake)
    return transport


def participants(tester: trial.Tester) -> int:
    """How many participants the server has."""
    return transport_of(tester).simulator.leftovers()["participants"]


def codes(tester: trial.Tester, one: Case, **options: Any) -> list[str]:
    """The codes of what a trial shows, gravest first."""
    return [violation.rule.code for violation in tester.try_case(one, **options).violations]


CASES = [
    ALICE,
    SMS,
    NOBODY,
    case({IDENTITY: " "}),
    case(auth=Auth.NONE),
    case({IDENTITY: "é" * 200}, conversation="other"),
    *(case({IDENTITY: "alice"}, conversation=where) for where in Conversation),
]


@pytest.mark.parametrize("read_back", ReadBack)
def test_every_trial_finds_an_empty_conversation(read_back: ReadBack) -> None:
    """What is accepted is undone: the same case can be tried again and again."""
    tester = a_tester(read_back=read_back)
    for one in CASES * 2:
        assert codes(tester, one) == []
        assert participants(tester) == 0


def test_a_result_says_what_was_expected() -> None:
    """The exchange, the expectation of the oracle, and no violation of a right server."""
    result = a_tester().try_case(ALICE)
    assert result.exchange.accepted
    assert (result.expectation.outcome, result.expectation.rules) == (Outcome.ACCEPT, ("C201",))
    assert result.violations == ()


class Replays(Simulator):
    """Gives the same SID to every participant."""

    def participant_sid(self) -> str:
        return "MB" + "0" * 32


class Forgets(Simulator):
    """Does not list anybody."""

    def listed(self, conversation: Any) -> list[Participant]:
        return []


class Twists(Simulator):
    """Fetches another identity than it created."""

    def fetched(self, request: Request, participant: Participant) -> Response:
        return self.respond(request, 200, self.render(participant) | {"identity": "bob"})


class Anonymous(Simulator):
    """Creates participants without telling their SID."""

    def created(self, request: Request, participant: Participant) -> Response:
        return self.respond(request, 201, self.render(participant) | {"sid": None})


def test_a_sid_is_given_once() -> None:
    """C501 is seen over the trials of a run."""
    tester = a_tester(Replays)
    assert codes(tester, ALICE) == []
    assert codes(tester, SMS) == ["C501"]


@pytest.mark.parametrize(("server", "code"), [(Forgets, "C503"), (Twists, "C502")])
def test_what_was_created_is_read_back(server: type[Simulator], code: str) -> None:
    """By the policy, or when a trial is thorough; ReadBack.NONE reads nothing back."""
    assert codes(a_tester(server), ALICE) == [code]
    assert codes(a_tester(server, ReadBack.SAMPLE), ALICE, thorough=True) == [code]
    assert codes(a_tester(server, ReadBack.NONE), ALICE, thorough=True) == []


def test_samples_are_a_part_and_always_the_same() -> None:
    """One case in eight or so is read back, whenever it is tried."""
    people = [case({IDENTITY: f"person-{number}"}) for number in range(160)]
    runs = [
        [one for one in people if codes(tester, one)]
        for tester in (a_tester(Forgets, ReadBack.SAMPLE) for _ in "ab")
    ]
    assert runs[0] == runs[1]
    assert 5 <= len(runs[0]) <= 40


def test_a_participant_without_a_sid_is_got_rid_of() -> None:
    """Its conversation is replaced, so that the next trial is not spoilt."""
    tester = a_tester(Anonymous)
    first = tester.try_case(ALICE)
    second = tester.try_case(ALICE)
    assert [v.rule.code for v in first.violations] == [v.rule.code for v in second.violations] == ["C106"]
    assert first.exchange.place != second.exchange.place
    assert participants(tester) == 0


class Haunted(Simulator):
    """Creates ghosts, and refuses them."""

    def create_participant(self, call: Call) -> Response:
        response = super().create_participant(call)
        if b"ghost" in call.request.content:
            raise Refusal(20001)
        return response


def ghost(number: int) -> Case:
    """A participant who is refused and yet there; of a name that servers need not accept."""
    return case({IDENTITY: f"ghost+{number}"})


def test_who_was_refused_is_not_there() -> None:
    """C504, again and again, and the next trial finds the conversation empty."""
    tester = a_tester(Haunted)
    for one in (ghost(1), ghost(1), ghost(2)):
        assert codes(tester, one) == ["C504"]
        assert participants(tester) == 0
    assert codes(tester, ALICE) == codes(tester, NOBODY) == []


def test_a_ghost_of_the_other_conversation_is_found_there() -> None:
    """What is read back is the conversation that the case was sent to."""
    tester = a_tester(Haunted)
    assert codes(tester, Case(ghost(1).fields, conversation=Conversation.OTHER)) == ["C504"]
    assert participants(tester) == 0


def test_nobody_is_blamed_for_an_earlier_ghost() -> None:
    """Who is refused rightly is tried again; from then on every trial is read back, and the culprit is found."""
    tester = a_tester(Haunted, ReadBack.SAMPLE)
    unseen = next(one for one in map(ghost, itertools.count()) if not codes(tester, one))
    assert participants(tester) == 1
    assert codes(tester, NOBODY, thorough=True) == []
    assert participants(tester) == 0
    assert codes(tester, unseen) == ["C504"]


class Fickle(Simulator):
    """Refuses every other create, and leaves a ghost at the first."""

    tried = 0

    def create_participant(self, call: Call) -> Response:
        self.tried += 1
        response = super().create_participant(call) if self.tried == 1 or self.tried % 2 == 0 else None
        if response is None or self.tried == 1:
            raise Refusal(20001)
        return response


def test_who_is_accepted_the_second_time_is_no_ghost() -> None:
    """Only who is refused again and there again."""
    tester = a_tester(Fickle, ReadBack.SAMPLE)
    assert codes(tester, ghost(1), thorough=True) == []
    assert participants(tester) == 0


class Drops(Simulator):
    """Hangs up at the first of every two creates, before or after it took effect."""

    effective = False
    tried = 0

    def create_participant(self, call: Call) -> Response:
        self.tried += 1
        if self.tried % 2 == 0:
            return super().create_participant(call)
        if self.effective:
            super().create_participant(call)
        raise Hangup


class DropsAfter(Drops):
    effective = True


@pytest.mark.parametrize("server", [Drops, DropsAfter])
def test_a_few_broken_connections_are_the_network(server: type[Simulator]) -> None:
    """They are tried again, in an empty conversation; more of them are the server."""
    tester = a_tester(server)
    for _ in range(DROPS_TOLERATED):
        assert codes(tester, ALICE) == []
    assert codes(tester, ALICE) == ["C902"]
    assert participants(tester) == 0


class HangsUp(Simulator):
    """Hangs up at an identity."""

    def create_participant(self, call: Call) -> Response:
        if b"hang" in call.request.content:
            raise Hangup
        return super().create_participant(call)


def test_a_connection_that_breaks_again_is_the_server() -> None:
    """Even within what is tolerated; others are not blamed."""
    tester = a_tester(HangsUp)
    assert codes(tester, case({IDENTITY: "hang"})) == ["C902"]
    assert codes(tester, ALICE) == []


LATE = NoAnswer("no response within 10.0 s", slow=True)
USUAL = [FAST] * 5
TIMES: dict[str, tuple[list[float | NoAnswer], list[str], int]] = {
    "as the others": ([FAST], [], 1),
    "at the limit": ([SLOW], [], 1),
    "slow once": ([3.0], [], 3),
    "slow twice": ([3.0, 3.0], [], 3),
    "slow, fast, slow": ([3.0, FAST, 3.0], [], 3),
    "slow three times": ([3.0, 3.0, 3.0], ["C903"], 3),
    "a little over the limit": ([SLOW + 0.01] * 3, ["C903"], 3),
    "late once": ([LATE], [], 2),
    "late twice": ([LATE, LATE], ["C903"], 2),
}


@pytest.mark.parametrize(("times", "found", "sent"), TIMES.values(), ids=TIMES)
def test_slow_is_what_is_slow_again(times: list[float | NoAnswer], found: list[str], sent: int) -> None:
    """One slow answer proves nothing; each is undone, and so is what an answer that came too late had done."""
    tester = a_tester(times=[*USUAL, *times])
    for _ in USUAL:
        assert codes(tester, SMS) == []
    before = transport_of(tester).creates
    assert codes(tester, ALICE) == found
    assert transport_of(tester).creates - before == sent
    assert participants(tester) == 0
    assert codes(tester, ALICE) == []


@pytest.mark.parametrize("usual", [1.0, 3.0, 30.0])
def test_a_slow_target_is_not_a_slow_answer(usual: float) -> None:
    """Only what is many times slower than its like is; from the first answer on."""
    tester = a_tester(
        times=itertools.chain([usual] * 9, [usual * TIMES_SLOWER] * 3, [usual * TIMES_SLOWER + 0.01] * 3)
    )
    assert [codes(tester, ALICE) for _ in range(9)] == [[]] * 9
    assert [codes(tester, ALICE) for _ in range(3)] == [[]] * 3
    assert codes(tester, ALICE) == ["C903"]


def test_a_cold_start_is_no_finding() -> None:
    """The first answer has nothing to be compared with; the second is judged by it."""
    tester = a_tester(times=[9.0, 3.0, FAST])
    assert codes(tester, ALICE) == codes(tester, ALICE) == codes(tester, ALICE) == []


def test_the_gravest_violation_comes_first() -> None:
    """Of those of the answer and those of what it did."""

    class Both(Haunted):
        def error(self, request: Request, refusal: Refusal) -> Response:
            return Response(500, (), b"")

    assert codes(a_tester(Both), ghost(1)) == ["C901", "C504"]


def test_a_participant_of_many_properties_is_undone() -> None:
    """Like any other."""
    tester = a_tester()
    one = case({IDENTITY: "alice", ATTRIBUTES: "{}", "DateCreated": "2015-12-16T22:18:37Z"})
    assert codes(tester, one) == codes(tester, one) == []
    assert participants(tester) == 0
