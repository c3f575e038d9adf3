"""Rules 9: whatever is sent, the server answers, does not fail, and gives nothing away."""

import re
from collections.abc import Iterator

from contracts.judging.checks.subject import Check, Subject, status_of
from contracts.judging.violations import Violation, broken, show

# What frameworks print when they fail: Python, Java and C#, JavaScript, Ruby, PHP, Go, databases; and web pages.
_LEAKS = re.compile(
    r"Traceback \(most recent call last\)"
    r"|(?:\b|\\t)at [\w$.<>]+\([\w.]*\.(?:java|kt|scala|cs)(?::\d+)?\)"
    r"|\bat .{1,80} \(?(?:file://)?/.{1,200}\.[jt]s:\d+:\d+\)?"
    r"|\.rb:\d+:in `"
    r"|\bStack trace:\s*(?:\\n)?#0 "
    r"|\bgoroutine \d+ \[running\]"
    r"|(?-i:\bSELECT\b.{1,200}\bFROM\b|\bINSERT INTO\b|\bUPDATE\b.{1,100}\bSET\b|\bDELETE FROM\b|\bSQLSTATE\b)"
    r"|violates \w+ constraint|Duplicate entry '|\bORA-\d{5}"
    r"|<!doctype html|<html[ >]"
    r"|File \\?\"[^\"]{1,300}\.py\\?\", line \d+",
    re.IGNORECASE,
)

# One of these is in every leak; most answers hold none, and are not searched any further.
_HINTS = (
    *(b"<", b"raceback", b" at ", b"\tat ", b"\\tat ", b".rb:", b"race:", b"goroutine", b".py"),
    *(b"SELECT", b"INSERT", b"UPDATE", b"DELETE", b"SQLSTATE", b" constraint", b"uplicate entry", b"ORA-"),
)


def server_does_not_fail(subject: Subject) -> Iterator[Violation | str]:
    """C901: no status of 500 and above; but 501 is right for an unknown method (RFC 9110 15.6.2)."""
    if subject.answer is None or (subject.response.status == 501 and subject.case.method != "POST"):
        return
    yield "C901"
    if subject.response.status >= 500:
        yield broken("C901", expected="201 or 4xx", actual=status_of(subject))


def request_is_answered(subject: Subject) -> Iterator[Violation | str]:
    """C902: there is a response (one that does not come in time is for C903)."""
    if subject.exchange.timed_out:
        return
    yield "C902"
    if subject.answer is None:
        yield broken("C902", expected="a response", actual=subject.exchange.error or "none")


def nothing_leaks(subject: Subject) -> Iterator[Violation | str]:
    """C905: no stack trace and no web page, unless the case brought the words along."""
    if not subject.ours:
        return
    yield "C905"
    if not any(hint in subject.response.content for hint in _HINTS):
        return
    text = subject.response.content.decode(errors="replace")
    sent = " ".join([*(f"{k} {v}" for k, v in subject.case.fields), subject.case.content.decode("latin-1")])
    for leak in _LEAKS.finditer(text):
        if leak.group().lower() not in sent.lower():
            yield broken(
                "C905", expected="JSON for clients", actual=f"{status_of(subject)} with {show(leak.group())}"
            )
            return


def nothing_secret_comes_back(subject: Subject) -> Iterator[Violation | str]:
    """C904: the session blots out what it finds, and says so."""
    if subject.answer is not None:
        yield "C904"
    if subject.exchange.leaked:
        yield broken(
            "C904", expected="no credential in the answer", actual=f"{status_of(subject)} with a credential"
        )


def answer_is_success_or_refusal(subject: Subject) -> Iterator[Violation | str]:
    """C906: a status that is neither 2xx, 4xx nor 5xx (the last is for C901)."""
    if not subject.ours:
        return
    yield "C906"
    if not subject.exchange.accepted and subject.response.status < 400:
        yield broken("C906", expected="201 or 4xx", actual=status_of(subject))


def answer_can_be_kept(subject: Subject) -> Iterator[Violation | str]:
    """C907: what was read has an end; more than a client can keep was cut."""
    if not subject.ours:
        return
    yield "C907"
    if subject.response.truncated:
        beginning = show(subject.response.content[:40])
        yield broken("C907", expected="8 MiB at most", actual=f"{subject.response.status} with more: {beginning}")


CHECKS: tuple[Check, ...] = (
    server_does_not_fail,
    request_is_answered,
    nothing_leaks,
    nothing_secret_comes_back,
    answer_is_success_or_refusal,
    answer_can_be_kept,
)
