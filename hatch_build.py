"""Builds the wheel: everything under one package, `participant_contract`.

In the repository four folders lie side by side and import each other by their names; installed, `tests` or
`reports` at top level would be in the way of those of others. An editable install takes the folders as they are.
"""

import re
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "participant_contract"
FOLDERS = ("contracts", "strategies", "reports", "tests/campaign", "tests/conformance", "tests/weather")
_NAMES = "(contracts|strategies|reports|tests)"
_REWRITES = (
    (re.compile(rf"^(\s*)from {_NAMES}(?=[\w.]* import )", re.M), rf"\1from {PACKAGE}.\2"),
    (re.compile(rf"^(\s*)import {_NAMES}$", re.M), rf"\1from {PACKAGE} import \2"),
    (re.compile(rf'"{_NAMES}(?=(\.[a-z_]+)+")'), rf'"{PACKAGE}.\1'),
)
_OWN = {
    "__init__.py": '"""Contract tests and fuzzing for Twilio Conversations, Add a new participant."""\n',
    "__main__.py": f"from {PACKAGE}.reports.cli import main\n\nmain()\n",
    "py.typed": "",
}


def rewritten(source: str) -> str:
    """A module of ours with its absolute imports, and the dotted names that are strings, below the package."""
    for pattern, replacement in _REWRITES:
        source = pattern.sub(replacement, source)
    return source


class Hook(BuildHookInterface[Any]):
    """Puts the folders below the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Says which files the wheel holds, and from where; of Python modules, rewritten copies."""
        if version == "editable":
            return
        self._copies = tempfile.TemporaryDirectory(prefix="participant-contract-")
        copies, root = Path(self._copies.name), Path(self.root)
        for name, text in _OWN.items():
            (copies / name).write_text(text, "utf-8")
        for path in [root / "tests" / "__init__.py", *_files(root)]:
            copy = copies / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
            copy.write_bytes(rewritten(content.decode("utf-8")).encode() if path.suffix == ".py" else content)
        build_data["force_include"][str(copies)] = PACKAGE
        scripts = self.metadata.core.scripts
        scripts.update({name: f"{PACKAGE}.{target}" for name, target in scripts.items()})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes the copies."""
        if version != "editable":
            self._copies.cleanup()


def _files(root: Path) -> list[Path]:
    found = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.is_file())
    return [
        path for path in found if path.suffix != ".pyc" and path.relative_to(root).parts[:2] != ("reports", "out")
    ]
