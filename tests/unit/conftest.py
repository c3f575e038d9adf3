"""The tests of the suite itself, over several processes: `pytest -n 2`."""

from typing import Any

import pytest
from xdist.scheduler import WorkStealingScheduling


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WorkStealingScheduling:
    """A process that has nothing left takes tests from another one: the longest take over a minute, most of them a
    millisecond."""
    return WorkStealingScheduling(config, log)
