"""`python -m tests.weather [SKY...]`: a whole run under each sky, and a table of what came of it.

With `--kills N`: N runs that are killed at random moments and swept, and what was left.

Exit code 1 when a row is not as it should be: a server accused in vain or missed, a run that took longer than in
clear weather by more than its time-out and five seconds, or over 300 MiB, anything left, a secret found.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.weather.killing import killed
from tests.weather.skies import SKIES
from tests.weather.trying import Row, attempt

CLEAR = "clear"
COLUMNS = ("sky", "exit", "verdict", "broken", "requests", "seconds", "MiB", "left, swept", "secrets", "wrong")


def main() -> int:
    """Runs the command."""
    chosen = _arguments()
    if chosen.kills:
        return _kill(chosen.kills)
    unknown = set(chosen.sky) - set(SKIES)
    if unknown:
        print(f"'SKY' must be one of {', '.join(SKIES)} (got {min(unknown)!r}); choose some", file=sys.stderr)
        return 2
    names = [CLEAR, *(name for name in chosen.sky or SKIES if name != CLEAR)]
    rows: list[Row] = []
    with contextlib.suppress(KeyboardInterrupt):  # the rows that there are by then are shown
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                rows.append(attempt(SKIES[name], Path(folder), chosen.profile, chosen.timeout))
            print(f"{len(rows)} of {len(names)}: {name}, {rows[-1].seconds} s", file=sys.stderr, flush=True)
    faults = {row.sky: row.faults(rows[0], chosen.timeout) for row in rows}
    Console(width=chosen.width).print(_table(rows, faults))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(_document(rows, faults, chosen), indent=1) + "\n", "utf-8")
    return 1 if any(faults.values()) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.weather", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("sky", nargs="*", metavar="SKY", help="names of skies; all of them without any")
    parser.add_argument("--profile", default="quick", help="that of the runs (default: quick)")
    parser.add_argument("--timeout", type=float, default=10.0, help="seconds for an exchange (default: 10)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="writes the rows there too")
    parser.add_argument("--kills", type=int, default=0, metavar="N", help="kills N runs instead, and sweeps")
    parser.add_argument("--width", type=int, help="columns of the table")
    return parser.parse_args()


def _kill(times: int) -> int:
    table = Table("killed after", "left", "after a sweep", title=f"{times} runs, {datetime.now(UTC):%Y-%m-%d}")
    wrong = 0
    for seed in range(times):
        with tempfile.TemporaryDirectory() as folder:
            one = killed(Path(folder), seed)
        table.add_row(f"{one.requests:,} requests", str(one.left), str(one.much))
        wrong += one.much != 0
    Console().print(table)
    return 1 if wrong else 0


def _table(rows: list[Row], faults: dict[str, tuple[str, ...]]) -> Table:
    table = Table(*COLUMNS, title=f"{len(rows)} skies, {datetime.now(UTC):%Y-%m-%d}")
    for row in rows:
        broken = ", ".join(row.rules) + (f" ({row.findings})" if row.findings else "")
        cells = (row.sky, row.exit, row.verdict, broken, row.requests, row.seconds, row.memory)
        more = (f"{row.left}, {row.swept}", row.secrets, "; ".join(faults[row.sky]))
        table.add_row(*map(str, (*cells, *more)))
    return table


def _document(
    rows: list[Row], faults: dict[str, tuple[str, ...]], chosen: argparse.Namespace
) -> dict[str, object]:
    documents = [{**row.document(), "wrong": list(faults[row.sky])} for row in rows]
    date = f"{datetime.now(UTC):%Y-%m-%d}"
    return {"date": date, "profile": chosen.profile, "timeout": chosen.timeout, "rows": documents}


if __name__ == "__main__":
    sys.exit(main())
