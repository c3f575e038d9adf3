"""Case documents: the JSON form of cases and sequences, for files, records and other programs.

    {"partition": "identity-boundary", "conversation": "existing", "auth": "valid", "method": "POST",
     "headers": [["X-Twilio-Webhook-Enabled", "true"]], "fields": [["Identity", "alice"]]}

Only `fields` is required; `body_base64` (with `content_type`) stands in its place for a body that is no form or
that UTF-8 cannot carry. A sequence is `{"steps": [...]}`, each step a document with `op` and `ref`, the place
of an earlier create, counted from 0; with `"together": true` its creates are sent at the same moment.
"""

import base64
import binascii
import json
import re
from typing import Any, TypeVar

from contracts.cases.case import Auth, Body, Case, Conversation, Op, Pairs, Sequence, Step
from contracts.cases.credentials import AS_DOCUMENTED, WAYS
from contracts.errors import UsageError

Document = dict[str, Any]
Choice = TypeVar("Choice", Auth, Op)

CASE_KEYS = {
    "partition",
    "conversation",
    "auth",
    "credentials",
    "method",
    "headers",
    "fields",
    "body_base64",
    "content_type",
}

_SURROGATE = re.compile("[\ud800-\udfff]")
# RFC 9110 5.1 and 5.5. Names and values outside of these never reach a server: clients refuse to send them.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?")


def dump(case: Case | Sequence) -> Document:
    """The document of a case or a sequence; what has its default value is left out of it."""
    if isinstance(case, Sequence):
        together = {"together": True} if case.together else {}
        return {"partition": case.partition, **together, "steps": [_dump_step(step) for step in case.steps]}
    document: Document = {"partition": case.partition} if case.partition else {}
    document |= {
        key: str(value)
        for key, value, default in (
            ("conversation", case.conversation, Conversation.EXISTING),
            ("auth", AS_DOCUMENTED.get(case.auth, case.auth), Auth.VALID),
            ("credentials", case.credentials, ""),
            ("method", case.method, "POST"),
        )
        if value != default
    }
    if case.headers:
        document["headers"] = [list(pair) for pair in case.headers]
    return document | _dump_body(case)


def _dump_body(case: Case) -> Document:
    body = case.body
    if body is None:
        try:
            _ = case.content
            return {"fields": [list(pair) for pair in case.fields]}
        except UnicodeEncodeError:
            raise UsageError("'fields' must be text that UTF-8 can carry; give 'body_base64' instead") from None
    document: Document = {"body_base64": base64.b64encode(body.content).decode("ascii")}
    return document if body.content_type is None else document | {"content_type": body.content_type}


def _dump_step(step: Step) -> Document:
    document: Document = {"op": str(step.op)} | ({} if step.ref is None else {"ref": step.ref})
    if step.op in (Op.CREATE, Op.UPDATE):
        return document | dump(step.case)
    where = step.case.conversation
    return document | ({} if where == Conversation.EXISTING else {"conversation": str(where)})


# What some readers of lines take for the end of one. JSON text has them in strings only, where escapes do.
LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def dumps(case: Case | Sequence) -> str:
    """The document as one line of JSON."""
    return json.dumps(dump(case), ensure_ascii=False).translate(LINE_ENDS)


def loads(text: str) -> Case | Sequence:
    """The case or sequence of a JSON text. Raises UsageError that says what is wrong with it."""
    try:
        document = json.loads(text, object_pairs_hook=_members)
    except RepeatedKey as error:
        raise UsageError(f"a case document must have each key once (got {error} twice); remove one") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"a case document must be JSON ({error}); see 'contract sample' for examples") from None
    return load(document)


class RepeatedKey(Exception):
    """A key that an object has twice: readers differ in which of the two counts."""


def _members(pairs: list[tuple[str, Any]]) -> Document:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise RepeatedKey(_show(next(name for name in names if names.count(name) > 1)))
    return members


def load(document: object) -> Case | Sequence:
    """The case or sequence of a parsed document. Raises UsageError."""
    if not isinstance(document, dict):
        raise UsageError(f"a case document must be a JSON object (got {_show(document)})")
    if "steps" not in document:
        return _load_case(document)
    _known(document, {"steps", "partition", "together"})
    steps = document["steps"]
    if not isinstance(steps, list) or not steps:
        raise UsageError(f"'steps' must be a list of at least one step (got {_show(steps)})")
    loaded: list[Step] = []
    for step in steps:
        loaded.append(_load_step(step, loaded))
    together = document.get("together", False)
    if not isinstance(together, bool) or (together and any(step.op is not Op.CREATE for step in loaded)):
        raise UsageError(f"'together' must be true or false, and true only for creates (got {_show(together)})")
    return Sequence(tuple(loaded), _text(document, "partition", ""), together)


