"""The files that a run's summary is rendered to, beside summary.json."""

import json
from collections.abc import Mapping
from pathlib import Path

from contracts.errors import RecordingError
from reports.renderings.comment import comment
from reports.renderings.ctrf import ctrf
from reports.renderings.html import html
from reports.renderings.junit import junit
from reports.renderings.markdown import markdown
from reports.renderings.sarif import sarif
from reports.runs.files import COMMENT, CTRF, HTML, MARKDOWN, SARIF, write_text
from reports.runs.summary import Summary


def write_renderings(out: Path, summary: Summary) -> None:
    """Writes summary.md, comment.md and report.html. Raises RecordingError."""
    write_text(out / MARKDOWN, markdown(summary))
    write_text(out / COMMENT, comment(summary))
    write_text(out / HTML, html(summary))


def write_machines(out: Path, summary: Summary, environment: Mapping[str, str]) -> None:
    """Writes results.sarif and results.ctrf.json, and the Markdown to the step summary of GitHub Actions.

    Raises RecordingError.
    """
    write_text(out / SARIF, json.dumps(sarif(summary), indent=1) + "\n")
    write_text(out / CTRF, json.dumps(ctrf(summary), indent=1) + "\n")
    step = environment.get("GITHUB_STEP_SUMMARY")
    if step:
        try:
            with Path(step).open("a", encoding="utf-8") as file:
                file.write(markdown(summary))
        except OSError as error:
            raise RecordingError(f"GITHUB_STEP_SUMMARY cannot be written ({error.strerror})") from None


def write_junit(path: Path, reason: str) -> None:
    """Writes the junit.xml of a run that came to no tests. Raises RecordingError."""
    write_text(path, junit(reason))
