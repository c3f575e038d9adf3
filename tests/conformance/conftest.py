"""The main job as a pytest plugin: `contract run` is `pytest tests/conformance --target T --profile P`."""

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Generator
from datetime import UTC, datetime
from types import FrameType

import pytest

from contracts.errors import ContractError, OutOfBudget, Stopped, TargetUnavailable, UsageError
from contracts.promises.declared import NOTHING
from contracts.targets.connect import connect
from contracts.targets.journal import journal_for
from contracts.targets.session import Session
from contracts.targets.stopping import Stopper
from contracts.targets.tags import new_tag
from contracts.trials import witness
from contracts.trials.trial import ReadBack, Tester
from reports.choices import options, profiles
from reports.exit_codes import TO_PYTEST, ExitCode
from reports.renderings import text
from reports.renderings.every import write_renderings
from reports.runs import files, folder, summary
from reports.runs.record import Recorder
from reports.runs.tally import Tally
from strategies.partitions import schema_cases
from tests.campaign import plan
from tests.campaign.campaign import Campaign, Halt
from tests.campaign.collector import Collector
from tests.conformance.conformance import Conformance, FailFast
from tests.conformance.progress import Progress

FURTHER = 6
"""From this turn on tests try more of what has had its turn already: a budget may end there."""
CLEANING = 60.0
"""Seconds that a run is given to clean up, whatever ended it."""

RUN = pytest.StashKey[Conformance]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a run, from the table that `contract run` is made of."""
    group = parser.getgroup("conformance", "conformance of a server with the contract")
    for option in options.OPTIONS:
        group.addoption(option.flag, dest=f"contract_{option.name}", **option.for_pytest())


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Connects to the target and opens a session there. Ends pytest when that cannot be."""
    config.addinivalue_line("markers", "turn(number): when it is a test's turn, cheap and telling ones first")
    if config.option.collectonly or config.option.help:
        return
    given = {option.name: config.getoption(f"contract_{option.name}") for option in options.OPTIONS}
    try:
        config.stash[RUN] = _open(options.from_mapping(given))
        _interrupt_gently(config.stash[RUN].session.target.transport.stopper)
        config.option.xmlpath = config.option.xmlpath or str(config.stash[RUN].out / "junit.xml")
    except UsageError as error:
        pytest.exit(f"error: {error}", TO_PYTEST[ExitCode.USAGE])
    except TargetUnavailable as error:
        pytest.exit(f"inconclusive: {error}", TO_PYTEST[ExitCode.INCONCLUSIVE])


def _open(chosen: options.RunOptions) -> Conformance:
    target = connect(chosen.target, os.environ, timeout=chosen.timeout)
    out = folder.make_out(chosen)
    started = datetime.now(UTC)
    seed = chosen.seed if chosen.seed is not None else _seed(profiles.profile(chosen.profile))
    tag = new_tag(started)
    session = Session(target, tag, journal_for(target, tag, os.environ))
    recorder = Recorder(out / files.RECORD).__enter__()
    recorder.header(chosen.target, chosen.profile, seed, started)
    campaign = Campaign(
        Tester(session, ReadBack(chosen.read_back)),
        recorder,
        Tally(),
        profiles.profile(chosen.profile),
        seed,
    )
    target.transport.ledger.limit = chosen.budget
    target.transport.ledger.on_sent = recorder.request
    if chosen.max_time is not None:
        target.transport.stopper.ends = time.monotonic() + chosen.max_time
    try:
        session.open()
    except ContractError:
        target.transport.stopper.release(CLEANING)
        session.close_quietly()
        raise
    campaign.tally.known = plan.rules(session.declared)
    plan.check_names(campaign.tally.known, [*chosen.partition, *(name for name, _ in chosen.leave_out)])
    campaign.tally.left_to_target = plan.left_to_target(session.declared)
    campaign.promised = plan.promised(session.declared)
    return Conformance(chosen, out, seed, session, campaign)


