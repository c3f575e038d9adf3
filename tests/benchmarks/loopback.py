"""Over HTTP on loopback: judged cases beside the same cases posted, and beside bare posts.

The server is a process of its own, `contract serve`, so that it does not share a processor with the client where
there are two.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from contracts.cases.case import Case
from contracts.targets.session import Session
from tests.benchmarks.engine import EXAMPLES, explore, generate, generating
from tests.benchmarks.lean_client import LeanClient, serialised
from tests.benchmarks.measuring import Measure, side_by_side
from tests.campaign.alone import opened

ROOT = Path(__file__).parents[2]
_EXPORT = re.compile(r"export (\w+)=(.*)")


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """The URL of the simulator in a process of its own, and the settings that make it a target."""
    command = [sys.executable, "-m", "reports", "serve"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            settings = {}
            while found := _EXPORT.match(process.stdout.readline()):
                settings[found[1]] = found[2].strip()
            yield url, settings
        finally:
            process.terminate()


@dataclass(slots=True)
class Poster:
    """Posts cases into a conversation of its own, and keeps their bytes."""

    session: Session
    client: LeanClient
    sent: list[bytes] = field(default_factory=list)

    def post(self, case: Case) -> None:
        """Sends a case as its bytes, and reads the answer."""
        given = self.session.target.settings.keys.given(case)
        request = self.session.request(case, self.session.place("existing"), given)
        self.sent.append(serialised(request, self.client.host))
        self.client.send(self.sent[-1])

    def begin(self) -> None:
        """A new conversation, and nothing kept."""
        self.sent.clear()
        self.session.replace("existing")


def over_posts(rounds: int, every: int) -> list[Measure]:
    """Judged cases beside the same cases generated and posted, and all requests beside bare posts."""
    with (
        served() as (url, settings),
        tempfile.TemporaryDirectory() as folder,
        opened(Path(folder), url, settings, EXAMPLES) as campaign,
        LeanClient(url) as client,
    ):
        parts = generating(campaign, every)
        poster = Poster(campaign.tester.session, client)
        generate(campaign, parts, poster.post)
        ready = list(poster.sent)
        ledger = campaign.tester.session.target.transport.ledger

        def judged() -> int:
            poster.begin()
            return explore(campaign, parts)

        def requests() -> int:
            before = ledger.requests
            judged()
            return ledger.requests - before

        def posted() -> int:
            poster.begin()
            return generate(campaign, parts, poster.post)

        def bare() -> int:
            poster.begin()
            return sum(client.send(data) > 0 for data in ready)

        return [
            side_by_side(
                "posts",
                "judged cases over loopback",
                judged,
                "the same, generated and posted",
                posted,
                rounds=rounds,
            ),
            side_by_side("requests", "all requests of these", requests, "bare posts", bare, rounds=rounds),
        ]
