"""Case documents from files: one JSON document, also one of the corpus, or NDJSON with one document a line; `-` is
standard input.

A report of a bug may be in other notations too (`contracts.cases.notations`).
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from contracts.cases.case import Case, Sequence
from contracts.cases.corpus import case_in
from contracts.cases.documents import loads
from contracts.cases.notations.reading import Placed
from contracts.cases.notations.reading import read as notation
from contracts.errors import UsageError

Read = tuple[str, Case | Sequence]
"""Where a document stands (`cases.ndjson:3`), and what it says."""


def read_all(files: Iterable[str]) -> Iterator[Read]:
    """The documents of all files in order, each as soon as it is read. Raises UsageError that names the line."""
    for name in files:
        if name == "-":
            yield from _lines("standard input", enumerate(_standard_input(), 1))
        else:
            yield from _file(name)


def read_reports(files: Iterable[str]) -> Iterator[Read]:
    """As `read_all`, and of other notations (`contracts.cases.notations`) the participants that they create."""
    for name in files:
        told = None if name == "-" else _told(Path(name))
        yield from read_all([name]) if told is None else ((f"{name}: {place}", case) for place, case in told)


def _told(path: Path) -> list[Placed] | None:
    try:
        return notation(path.read_text("utf-8-sig"), path.parent)
    except (OSError, UnicodeDecodeError):
        return None
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise UsageError("'-' must be standard input that is open (got a closed one); give a file, or redirect it")
    return sys.stdin.buffer


def _file(name: str) -> Iterator[Read]:
    try:
        with open(name, "rb") as file:
            yield from _documents(name, file)
    except OSError as error:
        raise UsageError(f"'{name}' must be a file that can be read ({error.strerror}); check its name") from None


def _documents(name: str, file: BinaryIO) -> Iterator[Read]:
    """NDJSON when the first line is a whole JSON text, else one document over several lines."""
    numbered = enumerate(file, 1)
    number, line = next(((n, text) for n, text in numbered if text.strip()), (1, b""))
    if _is_whole(line):
        yield _load(name, number, line)
        yield from _lines(name, numbered)
    else:
        yield _load(name, number, line + file.read())


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(name: str, numbered: Iterable[tuple[int, bytes]]) -> Iterator[Read]:
    return (_load(name, number, line) for number, line in numbered if line.strip())


def _load(name: str, number: int, text: bytes) -> Read:
    where = f"{name}:{number}"
    try:
        kept = case_in(text.decode("utf-8"))
        return where, loads(text.decode("utf-8")) if kept is None else kept
    except UnicodeDecodeError:
        raise UsageError(f"{where}: a case document must be UTF-8; see 'contract sample' for examples") from None
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from None
