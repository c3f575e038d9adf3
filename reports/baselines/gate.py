"""The gate: a run held against a baseline. What is known passes while it fails; what is new or fixed does not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from contracts.cases.case import Case
from contracts.cases.corpus import PREFIX, Kept
from contracts.judging.finding import Finding, Verdict
from reports.baselines.baseline import ANYWHERE, Baseline, KnownFailure
from reports.baselines.drifts import drifts
from reports.runs.tally import Tally


def apply(tally: Tally, baseline: Baseline, today: date, *, same_cases: bool = False) -> None:
    """Marks the findings that are known, and adds those that the baseline makes: what is fixed, and drift.

    Applying it again changes nothing. `same_cases` when both runs sent the same. Drift that was tried again and
    not shown is none.
    """
    found = [_held_against(one, baseline, today) for one in tally.findings if one.kind == "violation"]
    found += (_fixed(known) for known in baseline.known if _no_longer_fails(known, tally))
    for drift in drifts(tally, baseline, same_cases=same_cases):
        one = drift.finding()
        confirmed = tally.confirmed.get(one.id, one.confirmed)
        if not is_refuted(confirmed):
            found.append(replace(one, confirmed=confirmed))
    tally.findings[:] = found


def is_refuted(confirmed: str) -> bool:
    """Whether it was tried to show drift again, in vain: chance, and no finding."""
    return confirmed.startswith("0/") and confirmed != "0/0"


def is_known(finding: Finding, baseline: Baseline | None, today: date) -> bool:
    """Whether a finding is a known failure that has not expired."""
    return baseline is not None and _held_against(finding, baseline, today).verdict is Verdict.KNOWN


def _held_against(finding: Finding, baseline: Baseline, today: date) -> Finding:
    known = next((one for one in baseline.known if one.covers(finding.rule, finding.partition)), None)
    if known is None or finding.verdict not in (Verdict.FAIL, Verdict.KNOWN):
        return finding
    if not known.is_expired(today):
        remark = f"known since {known.since}: {known.reason} ({known.issue})"
        return replace(finding, verdict=Verdict.KNOWN, remark=remark)
    return replace(
        finding, verdict=Verdict.FAIL, remark=f"was known until {known.expires}: expired ({known.issue})"
    )


def _no_longer_fails(known: KnownFailure, tally: Tally) -> bool:
    """Whether it was tried to its end, and came to no finding."""
    if any(known.covers(finding.rule, finding.partition) for finding in tally.findings):
        return False
    if known.partition == ANYWHERE:
        return bool(tally.exercised[known.rule]) and all(left.chosen for left in tally.not_run)
    left = {name.partition(" (")[0] for name in (one.partition for one in tally.not_run)}
    return bool(tally.coverage.judged[known.partition][known.rule]) and known.partition not in left


def with_corpus(baseline: Baseline | None, corpus: Iterable[Kept]) -> Baseline | None:
    """The baseline with what the corpus says is known too; `None` when neither says anything."""
    known = tuple(
        KnownFailure(kept.rule, kept.partition, kept.known.reason, kept.known.issue, kept.known.since)
        for kept in corpus
        if kept.known is not None
    )
    if not known:
        return baseline
    return Baseline(known=known) if baseline is None else replace(baseline, known=(*baseline.known, *known))


def _fixed(known: KnownFailure) -> Finding:
    accepting = "accept it, and it is a promise again (contract baseline accept RUN --reason TEXT)"
    kept = known.partition.removeprefix(PREFIX)
    remedy = accepting if kept == known.partition else f"remove 'known' from {kept}.json in the corpus"
    return Finding(
        known.rule,
        known.partition,
        Verdict.FIXED,
        f"a violation, known since {known.since}: {known.reason} ({known.issue})",
        "the rule is kept",
        Case(),
        kind="fixed",
        remark=f"fixed: {remedy}",
    )
