"""The exit codes of `run`, `replay` and `judge`, and how they travel through pytest, which has codes of its own.

| code | `contract` | pytest ends with | meaning |
|---|---|---|---|
| CONFORMS | 0 | 0 | every promise that was tried was kept |
| VIOLATES | 1 | 1 | a violation, drift, or a known failure that no longer fails |
| USAGE | 2 | 20 | wrong usage or configuration (pytest's own 2 is an interruption) |
| INCONCLUSIVE | 3 | 30 | inconclusive (pytest's own 3 is an internal error) |
| DEFECT | 4 | 40 | a defect of the suite itself (pytest's own 4 is wrong usage) |
| INTERRUPTED | 130 | 130 | stopped by a person or a signal |
"""

import enum


class ExitCode(enum.IntEnum):
    """What `contract` exits with."""

    CONFORMS = 0
    VIOLATES = 1
    USAGE = 2
    INCONCLUSIVE = 3
    DEFECT = 4
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    """128 + SIGPIPE, as shells report a program whose reader went away."""


OF_VERDICT = {
    "conforms": ExitCode.CONFORMS,
    "violates": ExitCode.VIOLATES,
    "inconclusive": ExitCode.INCONCLUSIVE,
}
"""The code of a run's verdict."""

TO_PYTEST = {
    ExitCode.CONFORMS: 0,
    ExitCode.VIOLATES: 1,
    ExitCode.USAGE: 20,
    ExitCode.INCONCLUSIVE: 30,
    ExitCode.DEFECT: 40,
    ExitCode.INTERRUPTED: 130,
}
"""What tests/conformance makes pytest exit with (`session.exitstatus`, `pytest.exit(returncode=)`)."""

# pytest's reference, "Exit codes": 2 interrupted, 3 internal error, 4 usage, 5 no tests; -2 is SIGINT. Errors of
# collection end with 2 as well; a run that a signal interrupted knows that without pytest.
_PYTESTS_OWN = {
    2: ExitCode.DEFECT,
    3: ExitCode.DEFECT,
    4: ExitCode.USAGE,
    5: ExitCode.INCONCLUSIVE,
    -2: ExitCode.INTERRUPTED,
}
_FROM_PYTEST = {status: code for code, status in TO_PYTEST.items()} | _PYTESTS_OWN


def of_pytest(status: int, verdict: str | None) -> ExitCode:
    """The exit code of a run by pytest's exit status and the verdict in the summary that the run wrote.

    `verdict` is `None` when it wrote none: then nothing is known to conform. A negative `status` is a signal.
    """
    told = _FROM_PYTEST.get(status, ExitCode.DEFECT)
    if told in (ExitCode.USAGE, ExitCode.DEFECT, ExitCode.INTERRUPTED):
        return told
    if verdict is None:
        return ExitCode.DEFECT if told is ExitCode.VIOLATES else ExitCode.INCONCLUSIVE
    code = OF_VERDICT.get(verdict, ExitCode.DEFECT)
    if code is ExitCode.CONFORMS and told is ExitCode.VIOLATES:
        return ExitCode.DEFECT  # a test failed although nothing was found: the experiment broke, not the target
    return told if code is ExitCode.CONFORMS else code
