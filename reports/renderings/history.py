"""history.html: many runs on one time line: verdicts, findings, drift, times and requests."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.errors import UsageError
from reports.baselines.changes import changes
from reports.renderings.html import page
from reports.renderings.verdicts import IN_A_TITLE, verdict_text
from reports.runs import summary
from reports.runs.files import SUMMARY, write_text
from reports.runs.summary import Summary

PAGE = "history.html"
WIDTH, HEIGHT, WIDEST = 900, 120, 45
"""Of a chart, and of one bar in it."""


@dataclass(frozen=True, slots=True)
class History:
    """The runs of a folder in the order in which they began, and the files that hold none, each with its fault."""

    runs: list[tuple[str, Summary]]
    unread: list[tuple[str, str]]


def history(folder: Path) -> History:
    """The runs below a folder. Raises UsageError when it has none."""
    runs, unread = [], []
    for path in sorted(folder.glob(f"*/{SUMMARY}")):
        if path.parent.is_symlink():
            continue  # `latest` is one of the others
        try:
            runs.append((path.parent.name, summary.read(path)))
        except UsageError as error:
            unread.append((path.parent.name, str(error)))
    if not runs:
        raise UsageError(f"'--history' must be a folder with folders of runs (got {folder}); give reports/out")
    runs.sort(key=lambda run: (run[1].get("started") or "", run[0]))
    return History(runs, unread)


def write_history(folder: Path, found: History) -> Path:
    """Writes the page into the folder, and says where it is. Raises RecordingError."""
    path = folder / PAGE
    values = {
        "title": _title(found),
        "last": found.runs[-1][1]["verdict"],
        "rows": _rows(found.runs),
        "unread": found.unread,
        "strip": _strip(found),
        "charts": _charts(found),
    }
    write_text(path, page(PAGE, **values))
    return path


def _title(found: History) -> str:
    verdicts = [run["verdict"] for _, run in found.runs]
    counts = ", ".join(f"{verdicts.count(one)} {one}" for one in dict.fromkeys(verdicts))
    return f"{len(verdicts)} runs: {counts}"


def _rows(runs: list[tuple[str, Summary]]) -> list[dict[str, Any]]:
    """The runs, the last first, each with what changed since the one before of the same target."""
    last: dict[str, Summary] = {}
    rows = []
    for name, run in runs:
        before = last.get(run["target"])
        changed = changes(before, run) if before else []
        rows.append({"name": name, "run": run, "title": verdict_text(run, IN_A_TITLE), "changes": changed})
        last[run["target"]] = run
    return rows[::-1]


def _charts(found: History) -> list[dict[str, Any]]:
    """Lines over the runs: requests, findings, drift, and the 95th percentile of what was accepted."""
    runs = [run for _, run in found.runs]
    series = {
        "Requests": [float(run["exchanges"]) for run in runs],
        "Findings": [float(len(run["findings"])) for run in runs],
        "Drift": [float(sum(one.get("kind") == "drift" for one in run["findings"])) for run in runs],
        "95 % of accepted, ms": [
            float(run.get("latency", {}).get("accepted", {}).get("p95_ms", 0)) for run in runs
        ],
    }
    return [
        {"name": name, "last": f"{values[-1]:,.6g}", "most": f"{max(values):,.6g}", "bars": _bars(values)}
        for name, values in series.items()
    ]


def _step(runs: int) -> float:
    return min(WIDTH / runs, WIDEST)


def _strip(found: History) -> list[tuple[float, float, str, str]]:
    """x and width of each run, what its colour says, and its name with its verdict."""
    step = _step(len(found.runs))
    states = {"conforms": "held", "violates": "violated"}
    return [
        (
            round(step * place, 1),
            round(max(step - 2, 1), 1),
            states.get(run["verdict"], "observed"),
            f"{name}: {run['verdict']}",
        )
        for place, (name, run) in enumerate(found.runs)
    ]


def _bars(values: list[float]) -> list[tuple[float, float, float, float]]:
    """x, y, width and height of a bar for each value."""
    most, step = max(values) or 1.0, _step(len(values))
    sizes = [max(HEIGHT * value / most, 1.0 if value else 0.0) for value in values]
    return [
        (round(step * place, 1), round(HEIGHT - size, 1), round(max(step - 2, 1), 1), round(size, 1))
        for place, size in enumerate(sizes)
    ]
