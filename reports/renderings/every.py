"""The files that a run's summary is rendered to, beside summary.json."""

from pathlib import Path

from reports.renderings.html import html
from reports.renderings.junit import junit
from reports.renderings.markdown import markdown
from reports.runs.files import HTML, MARKDOWN, write_text
from reports.runs.summary import Summary


def write_renderings(out: Path, summary: Summary) -> None:
    """Writes summary.md and report.html. Raises RecordingError."""
    write_text(out / MARKDOWN, markdown(summary))
    write_text(out / HTML, html(summary))


def write_junit(path: Path, reason: str) -> None:
    """Writes the junit.xml of a run that came to no tests. Raises RecordingError."""
    write_text(path, junit(reason))
