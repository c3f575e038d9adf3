"""The simulator against the oracle's own table: what the oracle promises, the simulator does and shows."""

import pytest

from contracts.cases.case import DATE_CREATED, Case
from contracts.trials import trial
from tests.unit.core.answers import ALICE
from tests.unit.core.oracle_rows import ROWS
from tests.unit.core.test_trial import a_tester

CASES = {name: one for name, (one, _) in ROWS.items()} | {
    "created behind Greenwich": ALICE.with_field(DATE_CREATED, "2015-12-16T14:18:37-08:00"),
    "created ahead of Greenwich": ALICE.with_field(DATE_CREATED, "2015-12-17T03:48:37+05:30"),
}


@pytest.fixture(scope="module")
def tester() -> trial.Tester:
    """One session with a simulator, in which every case finds an empty conversation."""
    return a_tester(read_back=trial.ReadBack.ALL)


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_the_simulator_keeps_what_the_oracle_promises(tester: trial.Tester, one: Case) -> None:
    """On both sides of every boundary; what was accepted reads back as it was created."""
    assert [violation.rule.code for violation in tester.try_case(one).violations] == []
