"""The files that a run's summary is rendered to, beside summary.json."""

from pathlib import Path

from reports.files import HTML, MARKDOWN, write_text
from reports.html import html
from reports.markdown import markdown
from reports.summary import Summary


def write_renderings(out: Path, summary: Summary) -> None:
    """Writes summary.md and report.html. Raises RecordingError."""
    write_text(out / MARKDOWN, markdown(summary))
    write_text(out / HTML, html(summary))