def _load_step(document: object, before: list[Step]) -> Step:
    if not isinstance(document, dict):
        raise UsageError(f"a step must be a JSON object (got {_show(document)})")
    op = _choice(document, "op", Op)
    ref = document.get("ref")
    if op in (Op.FETCH, Op.UPDATE, Op.DELETE) or ref is not None:
        creates = [i for i, step in enumerate(before) if step.op is Op.CREATE]
        if isinstance(ref, bool) or not isinstance(ref, int) or ref not in creates:
            raise UsageError(f"'ref' must be the number of an earlier create, one of {creates} (got {_show(ref)})")
    body = {key: value for key, value in document.items() if key not in ("op", "ref")}
    if op is not Op.CREATE and "body_base64" in body:
        raise UsageError(f"'body_base64' must be that of a create (got one for {op.value!r}); give 'fields'")
    if op is not Op.CREATE:
        body.setdefault("fields", [])
    case = _load_case(body)
    # An instrument has its own request; only where it goes is told.
    return Step(case if op in (Op.CREATE, Op.UPDATE) else Case(conversation=case.conversation), op, ref)


def _load_case(document: Document) -> Case:
    _known(document, CASE_KEYS)
    if ("fields" in document) == ("body_base64" in document):
        raise UsageError("a case document must have either 'fields' or 'body_base64'")
    if "content_type" in document and "body_base64" not in document:
        raise UsageError("'content_type' must go with 'body_base64'; a form has its own")
    case = Case(
        _pairs(document, "fields"),
        _headers(document),
        _body(document),
        _text(document, "conversation", Conversation.EXISTING),
        _auth(document),
        _text(document, "method", "POST"),
        _text(document, "partition", ""),
        document.get("credentials", ""),
    )
    if not _TOKEN.fullmatch(case.method):
        raise UsageError(f"'method' must be an HTTP method (got {_show(case.method)})")
    _dump_body(case)
    return case


def _auth(document: Document) -> Auth:
    """What the credentials are: as `auth` says, and more exactly as the way says in which they are given."""
    auth = _choice(document, "auth", Auth)
    way = _text(document, "credentials", "")
    ways = {name: kind for name, kind in WAYS.items() if AS_DOCUMENTED.get(kind, kind) is auth}
    if way and way not in ways:
        known = ", ".join(ways) or "nothing"
        raise UsageError(f"'credentials' must be one of {known} with auth {auth.value} (got {_show(way)})")
    return ways[way] if way else auth


def _body(document: Document) -> Body | None:
    if "body_base64" not in document:
        return None
    try:
        content = base64.b64decode(_text(document, "body_base64", ""), validate=True)
    except (binascii.Error, ValueError):
        raise UsageError(f"'body_base64' must be base64 (got {_show(document['body_base64'])})") from None
    content_type = document.get("content_type")
    if content_type is not None and not (isinstance(content_type, str) and _HEADER_VALUE.fullmatch(content_type)):
        raise UsageError(f"'content_type' must be a header value (got {_show(content_type)})")
    return Body(content, content_type)


def _headers(document: Document) -> Pairs:
    headers = _pairs(document, "headers")
    for name, value in headers:
        if not _TOKEN.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise UsageError(
                f"'headers' must be names and values that HTTP can carry (got {_show([name, value])})"
            )
        if name.lower() in ("authorization", "proxy-authorization", "cookie"):
            raise UsageError(f"'headers' must hold no secrets (got {name!r}); choose 'auth' instead")
    return headers


def _pairs(document: Document, key: str) -> Pairs:
    value = document.get(key, [])
    pairs = value if isinstance(value, list) else [value]
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(item, str) for item in pair)):
            raise UsageError(f"'{key}' must be a list of [name, value] pairs of text (got {_show(pair)})")
    return tuple((name, value) for name, value in pairs)


def _known(document: Document, keys: set[str]) -> None:
    unknown = sorted(set(document) - keys)
    if unknown:
        raise UsageError(f"a case document must have keys among {sorted(keys)} (got {_show(unknown[0])})")


def _text(document: Document, key: str, default: str) -> str:
    value = document.get(key, default)
    if not isinstance(value, str):
        raise UsageError(f"'{key}' must be text (got {_show(value)})")
    if not value.isascii() and _SURROGATE.search(value):
        raise UsageError(f"'{key}' must be text that UTF-8 can carry (got {_show(value)})")
    return str(value)


def _choice(document: Document, key: str, choices: type[Choice]) -> Choice:
    value = document.get(key, next(iter(choices)))
    known = [choice for choice in choices if choice not in AS_DOCUMENTED]
    try:
        chosen = choices(value)
    except (ValueError, RecursionError):
        chosen = None
    if chosen is None or chosen not in known:
        names = ", ".join(choice.value for choice in known)
        raise UsageError(f"'{key}' must be one of {names} (got {_show(value)})")
    return chosen


def _show(value: object) -> str:
    """A value for a message, cut where it is long or nested too deeply to be shown."""
    try:
        text = repr(value)
    except RecursionError:
        text = f"a deeply nested {type(value).__name__}"
    return text if len(text) <= 80 else text[:77] + "..."
