"""What is wrong, told by the class of the error (a wrong server is a `Violation`, in `violations`)."""


class ContractError(Exception):
    """Any error that this suite raises on purpose."""


class UsageError(ContractError):
    """Our input is wrong: a flag, an environment variable, a file. Exit code 2."""


class TargetUnavailable(ContractError):
    """Inconclusive: the target is not there, refused the credentials, or stays overloaded. Exit code 3."""


class TargetGone(TargetUnavailable):
    """It answered before, and then no more: what was sent last may be the reason. Exit code 3."""


class NotHeld(ContractError):
    """A recording does not hold what was to be sent: the case is not run. Exit code 3."""


class OutOfBudget(ContractError):
    """The run may send no more requests, or has no more time. Exit code 3, unless every partition had its turn."""


class Stopped(ContractError):
    """A person or a signal ended the run. Exit code 130."""


class RecordingError(ContractError):
    """What happens cannot be written down. Exit code 3: no verdict."""
