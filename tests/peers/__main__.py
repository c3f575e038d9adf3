"""`python -m tests.peers`: tries each tool on each server, and prints a table."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from subprocess import TimeoutExpired

from tests.peers.places import Kind, right, serving, wrong
from tests.peers.tools import TOOLS, ToolError


@dataclass(frozen=True, slots=True)
class Tried:
    """One tool and one server; `error` when the tool itself failed."""

    tool: str
    version: str
    kind: Kind
    noticed: bool
    requests: int
    seconds: float
    error: str = ""


def tried(name: str, folder: Path, kinds: list[Kind]) -> Iterator[Tried]:
    """A tool on all servers. Raises ToolError when it cannot be installed."""
    tool = TOOLS[name](folder)
    version = tool.set_up()
    for kind in kinds:
        with serving(kind) as place:
            start, noticed, error = time.monotonic(), False, ""
            try:
                noticed = tool.notices(place)
            except (ToolError, TimeoutExpired) as problem:
                error = " ".join(str(problem).split())
            seconds = time.monotonic() - start
            yield Tried(tool.name, version, kind, noticed, place.requests, seconds, error)


def line(name: str, one: Tried) -> str:
    """What is shown while it goes on."""
    said = one.error or ("noticed" if one.noticed else "nothing")
    kind = f"{one.kind.name} ({one.kind.rule or 'right'})"
    return f"{name}: {kind}: {said}; {one.requests} requests, {one.seconds:.1f} s"


def table(found: list[Tried]) -> str:
    """A Markdown table, one line a tool."""
    lines = [
        "| tool | version | faults noticed | false alarms | requests | seconds |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for name in dict.fromkeys(one.tool for one in found):
        of = [one for one in found if one.tool == name]
        told = [one for one in of if not one.error]
        faulty, sound = [one for one in told if one.kind.rule], [one for one in told if not one.kind.rule]
        failed = f", {len(of) - len(told)} failed" if len(told) < len(of) else ""
        requests, seconds = (
            round(median(column)) for column in ([one.requests for one in of], [one.seconds for one in of])
        )
        lines.append(
            f"| {name} | {of[0].version} | {sum(one.noticed for one in faulty)} of {len(faulty)}{failed} "
            f"| {sum(one.noticed for one in sound)} of {len(sound)} | {requests:,} | {seconds:,} |"
        )
    return "\n".join(lines)


def main() -> int:
    """The exit code: 0, whatever the tools notice."""
    parser = argparse.ArgumentParser("python -m tests.peers", description=__doc__)
    parser.add_argument("--tools", default=",".join(TOOLS), help=f"of {','.join(TOOLS)}")
    parser.add_argument("--wrong", type=int, default=22, help="how many of the wrong servers")
    parser.add_argument("--right", type=int, default=6, help="how many of the right servers")
    chosen = parser.parse_args()
    kinds, found = [*wrong(chosen.wrong), *right(chosen.right)], []
    with tempfile.TemporaryDirectory(prefix="peers-") as home:
        for name in chosen.tools.split(","):
            folder = Path(home) / name
            folder.mkdir()
            try:
                for one in tried(name, folder, kinds):
                    found.append(one)
                    print(line(name, one), file=sys.stderr, flush=True)
            except ToolError as error:
                print(f"{name}: left out: {error}", file=sys.stderr)
    print(f"{datetime.now(UTC):%Y-%m-%d}; median of requests and seconds for one server\n\n{table(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
