"""Rules 2 and 4: is the case accepted or refused as the documentation promises?"""

from collections.abc import Iterator

from contracts.cases.case import Auth
from contracts.judging.checks.subject import Check, Subject, status_of
from contracts.judging.violations import Violation, broken
from contracts.promises.expectation import Outcome


def success_is_201(subject: Subject) -> Iterator[Violation | str]:
    """C101: no other status of success."""
    if subject.ours and subject.exchange.accepted:
        yield "C101"
        if subject.response.status != 201:
            yield broken("C101", expected="201", actual=status_of(subject))


def accepted_as_promised(subject: Subject) -> Iterator[Violation | str]:
    """The promises of the 2 hundreds: what must be accepted is not refused."""
    if subject.expectation.outcome is not Outcome.ACCEPT or subject.answer is None:
        return
    yield from ("C403", subject.expectation.rules[0])
    status = subject.response.status
    if status == 401:
        yield broken("C403", expected="201, the credentials are valid", actual=status_of(subject))
    elif 400 <= status < 500:
        yield broken(subject.expectation.rules[0], expected="201", actual=status_of(subject))


def refused_as_promised(subject: Subject) -> Iterator[Violation | str]:
    """The refusals of the 2 and 4 hundreds: what must be refused is refused, with the status that is due."""
    expectation = subject.expectation
    if expectation.outcome is not Outcome.REJECT or subject.answer is None:
        return
    yield expectation.rules[0]
    statuses = " or ".join(map(str, expectation.statuses)) or "4xx"
    wrong = expectation.statuses and subject.response.status not in expectation.statuses
    if subject.exchange.accepted or (wrong and 400 <= subject.response.status < 500):
        yield broken(expectation.rules[0], expected=statuses, actual=status_of(subject))


def unauthorised_says_so(subject: Subject) -> Iterator[Violation | str]:
    """C401 and C402: the body of a 401 has the code that every fixture has."""
    code = (subject.answer.object or {}).get("code") if subject.answer else None
    if subject.case.auth is Auth.VALID or not subject.ours or subject.response.status != 401:
        return
    if isinstance(code, int) and code != 20003:
        yield broken(subject.expectation.rules[0], expected="401 with code 20003", actual=status_of(subject))


def valid_credentials_are_valid(subject: Subject) -> Iterator[Violation | str]:
    """C403: a refusal of valid credentials is none of the case's doing."""
    if not subject.ours or subject.case.auth is not Auth.VALID:
        return
    yield "C403"
    if subject.response.status == 401 and subject.expectation.outcome is not Outcome.ACCEPT:
        yield broken("C403", expected="no 401, the credentials are valid", actual=status_of(subject))


CHECKS: tuple[Check, ...] = (
    success_is_201,
    accepted_as_promised,
    refused_as_promised,
    unauthorised_says_so,
    valid_credentials_are_valid,
)
