"""From the name of a target to a transport: `mock`, `live`, `miniature:NAME`, `recording:RUN`, or a base URL."""

import importlib.metadata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from contracts.cases.case import Pairs
from contracts.errors import UsageError
from contracts.miniatures import named
from contracts.simulator import Simulator
from contracts.targets import mock
from contracts.targets.declaration import FOREIGN_SENDERS, SENDERS, declared_in
from contracts.targets.mocked import Mocked
from contracts.targets.network import Network
from contracts.targets.respx_router import MOCK_HOST
from contracts.targets.settings import MOCK, Settings, from_environment, of_recording
from contracts.targets.stopping import Stopper
from contracts.targets.tags import new_tag
from contracts.targets.tape import RECORDING, Tape
from contracts.targets.transport import Transport


@dataclass(frozen=True, slots=True)
class Target:
    """A place to send cases to. `simulator` is set when it is in process, `tape` when a recording answers."""

    name: str
    settings: Settings
    transport: Transport
    simulator: Simulator | None = None
    tape: Tape | None = None

    @property
    def keeps_nothing(self) -> bool:
        """Whether what is created there is gone when this process ends."""
        return self.simulator is not None or self.tape is not None

    def tag(self, started: datetime, kind: str = "") -> str:
        """The tag of a session with it: a new one, or that of the recorded session."""
        return new_tag(started, kind) if self.tape is None else str(self.tape.session["tag"])

    @property
    def is_local(self) -> bool:
        """Whether it is in process, or on this machine: then a request costs next to nothing; of a recording,
        whether the target was that."""
        if self.tape is not None:
            return bool(self.tape.session["local"])
        host = urlsplit(self.transport.origin).hostname or ""
        return self.simulator is not None or host in ("localhost", "::1") or host.startswith("127.")


def connect(name: str, environ: Mapping[str, str], *, timeout: float = 10.0, patience: float = 0.0) -> Target:
    """The target called `name`. Raises UsageError for a name that is none and for missing settings.

    Both times are in seconds: `timeout` is for a whole exchange, from connecting to the last byte of the answer;
    `patience` for a target that went away to come back.
    """
    if name == "mock":
        return _mock(name, Simulator, environ)
    if name.startswith("miniature:"):
        return _mock(name, named(name.removeprefix("miniature:")).make, environ)
    if name.startswith(RECORDING):
        return _recording(name, Tape.of(Path(name.removeprefix(RECORDING))))
    if name != "live" and not name.startswith(("http://", "https://")):
        raise UsageError(
            "'--target' must be mock, live, miniature:NAME, recording:RUN or a base URL "
            f"(got {name!r}); see --help"
        )
    if name != "live":
        _check_base_url(name)
    settings = from_environment(environ)
    origin = f"https://{settings.host}" if name == "live" else name.rstrip("/")
    stopper = Stopper()
    client = Network(origin, stopper)
    return Target(name, settings, Transport(client, origin, _headers(), timeout, patience, stopper))


def _recording(name: str, tape: Tape) -> Target:
    """A tape in place of the network; the credentials are made up, as no record holds those that were used."""
    origin = str(tape.session["origin"])
    transport = Transport(tape, origin, _headers(), stopper=Stopper(clock=tape.clock))
    return Target(name, of_recording(tape.session, tape.declared), transport, tape=tape)


def session_document(target: Target, tag: str) -> dict[str, object]:
    """What has to be known of a session to play its record."""
    settings = target.settings
    return {
        "tag": tag,
        "origin": target.transport.origin,
        "local": target.is_local,
        "account_sid": settings.account_sid,
        "token": settings.keys.token is not None,
        "key": settings.keys.key is not None,
        "other": settings.other[0] if settings.other is not None else None,
    }


def _headers() -> Pairs:
    return (
        ("User-Agent", f"participant-contract/{importlib.metadata.version('participant-contract')}"),
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip, deflate"),
    )


def _check_base_url(name: str) -> None:
    try:
        parts = urlsplit(name)
        wrong = not parts.hostname or parts.query or parts.fragment or parts.username or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise UsageError(f"'--target' must be a base URL like http://127.0.0.1:8080 (got {name!r}); correct it")


def _mock(name: str, make: Callable[..., Simulator], environ: Mapping[str, str]) -> Target:
    """A simulator behind a respx router, in process: no socket is opened, and no other client is patched.

    Its account has the senders of the published samples, or those that the environment declares; and the roles
    that it declares, beside its own.
    """
    declared = declared_in(environ)
    if environ.get(SENDERS) is None:
        declared = replace(declared, senders=MOCK.declared.senders)
    if environ.get(FOREIGN_SENDERS) is None:
        foreign = tuple(one for one in MOCK.declared.foreign_senders if one not in declared.senders)
        declared = replace(declared, foreign_senders=foreign)
    settings = replace(MOCK, declared=declared)
    simulator = mock.simulator(make, declared)
    transport = Transport(Mocked(simulator), f"https://{MOCK_HOST}", _headers())
    return Target(name, settings, transport, simulator)
