"""What is being tried, written down before it is sent: if the process does not survive, it is the suspect."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from contracts.cases.case import Case, Sequence
from contracts.cases.documents import dumps


@dataclass(slots=True)
class Suspect:
    """Keeps the document of what is tried in a file, which `forget` removes. A full disk is none of its
    business."""

    path: Path
    _file: int = -1

    def write(self, tried: Case | Sequence) -> None:
        """It is tried next."""
        with contextlib.suppress(OSError):
            if self._file < 0:
                self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o644)
            data = dumps(tried).encode("utf-8", "backslashreplace") + b"\n"
            os.pwrite(self._file, data, 0)
            os.truncate(self._file, len(data))

    def forget(self) -> None:
        """Nothing is tried any more."""
        with contextlib.suppress(OSError):
            if self._file >= 0:
                os.close(self._file)
            self._file = -1
            self.path.unlink(missing_ok=True)
