"""A curl command as it is pasted into a ticket. The options are those of curl(1)."""

import re
from pathlib import Path
from urllib.parse import quote_plus

from contracts.cases.case import FORM
from contracts.cases.notations.multipart import form
from contracts.cases.notations.reported import Reported
from contracts.cases.notations.words import VARIABLE, split
from contracts.errors import UsageError

_DATA = {
    **dict.fromkeys(("-d", "--data", "--data-ascii"), "ascii"),
    **{f"--data-{kind}": kind for kind in ("raw", "binary", "urlencode")},
    "--json": "json",
}
_FORM = {"-F": "form", "--form": "form", "--form-string": "form-string"}
_QUERY = ("-G", "--get")
_VALUED = {"-X": "method", "--request": "method", "-H": "header", "--header": "header", "--url": "url"}
_IGNORED_VALUED = {
    *("-u", "--user", "-A", "--user-agent", "-e", "--referer", "-b", "--cookie", "-c", "--cookie-jar", "-o"),
    *("--output", "-m", "--max-time", "--connect-timeout", "-w", "--write-out", "--retry", "-x", "--proxy"),
    *("--oauth2-bearer", "--cacert", "-D", "--dump-header"),
}
_IGNORED = {
    *("-s", "-S", "-v", "-i", "-k", "-L", "-f", "-g", "-#", "-N", "--silent", "--show-error", "--verbose"),
    *("--include", "--insecure", "--location", "--fail", "--fail-with-body", "--globoff", "--compressed"),
    *("--http1.1", "--http2", "--basic", "--no-buffer"),
}
"""Options that do not change what arrives, or that hold secrets."""
_SHORT = re.compile(r"-[A-Za-z#].+")


def read(text: str, folder: Path) -> Reported:
    """The request of a command; `@file` is looked for in `folder`. Raises UsageError that names the option."""
    words = split(text)
    if not words or words[0].decode("utf-8", "replace") not in ("curl", "curl.exe"):
        raise UsageError("a command must begin with curl")
    given = _options(words[1:])
    content, content_type = _body(given, folder)
    urls = [_text(value) for kind, value in given if kind == "url"]
    if len(urls) != 1:
        raise UsageError(f"a command must have one URL (got {len(urls)})")
    headers = tuple(_header(_text(value)) for kind, value in given if kind == "header")
    methods = [_text(value) for kind, value in given if kind == "method"]
    if any(kind == "query" for kind, _ in given):
        query = f"{'&' if '?' in urls[0] else '?'}{content.decode('latin-1')}" if content else ""
        return Reported(methods[-1] if methods else "GET", urls[0] + query, headers, b"")
    method = methods[-1] if methods else "POST" if content_type else "GET"
    return Reported(method, urls[0], (*headers, ("Content-Type", content_type or FORM)), content)


def _body(given: list[tuple[str, bytes]], folder: Path) -> tuple[bytes, str]:
    """The body and its Content-Type, which is empty without an option for data."""
    data = [_data(kind, value, folder) for kind, value in given if kind in _DATA.values()]
    parts = [(kind, _known(value)) for kind, value in given if kind in _FORM.values()]
    if parts and data:
        raise UsageError("a command must have a form or data (got '-F' and '-d'); curl takes one of them")
    if parts:
        return form(parts, lambda name: _file(name, folder))
    if any(kind == "json" for kind, _ in given):
        return b"".join(data), "application/json"
    return b"&".join(data), FORM if data else ""


def _options(words: list[bytes]) -> list[tuple[str, bytes]]:
    """What the words say, in their order: kind and value."""
    given: list[tuple[str, bytes]] = []
    rest = [part for word in words for part in _separate(word)]
    while rest:
        word = rest.pop(0)
        name = word.decode("utf-8", "replace")
        if name in _IGNORED:
            continue
        if name in _QUERY:
            given.append(("query", b""))
            continue
        if not name.startswith("-"):
            given.append(("url", word))
            continue
        kind = _DATA.get(name) or _FORM.get(name) or _VALUED.get(name)
        if kind is None and name not in _IGNORED_VALUED:
            raise UsageError(f"the option {name[:40]!r} of curl is not understood; remove it if it plays no part")
        if not rest:
            raise UsageError(f"the option {name!r} of curl must have a value; is the command whole?")
        value = rest.pop(0)
        if kind is not None:
            given.append((kind, value))
    return given


def _separate(word: bytes) -> list[bytes]:
    """`-XPOST` as `-X`, `POST`; `-sS` as `-s`, `-S`; `--data=x` is nothing that curl knows."""
    name = word.decode("utf-8", "replace")
    if not _SHORT.fullmatch(name) or name.startswith("--"):
        return [word]
    first = word[:2]
    if first.decode() in (*_IGNORED, *_QUERY):
        return [first, *_separate(b"-" + word[2:])]
    return [first, word[2:]]


def _data(kind: str, value: bytes, folder: Path) -> bytes:
    """What curl(1) makes of the value of a data option."""
    _known(value)
    if kind == "raw":
        return value
    if kind == "urlencode":
        return _urlencoded(value, folder)
    if not value.startswith(b"@"):
        return value
    content = _file(value[1:], folder)
    return content if kind in ("binary", "json") else re.sub(rb"[\r\n\0]", b"", content)


def _known(value: bytes) -> bytes:
    """A value without a variable. Raises UsageError that names it."""
    if variable := VARIABLE.search(value):
        name = variable[1].decode("utf-8", "replace")
        raise UsageError(f"the data names {name[:40]}, a variable of a shell that is not here; give its value")
    return value


def _urlencoded(value: bytes, folder: Path) -> bytes:
    name, sign, text = re.fullmatch(rb"([^=@]*)([=@]?)(.*)", value, re.S).groups()  # type: ignore[union-attr]
    if not sign:
        name, text = b"", name
    content = _file(text, folder) if sign == b"@" else text
    return (name + b"=" if name else b"") + quote_plus(content).encode()


def _file(name: bytes, folder: Path) -> bytes:
    """A file beside the report; others are none of its business."""
    path = (folder / name.decode("utf-8", "replace")).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise UsageError(f"'@{name.decode('utf-8', 'replace')}' must be a file in the folder of the report")
    return path.read_bytes()


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon and text.endswith(";"):
        return text[:-1], ""
    return name.strip(), value.strip()


def _text(value: bytes) -> str:
    try:
        return VARIABLE.sub(rb"\1", value).decode()
    except UnicodeDecodeError:
        raise UsageError("headers and URL of a command must be UTF-8") from None
