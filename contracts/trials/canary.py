"""A canary: a plain participant that is served, whatever a case is answered. Without it nothing is believed."""

from dataclasses import dataclass

from contracts.cases.case import IDENTITY
from contracts.errors import TargetGone, TargetUnavailable
from contracts.targets.session import PLAIN_IDENTITY, Session

MEMORY = 5.0
"""Seconds for which it is remembered that the canary was served."""
TRIES = 3
"""How often the canary is sent at once: a server may also fail now and then, which is for the checks to see."""
PAUSE = 1.0
"""Seconds between the looks at a target that serves no plain participant for a while."""


@dataclass(slots=True)
class Canary:
    """Asks whether a target still serves what nothing is wrong with: not when its credentials were revoked (401,
    403), nor when something before it fails (5xx), nor when nothing is answered.

    A target that did not serve it when the run began is judged like any other: only a change tells something.
    """

    session: Session
    _was_served: bool = False
    _served: float = float("-inf")

    def begin(self) -> None:
        """Takes note of whether the canary is served when the run begins. Raises TargetGone."""
        self._was_served = not self._trouble()
        self._served = self._now()

    def ask(self, memory: float = MEMORY) -> None:
        """Raises TargetUnavailable when the canary is served no more, also after the patience of the transport."""
        if not self._was_served or self._now() - self._served < memory:
            return
        transport = self.session.target.transport
        given_up = self._now() + transport.patience
        while trouble := self._trouble():
            if self._now() >= given_up:
                raise TargetUnavailable(
                    f"{transport.origin} no longer serves a plain participant, as it did when the run began "
                    f"({trouble}); come back later"
                )
            transport.stopper.wait(PAUSE)
        self._served = self._now()

    def _now(self) -> float:
        return self.session.clock.read("canary")

    def _trouble(self) -> str:
        """What the canary meets, if not what it is there for, again and again."""
        trouble = ""
        for _ in range(TRIES):
            trouble = self._try_once()
            if not trouble:
                break
        return trouble

    def _try_once(self) -> str:
        try:
            sid = self.session.new_conversation()
            path = f"/v1/Conversations/{sid}/Participants"
            status = self.session.call("POST", path, {IDENTITY: PLAIN_IDENTITY}).status
            self.session.delete_conversation(sid)
        except TargetGone:
            raise
        except TargetUnavailable as error:
            return str(error)
        return str(status) if status in (401, 403) or status >= 500 else ""
