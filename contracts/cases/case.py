"""A case: one request to *Add a new participant*, as a document says it and as the wire carries it."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus

FORM = "application/x-www-form-urlencoded"

IDENTITY = "Identity"
ADDRESS = "MessagingBinding.Address"
PROXY_ADDRESS = "MessagingBinding.ProxyAddress"
PROJECTED_ADDRESS = "MessagingBinding.ProjectedAddress"
ATTRIBUTES = "Attributes"
DATE_CREATED = "DateCreated"
DATE_UPDATED = "DateUpdated"
ROLE_SID = "RoleSid"
FIELDS = (
    IDENTITY,
    ADDRESS,
    PROXY_ADDRESS,
    DATE_CREATED,
    DATE_UPDATED,
    ATTRIBUTES,
    PROJECTED_ADDRESS,
    ROLE_SID,
)
"""The eight form fields, in the order of the operation page."""

WEBHOOK_HEADER = "X-Twilio-Webhook-Enabled"

Pairs = tuple[tuple[str, str], ...]


class Conversation(enum.StrEnum):
    """The conversations that a target provides by name; any other text stands in the path as it is."""

    EXISTING = "existing"
    OTHER = "other"
    MISSING = "missing"
    MALFORMED = "malformed"
    CLOSED = "closed"


class Auth(enum.StrEnum):
    """Which credentials go along. They are the target's own and never part of a case.

    `malformed` ones are none at all; whether `unclear` ones are read is left to the target.
    """

    VALID = "valid"
    NONE = "none"
    WRONG = "wrong"
    MALFORMED = "malformed"
    UNCLEAR = "unclear"


class Body(NamedTuple):
    """A request body that is sent as it is: bytes and their Content-Type (`None`: the header is absent)."""

    content: bytes
    content_type: str | None = FORM


@dataclass(frozen=True, slots=True)
class Case:
    """One request. `fields` and `headers` are ordered pairs, because order and repetition are inputs.

    `body` takes the place of `fields` where text or a form cannot say what is meant. `partition` is a label
    for people: no prediction may look at it. `credentials` names the way in which they are given
    (`contracts.cases.credentials`), and `auth` says what that way is.
    """

    fields: Pairs = ()
    headers: Pairs = ()
    body: Body | None = None
    conversation: str = Conversation.EXISTING
    auth: Auth = Auth.VALID
    method: str = "POST"
    partition: str = ""
    credentials: str = ""

    @property
    def content(self) -> bytes:
        """The body as it goes on the wire."""
        return encode_form(self.fields) if self.body is None else self.body.content

    @property
    def content_type(self) -> str | None:
        """The Content-Type that goes on the wire beside `headers`, `None` when there is none."""
        return FORM if self.body is None else self.body.content_type

    @property
    def media_type(self) -> str | None:
        """The one Content-Type of the request, its own or that of `headers`; `None` for none or several."""
        given = [value for name, value in self.headers if name.lower() == "content-type"]
        own = [] if self.content_type is None else [self.content_type]
        return (own + given)[0] if len(own + given) == 1 else None

    def values(self, name: str) -> list[str]:
        """All values of the form field `name`, in order."""
        return [value for key, value in self.fields if key == name]

    def get(self, name: str) -> str | None:
        """The value of the form field `name` if it was given exactly once, else `None`."""
        values = self.values(name)
        return values[0] if len(values) == 1 else None

    def header(self, name: str) -> str | None:
        """The first value of the header `name`, whatever its case, or `None`."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def with_field(self, name: str, value: str) -> "Case":
        """This case with `name` set to `value`: in the place where it stood, or else at the end."""
        if name not in dict(self.fields):
            return replace(self, fields=(*self.fields, (name, value)))
        return replace(self, fields=tuple((k, value if k == name else v) for k, v in self.fields))

    def without_field(self, name: str) -> "Case":
        """This case without any field called `name`."""
        return replace(self, fields=tuple(pair for pair in self.fields if pair[0] != name))

    def labelled(self, partition: str) -> "Case":
        """This case under the name of a partition."""
        return replace(self, partition=partition)


def case(
    fields: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    *,
    headers: Iterable[tuple[str, str]] = (),
    body: Body | None = None,
    conversation: str = Conversation.EXISTING,
    auth: Auth = Auth.VALID,
    method: str = "POST",
) -> Case:
    """A case from plain containers: `case({"Identity": "alice"})`."""
    pairs = fields.items() if isinstance(fields, Mapping) else fields
    return Case(tuple(pairs), tuple(headers), body, conversation, auth, method)


@lru_cache(maxsize=64)
def encode_form(fields: Pairs) -> bytes:
    """The form as bytes: UTF-8, every significant character percent-encoded (a plus becomes %2B).

    Raises UnicodeEncodeError for text that UTF-8 cannot carry; documents give such bodies as bytes.
    """
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields).encode("ascii")


class Op(enum.StrEnum):
    """What a step of a sequence does. Only `create` is under test; the others are instruments."""

    CREATE = "create"
    FETCH = "fetch"
    LIST = "list"
    UPDATE = "update"
    DELETE = "delete"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `case` is what a create sends (for an update: its fields); `ref` is the place in the sequence,
    counted from 0, of the create that the step is about."""

    case: Case = Case()
    op: Op = Op.CREATE
    ref: int | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Steps in conversations of their own, one after the other; or creates that are sent `together`."""

    steps: tuple[Step, ...]
    partition: str = ""
    together: bool = False

    def labelled(self, partition: str) -> "Sequence":
        """This sequence under the name of a partition."""
        return replace(self, partition=partition)
