"""One run within one pytest session: what a test may ask of it, and how it fails."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from contracts.cases.case import Conversation
from contracts.cases.corpus import Kept
from contracts.errors import ContractError
from contracts.judging.finding import Finding
from contracts.targets.session import Session
from contracts.trials.witness import Witness
from reports.baselines.baseline import Baseline
from reports.baselines.drifts import drifts
from reports.baselines.gate import is_known
from reports.choices import options
from reports.renderings.text import finding_text
from reports.runs.folder import Claim
from reports.runs.summary import Summary, entry, finding_path
from reports.runs.suspect import Suspect
from strategies.partitions.partition import NEEDED, Partition, senders_of
from strategies.sequences.partition import SequencePartition
from tests.campaign import drifting
from tests.campaign.campaign import Campaign
from tests.campaign.plays import Plays
from tests.conformance.signals import Signals

DRIFTS = 20
"""Changes of what is left to the target that are tried again: with more, it is another server."""


@dataclass(slots=True)
class Conformance:
    """One run within one pytest session.

    `say` prints a line for people. `corpus` is tried ahead of everything else. `shards` has the part that each
    partition is in, if the run is parted. `before` is the summary of the run before, if there is one; `found` that
    of this run once it has ended; `unwritten` says which of its files could not be written, and why.
    """

    options: options.RunOptions
    claim: Claim
    seed: int
    session: Session
    campaign: Campaign
    signals: Signals
    junit: Path
    suspect: Suspect
    say: Callable[[str], None] = lambda line: None
    found: Summary | None = None
    unwritten: str = ""
    started: float = field(default_factory=time.monotonic)
    baseline: Baseline | None = None
    halted: ContractError | None = None
    witness: Witness | None = None
    before: Summary | None = None
    corpus: tuple[Kept, ...] = ()
    shards: dict[str, int] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The folder of the run."""
        return self.claim.out

    def leave_out(self, partition: str, reason: str) -> None:
        """Skips the test of a partition that the target cannot be asked about; the owner knows."""
        self.campaign.tally.leave_out(partition, reason, chosen=True)
        pytest.skip(reason)

    def obstacle(self, partition: Partition | SequencePartition) -> str | None:
        """Why a partition is not tried: it is left out by choice, or the account or target lacks what it needs."""
        chosen = dict(self.options.leave_out)
        if partition.name in chosen:
            return chosen[partition.name]
        for channel in (partition.channel or "").split():
            known = len(getattr(senders_of(self.campaign.declared), channel))
            kind = "" if channel == "any" else f"{channel} "
            if known < getattr(partition, "senders", 1):
                return f"{'only one' if known else 'no'} {kind}sender in CONTRACT_PROXY_ADDRESSES"
        if partition.needs is not None and not getattr(self.campaign.declared, partition.needs):
            return NEEDED[partition.needs]
        if partition.key and not self.session.target.settings.keys.has_both:
            return "no API key beside the token (TWILIO_API_KEY, TWILIO_API_SECRET)"
        closed = isinstance(partition, Partition) and any(
            case.conversation == Conversation.CLOSED for case in partition.examples
        )
        if closed and not self.session.has_closed_conversation():
            return "the target did not close a conversation (POST State=closed)"
        return None

    def affords(self, partition: SequencePartition) -> bool:
        """Whether what a partition costs is asked for, or little: on this machine, in a run without a budget."""
        chosen = self.options
        cheap = self.session.target.is_local and self.campaign.profile.every_example and chosen.budget is None
        return not partition.cost or chosen.limits or cheap

    def selects(self, name: str, rules: tuple[str, ...]) -> bool:
        """Whether a partition is part of the run."""
        only, codes = self.options.partition, self.options.rule
        if self.shards.get(name, 1) != self.options.shard[0]:
            return False
        return not (only or codes) or name in only or not set(codes).isdisjoint(rules)

    def skip_unless_possible(self, partition: Partition | SequencePartition) -> None:
        """Skips the test of a partition that cannot be tried."""
        obstacle = self.obstacle(partition)
        if obstacle is not None:
            self.leave_out(partition.name, obstacle)

    def enough(self) -> bool:
        """Whether what was found is what the run was to find."""
        rules = {finding.rule for finding in self.campaign.tally.findings if not self.is_known(finding)}
        return bool(rules) if self.options.fail_fast else self.options.until in rules

    def sends_the_same(self) -> bool:
        """Whether the accepted run had the same cases: a deterministic profile with the same seed."""
        mine, accepted = (self.options.profile, self.seed), self.baseline.run if self.baseline else {}
        return self.campaign.profile.deterministic and mine == (accepted.get("profile"), accepted.get("seed"))

    def confirm_drift(self) -> None:
        """Tries again what has drifted from the baseline, as long as it is little."""
        if self.baseline is not None:
            found = drifts(self.campaign.tally, self.baseline, same_cases=self.sends_the_same())
            for drift in islice(found, DRIFTS):
                drifting.confirm(self.campaign, drift)

    def is_known(self, finding: Finding) -> bool:
        """Whether the baseline knows the failure: it fails no test then, and ends no run."""
        return is_known(finding, self.baseline, datetime.now(UTC).date())

    def report(self, findings: list[Finding]) -> None:
        """Fails the test of a partition with what it found, or with what happened to the witness meanwhile."""
        if self.witness is not None and self.witness.is_due:
            findings = [*findings, *self.watch()]
        findings = [finding for finding in findings if not self.is_known(finding)]
        if not findings:
            return
        if self.enough():
            option = "--fail-fast" if self.options.fail_fast else f"--until {self.options.until}"
            self.halted = FailFast(f"ended with the first finding, as {option} asks")
        shown = [self._text(finding) for finding in findings]
        pytest.fail("\n\n".join(shown), pytrace=False)

    def _text(self, finding: Finding) -> str:
        target = self.options.target
        found = entry(finding, self.session.target.transport.origin, target)
        return finding_text(found, finding_path(self.out, finding.id), target)

    def watch(self) -> list[Finding]:
        """What happened to the witness since it was added; then there is none any more."""
        if self.witness is None:
            return []
        findings = Plays(self.campaign).watch(self.witness)
        if findings:
            self.witness = None
        return findings


class FailFast(ContractError):
    """A finding is enough."""
