"""Wrong when several ask at once (C510, C511). One request after the other, all is well."""

import time
from typing import Any

from contracts.exchanges.wire import Request, Response
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.state import Conversation, Participant

PAUSE = 0.003
"""Seconds between looking and storing: long enough for another thread to have its turn."""


class Racing(Simulator):
    """A simulator without a lock, which pauses between looking and storing."""

    def handle(self, request: Request) -> Response:
        """The answer to a request, whatever else is asked."""
        return self.answer(request)

    def check_room(self, conversation: Conversation, participant: Participant) -> None:
        """The last look before storing, and the pause."""
        super().check_room(conversation, participant)
        time.sleep(PAUSE)


@miniature(rule="C510", about="looks for duplicates and stores without a lock")
class StoresWithoutLock(Racing):
    pass


@miniature(rule="C510", about="refuses every request when the same participant is added by several at once")
class RefusesAllAtOnce(Racing):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.waiting: list[str | None] = []

    def store(self, conversation: Conversation, participant: Participant) -> None:
        self.waiting.append(participant.identity)
        time.sleep(PAUSE)
        alone = self.waiting.count(participant.identity) == 1
        time.sleep(PAUSE)
        self.waiting.remove(participant.identity)
        if not alone:
            raise Refusal(50433)
        super().store(conversation, participant)


@miniature(rule="C511", about="refuses a participant while it creates another")
class RefusesWhileBusy(Racing):
    def handle(self, request: Request) -> Response:
        if request.method != "POST" or self.lock.acquire(blocking=False):
            try:
                return self.answer(request)
            finally:
                if request.method == "POST":
                    self.lock.release()
        return self.error(request, Refusal(50433))


@miniature(rule="C511", about="fails when it creates two at once")
class FailsWhenBusy(Racing):
    def handle(self, request: Request) -> Response:
        if request.method == "POST" and self.lock.locked():
            return self.error(request, Refusal(20001, "Try again later"))
        with self.lock:
            return self.answer(request)


@miniature(rule="C511", about="loses one of two that are created at once")
class LosesUpdates(Simulator):
    def handle(self, request: Request) -> Response:
        return self.answer(request)

    def store(self, conversation: Conversation, participant: Participant) -> None:
        self.remember(conversation, participant)
        before = dict(conversation.participants)
        time.sleep(PAUSE)
        super().store(conversation, participant)
        conversation.participants = {**before, participant.sid: participant}
