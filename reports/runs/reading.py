"""Reading the record of a run, line by line, however it ended."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from contracts.errors import UsageError
from reports.runs.files import RECORD
from reports.runs.record import SCHEMA, Record

LONGEST_LINE = 128 * 1024 * 1024
"""Bytes. An answer has at most 8 MiB, of which JSON may make six times as much; a case is smaller."""
LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Records:
    """The records between header and footer, read from the file whenever they are iterated over.

    Iteration raises UsageError for a line that is no record, but adds its number to `spoiled` where that is given;
    a last line that was cut off is passed over.
    """

    path: Path
    spoiled: set[int] | None = None

    def __iter__(self) -> Iterator[Record]:
        return (record for _, record in self.numbered())

    def numbered(self) -> Iterator[tuple[int, Record]]:
        """The records with the numbers of their lines."""
        lines = _read(self.path, self.spoiled)
        return ((number, one) for number, one in lines if one["type"] not in ("header", "footer"))


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was recorded; `footer` is `None` when it did not come to its end."""

    header: Record
    records: Records
    footer: Record | None = field(default=None)


def read(path: Path, spoiled: set[int] | None = None) -> Run:
    """The run in a file (or in a folder's run.ndjson); `spoiled` is that of its records. Raises UsageError when
    there is none, or one of another schema."""
    if path.is_dir():
        path = path / RECORD
    _, header = next(_read(path, None), (0, None))
    if header is None or header["type"] != "header":
        raise UsageError(f"{path} must be the record of a run (got no header); give the run.ndjson of a run")
    if header.get("schema", SCHEMA) != SCHEMA:
        told = json.dumps(header["schema"])[:40]
        raise UsageError(
            f"{path} must be a record of schema {SCHEMA} (got {told}); read it with the version that wrote it"
        )
    return Run(header, Records(path, spoiled), _last(path))


def _read(path: Path, spoiled: set[int] | None) -> Iterator[tuple[int, Record]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_lines(file), 1):
                record = _parse(line)
                if record is not None:
                    yield number, record
                elif spoiled is not None:
                    spoiled.add(number)
                elif line.endswith(b"\n"):
                    raise UsageError(f"{path}, line {number}, must be a record of a run (got {_show(line)})")
    except OSError as error:
        raise UsageError(f"{path} must be a file that can be read ({error.strerror}); give a run's own") from None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is longer than any record, the beginning."""
    while line := file.readline(LONGEST_LINE):
        rest = line
        while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
            line = line[:LONGEST_SHOWN] + b"\n"
        yield line


def _parse(line: bytes) -> Record | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("type"), str) else None


def _last(path: Path) -> Record | None:
    """The footer, if the file ends with one; found without reading what is before it."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 65536))
        record = _parse(file.read().rstrip(b"\n").rpartition(b"\n")[2])
    return record if record is not None and record["type"] == "footer" else None


def _show(line: bytes) -> str:
    text = repr(line[:LONGEST_SHOWN].decode("utf-8", "replace").rstrip("\n"))
    return text if len(text) <= 60 else f"{text[:57]}..."