def _interrupt_gently(stopper: Stopper) -> None:
    """The first Ctrl-C ends the run wherever it waits, so that everything is cleaned up; a second one ends it at
    once. (An interrupt at any instruction can also make pytest 9.2 itself fail, with Python 3.11.)"""

    def interrupt(number: int, frame: FrameType | None) -> None:
        stopper.stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, interrupt)


def _seed(profile: profiles.Profile) -> int:
    return 0 if profile.deterministic else random.SystemRandom().randrange(2**32)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What is run, with the seed that repeats it."""
    run = config.stash.get(RUN, None)
    if run is None:
        return []
    chosen = run.options
    return [f"contract: target {chosen.target}, profile {chosen.profile}, --seed {run.seed}, out {run.out}"]


@pytest.fixture
def run(pytestconfig: pytest.Config) -> Conformance:
    """The run that a test is part of."""
    return pytestconfig.stash[RUN]


@pytest.fixture
def campaign(run: Conformance) -> Campaign:
    """The campaign of the run."""
    return run.campaign


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each partition; of those that generate cases, for each that has such."""
    if "partition" in metafunc.fixturenames:
        run = metafunc.config.stash.get(RUN, None)
        known = run.campaign.declared if run else NOTHING
        generating = metafunc.definition.originalname == "test_generated"
        todo = [one for one in metafunc.module.partitions(known) if not generating or one.cases is not None]
        metafunc.parametrize("partition", todo, ids=[partition.name for partition in todo])


def _turn(item: pytest.Item) -> int:
    """When it is a test's turn; one without a mark comes last."""
    return int(getattr(item.get_closest_marker("turn"), "args", (9,))[0])


def _leave_out(item: pytest.Item, error: ContractError) -> None:
    """What is left out because of `error`: by choice when a finding was enough, or when a budget ended after every
    partition had its turn."""
    run = item.config.stash[RUN]
    name, further = _subject(item)[0], _turn(item) >= FURTHER
    chosen = isinstance(error, FailFast) or (isinstance(error, OutOfBudget) and further)
    run.campaign.tally.leave_out(f"{name} (more cases)" if further else name, str(error), chosen=chosen)


_SINGLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "test_state_machine": (plan.STATE_MACHINE, plan.STATE_MACHINE_RULES),
    "test_admission": (witness.NAME, witness.RULES),
    "test_witness": (witness.NAME, witness.RULES),
}
"""What tests are about that have no parameter."""


