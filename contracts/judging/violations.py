"""A violation: the server broke a rule. One class for each rule, so that Hypothesis tells bugs apart."""

from contracts.cases.readable import with_names
from contracts.promises.rules import RULES, Rule

# The gravest first: failing servers, then wrong deeds, open doors, wrong decisions, wrong relations, wrong shapes.
_GRAVITY = "954231"


def gravity(code: str) -> tuple[bool, int, str]:
    """Sorts the code of the gravest rule first."""
    return (not RULES[code].level.fails_a_run, _GRAVITY.index(code[1]), code)


class Violation(AssertionError):
    """`expected` and `actual` are one line each: what the rule promises for this case, and what came. `about` is
    the property of the answer that did not come as it was sent, or as it came before; empty for all else."""

    rule: Rule

    def __init__(self, expected: str, actual: str, about: str = "") -> None:
        super().__init__(expected, actual)
        self.expected = expected
        self.actual = actual
        self.about = about

    @property
    def fails(self) -> bool:
        """Whether it fails a run (reported and inferred rules are only observed)."""
        return self.rule.level.fails_a_run

    @property
    def gravity(self) -> tuple[bool, int, str]:
        """Sorts the gravest violation first."""
        return gravity(self.rule.code)

    def __str__(self) -> str:
        rule = self.rule
        return (
            f"{rule.code} {rule.title}\n"
            f"  -> {rule.quote} [{rule.source}]\n"
            f"  Expected: {self.expected}\n"
            f"  Actual:   {self.actual}"
        )


VIOLATIONS: dict[str, type[Violation]] = {
    code: type(code, (Violation,), {"rule": rule, "__doc__": rule.title}) for code, rule in RULES.items()
}


def broken(code: str, *, expected: str, actual: str, about: str = "") -> Violation:
    """The violation of the rule `code`."""
    return VIOLATIONS[code](expected, actual, about)


def show(value: object, limit: int = 120) -> str:
    """A value for one line of a message, cut to `limit` characters."""
    text = with_names(value) if isinstance(value, str) else repr(value)
    note = f"... ({len(text)} characters)"
    return text if len(text) <= limit else text[: max(limit - len(note), 1)] + note


ACCEPTANCE = frozenset(f"C{number}" for number in (*range(201, 211), 244))
"""Rules about what must be accepted: a refusal is one bug, until its smallest case tells which one it breaks."""


def family(code: str) -> frozenset[str]:
    """The rules that a smaller case may break in place of `code` and still show the same bug."""
    return ACCEPTANCE if code in ACCEPTANCE else frozenset({code})
