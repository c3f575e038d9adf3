"""Drift: where the documents are silent, a target answers as it did when it was accepted."""

import pytest

from tests.conformance.conformance import Conformance


@pytest.mark.turn(9)
def test_drift(run: Conformance) -> None:
    """What has changed is tried again, as any finding is; the report tells of it, beside the baseline."""
    run.confirm_drift()
