"""What reports hold that were made with an official helper library: its log, and the call in Python or JavaScript.

The log of neither library holds the form (twilio-python 9, `HttpClient.log_request`; twilio-node 6,
`RequestClient.logRequest`). The form is in what Python's `http.client` prints at its `debuglevel`, in the
`lastRequest` that Node prints, and in the call.
"""

import ast
import json
import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from contracts.cases import case
from contracts.cases.case import FORM, Pairs, encode_form
from contracts.cases.notations.javascript import members
from contracts.cases.notations.reported import Reported, is_creation
from contracts.errors import UsageError

PYTHON = {
    "identity": case.IDENTITY,
    "messaging_binding_address": case.ADDRESS,
    "messaging_binding_proxy_address": case.PROXY_ADDRESS,
    "messaging_binding_projected_address": case.PROJECTED_ADDRESS,
    "date_created": case.DATE_CREATED,
    "date_updated": case.DATE_UPDATED,
    "attributes": case.ATTRIBUTES,
    "role_sid": case.ROLE_SID,
    "x_twilio_webhook_enabled": case.WEBHOOK_HEADER,
}
"""What twilio-python calls the fields and the header."""
NODE = {
    "identity": case.IDENTITY,
    "messagingBinding.address": case.ADDRESS,
    "messagingBinding.proxyAddress": case.PROXY_ADDRESS,
    "messagingBinding.projectedAddress": case.PROJECTED_ADDRESS,
    "dateCreated": case.DATE_CREATED,
    "dateUpdated": case.DATE_UPDATED,
    "attributes": case.ATTRIBUTES,
    "roleSid": case.ROLE_SID,
    "xTwilioWebhookEnabled": case.WEBHOOK_HEADER,
}
"""What twilio-node calls them."""
MOST = 100_000
"""Characters of a value that is put together."""

Found = tuple[str, Reported]
_CALL = re.compile(
    r"(?:\bparticipants(?:\(\))?\s*\.create(?:_async)?|^(?:await )?add)\(\s*(?!\**participant\))", re.M
)
"""A call of the library, or one of `add` in a script of ours (`contract replay --export python`)."""
_SEND = re.compile(r"""^send: (b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*")""", re.M)
_DUMP = re.compile(r"\bRequest \{\s*method: '(\w+)',\s*url:\s*'([^']*)'(.*?)\n\}", re.S)
_LOG = "-- BEGIN Twilio API Request --"


def read(text: str) -> list[Found] | None:
    """The creations of participants in a text, `None` when no helper library made it. Raises UsageError."""
    found = [*_sent(text), *_dumped(text)]
    found = [(place, one) for place, one in found if is_creation(one.method, one.url)] or list(_called(text))
    if not found and _LOG in text:
        raise UsageError(
            "the log of a helper library does not hold the form: add the call, participants.create(...), or log "
            "again with http.client.HTTPConnection.debuglevel = 1 (Python), or with "
            "console.log(client.httpClient.lastRequest) (Node)"
        )
    return found or None


def _line(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}"


def _sent(text: str) -> Iterator[Found]:
    """The requests that Python's `http.client` printed: each in one piece or several."""
    pieces = [(found.start(), bytes(ast.literal_eval(found[1]))) for found in _SEND.finditer(text)]
    starts = [n for n, (_, data) in enumerate(pieces) if re.match(rb"[A-Z]+ \S+ HTTP/1", data)]
    for start, end in zip(starts, [*starts[1:], len(pieces)], strict=False):
        head, _, body = b"".join(data for _, data in pieces[start:end]).partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        method, url, _ = line.split(" ", 2)
        headers = tuple((name, value.strip()) for name, _, value in (one.partition(":") for one in lines))
        yield _line(text, pieces[start][0]), Reported(method, url, headers, body)


def _dumped(text: str) -> Iterator[Found]:
    """The requests that Node printed."""
    for found in _DUMP.finditer(text):
        parts = {name: _object(found[3], name) for name in ("data", "headers")}
        content = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in parts["data"]).encode()
        yield _line(text, found.start()), Reported(found[1].upper(), found[2], parts["headers"], content)


def _object(text: str, name: str) -> Pairs:
    found = re.search(rf"\b{name}: (?=\{{)", text)
    if "... " in text and " more character" in text:
        raise UsageError("what Node printed is cut; print it with maxStringLength: null (util.inspect)")
    return tuple(members(text, found.end())) if found else ()


def _called(text: str) -> Iterator[Found]:
    """The calls, `participants.create(...)`."""
    if "participants.create(" not in text and "participants().create(" not in text:
        return
    for found in _CALL.finditer(text):
        place = _line(text, found.start())
        try:
            if text.startswith("{", found.end()):
                pairs = _renamed(members(text, found.end()), NODE)
            else:
                pairs = _renamed(list(_arguments(text, found.end())), PYTHON)
        except UsageError as error:
            raise UsageError(f"{place}: {error}") from None
        fields = tuple(pair for pair in pairs if pair[0] != case.WEBHOOK_HEADER)
        headers = tuple(pair for pair in pairs if pair[0] == case.WEBHOOK_HEADER)
        url = "/v1/Conversations//Participants"
        yield place, Reported("POST", url, (*headers, ("Content-Type", FORM)), encode_form(fields))


def _renamed(given: list[tuple[str, str]], names: dict[str, str]) -> Pairs:
    unknown = next((name for name, _ in given if name not in names), None)
    if unknown is not None:
        raise UsageError(f"{unknown!r} must be a parameter of participants.create; is it spelt right?")
    order = (*case.FIELDS, case.WEBHOOK_HEADER)
    return tuple(sorted(((names[name], value) for name, value in given), key=lambda pair: order.index(pair[0])))


def _arguments(text: str, start: int) -> Iterator[tuple[str, str]]:
    """The keyword arguments of a call in Python whose brackets open before `start`."""
    call = _parsed(text, start)
    if call.args:
        raise UsageError("the arguments of participants.create must be given by name (got one without)")
    for keyword in call.keywords:
        value = _value(keyword.value, str(keyword.arg))
        if value is not None:
            yield str(keyword.arg), value


def _parsed(text: str, start: int) -> ast.Call:
    """The call, which ends at the first bracket at which it is one."""
    for end in (found.end() for found in re.finditer(r"\)", text[start:])):
        try:
            parsed = ast.parse(f"f({text[start : start + end]}", mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        if isinstance(parsed, ast.Call):
            return parsed
    raise UsageError("the call of participants.create must be whole (got no closing bracket)")


def _value(node: ast.expr, name: str) -> str | None:
    """A literal, what is added or repeated, or JSON of a literal."""
    if isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, str)):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_value(node.left, name) or "") + (_value(node.right, name) or "")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Constant):
        text, times = _value(node.left, name) or "", node.right.value
        if isinstance(times, int) and 0 <= times * len(text) <= MOST:
            return text * times
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "json.dumps" and len(node.args) == 1:
        try:
            return json.dumps(ast.literal_eval(node.args[0]))
        except (ValueError, TypeError, RecursionError):
            pass
    raise UsageError(f"{name!r} must be a literal (got {ast.unparse(node)[:40]}); give its value")
