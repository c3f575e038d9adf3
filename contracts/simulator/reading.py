"""How the simulator reads bytes: credentials, and forms as text."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from contracts.cases.case import FORM
from contracts.exchanges.wire import Request
from contracts.simulator.refusals import Refusal
from contracts.simulator.roles import Role

Form = dict[str, str]

_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way: `names` stand in the places of the path that vary, `path` is without /v1 and query."""

    request: Request
    path: str
    names: tuple[str, ...]
    query: str


class Reading:
    """From the bytes of a request to the account that asks and the fields that it gives."""

    account_sid: str
    auth_token: str
    secrets: dict[str, str]
    senders: frozenset[str] | None
    role_sid: str
    roles: dict[str, Role]
    now: Callable[[], datetime]

    def authenticate(self, request: Request) -> str:
        """The SID of the account that asks. Raises Refusal 20003."""
        given = self.credentials(request)
        if given is None or not self.authorised(*given):
            raise Refusal(20003)
        return self.account_sid

    def credentials(self, request: Request) -> tuple[str, str] | None:
        """User name and password of HTTP Basic (RFC 7617), `None` when there are none."""
        scheme, _, encoded = (request.header("Authorization") or "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return None
        username, colon, password = text.partition(":")
        return (username, password) if colon else None

    def authorised(self, username: str, password: str) -> bool:
        """Whether these are the credentials of the account: its token, or an API key's secret."""
        return self.secrets.get(username) == password

    def read_form(self, request: Request) -> Form:
        """The fields of the body; a body that is not labelled as a form has none."""
        if not self.is_form(request.header("Content-Type")):
            return {}
        return self.pick(self.parse_form(request.content))

    def is_form(self, content_type: str | None) -> bool:
        """Whether a Content-Type announces a form; parameters such as a charset do not matter."""
        return (content_type or "").partition(";")[0].strip().lower() == FORM

    def parse_form(self, content: bytes) -> list[tuple[str, str]]:
        """Names and values in order, as in the WHATWG URL Standard. Raises Refusal for what is not UTF-8."""
        pairs = []
        for piece in content.split(b"&"):
            if piece:
                name, _, value = piece.partition(b"=")
                pairs.append((self.decode_value(name), self.decode_value(value)))
        return pairs

    def decode_value(self, raw: bytes) -> str:
        """A name or value of a form as text."""
        return self.decode_text(self.unescape(raw.replace(b"+", b" ")))

    def unescape(self, raw: bytes) -> bytes:
        """The bytes that percent-encoding stands for; a stray percent sign stands for itself."""
        if b"%" not in raw:
            return raw
        return _ESCAPES.sub(lambda run: binascii.unhexlify(run[0].replace(b"%", b"")), raw)

    def decode_text(self, raw: bytes) -> str:
        """The text of decoded bytes. Raises Refusal 20001 when they are not UTF-8."""
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Refusal(20001, "Request parameters must be UTF-8") from None

    def pick(self, pairs: list[tuple[str, str]]) -> Form:
        """One value for each name: of repeated fields the first counts, unknown ones do no harm."""
        return dict(reversed(pairs))
