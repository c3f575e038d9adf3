"""Results and findings without a target."""

import json

from contracts.cases.case import Case, case
from contracts.exchanges.exchange import Exchange, Place
from contracts.exchanges.wire import Response
from contracts.judging.checks import judge
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import Violation
from contracts.promises.oracle import expect
from contracts.trials.trial import Result

PLACE = Place("AC" + "a" * 32, "CH" + "b" * 32, "https://conversations.twilio.com")
ALICE = case({"Identity": "alice"})


def result(
    of: Case = ALICE, status: int | None = 201, body: object = None, violations: tuple[Violation, ...] = ()
) -> Result:
    """A result with an answer of this status and JSON body (bytes: as they are); without one when it is `None`."""
    if body is None:
        body = {"sid": "MB" + "c" * 32} if status == 201 else {"code": 50207, "message": "no"}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = None if status is None else Response(status, (("Content-Type", "application/json"),), content)
    exchange = Exchange(of, PLACE, response, error="" if response else "ReadError: gone", elapsed=0.0031)
    return Result(exchange, expect(of), violations, judge(exchange, expect(of)).judged)


def finding(rule: str = "C207", partition: str = "attributes-sizes", verdict: Verdict = Verdict.FAIL) -> Finding:
    """A finding about a participant called alice."""
    return Finding(rule, partition, verdict, "201", "400, code 50304", ALICE.labelled(partition), "3/3")
