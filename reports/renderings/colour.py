"""Colour on a terminal: the words that lines begin with, by what they mean. Nothing else is coloured."""

import os
import re
import sys

import click

COLOURS = {
    "FAIL": "red",
    "ERROR": "red",
    "DRIFT": "red",
    "FIXED": "red",
    "VIOLATES": "red",
    "KNOWN": "yellow",
    "OBSERVED": "yellow",
    "INCONCLUSIVE": "yellow",
    "NOT RUN": "yellow",
    "NOT JUDGED": "yellow",
    "NOT SHOWN AGAIN": "yellow",
    "CONFORMS": "green",
}
_WORDS = re.compile(rf"^(?:{'|'.join(sorted(COLOURS, key=len, reverse=True))})(?=[ :])", re.M)


def coloured(text: str) -> str:
    """The text with its first words in colour, for a terminal that takes it."""
    return _WORDS.sub(lambda word: click.style(word[0], fg=COLOURS[word[0]], bold=True), text)


def wanted() -> bool:
    """Whether standard output is a terminal, and nobody said that colours are not wanted (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(text: str) -> None:
    """Prints a text, in colour where that is wanted."""
    click.echo(coloured(text) if wanted() else text)
