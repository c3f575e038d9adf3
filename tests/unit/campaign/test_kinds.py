"""Kinds of costly cases: what they have in common is known by what was never answered and by what was accepted."""

from contracts.cases.case import ATTRIBUTES, IDENTITY, Body, Case, Sequence, Step, case
from contracts.judging.violations import Violation, broken
from tests.campaign.believing import make_finding
from tests.campaign.kinds import Causes, Kinds

WITH_PAIR = case({"MessagingBinding.Address": "+15558675310", ATTRIBUTES: "{}"})
WITH_NAME = case({IDENTITY: "alice", ATTRIBUTES: "{}"})
ALONE = case({ATTRIBUTES: "[]"})
IN_BYTES = Case(body=Body(b"Attributes=%7B%7D"))
NAME = case({IDENTITY: "alice"})


def kinds(*costly: Case, accepted: tuple[Case, ...] = ()) -> Kinds:
    found = Kinds(believed=True)
    for one in accepted:
        found.note(one, cost=False, accepted=True)
    for one in costly:
        found.note(one, cost=True, accepted=False)
    return found


def test_a_kind_is_what_costly_cases_have_in_common() -> None:
    """One field, wherever it is sent; nothing else is spared."""
    found = kinds(WITH_PAIR, WITH_NAME)
    assert all(map(found.spares, (WITH_PAIR, WITH_NAME, ALONE, IN_BYTES)))
    assert not found.spares(NAME)
    assert found.are_one(WITH_PAIR, ALONE)
    assert not found.are_one(WITH_PAIR, NAME)


def test_one_case_is_no_kind_yet_and_nothing_is_spared_before_it_is_believed() -> None:
    """The next of its kind is tried too."""
    assert not kinds(WITH_NAME).spares(WITH_NAME)
    unbelieved = kinds(WITH_PAIR, WITH_NAME)
    unbelieved.believed = False
    assert not unbelieved.spares(ALONE)


def test_what_is_accepted_elsewhere_is_not_what_is_wrong() -> None:
    """Before or after: then it is for the values, which are tried as ever."""
    assert not kinds(WITH_NAME, WITH_NAME, accepted=(WITH_NAME,)).spares(WITH_NAME)
    late = kinds(WITH_NAME, WITH_NAME)
    late.note(WITH_NAME, cost=False, accepted=True)
    assert not late.spares(WITH_NAME)


def test_two_kinds_are_two() -> None:
    """That share a field which is accepted without the others."""
    dates = case({IDENTITY: "alice", "DateCreated": "2015-12-16T22:18:37Z"})
    found = kinds(WITH_NAME, dates, WITH_NAME, dates, accepted=(NAME,))
    assert found.spares(WITH_NAME)
    assert found.spares(dates)
    assert not found.spares(NAME)


def broke(code: str, actual: str) -> Violation:
    return broken(code, expected="201 or 4xx", actual=actual)


def test_failures_of_one_kind_have_one_cause() -> None:
    """The same status, and a field in common that was never accepted."""
    causes = Causes({frozenset({IDENTITY})})
    for one in (WITH_PAIR, WITH_NAME):
        causes.note(one, [broke("C901", "502")])
    causes.note(NAME, [broke("C901", "500")])
    finding = make_finding("sms-attributes", broke("C901", "502"), WITH_PAIR, "3/3")
    assert causes.are_one(finding, ALONE, broke("C901", "502"))
    assert causes.are_one(finding, Sequence((Step(NAME), Step(ALONE))), broke("C901", "502"))
    assert not causes.are_one(finding, NAME, broke("C901", "502"))
    assert not causes.are_one(finding, ALONE, broke("C901", "500"))
    assert not causes.are_one(finding, ALONE, broke("C902", "502"))


def test_where_nothing_is_accepted_redirections_have_one_cause() -> None:
    """Whatever their numbers; until something is."""
    causes = Causes(set())
    for one, status in ((WITH_PAIR, "301"), (NAME, "302")):
        causes.note(one, [broke("C906", status)])
    finding = make_finding("sms-pair", broke("C906", "301"), WITH_PAIR, "3/3")
    assert causes.are_one(finding, NAME, broke("C906", "302"))
    causes.accepted.add(frozenset({IDENTITY}))
    assert not causes.are_one(finding, NAME, broke("C906", "302"))
