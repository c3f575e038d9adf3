"""A form as curl makes it of -F (curl(1), RFC 7578)."""

import hashlib
import re
from collections.abc import Callable

from contracts.errors import UsageError

_PART = re.compile(rb"([^=]+)=(.*)", re.S)
_SUFFIX = re.compile(rb";\s*(type|filename)=([^;]*)\Z")
_TYPES = {
    **dict.fromkeys((b"jpg", b"jpeg"), b"image/jpeg"),
    **{kind: b"image/" + kind for kind in (b"gif", b"png")},
    **dict.fromkeys((b"htm", b"html"), b"text/html"),
    b"svg": b"image/svg+xml",
    b"txt": b"text/plain",
    b"pdf": b"application/pdf",
    b"xml": b"application/xml",
}
"""What curl takes the name of a file for."""
_ESCAPES = {b'"': b"%22", b"\r": b"%0D", b"\n": b"%0A"}

Read = Callable[[bytes], bytes]


def form(given: list[tuple[str, bytes]], read: Read) -> tuple[bytes, str]:
    """The body and its Content-Type, of options `form` and `form-string`; `read` has the content of a file."""
    parts = [_part(value, read) if kind == "form" else _literal(value) for kind, value in given]
    # curl draws its boundary; ours is the same every time, and in no part of the form.
    boundary = "-" * 24 + hashlib.sha256(b"\0".join(parts)).hexdigest()[:22]
    mark = boundary.encode()
    body = b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts)
    return body + b"--" + mark + b"--\r\n", f"multipart/form-data; boundary={boundary}"


def _split(value: bytes) -> tuple[bytes, bytes]:
    found = _PART.fullmatch(value)
    if found is None:
        raise UsageError(f"'-F' must be NAME=CONTENT (got {value[:40]!r}); correct it")
    return found[1], found[2]


def _literal(value: bytes) -> bytes:
    name, text = _split(value)
    return _headed(name, {}, text)


def _part(value: bytes, read: Read) -> bytes:
    name, text = _split(value)
    said: dict[bytes, bytes] = {}
    while suffix := _SUFFIX.search(text):
        said[suffix[1]], text = suffix[2], text[: suffix.start()]
    if text.startswith(b"@"):
        file = said.setdefault(b"filename", text[1:].rpartition(b"/")[2])
        said.setdefault(b"type", _TYPES.get(file.rpartition(b".")[2].lower(), b"application/octet-stream"))
    return _headed(name, said, read(text[1:]) if text[:1] in (b"@", b"<") else text)


def _headed(name: bytes, said: dict[bytes, bytes], content: bytes) -> bytes:
    file = b'; filename="' + _escaped(said[b"filename"]) + b'"' if b"filename" in said else b""
    kind = b"\r\nContent-Type: " + said[b"type"] if b"type" in said else b""
    return b'Content-Disposition: form-data; name="' + _escaped(name) + b'"' + file + kind + b"\r\n\r\n" + content


def _escaped(text: bytes) -> bytes:
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return text
