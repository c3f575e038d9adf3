"""What the environment says: credentials, the sandbox account, the senders it owns, edge and region."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contracts.cases.case import Auth, Case
from contracts.errors import UsageError
from contracts.exchanges.wire import Response
from contracts.promises.declared import Declared
from contracts.promises.grammar import sids
from contracts.simulator.roles import CONVERSATION, SERVICE, TYPES, standard_roles
from contracts.targets.basic import authorization
from contracts.targets.declaration import declared_in

MOCK_ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
MOCK_TOKEN = "c94fb2d06e8a7135" * 2
MOCK_SENDERS = ("+15017122661", "+12025552661", "whatsapp:+15017122661", "rcs:+15017122661")
"""The proxy numbers of the published samples (createSms, createRcs, createRcsWithFallback of twilio-oai)."""

Credentials = tuple[str, str]

BLOT = "[secret]"
SHORTEST_SECRET = 8
"""Characters: a shorter password is a word that answers may hold by chance; real tokens have 32."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`username` and `password` go into HTTP Basic: account SID and token, or API key and secret."""

    account_sid: str
    username: str
    password: str = field(repr=False)
    declared: Declared = field(default_factory=Declared)
    host: str = "conversations.twilio.com"
    other: Credentials | None = field(default=None, repr=False)

    def authorization(self, case: Case) -> str | None:
        """The Authorization header of a case. Wrong ones differ from case to case, but not from run to run."""
        if case.auth is Auth.NONE:
            return None
        right = authorization(self.username, self.password)
        if case.auth is Auth.VALID:
            return right
        basic = [authorization(*wrong) for wrong in self.wrong_credentials()]
        # RFC 7617: the operation's scheme is Basic; what is right there is nothing under another name.
        others = [f"Bearer {right.removeprefix('Basic ')}", f"Bearer {'0' * 32}", 'Digest username="alice"']
        wrong = basic + others
        return wrong[hashlib.sha256(case.content).digest()[0] % len(wrong)]

    def blot(self, response: Response) -> Response:
        """The response without the secrets, wherever they stand in it as words; itself when they do not."""
        secrets = [authorization(self.username, self.password).removeprefix("Basic ")]
        if len(self.password) >= SHORTEST_SECRET:
            secrets.append(self.password)
        words = re.compile("|".join(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])" for secret in secrets))
        content = words.sub(BLOT, response.content.decode("latin-1")).encode("latin-1")
        headers = tuple((name, words.sub(BLOT, value)) for name, value in response.headers)
        return replace(response, content=content, headers=headers)

    def wrong_credentials(self) -> tuple[Credentials, ...]:
        """The ways of being wrong: another password or user, a part, a character off, swapped, spaced."""
        user, password = self.username, self.password
        last = "0" if password[-1] != "0" else "1"
        other_user = user[:2] + ("0" if user[2:3] != "0" else "1") + user[3:]
        wrong = (
            (user, "0" * 32 if password != "0" * 32 else "1" * 32),
            (user, ""),
            (user, password[: len(password) // 2]),
            (user, password[:-1] + last),
            (user, password + "0"),
            (user, password.swapcase() if password.swapcase() != password else password[::-1] + "0"),
            (other_user, password),
            ("", password),
            (password, user),
            (user, f"{password} "),
        )
        return tuple(dict.fromkeys(wrong))


_OTHER_ACCOUNT = ("AC" + "b" * 32, MOCK_TOKEN[::-1])
_ROLES = {kind: tuple(role.sid for role in standard_roles(MOCK_ACCOUNT) if role.type == kind) for kind in TYPES}
MOCK = Settings(MOCK_ACCOUNT, MOCK_ACCOUNT, MOCK_TOKEN, Declared(MOCK_SENDERS), other=_OTHER_ACCOUNT)
MOCK_KNOWN = Declared(MOCK_SENDERS, _ROLES[CONVERSATION], _ROLES[SERVICE], every_role=True)
"""What a session with the mock knows: the declared senders, and the roles that the mock lists."""


def from_environment(environ: Mapping[str, str]) -> Settings:
    """The settings for a network target. Raises UsageError when something is missing, or when the account is not
    named as a sandbox: nobody fuzzes a production account by mistake."""
    account = environ.get("TWILIO_ACCOUNT_SID", "")
    if not sids.is_sid(account, "AC"):
        raise UsageError(
            f"'TWILIO_ACCOUNT_SID' must be AC and 32 hexadecimal digits (got {account!r}); "
            "set it to the sandbox account"
        )
    sandbox = environ.get("CONTRACT_SANDBOX_ACCOUNT", "")
    if sandbox != account:
        raise UsageError(
            f"'CONTRACT_SANDBOX_ACCOUNT' must equal TWILIO_ACCOUNT_SID (got {sandbox!r}); "
            "set it if this account may be filled with test data and emptied again"
        )
    username, password = _credentials(environ, account)
    return Settings(account, username, password, declared_in(environ), _host(environ), _other(environ))


def _other(environ: Mapping[str, str]) -> Credentials | None:
    """Another account, which must not reach this one's conversations."""
    account, token = environ.get("CONTRACT_OTHER_ACCOUNT_SID", ""), environ.get("CONTRACT_OTHER_AUTH_TOKEN", "")
    if bool(account) != bool(token):
        raise UsageError(
            "'CONTRACT_OTHER_ACCOUNT_SID' and 'CONTRACT_OTHER_AUTH_TOKEN' must be set together; set both"
        )
    return (account, token) if account else None


def _credentials(environ: Mapping[str, str], account: str) -> Credentials:
    token = environ.get("TWILIO_AUTH_TOKEN", "")
    key, secret = environ.get("TWILIO_API_KEY", ""), environ.get("TWILIO_API_SECRET", "")
    if bool(key) != bool(secret):
        raise UsageError("'TWILIO_API_KEY' and 'TWILIO_API_SECRET' must be set together (got one); set both")
    if not token and not key:
        raise UsageError(
            "'TWILIO_AUTH_TOKEN' must be set (got none); set it, or TWILIO_API_KEY and TWILIO_API_SECRET"
        )
    return (account, token) if token else (key, secret)


def _host(environ: Mapping[str, str]) -> str:
    """The host as the official helper libraries build it; an edge alone means region us1."""
    edge, region = environ.get("TWILIO_EDGE", ""), environ.get("TWILIO_REGION", "")
    for name, value in (("TWILIO_EDGE", edge), ("TWILIO_REGION", region)):
        if value and not re.fullmatch(r"[a-z0-9-]+", value):
            raise UsageError(f"'{name}' must be a name like sydney or us1 (got {value!r}); correct or unset it")
    return ".".join(part for part in ("conversations", edge, region or (edge and "us1"), "twilio.com") if part)
