"""Where a run leaves its files, and how they are written: whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from contracts.errors import RecordingError

HOME = Path("reports") / "out"
"""Below the current directory: where runs go that are not told where to go."""

RECORD = "run.ndjson"
SUMMARY = "summary.json"
FINDINGS = "findings"
MARKDOWN = "summary.md"
COMMENT = "comment.md"
HTML = "report.html"
JUNIT = "junit.xml"
SARIF = "results.sarif"
CTRF = "results.ctrf.json"
RENDERED = (MARKDOWN, COMMENT, HTML, JUNIT, SARIF, CTRF)
"""What is made of a summary."""
SUSPECT = "suspect.json"
"""For as long as the run lasts, and longer when the target goes away: a case document, to replay."""
OUTPUT = "output.txt"
"""What a worker prints."""


def write_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all, in UTF-8. Raises RecordingError."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, "utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise RecordingError(f"{path} cannot be written ({error.strerror}); make room or choose --out") from None
