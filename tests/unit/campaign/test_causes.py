"""Findings of one cause are told as one, which the gravest leads; two faults stay two."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.exchanges.traffic import Role
from contracts.exchanges.wire import Request, Response
from contracts.simulator import Simulator
from contracts.simulator.rendering import Body
from contracts.simulator.server import LoopbackServer
from contracts.simulator.state import Participant
from contracts.targets.settings import MOCK
from reports.choices.options import RunOptions
from reports.renderings.html import html
from reports.renderings.markdown import markdown
from reports.renderings.text import closing_summary
from reports.runs.causes import Alike, causes
from reports.runs.summary import Summary, summary
from strategies.partitions import catalogue
from tests.campaign.alone import opened
from tests.unit.reports.builders import finding
from tests.unit.reports.commands import SANDBOX


class Answering(Simulator):
    """Answers a creation in another way than what is read later."""

    def created(self, request: Request, participant: Participant) -> Response:
        """The answer to a creation."""
        body = self.render(participant)
        self.change(body)
        return self.respond(request, 201, body)

    def change(self, body: Body) -> None:
        """Changes the answer to a creation."""


class LowersInAnswers(Answering):
    """Answers identities in lower case, and keeps them as they are: C301, C502, C503."""

    def change(self, body: Body) -> None:
        """The identity in lower case."""
        body["identity"] = body["identity"] and body["identity"].lower()


class TwoFaults(LowersInAnswers):
    """Answers without the attributes that it keeps too: C302, C502, C503."""

    def change(self, body: Body) -> None:
        """Without the attributes too."""
        super().change(body)
        body["attributes"] = "{}"


def found(folder: Path, server: Callable[..., Simulator], *names: str) -> Summary:
    """The summary of a run of these partitions."""
    with (
        LoopbackServer(server(account_sid=MOCK.account_sid, auth_token=MOCK.password)) as one,
        opened(folder, one.url, SANDBOX, "quick") as run,
    ):
        for part in catalogue.partitions(run.declared):
            if part.name in names:
                run.tally.start(part.name, part.rules)
                run.scout(part)
                run.try_examples(part)
        return summary(run.tally, RunOptions(one.url), 0, 1.0, {Role.CASE: run.tally.cases})


@pytest.fixture(scope="module")
def lowered(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """What is found of one fault in three rules."""
    return found(tmp_path_factory.mktemp("lowered"), LowersInAnswers, "identity-keywords")


def test_three_rules_of_one_cause_are_one(lowered: Summary) -> None:
    """In summary.json: the gravest leads."""
    by_rule = {one["rule"]: one for one in lowered["findings"]}
    assert set(by_rule) == {"C301", "C502", "C503"}
    assert by_rule["C502"]["cause"] == ""
    assert by_rule["C301"]["cause"] == by_rule["C503"]["cause"] == by_rule["C502"]["id"]


def test_the_others_are_named_under_it(lowered: Summary) -> None:
    """On the terminal, in Markdown and on the page."""
    shown = closing_summary(lowered)
    assert shown.count("FAIL C") == 1
    assert "\n  With it:  C301 The identity comes back as sent: expected" in shown
    assert "VIOLATES: 3 findings about C502 (with C301, C503)." in " ".join(shown.split())
    assert markdown(lowered).count("\n### C") == 1
    assert "Of the same cause:\n\n- C301 The identity comes back as sent: expected" in markdown(lowered)
    page = html(lowered)
    assert 'Of the same cause: <a href="#C301-identity-keywords-' in page
    assert page.count('Of the same cause as <a href="#C502-identity-keywords-') == 2


def test_two_faults_are_two(tmp_path: Path) -> None:
    """Identity and attributes: each has its own rules under it, though they share rules."""
    one = found(tmp_path, TwoFaults, "identity-keywords", "attributes-objects")
    ids = {entry["id"]: entry for entry in one["findings"]}
    led = {(ids[entry["cause"]]["about"], entry["rule"]) for entry in ids.values() if entry["cause"]}
    assert led == {("identity", "C301"), ("identity", "C503"), ("attributes", "C302"), ("attributes", "C503")}
    assert closing_summary(one).count("FAIL C502") == 2


def test_what_was_not_deleted_is_no_fault_of_others() -> None:
    """Participants that are refused as duplicates have the cause of those that stay; other refusals do not."""
    stays = finding("C516", "deleted")
    twin = replace(finding("C202", "sms-pair"), actual="409, code 50416")
    other = finding("C207", "attributes-sizes")
    assert causes([twin, other, stays], Alike()) == {twin.id: stays.id}
    assert causes([twin, other], Alike()) == {}
