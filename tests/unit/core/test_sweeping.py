"""A sweep deletes what dead runs left, and nothing that is not theirs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.cases.case import IDENTITY, Case, Conversation, case
from contracts.errors import TargetUnavailable
from contracts.exchanges.wire import Request, Response
from contracts.simulator import Simulator
from contracts.targets.journal import Journal, dead_and_alive
from contracts.targets.session import Session
from contracts.targets.sweeping import Litter, Sweep
from contracts.targets.tags import new_tag
from tests.unit.core.sessions import ALICE, BOB, NOTHING, faulty, opened, simulator_of

HOUR = 3600.0


def run_of(session: Session, home: Path | None, *cases: Case) -> Session:
    """A run at the same target, with a journal in `home`, which created this."""
    tag = new_tag(datetime.now(UTC))
    run = Session(session.target, tag, Journal(home, account="AC", origin="x", tag=tag))
    run.open()
    for one in cases:
        run.send(one)
    return run


def killed(run: Session) -> None:
    """The process is gone, and with it the lock of its journal."""
    run.journal.close(empty=False)


@contextmanager
def sweeping(session: Session, home: Path, tag_age: float = HOUR, now: float | None = None) -> Iterator[Sweep]:
    """A sweep by a process of its own."""
    with dead_and_alive(home) as (dead, alive):
        yield Sweep(session, dead, alive, tag_age, time.time() if now is None else now)


def swept(session: Session, home: Path, tag_age: float = HOUR, now: float | None = None) -> list[Litter]:
    """What a sweep found and deleted."""
    with sweeping(session, home, tag_age, now) as sweep:
        found = sweep.find()
        gone = [sweep.remove(litter) for litter in found]
        assert all(gone)
        return found


def test_what_a_killed_run_left_goes_and_a_second_sweep_finds_nothing(tmp_path: Path) -> None:
    """Conversations, participants and Users, by its journal."""
    session = opened()
    before = simulator_of(session).leftovers()
    killed(run_of(session, tmp_path, ALICE, BOB, replace(ALICE, conversation=Conversation.OTHER)))
    assert len(swept(session, tmp_path)) == 4
    assert simulator_of(session).leftovers() == before
    assert swept(session, tmp_path) == []


def test_a_run_that_lives_is_left_alone(tmp_path: Path) -> None:
    """Also its Users, when a dead run had the same identities."""
    session = opened()
    living = run_of(session, tmp_path, ALICE)
    killed(run_of(session, tmp_path, ALICE, BOB))
    found = swept(session, tmp_path, tag_age=0)
    assert [litter.name for litter in found if litter.what == "user"] == ["bob"]
    assert living.place(Conversation.EXISTING).conversation_sid in simulator_of(session).conversations
    living.close()


def test_what_others_own_stays(tmp_path: Path) -> None:
    """Conversations without our tag, Users that were there before, and Users of other identities."""
    others = Session(opened().target, "participant-contract's own")
    others.open()
    others.send(ALICE)
    kept = simulator_of(others).leftovers()
    killed(run_of(others, tmp_path, ALICE))
    others.send(BOB)
    swept(others, tmp_path, tag_age=0)
    assert list(simulator_of(others).users) == ["alice", "bob"]
    assert simulator_of(others).leftovers() == {**kept, "participants": 2, "users": 2}


def test_a_user_that_came_after_the_run_is_not_its_own(tmp_path: Path) -> None:
    """The run wrote the identity down, and was killed before it sent the request."""
    session = opened()
    run = run_of(session, tmp_path)
    run.owned.making_users(["alice"])
    killed(run)
    simulator = simulator_of(session)
    simulator.now = lambda: datetime.now(UTC) + timedelta(hours=1)
    session.send(ALICE)
    assert [litter.what for litter in swept(session, tmp_path)] == ["conversation"]
    assert list(simulator.users) == ["alice"]


def test_where_the_journal_is_gone_the_tag_tells(tmp_path: Path) -> None:
    """Of conversations that are old enough, and of the Users in them that are not older than they are."""
    session = Session(opened().target, "somebody else")
    session.open()
    session.send(BOB)
    simulator = simulator_of(session)
    kept = simulator.leftovers()
    simulator.now = lambda: datetime.now(UTC) + timedelta(seconds=2)
    run_of(session, None, ALICE, BOB)
    assert swept(session, tmp_path) == []
    found = swept(session, tmp_path, now=time.time() + 2 * HOUR)
    assert [(litter.what, litter.name) for litter in found if litter.what == "user"] == [("user", "alice")]
    assert simulator.leftovers() == kept
    assert swept(session, tmp_path, tag_age=0) == []


def test_a_conversation_whose_answer_was_lost_is_found_by_the_tag_of_its_run(tmp_path: Path) -> None:
    """However young it is: the journal says that the run is dead."""
    session = opened()
    run = run_of(session, tmp_path)
    session.call("POST", "/v1/Conversations", {"FriendlyName": run.tag})
    killed(run)
    assert len(swept(session, tmp_path)) == 2


def test_a_target_that_does_not_say_is_not_clean(tmp_path: Path) -> None:
    """Refused credentials, or a failure, are no empty list."""
    session = opened()
    killed(run_of(session, tmp_path, ALICE))

    def refuse(request: Request, go_on: Callable[[], Response]) -> Response:
        return Response(401) if request.method == "GET" else go_on()

    with sweeping(faulty(session, refuse), tmp_path) as sweep, pytest.raises(TargetUnavailable, match="401"):
        sweep.find()
    assert not sweep.whole


def test_everything_is_found_in_a_large_account(tmp_path: Path) -> None:
    """Over many pages."""
    session = opened()
    for _ in range(250):
        session.new_conversation()
    killed(run_of(session, tmp_path, *(case({IDENTITY: f"person-{number}"}) for number in range(150))))
    assert len(swept(session, tmp_path)) == 151
    session.close()
    assert isinstance(session.target.simulator, Simulator)
    assert session.target.simulator.leftovers() == NOTHING
