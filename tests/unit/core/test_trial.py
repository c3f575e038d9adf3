"""A trial leaves nothing behind, finds what the answer alone does not show, and is fair to networks."""

import itertools
from typing import Any

import pytest

from contracts.cases.case import ATTRIBUTES, IDENTITY, Auth, Case, Conversation, case
from contracts.exchanges.wire import Request, Response
from contracts.promises.expectation import Outcome
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Call
from contracts.simulator.state import Participant
from contracts.trials.trial import ReadBack
from tests.unit.core.trials import ALICE, SMS, a_tester, codes, participants

NEITHER = Case()
CASES = [
    ALICE,
    SMS,
    NEITHER,
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
    """A participant that is refused and yet there; of a name that servers need not accept."""
    return case({IDENTITY: f"ghost+{number}"})


def test_a_refused_participant_is_not_there() -> None:
    """C504, again and again, and the next trial finds the conversation empty."""
    tester = a_tester(Haunted)
    for one in (ghost(1), ghost(1), ghost(2)):
        assert codes(tester, one) == ["C504"]
        assert participants(tester) == 0
    assert codes(tester, ALICE) == codes(tester, NEITHER) == []


def test_a_ghost_of_the_other_conversation_is_found_there() -> None:
    """What is read back is the conversation that the case was sent to."""
    tester = a_tester(Haunted)
    assert codes(tester, Case(ghost(1).fields, conversation=Conversation.OTHER)) == ["C504"]
    assert participants(tester) == 0


def test_an_earlier_ghost_is_not_blamed_on_a_later_case() -> None:
    """A case that is refused rightly is tried again; then every trial is read back, and the culprit is found."""
    tester = a_tester(Haunted, ReadBack.SAMPLE)
    unseen = next(one for one in map(ghost, itertools.count()) if not codes(tester, one))
    assert participants(tester) == 1
    assert codes(tester, NEITHER, thorough=True) == []
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


def test_a_participant_accepted_the_second_time_is_no_ghost() -> None:
    """Only a case that is refused again and there again."""
    tester = a_tester(Fickle, ReadBack.SAMPLE)
    assert codes(tester, ghost(1), thorough=True) == []
    assert participants(tester) == 0


def test_the_gravest_violation_comes_first() -> None:
    """Of those of the answer and those of what it did."""

    class Both(Haunted):
        def error(self, request: Request, refusal: Refusal) -> Response:
            response = super().error(request, refusal)
            return Response(400, response.headers, response.content.replace(b'"message"', b'"<html>"'))

    assert codes(a_tester(Both), ghost(1)) == ["C905", "C504", "C111"]


class FailsAfterwards(Haunted):
    """Creates, and then fails, or hands on."""

    status = 500

    def error(self, request: Request, refusal: Refusal) -> Response:
        return Response(self.status, (), b"")


class HandsOn(FailsAfterwards):
    status = 302


@pytest.mark.parametrize(("server", "code"), [(FailsAfterwards, "C901"), (HandsOn, "C906")])
def test_only_a_refusal_refuses(server: type[Simulator], code: str) -> None:
    """Whoever fails may have created before: that is no second fault, and it is undone."""
    tester = a_tester(server)
    assert codes(tester, ghost(1)) == [code]
    assert participants(tester) == 0


def test_a_participant_of_many_properties_is_undone() -> None:
    """Like any other."""
    tester = a_tester()
    one = case({IDENTITY: "alice", ATTRIBUTES: "{}", "DateCreated": "2015-12-16T22:18:37Z"})
    assert codes(tester, one) == codes(tester, one) == []
    assert participants(tester) == 0
