"""Batches: of cases in company only what is as promised is believed, and with fewer requests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.cases.case import Auth, Case, case
from contracts.exchanges.wire import Request, Response
from contracts.targets.client import NoAnswer
from contracts.targets.connect import connect
from contracts.targets.session import Session
from contracts.trials import trial
from contracts.trials.batches import PATIENCE, SIZE, Batches, fits
from reports.choices.profiles import profile
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from strategies.partitions import catalogue
from tests.campaign.ahead import Ahead
from tests.campaign.campaign import Campaign
from tests.unit.core.sessions import NOTHING, faulty, opened, simulator_of

NAMES = [case({"Identity": f"guest {letter}"}) for letter in "abcdefghij"]
EMPTY = [case({"Identity": ""}), case({"Attributes": "{}"}), Case((("Identity", "x"),), auth=Auth.NONE)]


def fine(session: Session, cases: list[Case]) -> list[trial.Result]:
    return list(Batches(session, set()).fine(cases))


def test_cases_in_company_cost_hardly_more_than_one_request_each() -> None:
    """Ten accepted and three refused ones: a conversation, a list, and a fetch now and then; nothing stays."""
    session = opened()
    before = session.target.transport.requests
    found = fine(session, [*NAMES, *EMPTY])
    assert {result.exchange.case for result in found} == {*NAMES, *EMPTY}
    assert session.target.transport.requests - before <= 13 + 3 + 6
    for result in found:
        assert result.violations == ()
        assert result.judged >= ({"C501", "C503", "C903"} if result.exchange.accepted else {"C504", "C903"})
    assert any("C502" in result.judged for result in found)
    session.close()
    assert simulator_of(session).leftovers() == NOTHING


def test_what_may_be_in_the_way_of_another_is_tried_alone() -> None:
    """The same name in any spelling, what a server may read in two ways, and a few cases only."""
    session = opened()
    spellings = [case({"Identity": name}) for name in ("guest a", "GUEST A", "Guest-A", "\uff47uest a")]
    assert [result.exchange.case for result in fine(session, [*NAMES, *spellings])] == NAMES
    assert fine(session, NAMES[:3]) == []
    assert not fits(Case((("Identity", "a"), ("Identity", "b"))))
    assert not fits(Case(method="GET"))
    assert not fits(Case(conversation="missing"))
    assert not fits(case({"MessagingBinding.ProjectedAddress": "+15017122661"}))


@pytest.mark.parametrize(
    "name",
    ["lowers-identities", "lists-twice", "lists-strangers", "creates-then-checks", "accepts-empty-identity"],
)
def test_of_what_is_not_as_promised_nothing_is_said(name: str) -> None:
    """The case is tried alone then, and found wrong."""
    target = connect(f"miniature:{name}", {})
    session = Session(target, "test")
    session.open()
    odd = [case({"Identity": "Guest K"}), case({"Identity": ""}), case({"Identity": "x", "Attributes": "["})]
    todo = [*NAMES, *odd]
    believed = {result.exchange.case for result in fine(session, todo)}
    alone = trial.Tester(session, trial.ReadBack.ALL)
    wrong = {one for one in todo if any(v.fails for v in alone.try_case(one, thorough=True).violations)}
    assert wrong or name.startswith("lists"), name
    assert believed.isdisjoint(wrong)


def test_what_goes_unanswered_ends_the_batch_and_soon_all_of_them() -> None:
    """Nothing is believed meanwhile."""
    session = opened()
    sent = []

    def fault(request: Request, go_on: Callable[[], Response]) -> Response:
        if request.method == "POST" and request.target.endswith("/Participants"):
            sent.append(request)
            raise NoAnswer("ReadError: gone", slow=False)
        return go_on()

    many = [case({"Identity": f"guest {number}"}) for number in range(10 * SIZE)]
    batches = Batches(faulty(session, fault), set())
    assert list(batches.fine(many)) == []
    assert len(sent) == PATIENCE
    assert list(batches.fine(many)) == []
    assert len(sent) == PATIENCE


def campaigned(folder: Path, name: str, *, sparing: bool) -> tuple[Tally, int]:
    """A campaign of some partitions, and how many requests it took."""
    session = Session(connect(name, {}), "test")
    session.open()
    with Recorder(folder / "r") as recorder:
        tester = trial.Tester(session)
        campaign = Campaign(tester, recorder, Tally(), profile("quick"), 0)
        if sparing:
            campaign.ahead, tester.sparing = Ahead(Batches(session, tester.sids_seen)), True
        for one in catalogue.partitions(session.declared):
            if one.name in ("identity-boundary", "identity-empty", "identity-punctuation"):
                campaign.try_each(one.name, one.examples)
                campaign.explore(one)
    return campaign.tally, session.target.transport.requests


@pytest.mark.parametrize("name", ["mock", "miniature:lowers-identities", "miniature:fetches-no-attributes"])
def test_a_campaign_comes_to_the_same_with_fewer_requests(tmp_path: Path, name: str) -> None:
    """The same cases, and the same rules are broken."""
    before, many = campaigned(tmp_path, name, sparing=False)
    after, few = campaigned(tmp_path, name, sparing=True)
    assert {one.rule for one in before.findings} == {one.rule for one in after.findings}
    assert name != "mock" or (before.cases, before.partitions) == (after.cases, after.partitions)
    assert few < many
