"""Tells the notations apart, and reads each: HAR, curl command (also one of Schemathesis), what a helper library
logs or is called with, `.http` file, raw form."""

import re
from collections.abc import Iterator
from pathlib import Path

from contracts.cases.case import FIELDS, Case
from contracts.cases.notations import curl_command, har, helper_library
from contracts.cases.notations.reported import Reported, case_of, is_creation
from contracts.errors import UsageError

Placed = tuple[str, Case]
"""Where in the text it stands, and the case."""

_CURL = re.compile(r"\s*(?:\$ )?curl(?:\.exe)?\s")
_SCHEMATHESIS = re.compile(r"Reproduce with:\s*(curl\s.*?)(?=\n\s*\n|\Z)", re.S)
"""What Schemathesis 4 prints of a failure (`schemathesis.core.failures`)."""
_REQUEST_LINE = re.compile(r"([A-Z]+)\s+(\S+)(?:\s+HTTP/[\d.]+)?\s*")
_FORM = re.compile(rf"(?:\S*&)?(?:{'|'.join(map(re.escape, FIELDS))})=\S*\s*")


def read(text: str, folder: Path) -> list[Placed] | None:
    """The cases of a text, `None` when it is none of these. Raises UsageError that names the place."""
    if text.lstrip().startswith("{"):
        return _har(text)
    if _CURL.match(text):
        return [("curl", case_of(curl_command.read(text, folder)))]
    commands = [(_line(text, found.start(1)), found[1]) for found in _SCHEMATHESIS.finditer(text)]
    if commands:
        return [(place, _placed(place, curl_command.read(command, folder))) for place, command in commands]
    called = helper_library.read(text)
    if called is not None:
        return [(place, _placed(place, request)) for place, request in called]
    if _FORM.fullmatch(text):
        return [("form", case_of(_to_participants(text.strip().encode())))]
    requests = list(_http_file(text))
    return [(place, _placed(place, request)) for place, request in requests] or None


def _line(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}"


def _to_participants(content: bytes) -> Reported:
    return Reported("POST", "/v1/Conversations//Participants", (), content)


def _placed(place: str, request: Reported) -> Case:
    try:
        return case_of(request)
    except UsageError as error:
        raise UsageError(f"{place}: {error}") from None


def _har(text: str) -> list[Placed] | None:
    """The creations of participants in a HAR."""
    found = har.entries(text)
    if found is None:
        return None
    requests = [(f"entry {number}", har.request_of(entry)) for number, entry in enumerate(found)]
    creations = [(place, request) for place, request in requests if is_creation(request.method, request.url)]
    if not creations:
        raise UsageError("a HAR must hold a POST to /v1/Conversations/SID/Participants (got none)")
    return [(place, _placed(place, request)) for place, request in creations]


def _http_file(text: str) -> Iterator[tuple[str, Reported]]:
    """The requests of an `.http` file: a line, headers, an empty line, a body, `###` between them."""
    number = 1
    for block in re.split(r"(?m)^###.*$", text):
        lines = block.splitlines()
        start = next((n for n, line in enumerate(lines) if line.strip() and not _is_comment(line)), None)
        found = _REQUEST_LINE.fullmatch(lines[start]) if start is not None else None
        if start is not None and found is not None:
            yield f"line {number + start}", _request(found[1], found[2], lines[start + 1 :])
        number += len(lines) - 1


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith(("#", "//", "@"))


def _request(method: str, url: str, lines: list[str]) -> Reported:
    end = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    parts = [line.partition(":") for line in lines[:end] if not _is_comment(line)]
    headers = tuple((name.strip(), value.strip()) for name, _, value in parts)
    body = "\n".join(lines[end + 1 :]).strip("\n")
    # Editors let a form go on in a line that begins with its separator.
    return Reported(method, url, headers, re.sub(r"\n\s*&", "&", body).encode())
