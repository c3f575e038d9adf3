"""The catalogue of rules: what can be broken, which source says so, and how sure that is."""

import enum
import tomllib
from dataclasses import dataclass
from pathlib import Path

CATALOGUE = Path(__file__).parent / "rules.toml"


class Level(enum.StrEnum):
    """How sure we are of a rule. The first two fail a run; the others are observed, and fail as drift."""

    DOCUMENTED = "documented"
    PUBLISHED = "published"
    REPORTED = "reported"
    INFERRED = "inferred"

    @property
    def fails_a_run(self) -> bool:
        """Whether a violation of a rule of this level makes the verdict `violates`."""
        return self in (Level.DOCUMENTED, Level.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise: `code` like C201, `quote` the words that make it, `source` where they stand; `note` what a
    person that disagrees should know."""

    code: str
    title: str
    level: Level
    quote: str
    source: str
    note: str = ""


def load(path: Path = CATALOGUE) -> dict[str, Rule]:
    """The rules of a catalogue file by code, in the order of the file."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return {code: Rule(code, level=Level(table.pop("level")), **table) for code, table in tables.items()}


RULES = load()
