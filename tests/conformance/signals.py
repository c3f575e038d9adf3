"""Signals: the first ends the run wherever it is, a second one its cleaning up, and a third one the process."""

import os
import signal
import threading
import time
from contextlib import suppress
from types import FrameType

from contracts.targets.stopping import Stopper

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SAME = 0.2
"""Seconds within which signals are one: `timeout` and terminals tell a process and its group."""
DESCRIPTORS = 64
"""File descriptors that may be a terminal's: those of the standard streams, and pytest's copies of them."""


class Signals:
    """Handlers for as long as a run lasts. `heard` counts what was told, in the name of `first`."""

    def __init__(self, stopper: Stopper) -> None:
        self.heard = 0
        self.first = ""
        self._stopper = stopper
        self._last = 0.0
        self._terminals = _terminals()
        self._before: dict[signal.Signals, object] = {}

    def install(self) -> None:
        """From now on signals are handled; other threads than the main one cannot, and leave it."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in ENDING:
            # A program that was started with nohup lives on when its terminal goes.
            if not (number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN):
                self._before[number] = signal.signal(number, self._handle)

    def restore(self) -> None:
        """As it was before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal() returned
        self._before.clear()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        again, self._last = now - self._last < SAME, now
        if self.heard and again:
            return
        self.heard += 1
        self.first = self.first or signal.Signals(number).name
        if number == signal.SIGHUP:
            _leave(self._terminals)
        self._stopper.stop()
        if self.heard > 1:
            for known in self._before:
                signal.signal(known, signal.SIG_DFL)


def _terminals() -> set[int]:
    """The devices behind those descriptors that are terminals; of one that is gone, that can no longer be told."""
    return {os.fstat(descriptor).st_rdev for descriptor in range(DESCRIPTORS) if os.isatty(descriptor)}


def _leave(terminals: set[int]) -> None:
    """Writes to a terminal that is gone fail: from now on they go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(DESCRIPTORS):
        with suppress(OSError):
            if os.fstat(descriptor).st_rdev in terminals:
                os.dup2(nowhere, descriptor)