def _subject(item: pytest.Item) -> tuple[str, tuple[str, ...]]:
    """What a test is about: the name and the rules of its partition or probe."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    if "phase" in params:
        return params["phase"], schema_cases.RULES
    partition = params.get("partition", params.get("probe"))
    if partition is None:
        return _SINGLE.get(item.name, (item.name, ()))
    return partition.name, partition.rules


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """A halted run leaves the partitions that are left out, and says why."""
    run = item.config.stash[RUN]
    if run.halted is None:
        return None
    reason = str(run.halted)
    _leave_out(item, run.halted)
    path, line, _ = item.location
    # Reported at once: setting up and tearing down hundreds of tests that do nothing would take a second.
    skipped = pytest.TestReport(item.nodeid, item.location, {}, "skipped", (path, line or 0, reason), "setup")
    item.ihook.pytest_runtest_logreport(report=skipped)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """What halts the run, or breaks in the suite itself, leaves the partition out."""
    run = pyfuncitem.config.stash[RUN]
    name, rules = _subject(pyfuncitem)
    left_out = dict(run.options.leave_out).get(name)
    if left_out is not None:
        run.leave_out(name, left_out)
    run.campaign.tally.start(name, rules)
    try:
        return (yield)
    except Halt as halt:
        run.halted = halt.error
        run.campaign.collector = Collector(seen=run.campaign.collector.seen)
        _leave_out(pyfuncitem, halt.error)
        pytest.skip(str(halt.error))
    except Exception as error:
        reason = f"a defect of the suite: {type(error).__name__}: {error} (junit.xml has the traceback)"
        run.campaign.tally.leave_out(name, reason)
        raise


def _select(config: pytest.Config, items: list[pytest.Item], run: Conformance) -> None:
    """Leaves out the tests of partitions that the run is not about; scouts and soak select by themselves."""
    every = ("test_scouts", "test_soak")
    kept = [item for item in items if item.name in every or run.selects(*_subject(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Cheap and telling tests first. Those that a budget may end are in another order with every random seed, so
    that each comes to its end in some night."""
    run = config.stash.get(RUN, None)
    if run is not None and (run.options.partition or run.options.rule):
        _select(config, items, run)
    places = list(range(len(items)))
    if run is not None and not run.campaign.profile.deterministic:
        random.Random(run.seed).shuffle(places)
    order = {item: place for item, place in zip(items, places, strict=True) if _turn(item) >= FURTHER}
    items.sort(key=lambda item: (_turn(item), order.get(item, 0)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Progress is drawn over the tests that were collected."""
    run = session.config.stash.get(RUN, None)
    if run is not None:
        progress = Progress(
            session.config,
            run.campaign,
            len(session.items),
            run.started,
            run.session.target.transport.stopper.ends,
        )
        session.config.pluginmanager.register(progress)
        run.campaign.on_case = progress.case


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Cleans up at the target, writes the summary and chooses the exit code."""
    run = session.config.stash.get(RUN, None)
    if run is None:
        return
    campaign = run.campaign
    # An error of collection ends pytest with the same status as a person who ends the run.
    interrupted = exitstatus == pytest.ExitCode.INTERRUPTED and not session.testsfailed
    interrupted = interrupted or isinstance(run.halted, Stopped)
    run.session.target.transport.stopper.release(CLEANING)
    try:
        run.session.close()
    except ContractError as error:
        campaign.tally.leave_out("cleaning up", str(error))
    if run.session.leftovers:
        campaign.recorder.note(f"left behind: {', '.join(run.session.leftovers)}")
        campaign.tally.leave_out("cleaning up", f"could not be deleted: {', '.join(run.session.leftovers)}")
    if interrupted:
        campaign.tally.leave_out("the rest", "interrupted")
        session.exitstatus = TO_PYTEST[ExitCode.INTERRUPTED]
        _write(run)
        return
    found = _write(run)
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        session.exitstatus = TO_PYTEST[_exit_code(found, session)]


def _exit_code(found: summary.Summary, session: pytest.Session) -> ExitCode:
    """The verdict's code. A test that failed without a finding, or a partition that does not keep its word, is a
    defect of the suite."""
    code = summary.exit_code(found)
    tally = session.config.stash[RUN].campaign.tally
    if any(partition.broken_word for partition in tally.partitions.values()):
        return ExitCode.DEFECT
    return ExitCode.DEFECT if session.testsfailed and code is not ExitCode.VIOLATES else code


def _write(run: Conformance) -> summary.Summary:
    campaign, duration = run.campaign, time.monotonic() - run.started
    sent = run.session.target.transport.ledger.counts
    found = summary.summary(
        campaign.tally, run.options, run.seed, duration, sent, run.session.target.transport.origin
    )
    counts = {"cases": campaign.tally.cases, "requests": sent.total(), "findings": len(campaign.tally.findings)}
    campaign.recorder.footer(found["verdict"], counts, duration)
    campaign.recorder.__exit__(None, None, None)
    summary.write(run.out, found, campaign.tally.findings)
    write_renderings(run.out, found)
    folder.point_latest(run.out)
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The closing summary, after pytest's own lines."""
    run = config.stash.get(RUN, None)
    if run is not None and (run.out / files.SUMMARY).exists():
        terminalreporter.ensure_newline()
        terminalreporter.write_line(text.closing_summary(summary.read(run.out), run.out))
        sys.stdout.flush()
