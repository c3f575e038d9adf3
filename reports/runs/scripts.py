"""The script of what was shown, with a remark where a script of curl cannot do what the suite did."""

from contracts.cases.case import Auth, Case, Sequence
from contracts.cases.script import script
from contracts.trials.probes import PROBES
from contracts.trials.reduction import cases_of


def remarked(shown: Case | Sequence, origin: str, target: str = "") -> str:
    """The script for a target at `origin`, behind a comment that says what it leaves out."""
    text, remark = script(shown, origin, target), _remark(shown)
    return f"# {remark}\n{text}" if remark else text


def _remark(shown: Case | Sequence) -> str:
    if shown.partition in PROBES:
        return f"A plain request only: what {shown.partition} is about, 'contract replay' shows."
    if any(case.credentials or case.auth not in (Auth.VALID, Auth.NONE) for case in cases_of(shown)):
        return "The nearest credentials that curl can give: 'contract replay' gives the very ones."
    return ""
