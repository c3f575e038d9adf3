"""The life of a run: it claims its folder, leaves all files there from the beginning, and cleans up at its end."""

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts.cases import corpus
from contracts.errors import ContractError, RecordingError, TargetGone, UsageError
from contracts.exchanges.traffic import Sent
from contracts.promises.rules import RULES
from contracts.targets.connect import connect, session_document
from contracts.targets.journal import journal_for
from contracts.targets.pace import Pace
from contracts.targets.session import Session
from contracts.trials.batches import Batches
from contracts.trials.trial import ReadBack, Tester
from reports.baselines import baseline, gate
from reports.baselines.changes import changes, name_of
from reports.choices import options, profiles
from reports.renderings.every import write_junit, write_machines, write_renderings
from reports.renderings.junit import junit_of
from reports.renderings.text import target_option
from reports.runs import files, folder, launch, summary
from reports.runs.files import write_text
from reports.runs.record import Recorder
from reports.runs.suspect import Suspect
from reports.runs.tally import Tally
from tests.campaign import plan
from tests.campaign.ahead import Ahead
from tests.campaign.campaign import Campaign
from tests.campaign.remembering import database
from tests.conformance.conformance import Conformance
from tests.conformance.signals import Signals

CLEANING, EACH = 60.0, 1.0
"""Seconds that a run is given to clean up, whatever ended it, and for each request that it takes. A target that is
silent is given up long before."""
MANY = 100
"""Requests of a cleaning up that is announced."""
CHANGES_SHOWN = 60
"""Changes since the run before that the summary tells; `contract diff` tells all."""
NAMED = 20
"""Things left behind that the summary names; the record names all."""


def begin(chosen: options.RunOptions, claim: folder.Claim | None, junit: str | None) -> Conformance:
    """A run with a folder, a record and handlers of signals, which has sent nothing yet; `latest` is this one, and
    its summary says that it has not come to its end. Raises UsageError, RecordingError."""
    kept = _corpus(chosen)
    accepted = None if chosen.baseline is None else baseline.read(chosen.baseline)
    accepted = gate.with_corpus(accepted, kept)
    target = connect(chosen.target, os.environ, timeout=chosen.timeout, patience=chosen.patience)
    claim = claim or folder.claim(chosen)
    started = datetime.now(UTC)
    profile = profiles.profile(chosen.profile)
    if target.tape is not None:  # what this machine remembers of other runs is not in the recording
        profile = replace(profile, keeps_database=False)
    seed = chosen.seed if chosen.seed is not None else _seed(profile)
    recorder = Recorder(claim.out / files.RECORD).__enter__()
    tag = target.tag(started)
    playing = {"options": options.recorded(chosen), "session": session_document(target, tag)}
    recorder.header(chosen.target, chosen.profile, seed, started, **playing)
    session = Session(target, tag, journal_for(target, tag, os.environ))
    tester = Tester(session, ReadBack(chosen.read_back))
    campaign = Campaign(tester, recorder, Tally(), profile, seed, database=database(chosen))
    signals = Signals(target.transport.stopper)
    signals.install()
    xml = Path(junit) if junit else claim.out / files.JUNIT
    suspect = Suspect(claim.out / files.SUSPECT)
    campaign.before_send = suspect.write
    if chosen.read_back == ReadBack.SAMPLE and (chosen.sparing or not target.is_local):
        campaign.ahead = Ahead(Batches(session, campaign.tester.sids_seen, suspect.write))
        campaign.tester.sparing = True
    run = Conformance(
        *(chosen, claim, seed, session, campaign, signals, xml, suspect), baseline=accepted, corpus=kept
    )
    target.transport.ledger.limit = chosen.budget
    target.transport.pace = None if chosen.rate is None else Pace(chosen.rate)
    target.transport.ledger.on_sent = recorder.request
    session.clock.on_read = recorder.clock
    if chosen.max_time is not None:
        target.transport.stopper.ends = time.monotonic() + chosen.max_time
    try:
        _announce(run)
    except RecordingError:
        session.journal.close(empty=True)
        raise
    return run


def _corpus(chosen: options.RunOptions) -> tuple[corpus.Kept, ...]:
    """The cases of the folder that was named, or of the checkout's own; in an installed copy there is none."""
    own = launch.HOME / "tests" / "corpus"
    place = chosen.corpus or (own if own.is_dir() else None)
    return () if place is None else corpus.read(place, frozenset(RULES))


def _seed(profile: profiles.Profile) -> int:
    return 0 if profile.deterministic else random.SystemRandom().randrange(2**32)


def _announce(run: Conformance) -> None:
    """What stays of a run that is killed without a word."""
    run.before = _before(run)
    tally = Tally()
    tally.leave_out("the rest", summary.UNFINISHED)
    _write_all(run, _summary(run, tally))
    write_junit(run.junit, summary.UNFINISHED)
    folder.point_latest(run.out)


def _before(run: Conformance) -> summary.Summary | None:
    """The summary of the run before, if it was one of the same target, and is whole."""
    folder_before = folder.run_before(run.out)
    try:
        found = None if folder_before is None else summary.read(folder_before)
    except UsageError:
        return None
    return found if found is not None and found.get("target") == run.options.target else None


