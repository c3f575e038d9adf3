"""`contract serve`: the simulator as a real HTTP server."""

import click

from contracts.errors import UsageError
from contracts.miniatures import named
from contracts.simulator.server import Server
from contracts.targets import fake
from contracts.targets.mock import simulator
from contracts.targets.settings import MOCK, MOCK_KEY

OTHER = ("CONTRACT_OTHER_ACCOUNT_SID", "CONTRACT_OTHER_AUTH_TOKEN", "CONTRACT_OTHER_PROXY_ADDRESSES")


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port (default: one that is free)."
)
@click.option("--miniature", metavar="NAME", help="A server that is wrong in one way, instead of the simulator.")
@click.option("--situation", metavar="NAME", help="A trouble for the first creates, such as overloaded.")
def command(port: int, miniature: str | None, situation: str | None) -> None:
    """Serve the simulator over HTTP on loopback, until Ctrl-C.

    \b
    Example: contract serve --port 8080
    """
    if miniature is not None and situation is not None:
        raise UsageError("'--situation' must be without '--miniature' (got both); give one of them")
    make = fake.named(situation or fake.CALM) if miniature is None else named(miniature).make
    try:
        server = Server(simulator(make), port)
    except OSError as error:
        problem = f"got {port}: {error.strerror}"
        raise UsageError(f"'--port' must be a port that is free ({problem}); choose another") from None
    with server:
        click.echo(_welcome(server.url))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("\nstopped")


def _welcome(url: str) -> str:
    """Where it listens, and what makes it a target; token and key are its own and open nothing else."""
    settings = {
        "TWILIO_ACCOUNT_SID": MOCK.account_sid,
        "TWILIO_AUTH_TOKEN": MOCK.password,
        "TWILIO_API_KEY": MOCK_KEY[0],
        "TWILIO_API_SECRET": MOCK_KEY[1],
        "CONTRACT_SANDBOX_ACCOUNT": MOCK.account_sid,
        "CONTRACT_PROXY_ADDRESSES": ",".join(MOCK.declared.senders),
    }
    if MOCK.other is not None:
        settings |= dict(zip(OTHER, (*MOCK.other, ",".join(MOCK.declared.foreign_senders)), strict=True))
    exports = [f"export {name}={value}" for name, value in settings.items()]
    return "\n".join([f"listening on {url}", *exports, f"contract run --target {url}"])
