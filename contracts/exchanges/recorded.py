"""Responses as a record holds them: JSON documents. A body that is not UTF-8 is `body_base64`."""

import base64
from typing import Any

from contracts.exchanges.wire import Response

Document = dict[str, Any]


def document_of(response: Response) -> Document:
    """The document of a response."""
    document: Document = {"status": response.status, "headers": response.headers}
    if response.truncated:
        document["truncated"] = True
    try:
        document["body"] = response.content.decode("utf-8")
    except UnicodeDecodeError:
        document["body_base64"] = base64.b64encode(response.content).decode("ascii")
    return document


def response_of(document: Document) -> Response:
    """The response of a document. Raises KeyError, TypeError and ValueError for one that is none."""
    packed = document.get("body_base64")
    content = base64.b64decode(packed) if packed is not None else document["body"].encode("utf-8")
    headers = tuple((name, value) for name, value in document["headers"])
    return Response(document["status"], headers, content, truncated=document.get("truncated", False))
