"""The redactor: what comes back passes through it before anybody keeps or shows it.

It knows each secret plain, reversed, in hexadecimal and in Base64 at each alignment (so also within longer texts,
and once more encoded), whatever the case and whatever stands between the characters; percent-encoded, as JSON
escapes, as HTML entities, in UTF-16. A run of `SHORTEST` characters is enough; fewer are found by chance.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from contracts.exchanges.wire import Response

BLOT = "[secret]"
SHORTEST = 12
"""Characters of a secret that give it away: of 12 hexadecimal digits, one answer in a thousand million has as
many by chance. A shorter secret is known as a whole."""
_GRAM = 8
"""Characters that are looked up first, in one set for all forms."""

_NOT_ALPHANUMERIC = bytes(set(range(256)) - set(b"0123456789abcdefghijklmnopqrstuvwxyz"))
_ESCAPE = re.compile(rb"\\+u([0-9A-Fa-f]{4})")


class Redactor:
    """Finds secrets in what comes back, and blots them out."""

    def __init__(self, secrets: Iterable[str], pairs: Iterable[tuple[str, str]] = ()) -> None:
        """`secrets` are passwords and keys; `pairs` of user and password are known as HTTP Basic encodes them."""
        known = {secret for secret in secrets if len(secret) >= _GRAM}
        forms = {form for secret in known for form in _forms(secret)}
        for user, password in pairs:
            basic = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
            # What encodes the secret alone; the user name is no secret.
            forms.update(form for form in (basic[-20:], *_encodings(basic.encode())) if len(password) >= 4)
        squashed = {_squash(form.encode("utf-8", "surrogatepass")) for form in forms}
        self._forms = frozenset(form for form in squashed if len(form) >= _GRAM)
        self._grams = frozenset(gram for form in self._forms for gram in _runs(form, _GRAM))
        # A run of SHORTEST characters has a gram at one of four places that follow each other.
        self._stride = 4 if all(len(form) >= SHORTEST for form in self._forms) else 1
        self._last: tuple[Response, tuple[Response, bool]] | None = None

    def finds(self, content: bytes) -> bool:
        """Whether a secret stands in the bytes, in any form."""
        return any(map(self._stands_in, _readings(content)))

    def _stands_in(self, squashed: bytes) -> bool:
        places = range(0, len(squashed) - _GRAM + 1, self._stride)
        if self._grams.isdisjoint([squashed[place : place + _GRAM] for place in places]):
            return False
        return any(run in squashed for form in self._forms for run in _runs(form, SHORTEST))

    def text(self, text: str) -> str:
        """The text, or a blot in its place."""
        return BLOT if self.finds(text.encode("utf-8", "surrogatepass")) else text

    def clean(self, response: Response) -> tuple[Response, bool]:
        """The response without secrets, and whether it held one. Of a JSON body only the texts that hold one
        go, of another body all of it; a secret that is spread over several texts takes everything along.

        The last result is remembered: the record of a run and its session ask for the same."""
        last = self._last
        if last is None or last[0] is not response:
            last = self._last = (response, self._clean(response))
        return last[1]

    def _clean(self, response: Response) -> tuple[Response, bool]:
        head = "\n".join(f"{name}: {value}" for name, value in response.headers).encode("latin-1", "replace")
        if not self.finds(b"%s\n%s" % (head, response.content)):
            return response, False
        headers = tuple((self.text(name), self.text(value)) for name, value in response.headers)
        cleaned = replace(response, headers=headers, content=self._body(response.content))
        head = "\n".join(f"{name}: {value}" for name, value in headers).encode("latin-1", "replace")
        if self.finds(b"%s\n%s" % (head, cleaned.content)):
            return Response(response.status, (), BLOT.encode()), True
        return cleaned, True

    def _body(self, content: bytes) -> bytes:
        if not self.finds(content):
            return content
        try:
            return json.dumps(self._value(json.loads(content))).encode()
        except (ValueError, RecursionError):
            return BLOT.encode()

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(name): self._value(member) for name, member in value.items()}
        return BLOT if self.finds(repr(value).encode()) else value


def withheld(response: Response) -> Response:
    """The status and nothing else: of an answer to a request that held a secret in a form of its own."""
    return Response(response.status, (), b"")


def _forms(secret: str) -> Iterator[str]:
    data = secret.encode("utf-8", "surrogatepass")
    for form in (data, data[::-1]):
        yield form.decode("utf-8", "replace")
        yield form.hex()
        yield from _encodings(form)
    yield from _encodings(data.hex().encode())


def _encodings(data: bytes) -> Iterator[str]:
    """Base64 of the data at each of the three places where it may begin within a longer text: the characters that
    depend on nothing else."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + data).decode("ascii").rstrip("=")
        known = whole[-(-before * 4 // 3) :]
        yield known[:-1] if (before + len(data)) % 3 else known


def _squash(content: bytes) -> bytes:
    """Letters and digits in lower case, and nothing else."""
    return content.lower().translate(None, _NOT_ALPHANUMERIC)


def _readings(content: bytes) -> Iterator[bytes]:
    """The content as its readers may take it; escapes of percent signs are hexadecimal once they are squashed."""
    yield _squash(content)
    if b"\\u" in content:
        yield _squash(_ESCAPE.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "replace"), content))
    if b"&#" in content:
        yield _squash(html.unescape(content.decode("latin-1")).encode("utf-8", "replace"))


def _runs(form: bytes, length: int) -> list[bytes]:
    """Every run of that many characters of a form, or the form itself when it has fewer."""
    length = min(length, len(form))
    return [form[start : start + length] for start in range(len(form) - length + 1)]
