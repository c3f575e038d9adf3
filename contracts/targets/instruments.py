"""Instruments: every request beside the operation under test, with the credentials of the account."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from contracts.cases.case import IDENTITY
from contracts.errors import TargetGone, TargetUnavailable
from contracts.exchanges.exchange import Answer
from contracts.exchanges.traffic import Role
from contracts.exchanges.wire import Request, Response
from contracts.targets.basic import authorization
from contracts.targets.client import NoAnswer
from contracts.targets.connect import Target
from contracts.targets.credentials import Pair
from contracts.targets.journal import Journal
from contracts.targets.possessions import Possessions, identity_of
from contracts.targets.redaction import Redactor


@dataclass(slots=True)
class Instruments:
    """Calls a target, and keeps account of the Users that calls may bring. No answer leaves it with a secret.

    `closing` when it cleans up: what a target does not answer in time is not asked again then.
    """

    target: Target
    tag: str
    journal: Journal = field(default_factory=Journal)
    owned: Possessions = field(init=False)
    redactor: Redactor = field(init=False)
    closing: bool = field(init=False, default=False)

    def call(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        anonymous: bool = False,
        credentials: Pair | None = None,
        role: Role = Role.INSTRUMENT,
    ) -> Response:
        """The answer, with our credentials, others or none; asked for again when none comes.

        Raises TargetUnavailable when there is none, or 429.
        """
        settings = self.target.settings
        known = [("Authorization", authorization(*(credentials or settings.keys.main)))]
        bears = "none" if anonymous else self.label(credentials)
        headers = [] if anonymous else known
        if fields is not None:
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        request = Request(method, path, tuple(headers), urlencode(fields or {}).encode("ascii"), bears)
        named = [value for name, value in (fields or {}).items() if name == IDENTITY]
        self.owned.making_users(named)
        try:
            response = self.target.transport.insist(request, role, patient=not self.closing)
        except NoAnswer as error:
            reason = self.redactor.text(str(error))
            raise TargetGone(f"no answer to {method} {path} ({reason}); is the target healthy?") from None
        response, _ = self.redactor.clean(response)
        if named:
            self.settle(named, response)
        if response.status == 429:
            raise TargetUnavailable(f"{self.target.transport.origin} stays overloaded (429 to {method} {path})")
        return response

    def get(self, path: str) -> Response:
        """The answer to GET. Raises TargetUnavailable."""
        return self.call("GET", path)

    def label(self, credentials: Pair | None) -> str:
        """What these credentials are called in a record; nothing when they are the usual ones."""
        settings = self.target.settings
        if credentials is None or credentials == settings.keys.main:
            return ""
        return "other" if credentials == settings.other else "crossed"

    def settle(self, identities: list[str], response: Response) -> None:
        """What an answer tells of the identities that were sent; one of overload or failure leaves it open."""
        if 200 <= response.status < 300:
            self.owned.made_users([*identities, *identity_of(Answer(response).object)])
        elif 400 <= response.status < 500:
            self.owned.refused_users(identities)
