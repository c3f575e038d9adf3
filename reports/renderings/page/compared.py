"""What was sent beside what was returned, field by field, with the difference marked."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.cases import case
from reports.renderings.page.texts import Piece, differing, shortened
from reports.runs.summary import Summary

RETURNED_AS: dict[str, tuple[str, ...]] = {
    case.IDENTITY: ("identity",),
    case.ATTRIBUTES: ("attributes",),
    case.ROLE_SID: ("role_sid",),
    case.DATE_CREATED: ("date_created",),
    case.DATE_UPDATED: ("date_updated",),
    case.ADDRESS: ("messaging_binding", "address"),
    case.PROXY_ADDRESS: ("messaging_binding", "proxy_address"),
    case.PROJECTED_ADDRESS: ("messaging_binding", "projected_address"),
}
"""The property of the answer that shows each field."""
MOST_ROWS = 12


class Row(NamedTuple):
    """A field with what was sent and what came back; no pieces where there was nothing."""

    field: str
    sent: list[Piece]
    returned: list[Piece]


def rows(found: Summary) -> list[Row]:
    """The fields that were sent in the exchange that shows a finding (without one: those of its case).

    `returned` is empty when no answer shows the field.
    """
    body, sent = _object(found), (found.get("evidence") or {}).get("case") or found["case"]
    return [_row(name, value, body) for name, value in _fields(sent)][:MOST_ROWS]


def _row(name: str, value: str, body: Any) -> Row:
    returned = body
    for key in RETURNED_AS.get(name, ("",)):
        returned = returned.get(key) if isinstance(returned, dict) else None
    if returned is None:
        return Row(name, [Piece(shortened(value), False)], [])
    text = returned if isinstance(returned, str) else json.dumps(returned, ensure_ascii=False)
    return Row(name, *differing(value, text))


def _fields(document: Any) -> Iterator[tuple[str, str]]:
    for number, step in enumerate(document.get("steps", ())):
        yield from ((f"step {number + 1}, {name}", value) for name, value in _fields(step))
    for name, value in document.get("fields", ()):
        yield str(name), str(value)


def _object(found: Summary) -> Any:
    """The JSON object that was returned in the exchange that shows the finding, or `None`."""
    try:
        body = json.loads((found.get("evidence") or {}).get("body") or "null")
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
