"""Drift of what the documents leave open: a status, a text and a header that changed are three findings, and two
nights on the same server have none."""

import itertools
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from contracts.exchanges.wire import Request, Response
from contracts.judging.finding import Finding, Verdict
from contracts.targets.session import Session
from contracts.trials import trial
from reports.baselines import gate
from reports.baselines.accepting import Decision, accept
from reports.baselines.baseline import Baseline, read, write
from reports.baselines.drifts import drifts
from reports.choices.options import RunOptions
from reports.choices.profiles import profile
from reports.runs import summary
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from strategies.partitions import catalogue
from tests.campaign import drifting
from tests.campaign.campaign import Campaign
from tests.unit.core.sessions import faulty, opened

TODAY = date(2026, 11, 25)
PARTITIONS = ("methods", "content-types", "identity-lookalikes", "date-odd", "conversation-literal")
Change = Callable[[Request, Response], Response]
COUNT = itertools.count()


def night(path: Path, change: Change | None = None, baseline: Baseline | None = None) -> Tally:
    """What a run of some partitions came to, on a server that answers so; drift is confirmed."""

    def fault(request: Request, go_on: Callable[[], Response]) -> Response:
        answer = go_on()
        return change(request, answer) if change and request.target.endswith("/Participants") else answer

    session = faulty(opened(), fault)
    with Recorder(path / "run.ndjson") as recorder:
        campaign = campaign_of(session, recorder)
        for one in catalogue.partitions(session.declared):
            if one.name in PARTITIONS:
                campaign.try_examples(one)
        if baseline is not None:
            for drift in drifts(campaign.tally, baseline, same_cases=True):
                drifting.confirm(campaign, drift)
            gate.apply(campaign.tally, baseline, TODAY, same_cases=True)
    return campaign.tally


def campaign_of(session: Session, recorder: Recorder) -> Campaign:
    return Campaign(trial.Tester(session), recorder, Tally(), profile("gate"), 0)


def accepted(tally: Tally, old: Baseline | None = None, *only: str) -> Baseline:
    """The baseline after a night was accepted."""
    found = summary.summary(tally, RunOptions(), 0, 1.0, {})
    return accept(old or Baseline(), found, Decision("so it is", "API-1", TODAY, only=only))


def ids_and_dates(request: Request, answer: Response) -> Response:
    """Noise: an id in the text of each refusal, one in a header, and a header that a cache adds now and then."""
    if answer.status < 300:
        return answer
    body = answer.content.replace(b'"message": "', b'"message": "[%s] ' % uuid.uuid4().hex.encode())
    more = (("X-Trace", uuid.uuid4().hex), *((("X-Cache", "hit"),) if next(COUNT) % 3 else ()))
    return Response(answer.status, (*answer.headers, *more), body)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Baseline:
    """A night that was accepted, read from its file."""
    folder = tmp_path_factory.mktemp("night")
    write(folder / "baseline.json", accepted(night(folder)))
    return read(folder / "baseline.json")


def drift(tally: Tally) -> list[Finding]:
    return [one for one in tally.findings if one.kind == "drift"]


def test_two_nights_on_the_same_server_have_none(tmp_path: Path, before: Baseline) -> None:
    """Whatever differs from answer to answer."""
    assert before.texts
    assert before.headers
    assert drift(night(tmp_path, None, before)) == []
    noisy = accepted(night(tmp_path, ids_and_dates))
    assert drift(night(tmp_path, ids_and_dates, noisy)) == []


def three(request: Request, answer: Response) -> Response:
    """Answers one kind of request with another status, one with another text, and one with a header more."""
    if request.method not in ("POST", "GET"):
        return Response(404, answer.headers, answer.content.replace(b'"status": 405', b'"status": 404'))
    if b"50204" in answer.content:
        return Response(answer.status, answer.headers, answer.content.replace(b"Identity not", b"No identity was"))
    if answer.status == 201:
        return Response(201, (*answer.headers, ("X-Shard", "7")), answer.content)
    return answer


def test_what_changed_is_found_once_and_confirmed(tmp_path: Path, before: Baseline) -> None:
    """With both observations side by side, whatever the number of partitions that show it."""
    tally = night(tmp_path, three, before)
    status, text, header = drift(tally)
    assert (status.partition, status.detail, status.confirmed) == ("methods", "", "3/3")
    assert "405" in status.expected
    assert "404" in status.actual
    assert (text.detail, text.confirmed) == ("text of 400 50204", "3/3")
    assert "Identity not provided" in text.expected
    assert "No identity was provided" in text.actual
    assert (header.detail, header.confirmed, header.actual) == (
        "header x-shard new",
        "3/3",
        "a header x-shard with 201",
    )
    assert "more partitions" in header.remark
    assert len({one.id for one in drift(tally)}) == 3
    assert tally.verdict() == "violates"


def test_a_change_is_accepted_by_its_name(tmp_path: Path, before: Baseline) -> None:
    """And then it is as it was."""
    tally = night(tmp_path, three, before)
    new = accepted(tally, before, *(one.id for one in drift(tally)))
    assert drift(night(tmp_path, three, new)) == []


def test_what_is_not_shown_again_is_none(tmp_path: Path, before: Baseline) -> None:
    """A header that came with the first answers only."""
    times, first = before.observed["methods"]["405 20004"], itertools.count()

    def once(request: Request, answer: Response) -> Response:
        is_early = answer.status == 405 and next(first) < times
        return Response(answer.status, (*answer.headers, *([("X-Once", "1")] * is_early)), answer.content)

    tally = night(tmp_path, once, before)
    assert drift(tally) == []
    assert [(one.detail, one.confirmed, one.verdict) for one in tally.unconfirmed] == [
        ("header x-once new", "0/3", Verdict.INCONCLUSIVE)
    ]


def test_an_older_baseline_says_nothing_of_texts(tmp_path: Path, before: Baseline) -> None:
    """And is a baseline still."""
    path = tmp_path / "baseline.json"
    write(path, Baseline(observed=before.observed))
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "texts" not in line))
    path.write_text(path.read_text().replace(',\n  "headers": {}', ""))
    tally = night(tmp_path, three, read(path))
    assert [one.detail for one in drift(tally)] == [""]
