"""`contract rules`: the catalogue."""

import json
from dataclasses import asdict

import click

from contracts.promises import trace
from contracts.promises.rules import RULES, Rule


@click.command("rules")
@click.option("--trace", "traced", is_flag=True, help="Each sentence of the operation page, with its rules.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(traced: bool, as_json: bool) -> None:
    """List every rule: its code, how sure it is, and what it says.

    \b
    Example: contract rules --trace
    """
    entries = trace.load() if traced else tuple(RULES.values())
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in entries], indent=2, ensure_ascii=False).encode())
        return
    for entry in entries:
        click.echo(_rule(entry) if isinstance(entry, Rule) else _sentence(entry))


def _rule(rule: Rule) -> str:
    return f"{rule.code}  {rule.level:10}  {rule.title}"


def _sentence(sentence: trace.Sentence) -> str:
    why = ", ".join(sentence.rules) if sentence.rules else f"no rule: {sentence.reason}"
    return f"{sentence.where}\n  {sentence.text}\n  -> {why}"
