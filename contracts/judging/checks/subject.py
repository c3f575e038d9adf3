"""What a check looks at: an exchange, its expectation, and the parts of both that most checks need."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.cases import form
from contracts.cases.case import Case, Conversation
from contracts.exchanges.exchange import Answer, Exchange, Place
from contracts.exchanges.wire import Response
from contracts.judging.violations import Violation, show
from contracts.promises.declared import NOTHING, Declared
from contracts.promises.expectation import Expectation

# Where the operation under test was really asked: other methods and other paths may answer as they like.
_OUR_PATHS = frozenset(Conversation)


@dataclass(frozen=True, slots=True)
class Subject:
    """`answer` is `None` when no response came; `fields` is empty, and not `readable`, when servers may read the
    form in different ways, so that echoes cannot be compared. `ours` tells whether the answer is one of the
    operation under test, and `participant` is the one in a successful answer, if it is a JSON object."""

    exchange: Exchange
    expectation: Expectation
    answer: Answer | None
    fields: dict[str, str]
    readable: bool
    ours: bool
    participant: dict[str, object] | None
    declared: Declared = NOTHING

    @classmethod
    def of(cls, exchange: Exchange, expectation: Expectation, declared: Declared = NOTHING) -> "Subject":
        """The subject of an exchange, with its body and form read once."""
        response, fields = exchange.response, form.fields(exchange.case)
        answer = None if response is None else Answer(response)
        case = exchange.case
        ours = answer is not None and case.method == "POST" and case.conversation in _OUR_PATHS
        ours = ours and not exchange.withheld
        participant = answer.object if answer is not None and ours and exchange.accepted else None
        readable = fields is not None
        return cls(exchange, expectation, answer, fields or {}, readable, ours, participant, declared)

    @property
    def case(self) -> Case:
        """The case that was sent."""
        return self.exchange.case

    @property
    def place(self) -> Place:
        """Where it was sent."""
        return self.exchange.place

    @property
    def response(self) -> Response:
        """The response; only for checks that run when there is one."""
        assert self.exchange.response is not None
        return self.exchange.response


def status_of(subject: Subject) -> str:
    """The status of the answer with its error code and message, for one line."""
    answer = subject.answer
    body = answer.object if answer is not None else None
    if body is not None and "code" in body:
        return f"{subject.response.status}, code {show(body['code'], 20)}, {show(body.get('message'), 80)}"
    return str(subject.response.status)


Check = Callable[[Subject], Iterator[Violation | str]]
"""A check gives the code of each rule that the exchange could break, before it says whether it does."""
