"""`contract replay --keep`: the case of a bug joins the corpus, which every run tries first."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contracts.cases import corpus
from contracts.cases.case import Case, Sequence
from contracts.errors import UsageError
from contracts.promises.rules import RULES
from reports.runs import launch
from reports.runs.files import write_text


@dataclass(frozen=True, slots=True)
class Keeping:
    """What was said of the case that is to be kept: `rule` is the one that it broke, if that was said; `known` is
    why it still may."""

    name: str
    folder: Path | None
    title: str
    source: str
    rule: str
    known: str
    issue: str

    def check(self) -> None:
        """Raises UsageError for what cannot be kept, before anything is sent."""
        corpus.check_name(self.name)
        if self.rule and self.rule not in RULES:
            raise UsageError(f"'--rule' must be the code of a rule (got {self.rule!r}); see 'contract rules'")
        if bool(self.known) != bool(self.issue):
            raise UsageError("'--known' and '--issue' must be given together (got one of them); give both")
        if self.path.exists():
            raise UsageError(f"'--keep' must be a new name (got {self.name!r}, of {self.path}); choose another")

    @property
    def path(self) -> Path:
        """The file of the case."""
        own = launch.HOME / "tests" / "corpus"
        folder = self.folder or (own if own.is_dir() else None)
        if folder is None:
            raise UsageError("'--corpus' must be a folder of yours (got none); create one and name it")
        return folder / f"{self.name}.json"

    def keep(self, case: Case | Sequence, broken: str | None) -> Path:
        """Writes the case; `broken` is the rule that it was seen to break. Raises UsageError, RecordingError."""
        rule = self.rule or broken
        if rule is None:
            raise UsageError(
                "'--rule' must be given for a case that breaks none here (got none); name what it broke"
            )
        today = date.today()
        known = corpus.Known(self.known, self.issue, today) if self.known else None
        title, source = self.title or RULES[rule].title, self.source or "reported"
        kept = corpus.Kept(self.name, title, today, source, rule, case, known)
        write_text(self.path, json.dumps(kept.document(), indent=2, ensure_ascii=True) + "\n")
        return self.path
