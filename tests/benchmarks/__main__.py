"""`python -m tests.benchmarks`: measures, and prints a table."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import commands, engine, loopback
from tests.benchmarks.measuring import Measure
from tests.benchmarks.table import as_json, fallen, machine, table

ACCEPTED = Path(__file__).parents[2] / "docs" / "benchmarks.json"
SMALL, ALL = 8, 1
"""Of how many partitions one is tried."""


def measures(*, small: bool) -> Iterator[Measure]:
    """Everything that is measured; `small`: the ratios only, of a few partitions and short runs."""
    rounds, every, profile = (3, SMALL, "quick") if small else (3, ALL, "gate")
    yield engine.over_generation(rounds, every)
    yield from loopback.over_posts(rounds, every)
    yield commands.beside_st_run(1 if small else 2, profile, 20 if small else 200)
    yield from commands.starts(rounds)
    yield commands.workers(1 if small else 2, profile, 2)
    if not small:
        yield from engine.parts_of_a_case(rounds, every)
        yield from engine.sizes(10_000_000)
        yield from (commands.runs(3, name) for name in ("brief", "quick", "gate"))
        yield commands.memory(20_000, 120_000)


def main() -> int:
    """The exit code: 1 when a ratio has fallen by a third and `--check` was given."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="the ratios only, in a minute")
    parser.add_argument("--json", action="store_true", help="print all figures of all rounds")
    parser.add_argument("--check", action="store_true", help=f"fail on a ratio that fell against {ACCEPTED.name}")
    chosen = parser.parse_args()
    found = []
    for one in measures(small=chosen.small):
        found.append(one)
        print(table([one]).splitlines()[-1], file=sys.stderr, flush=True)
    print(as_json(found) if chosen.json else f"{machine()}\n\n{table(found)}")
    bad = fallen(found, json.loads(ACCEPTED.read_text("utf-8"))["measures"]) if chosen.check else []
    print("\n".join(bad), file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
