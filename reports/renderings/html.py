"""report.html: a run on one page that needs nothing else: no network, no font, and no script to be read."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from contracts.promises.rules import RULES
from reports.renderings.page import charts, opening, operation, views
from reports.renderings.page.matrix import KINDS, matrix
from reports.renderings.text import plain
from reports.renderings.verdicts import IN_A_TITLE, verdict_text
from reports.renderings.words import clock
from reports.runs.summary import Summary

TEMPLATES = Path(__file__).parent / "page" / "templates"


def html(summary: Summary) -> str:
    """The page of a run."""
    places = operation.passages(summary)
    full, further, more = views.findings(summary)
    return page(
        "report.html",
        title=verdict_text(summary, IN_A_TITLE),
        summary=summary,
        changes=summary.get("changes"),
        versions=summary.get("versions", {}),
        heads=views.heads(summary),
        counts=views.counts(summary),
        breaches=opening.breaches(summary),
        known=opening.known(summary),
        nothing=opening.nothing(summary),
        unkept=opening.unkept(summary),
        not_judged=opening.not_judged(summary),
        commands=list(opening.commands(summary)),
        most=opening.MOST,
        findings=full,
        further=further,
        more=more,
        linked=frozenset(found["id"] for found in (*full, *further)),
        matrix=matrix(summary),
        kinds=KINDS,
        rules=views.rule_rows(summary),
        unspecified=views.unspecified(summary),
        always=views.always(summary),
        latency=charts.latency(summary.get("latency", {})),
        fields=views.fields(summary),
        gaps=views.gaps(summary),
        silent=views.silent_rules(summary),
        never=views.NEVER_TRIED,
        partitions=views.partition_rows(summary),
        passages=places,
        sentence_counts=operation.counts(places),
        meaning=operation.MEANING,
    )


def page(template: str, **values: Any) -> str:
    """A page made of a template, with the style and the script that its policy allows, and no others."""
    style, script = (_resource(name) for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return _templates().get_template(template).render(style=style, script=script, policy=policy, **values)


@cache
def _templates() -> jinja2.Environment:
    """The templates, each of which is compiled once."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )
    environment.filters["clock"] = clock
    environment.globals["title_of"] = lambda code: RULES[code].title if code in RULES else ""
    return environment


def _printable(value: Any) -> Any:
    """Characters that do not print become escapes, whatever they come from; markup of the templates stays."""
    return plain(value) if type(value) is str else value


def _resource(name: str) -> Markup:
    return Markup((TEMPLATES / name).read_text("utf-8"))


def _hash(text: str) -> str:
    """As a Content-Security-Policy names what stands between `<script>` and `</script>`."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
