"""The progress of a run: one line that is redrawn on a terminal, and plain lines elsewhere."""

import time

import pytest

from contracts.promises.rules import RULES
from reports.renderings import text
from tests.campaign.campaign import Campaign
from tests.conformance.outlook import Outlook

REDRAWN_EVERY = 0.1
"""Seconds between two drawings on a terminal."""
PLAIN_EVERY = 10.0
"""Seconds between two lines elsewhere."""


class Progress:
    """A pytest plugin that draws when a case was tried."""

    def __init__(
        self,
        config: pytest.Config,
        campaign: Campaign,
        items: list[pytest.Item],
        started: float,
        ends: float | None,
    ) -> None:
        self.reporter = config.pluginmanager.getplugin("terminalreporter")
        self.capture = config.pluginmanager.getplugin("capturemanager")
        self.campaign = campaign
        self.total = len(items)
        self.outlook = Outlook(items, campaign.profile)
        self.started = started
        self.ends = ends
        self.first = 0.0
        self.done = 0
        self.drawn = time.monotonic()
        if self.reporter is not None:
            self.reporter.showfspath = False  # the files that tests stand in say nothing of a run

    def case(self, partition: str) -> None:
        """A case was tried."""
        now = time.monotonic()
        self.first = self.first or now
        on_terminal = self.reporter is not None and self.reporter.isatty
        if self.reporter is None or now - self.drawn < (REDRAWN_EVERY if on_terminal else PLAIN_EVERY):
            return
        self.drawn = now
        line = self._line(partition, now - self.started)
        with self.capture.global_and_fixture_disabled():
            if on_terminal:
                self.reporter.rewrite(line, erase=True)
            else:
                self.reporter.ensure_newline()
                self.reporter.write_line(line)

    def say(self, line: str) -> None:
        """A line of its own."""
        if self.reporter is not None:
            with self.capture.global_and_fixture_disabled():
                self.reporter.ensure_newline()
                self.reporter.write_line(line)

    def _line(self, partition: str, elapsed: float) -> str:
        tally = self.campaign.tally
        left = self.outlook.left(tally.cases, time.monotonic() - self.first)
        if self.ends is not None:
            until = max(self.ends - time.monotonic(), 0.0)
            left = until if left is None or self.campaign.profile.endless else min(left, until)
        violations = sum(times for code, times in tally.violated.items() if RULES[code].level.fails_a_run)
        return text.progress(partition, tally.cases, violations, elapsed, left)

    @pytest.hookimpl
    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A partition is done."""
        self.done += 1
        self.outlook.finish(nodeid, self.campaign.tally.cases)
        if self.reporter is not None and self.reporter.isatty and self.done == self.total:
            self.reporter.rewrite("", erase=True)

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """No letters for partitions: the closing summary names what failed."""
        return (report.outcome, "", "") if report.when == "call" or report.outcome == "skipped" else None
