"""Exit codes survive the way through pytest, and nothing becomes 0 by accident."""

import pytest

from reports.exit_codes import OF_VERDICT, TO_PYTEST, ExitCode, of_pytest


def test_every_code_comes_back_from_pytest() -> None:
    """What the plugin tells is what `contract run` exits with."""
    verdicts = {code: verdict for verdict, code in OF_VERDICT.items()}
    for code, status in TO_PYTEST.items():
        assert of_pytest(status, verdicts.get(code)) is code


@pytest.mark.parametrize(
    ("status", "verdict", "code"),
    [
        (0, None, ExitCode.INCONCLUSIVE),
        (1, None, ExitCode.DEFECT),
        (5, None, ExitCode.INCONCLUSIVE),
        (2, None, ExitCode.DEFECT),
        (130, "conforms", ExitCode.INTERRUPTED),
        (3, "conforms", ExitCode.DEFECT),
        (4, None, ExitCode.USAGE),
        (-2, None, ExitCode.INTERRUPTED),
        (-9, "conforms", ExitCode.DEFECT),
        (99, "conforms", ExitCode.DEFECT),
        (0, "violates", ExitCode.VIOLATES),
        (0, "inconclusive", ExitCode.INCONCLUSIVE),
        (1, "violates", ExitCode.VIOLATES),
        (1, "conforms", ExitCode.DEFECT),
        (30, "violates", ExitCode.VIOLATES),
        (40, "conforms", ExitCode.DEFECT),
        (0, "nonsense", ExitCode.DEFECT),
    ],
)
def test_the_worse_of_status_and_verdict_counts(status: int, verdict: str | None, code: ExitCode) -> None:
    """Zero needs both: a status of pytest that is 0, and a summary that conforms."""
    assert of_pytest(status, verdict) is code


def test_only_one_combination_is_zero() -> None:
    """Of all that pytest may end with, only its 0 with a conforming summary conforms."""
    verdicts = ("conforms", "violates", "inconclusive", "", None)
    zero = [(s, v) for s in range(-20, 150) for v in verdicts if of_pytest(s, v) is ExitCode.CONFORMS]
    assert zero == [(0, "conforms")]