def open_session(run: Conformance) -> None:
    """Opens the session, and learns what may be tried there. Raises what keeps it from that, after cleaning up."""
    tally = run.campaign.tally
    chosen = run.options
    try:
        run.session.open()
        run.campaign.canary.begin()
        declared = run.session.declared
        run.campaign.recorder.declared(declared)
        tally.known = plan.rules(declared) | {kept.partition: (kept.rule,) for kept in run.corpus}
        plan.check_names(tally.known, [*chosen.partition, *(name for name, _ in chosen.leave_out)])
        tally.left_to_target = plan.left_to_target(declared)
        tally.fixed = plan.fixed(declared)
        run.campaign.promised = plan.promised(declared)
        run.shards = plan.shards(declared, chosen.shard[1]) if chosen.shard[1] > 1 else {}
    except ContractError as error:
        tally.leave_out("the rest", str(error))
        finish(run)
        with suppress(RecordingError):
            write_junit(run.junit, str(error))
        raise


def finish(run: Conformance) -> summary.Summary:
    """Cleans up at the target, and leaves the files. What cannot be written makes the run inconclusive."""
    _clean(run)
    found = _summary(run, run.campaign.tally)
    if run.before is not None:
        lines = changes(run.before, found)
        found["changes"] = {"against": name_of(run.before), "lines": lines[:CHANGES_SHOWN]}
        run.before = None
    counts = {
        "cases": found["cases"],
        "requests": found["exchanges"],
        "findings": len(found["findings"]),
    }
    _try(run, lambda: run.campaign.recorder.footer(found["verdict"], counts, found["duration_s"]))
    run.campaign.recorder.__exit__(None, None, None)
    _try(run, lambda: _write_all(run, found))
    run.found = mark_unwritten(run) if run.unwritten else found
    return run.found


def mark_unwritten(run: Conformance) -> summary.Summary:
    """The run is inconclusive: a file could not be written. As far as there is room, its summary says so."""
    run.campaign.tally.leave_out("the record", run.unwritten)
    run.found = _summary(run, run.campaign.tally)
    with suppress(RecordingError):
        _write_all(run, run.found)
    return run.found


def _summary(run: Conformance, tally: Tally) -> summary.Summary:
    transport = run.session.target.transport
    duration = time.monotonic() - run.started
    if run.baseline is not None:
        gate.apply(tally, run.baseline, datetime.now(UTC).date(), same_cases=run.sends_the_same())
    counts, started = transport.ledger.counts, datetime.now(UTC) - timedelta(seconds=duration)
    return summary.summary(tally, run.options, run.seed, duration, counts, transport.origin, started)


def _write_all(run: Conformance, found: summary.Summary) -> None:
    summary.write(run.out, found, run.campaign.tally.findings)
    write_renderings(run.out, found)
    if run.found is None and found["cases"]:
        write_machines(run.out, found, os.environ)


def name_partitions(run: Conformance) -> None:
    """Puts a junit.xml that speaks of partitions in the place of pytest's, which is kept when it has tracebacks of
    defects."""
    defects = any(left.reason.startswith("a defect") for left in run.campaign.tally.not_run)
    if run.found is not None and run.found["cases"] and not defects:
        _try(run, lambda: write_text(run.junit, junit_of(run.found or {})))


def _try(run: Conformance, write: Callable[[], None]) -> None:
    try:
        write()
    except RecordingError as error:
        run.unwritten = run.unwritten or str(error)


def _clean(run: Conformance) -> None:
    transport, recorder, tally = run.session.target.transport, run.campaign.recorder, run.campaign.tally

    def record(sent: Sent) -> None:
        _try(run, lambda: recorder.request(sent))

    transport.ledger.on_sent = record
    takes = run.session.owned.cost
    allowed = CLEANING + EACH * takes
    if takes > MANY and not run.session.target.keeps_nothing:
        run.say(f"cleaning up: {takes:,} requests; Ctrl-C leaves the rest to contract sweep")
    if run.signals.heard < 2:
        transport.stopper.release(allowed)
    try:
        run.session.close()
    except ContractError as error:
        late = transport.stopper.ends is not None and time.monotonic() >= transport.stopper.ends
        tally.leave_out("cleaning up", f"it took over {allowed:.0f} s" if late else str(error))
    if not isinstance(run.halted, TargetGone):
        run.suspect.forget()
    for pair, holder in run.session.obstacles.items():
        reason = f"in the way: {holder}, which is none of this run's, has the pair {pair}; not judged"
        tally.leave_out("cases with that pair", reason, chosen=True)
    if run.session.leftovers:
        _try(run, lambda: recorder.note(f"left behind: {', '.join(run.session.leftovers)}"))
        tally.leave_out("cleaning up", _left_behind(run))


def _left_behind(run: Conformance) -> str:
    names = run.session.leftovers
    more = f" and {len(names) - NAMED} more, which {files.RECORD} names" if len(names) > NAMED else ""
    command = f"contract sweep{target_option(run.options.target)}"
    return f"left behind: {', '.join(names[:NAMED])}{more}; {command} deletes it"
