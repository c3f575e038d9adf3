"""TLS: agreed on in time, and only with whom the certificate names."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.errors import TargetUnavailable
from tests.unit.weather.support import CREATE, GET, transport, weather

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""Self-signed, for localhost, with its key; it protects nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """A server on loopback that answers two requests on one connection over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            with context.wrap_socket(listener.accept()[0], server_side=True) as secure:
                for body in (b"one", b"two" * 100_000):
                    secure.recv(65536)
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        except OSError:
            pass  # the client did not trust it

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()
    thread.join(5)


def test_requests_go_over_tls(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a certificate that is trusted, as SSL_CERT_FILE says; over one connection."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with weather("clear"):
        sender = transport(f"https://localhost:{port}")
        assert sender.send(GET)[0].content == b"one"
        assert sender.send(CREATE)[0].content == b"two" * 100_000


@pytest.mark.parametrize(("host", "trusted"), [("localhost", False), ("127.0.0.1", True)])
def test_strangers_are_not_spoken_to(port: int, host: str, trusted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither with a certificate of an unknown issuer, nor with that of another host."""
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with weather("clear"), pytest.raises(TargetUnavailable, match="certificate verify failed"):
        transport(f"https://{host}:{port}").send(GET)


def test_a_handshake_ends_in_time() -> None:
    """Also with a server that takes the connection and says nothing."""
    with weather("clear"), socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        with pytest.raises(TargetUnavailable, match="the time is up"):
            transport(f"https://localhost:{silent.getsockname()[1]}", timeout=0.5).send(GET)
        assert time.monotonic() - start < 2.0
