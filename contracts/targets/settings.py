"""What the environment says: credentials, the sandbox account, the senders it owns, edge and region."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.errors import UsageError
from contracts.promises.declared import Declared
from contracts.promises.grammar import sids
from contracts.simulator import API_KEY
from contracts.simulator.roles import CONVERSATION, SERVICE, TYPES, standard_roles
from contracts.targets.credentials import Keys, Pair
from contracts.targets.declaration import declared_in
from contracts.targets.redaction import Redactor

MOCK_ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
MOCK_TOKEN = (0xC94FB2D06E8A7135).to_bytes(8, "big").hex() * 2
"""Made, because Hypothesis draws the texts of our source: an identity that is a secret is hidden in the answer."""
MOCK_SENDERS = ("+15017122661", "+12025552661", "whatsapp:+15017122661", "rcs:+15017122661")
"""The proxy numbers of the published samples (createSms, createRcs, createRcsWithFallback of twilio-oai)."""

MOCK_KEY = API_KEY
"""The API key of the mock's account, with its secret: the simulator's own, which opens nothing else."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`keys` are the right credentials of the account; `other` those of another account, if one is declared."""

    account_sid: str
    keys: Keys
    declared: Declared = field(default_factory=Declared)
    host: str = "conversations.twilio.com"
    other: Pair | None = field(default=None, repr=False)

    @property
    def username(self) -> str:
        """The user of the credentials that go along with every request: an account SID or an API key."""
        return self.keys.main[0]

    @property
    def password(self) -> str:
        """Their token or secret."""
        return self.keys.main[1]

    def redactor(self) -> Redactor:
        """What knows every secret of these settings."""
        pairs = [pair for pair in (self.keys.main, self.keys.token, self.keys.key, self.other) if pair is not None]
        return Redactor({password for _, password in pairs}, pairs)


_OTHER_ACCOUNT = ("AC" + "b" * 32, MOCK_TOKEN[::-1])
OTHER_KEY = ("SK" + "b" * 32, MOCK_KEY[1][::-1])
"""The API key of the mock's other account: every account has one."""

_OTHER_SENDERS = ("+14155550188", "whatsapp:+14155550188")
"""Numbers of the range that NANPA keeps free for fiction."""
_ROLES = {kind: tuple(role.sid for role in standard_roles(MOCK_ACCOUNT) if role.type == kind) for kind in TYPES}
_FOREIGN = [role.sid for role in standard_roles(_OTHER_ACCOUNT[0]) if role.type == CONVERSATION]
_PAIR = (MOCK_ACCOUNT, MOCK_TOKEN)
_DECLARED = Declared(MOCK_SENDERS, foreign_senders=_OTHER_SENDERS)
MOCK = Settings(MOCK_ACCOUNT, Keys(_PAIR, _PAIR, MOCK_KEY), _DECLARED, other=_OTHER_ACCOUNT)
MOCK_KNOWN = Declared(
    MOCK_SENDERS,
    _ROLES[CONVERSATION],
    _ROLES[SERVICE],
    every_role=True,
    default_role=_ROLES[CONVERSATION][0],
    foreign_roles=tuple(sid for sid in _FOREIGN if sid not in _ROLES[CONVERSATION]),
    foreign_senders=_OTHER_SENDERS,
)
"""What a session with the mock knows: the declared senders, and the roles that the mock lists."""


def from_environment(environ: Mapping[str, str]) -> Settings:
    """The settings for a network target. Raises UsageError when something is missing, or when the account is not
    named as a sandbox: no production account is fuzzed by mistake."""
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
    keys = _keys(environ, account)
    return Settings(account, keys, declared_in(environ), _host(environ), _other(environ))


def _other(environ: Mapping[str, str]) -> Pair | None:
    """Another account, which must not reach this one's conversations."""
    account, token = environ.get("CONTRACT_OTHER_ACCOUNT_SID", ""), environ.get("CONTRACT_OTHER_AUTH_TOKEN", "")
    if bool(account) != bool(token):
        raise UsageError(
            "'CONTRACT_OTHER_ACCOUNT_SID' and 'CONTRACT_OTHER_AUTH_TOKEN' must be set together; set both"
        )
    return (account, token) if account else None


def _keys(environ: Mapping[str, str], account: str) -> Keys:
    """Token, API key, or both: then requests go out with the key."""
    token = environ.get("TWILIO_AUTH_TOKEN", "")
    key, secret = environ.get("TWILIO_API_KEY", ""), environ.get("TWILIO_API_SECRET", "")
    if bool(key) != bool(secret):
        raise UsageError("'TWILIO_API_KEY' and 'TWILIO_API_SECRET' must be set together (got one); set both")
    if not token and not key:
        raise UsageError(
            "'TWILIO_AUTH_TOKEN' must be set (got none); set it, or TWILIO_API_KEY and TWILIO_API_SECRET"
        )
    by_token, by_key = (account, token) if token else None, (key, secret) if key else None
    main = by_key or by_token
    assert main is not None
    return Keys(main, by_token, by_key)


def _host(environ: Mapping[str, str]) -> str:
    """The host as the official helper libraries build it; an edge alone means region us1."""
    edge, region = environ.get("TWILIO_EDGE", ""), environ.get("TWILIO_REGION", "")
    for name, value in (("TWILIO_EDGE", edge), ("TWILIO_REGION", region)):
        if value and not re.fullmatch(r"[a-z0-9-]+", value):
            raise UsageError(f"'{name}' must be a name like sydney or us1 (got {value!r}); correct or unset it")
    return ".".join(part for part in ("conversations", edge, region or (edge and "us1"), "twilio.com") if part)


def of_recording(session: Mapping[str, Any], declared: Declared) -> Settings:
    """The settings of a recorded session, with credentials that open nothing."""
    account, other = str(session["account_sid"]), session["other"]
    token, key = (account, secrets.token_hex(16)), ("SK" + "0" * 32, secrets.token_hex(16))
    main = key if session["key"] else token
    keys = Keys(main, token if session["token"] else None, key if session["key"] else None)
    return Settings(account, keys, declared, other=(str(other), secrets.token_hex(16)) if other else None)
