"""Sockets whose every operation ends in time, and soon after the run has to end."""

import errno
import os
import select
import socket
import ssl
import time
from collections.abc import Callable
from typing import TypeVar

from contracts.targets.clock import SLICE
from contracts.targets.stopping import Stopper

Done = TypeVar("Done")

PIECE = 64 * 1024
"""The most bytes that are received at once."""


class TooLate(OSError):
    """The time for the exchange is up."""


class Wire:
    """A connected socket. Every method raises OSError (TooLate after `ends`, a time of `time.monotonic()`), and
    Stopped or OutOfBudget when the run has to end."""

    def __init__(self, sock: socket.socket, stopper: Stopper) -> None:
        self._sock = sock
        self._stopper = stopper

    def send(self, data: bytes, ends: float) -> None:
        """Sends all of it."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._in_time(lambda rest=rest: self._sock.send(rest), ends) :]  # type: ignore[misc]

    def receive(self, ends: float) -> bytes:
        """What comes next; nothing when the other side has closed."""
        return self._in_time(lambda: self._sock.recv(PIECE), ends)

    def start_tls(self, context: ssl.SSLContext, host: str, ends: float) -> None:
        """Agrees on TLS with a server called `host`."""
        wrapped = context.wrap_socket(self._sock, server_hostname=host, do_handshake_on_connect=False)
        self._sock = wrapped
        self._in_time(wrapped.do_handshake, ends)

    def is_readable(self) -> bool:
        """Whether something came, or the other side has closed: of a connection that waits for no answer, neither
        is right."""
        return _is_ready(self._sock, 0, select.POLLIN)

    def close(self) -> None:
        """Closes the socket."""
        self._sock.close()

    def _in_time(self, operation: Callable[[], Done], ends: float) -> Done:
        while True:
            self._stopper.check()
            self._sock.settimeout(min(_left(ends), SLICE))
            try:
                return operation()
            except (TimeoutError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                continue


def connect(host: str, port: int, stopper: Stopper, ends: float) -> Wire:
    """A connection to the first address of `host` that takes one. Raises OSError, Stopped, OutOfBudget."""
    error: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        try:
            _connect(sock, address, stopper, ends)
        except OSError as failed:
            error = failed
            sock.close()
            continue
        except BaseException:
            sock.close()
            raise
        # A small request must not wait for the acknowledgement of the one before (RFC 896).
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Wire(sock, stopper)
    raise error


def _connect(sock: socket.socket, address: object, stopper: Stopper, ends: float) -> None:
    sock.setblocking(False)
    code = sock.connect_ex(address)  # type: ignore[arg-type]
    if code not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK):
        raise OSError(code, os.strerror(code))
    while not _is_ready(sock, min(_left(ends), SLICE), select.POLLOUT):
        stopper.check()
    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _is_ready(sock: socket.socket, seconds: float, event: int) -> bool:
    poll = select.poll()
    poll.register(sock, event)
    return bool(poll.poll(seconds * 1000))


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TooLate(errno.ETIMEDOUT, "the time is up")
    return left
