"""report.html: a run on one page that needs nothing else: no script, no font, no network."""

import html as markup
from collections.abc import Iterable, Iterator, Sequence

from contracts.promises.rules import RULES
from reports.renderings.text import clock, document_text, plain, target_option, verdict_text
from reports.runs.files import FINDINGS
from reports.runs.summary import Summary

STYLE = """
:root { color-scheme: light dark; --line: #8885; --good: #1a7f37; --bad: #cf222e; --open: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --open: #d29922; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; border-left: .4rem solid; padding-left: .6rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
.conforms, .pass, .known { color: var(--good); }
.violates, .fail, .fixed, .error { color: var(--bad); }
.inconclusive { color: var(--open); }
h1 span, summary span { color: CanvasText; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .7rem; margin: .5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
blockquote { margin: .5rem 0; padding-left: .7rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
"""

# Nothing may be loaded or run, even if something should slip through the escaping.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(summary: Summary) -> str:
    """The page of a run."""
    title = verdict_text(summary)
    return "".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            f'<h1 class="{_text(summary["verdict"])}"><span>{_text(title)}</span></h1>\n',
            f"<p>{_text(_totals(summary))}</p>\n",
            *_findings(summary),
            *_not_run(summary),
            *_rules(summary),
            *_partitions(summary),
            "</body>\n</html>\n",
        ]
    )


def _text(value: object) -> str:
    return markup.escape(plain(str(value)))


def _totals(summary: Summary) -> str:
    seed = "" if summary["seed"] is None else f", seed {summary['seed']}"
    return (
        f"Target {summary['target']}, profile {summary['profile']}{seed}: {summary['cases']:,} cases, "
        f"{summary['exchanges']:,} exchanges, {len(summary['partitions'])} partitions in "
        f"{clock(summary['duration_s'])}."
    )


def _findings(summary: Summary) -> Iterator[str]:
    if summary["findings"]:
        yield "<h2>Findings</h2>\n"
    for number, found in enumerate(summary["findings"]):
        yield _finding(found, summary["target"], opened=number == 0)


def _finding(found: Summary, target: str, *, opened: bool) -> str:
    rule = RULES.get(found["rule"])
    title = f"{found['rule']} {rule.title}" if rule else found["rule"]
    quote = f"<blockquote>{_text(rule.quote)} [{_text(rule.source)}]</blockquote>" if rule else ""
    rows = {
        "Expected": found["expected"],
        "Actual": found["actual"],
        "Confirmed": found["confirmed"],
        "Case": document_text(found["case"]),
        "Replay": f"contract replay {FINDINGS}/{found['id']}.json{target_option(target)}",
        "curl": found["curl"],
    }
    listed = "".join(f"<dt>{name}</dt><dd><pre>{_text(value)}</pre></dd>" for name, value in rows.items())
    return (
        f'<details id="{_text(found["id"])}"{" open" if opened else ""}>'
        f'<summary class="{_text(found["verdict"])}">{_text(found["verdict"].upper())} '
        f"<span>{_text(title)} ({_text(found['partition'])})</span></summary>"
        f"{quote}<dl>{listed}</dl></details>\n"
    )


def _not_run(summary: Summary) -> Iterator[str]:
    rows = [(_cell(left["partition"]), _cell(left["reason"])) for left in summary["not_run"]]
    return _table("Not run", ("Partition", "Reason"), rows)


def _rules(summary: Summary) -> Iterator[str]:
    rows = [
        (
            _cell(rule["code"]),
            _cell(RULES[rule["code"]].title if rule["code"] in RULES else ""),
            _cell(rule["level"]),
            _number(rule["exercised"]),
            _number(rule["violated"]),
            _verdict(rule["verdict"]),
        )
        for rule in summary["rules"]
    ]
    return _table("Rules", ("Code", "Rule", "Level", "Exercised", "Violated", "Verdict"), rows)


def _partitions(summary: Summary) -> Iterator[str]:
    rows = [
        (
            _cell(partition["name"]),
            _number(partition["cases"]),
            _cell(", ".join(f"{what} ({times:,})" for what, times in partition["observed"].items())),
            _verdict(partition["verdict"]),
        )
        for partition in summary["partitions"]
    ]
    return _table("Partitions", ("Partition", "Cases", "Observed", "Verdict"), rows)


def _table(title: str, heads: Iterable[str], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield f'<h2>{title}</h2>\n<div class="table"><table>\n<tr>'
    yield from (f"<th>{head}</th>" for head in heads)
    yield "</tr>\n"
    yield from (f"<tr>{''.join(cells)}</tr>\n" for cells in rows)
    yield "</table></div>\n"


def _cell(value: object) -> str:
    return f"<td>{_text(value)}</td>"


def _number(value: int) -> str:
    return f'<td class="number">{value:,}</td>'


def _verdict(name: str) -> str:
    return f'<td class="{_text(name)}">{_text(name)}</td>'
