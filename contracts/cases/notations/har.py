"""HAR, what browsers and proxies export (http://www.softwareishard.com/blog/har-12-spec/)."""

import json
from typing import Any
from urllib.parse import urlencode

from contracts.cases.notations.reported import Reported
from contracts.errors import UsageError

Entry = dict[str, Any]


def entries(text: str) -> list[Entry] | None:
    """The entries of a HAR, `None` when it is none. Raises UsageError when one has no request."""
    try:
        found = json.loads(text)["log"]["entries"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(one, dict) and "request" in one for one in found):
        raise UsageError("a HAR must have entries with a request (got others); export it again")
    return found


def request_of(entry: Entry) -> Reported:
    """The request of an entry. Raises UsageError when a part of it is missing."""
    try:
        request = entry["request"]
        headers = tuple((str(one["name"]), str(one["value"])) for one in request.get("headers", []))
        data = request.get("postData") or {}
        pairs = [(one["name"], one.get("value", "")) for one in data.get("params", [])]
        content = data["text"] if data.get("text") else urlencode(pairs)
        return Reported(request["method"], request["url"], headers, content.encode("utf-8", "surrogatepass"))
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"a HAR must have entries with a request ({type(error).__name__}: {error})") from None
