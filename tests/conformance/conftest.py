"""The main job as a pytest plugin: `contract run` is `pytest tests/conformance --target T --profile P`."""

import os
import random
import sys
from collections.abc import Generator

import pytest

from contracts.cases.corpus import Kept
from contracts.errors import ContractError, NotHeld, OutOfBudget, Stopped, UsageError
from contracts.promises.declared import NOTHING
from contracts.trials import witness
from reports.choices import options
from reports.exit_codes import TO_PYTEST, ExitCode
from reports.renderings import text
from reports.renderings.annotations import annotations
from reports.renderings.colour import coloured
from reports.runs import summary
from reports.runs.folder import Claim
from strategies.partitions import schema_cases
from tests.campaign import plan
from tests.campaign.campaign import Campaign, Halt
from tests.campaign.collector import Collector
from tests.conformance import lifecycle
from tests.conformance.conformance import Conformance, FailFast
from tests.conformance.progress import Progress

FURTHER = 6
"""From this turn on tests try more of what has had its turn already: a budget may end there."""

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
    if getattr(config.option, "numprocesses", None) or hasattr(config, "workerinput"):
        pytest.exit(
            "error: '-n' must not be given for a run, which is one session (got it); give --workers N",
            TO_PYTEST[ExitCode.USAGE],
        )
    given = {option.name: config.getoption(f"contract_{option.name}") for option in options.OPTIONS}
    claim = next((plugin for plugin in config.pluginmanager.get_plugins() if isinstance(plugin, Claim)), None)
    try:
        run = lifecycle.begin(options.from_mapping(given), claim, config.option.xmlpath)
        config.stash[RUN] = run
        config.option.xmlpath = str(run.junit)
        lifecycle.open_session(run)
    except UsageError as error:
        pytest.exit(f"error: {error}", TO_PYTEST[ExitCode.USAGE])
    except Stopped as error:
        pytest.exit(str(error), TO_PYTEST[ExitCode.INTERRUPTED])
    except ContractError as error:
        pytest.exit(f"inconclusive: {error}", TO_PYTEST[ExitCode.INCONCLUSIVE])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Signals are again what they were, and the folder may be another run's."""
    run = config.stash.get(RUN, None)
    if run is not None:
        run.signals.restore()
        run.claim.release()


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
    """One test for each case of the corpus, and for each partition; of those that generate cases, for each that
    has such."""
    if "kept" in metafunc.fixturenames:
        run = metafunc.config.stash.get(RUN, None)
        kept = run.corpus if run else ()
        metafunc.parametrize("kept", kept, ids=[one.name for one in kept])
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
    name, further = _label(item), _turn(item) >= FURTHER
    chosen = isinstance(error, FailFast) or (isinstance(error, OutOfBudget) and further)
    run.campaign.tally.leave_out(f"{name} (more cases)" if further else name, str(error), chosen=chosen)


_SINGLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "test_state_machine": (plan.STATE_MACHINE, plan.STATE_MACHINE_RULES),
    "test_admission": (witness.NAME, witness.RULES),
    "test_witness": (witness.NAME, witness.RULES),
}
"""What tests are about that have no parameter."""


_MANY = {"test_scouts": "the first cases of each partition", "test_soak": "generated cases of each partition"}
"""What tests are about that try many partitions."""


def _label(item: pytest.Item) -> str:
    """What a test is called where it is left out: reports name partitions, and no tests."""
    return _MANY.get(item.name) or _subject(item)[0]


def _subject(item: pytest.Item) -> tuple[str, tuple[str, ...]]:
    """What a test is about: the name and the rules of its partition or probe."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    if "phase" in params:
        return params["phase"], schema_cases.RULES
    if "kept" in params:
        return params["kept"].partition, (params["kept"].rule,)
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
    if name != pyfuncitem.name:  # what is named after its function tries many partitions, and is none
        run.campaign.tally.start(name, rules)
    try:
        return (yield)
    except (Halt, ContractError) as halt:
        error = halt.error if isinstance(halt, Halt) else halt
        run.halted = None if isinstance(error, NotHeld) else error
        run.campaign.collector = Collector(seen=run.campaign.collector.seen)
        _leave_out(pyfuncitem, error)
        pytest.skip(str(error))
    except Exception as error:
        reason = f"a defect of the suite: {type(error).__name__}: {error} (junit.xml has the traceback)"
        run.campaign.tally.leave_out(_label(pyfuncitem), reason)
        raise


def _has_no_case(item: pytest.Item) -> bool:
    """What pytest makes of the test of the corpus when the corpus is empty, as it is in an installed copy."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    return "kept" in params and not isinstance(params["kept"], Kept)


def _select(config: pytest.Config, items: list[pytest.Item], run: Conformance) -> None:
    """Leaves out the tests of partitions that the run is not about; scouts and soak select by themselves."""
    every = ("test_scouts", "test_soak", "test_drift")
    kept = [item for item in items if item.name in every or run.selects(*_subject(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Cheap and telling tests first. Those that a budget may end are in another order with every random seed, so
    that each comes to its end in some night."""
    run = config.stash.get(RUN, None)
    items[:] = [item for item in items if not _has_no_case(item)]
    if run is not None and (run.options.partition or run.options.rule or run.shards):
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
            list(session.items),
            run.started,
            run.session.target.transport.stopper.ends,
        )
        session.config.pluginmanager.register(progress)
        run.campaign.on_case = progress.case
        run.say = progress.say


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Generator[None, list[object], list[object]]:
    """Cleans up at the target, writes the files and chooses the exit code; then pytest writes junit.xml."""
    run = session.config.stash.get(RUN, None)
    if run is None:
        return (yield)
    # An error of collection ends pytest with the same status as an interruption.
    interrupted = exitstatus == pytest.ExitCode.INTERRUPTED and not session.testsfailed
    if interrupted or isinstance(run.halted, Stopped):
        run.campaign.tally.leave_out("the rest", f"interrupted ({run.signals.first or 'SIGINT'})")
        lifecycle.finish(run)
        session.exitstatus = TO_PYTEST[ExitCode.INTERRUPTED]
    else:
        found = lifecycle.finish(run)
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = TO_PYTEST[_exit_code(found, session)]
    try:
        done = yield
        lifecycle.name_partitions(run)
        return done
    except OSError as error:
        run.unwritten = run.unwritten or f"{run.junit} cannot be written ({error.strerror})"
        lifecycle.mark_unwritten(run)
        if session.exitstatus == TO_PYTEST[ExitCode.CONFORMS]:
            session.exitstatus = TO_PYTEST[ExitCode.INCONCLUSIVE]
        return []


def _exit_code(found: summary.Summary, session: pytest.Session) -> ExitCode:
    """The verdict's code. A test that failed without a finding, or a partition that does not keep its word, is a
    defect of the suite."""
    code = summary.exit_code(found)
    tally = session.config.stash[RUN].campaign.tally
    if any(partition.broken_word for partition in tally.partitions.values()):
        return ExitCode.DEFECT
    return ExitCode.DEFECT if session.testsfailed and code is not ExitCode.VIOLATES else code


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The closing summary, after pytest's own lines."""
    run = config.stash.get(RUN, None)
    if run is not None and run.found is not None:
        terminalreporter.ensure_newline()
        if os.environ.get("GITHUB_ACTIONS") == "true":
            terminalreporter.write("".join(f"{line}\n" for line in annotations(run.found)))
        told = text.closing_summary(run.found, run.out)
        terminalreporter.write_line(coloured(told) if terminalreporter.hasmarkup else told)
        sys.stdout.flush()
        config.option.verbose = -2  # pytest's own count of tests would come after the verdict
