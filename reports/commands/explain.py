"""`contract explain`: one rule with everything that stands behind it."""

import textwrap
from collections.abc import Iterator
from difflib import get_close_matches

import click

from contracts.errors import UsageError
from contracts.miniatures import MINIATURES
from contracts.promises.rules import RULES, Level, Rule
from contracts.trials import witness
from contracts.trials.probes import PROBES
from reports.renderings.text import WIDTH
from strategies.sampling import partitions

_MEANING = {
    Level.DOCUMENTED: "Twilio says so; a violation fails a run",
    Level.PUBLISHED: "seen in a published sample; a violation fails a run",
    Level.REPORTED: "users say so; observed, and fails only as drift",
    Level.INFERRED: "inferred; observed, and fails only as drift",
}


@click.command("explain")
@click.argument("code")
def command(code: str) -> None:
    """Explain one rule: its source, what exercises it, what breaks it.

    \b
    Example: contract explain C207
    """
    click.echo("\n".join(_lines(_rule(code.upper()))))


def _rule(code: str) -> Rule:
    if code not in RULES:
        near = get_close_matches(code, RULES, n=3, cutoff=0.5)
        hint = f"near ones: {', '.join(near)}" if near else "see 'contract rules'"
        raise UsageError(f"'CODE' must be the code of a rule like C207 (got {code!r}); {hint}")
    return RULES[code]


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.title}"
    yield _wrapped("-> ", f"{rule.quote} [{rule.source}]")
    yield _wrapped("Level:      ", f"{rule.level}: {_MEANING[rule.level]}")
    yield _wrapped("Partitions: ", ", ".join(_exercised(rule)) or "judged in every partition where it applies")
    if rule.note:
        yield _wrapped("Note:       ", rule.note)
    wrong = [miniature for miniature in MINIATURES.values() if miniature.rule == rule.code]
    yield "  Miniatures:" + ("" if wrong else " none")
    for miniature in wrong:
        yield textwrap.fill(
            f"{miniature.name}: {miniature.about}", WIDTH, initial_indent="    ", subsequent_indent="      "
        )


def _exercised(rule: Rule) -> Iterator[str]:
    yield from (name for name, partition in partitions().items() if rule.code in partition.rules)
    yield from (name for name, (code, _) in PROBES.items() if code == rule.code)
    if rule.code in witness.RULES:
        yield witness.NAME


def _wrapped(label: str, text: str) -> str:
    indent = "  " + " " * len(label)
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"  {label}",
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
