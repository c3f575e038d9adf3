"""The page and the Markdown say what the summary says, and nothing in them is taken for markup."""

import base64
import hashlib
import html as markup
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from contracts.cases.case import case
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from contracts.promises import trace
from contracts.promises.rules import RULES
from reports.choices.options import RunOptions
from reports.renderings.comment import comment
from reports.renderings.every import write_renderings
from reports.renderings.html import html
from reports.renderings.markdown import markdown
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import finding, result

EVIL = "<script>alert(1)</script>\"' & ``` | [x](http://example.com) \x1b[31m"
VOID = {"meta", "input"}


class Balanced(HTMLParser):
    """Collects tags and attributes, and insists that every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag ends: the last that began."""
        assert self.open.pop() == tag


@pytest.fixture
def evil() -> summary.Summary:
    """A summary in which everything that comes from outside tries to be markup."""
    one = Finding("C301", EVIL, Verdict.FAIL, EVIL, EVIL, case({"Identity": EVIL}), "3/3")
    counted = Tally()
    counted.add(EVIL, result())
    counted.findings += [one, finding("C303"), finding("C303", "other")]
    counted.leave_out(EVIL, EVIL)
    return summary.summary(counted, RunOptions(f"http://{EVIL}"), 7, 12.0, {Role.CASE: 9})


def parse(page: str) -> Balanced:
    """The page, parsed to its end."""
    parser = Balanced()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def test_the_page_is_whole_and_harmless(evil: summary.Summary) -> None:
    """Tags are balanced, the only script is ours, and nothing is loaded from anywhere."""
    page = html(evil)
    parsed = parse(page)
    assert not parsed.tags & {"link", "img", "iframe", "form", "object"}
    assert not parsed.attributes & {"src", "onclick", "onerror", "onload", "style"}
    assert page.count("<script") == 1
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', page))
    assert not re.search(r"url\(|@import", page)
    assert "\x1b" not in page


def test_the_policy_allows_our_style_and_script_and_nothing_else(evil: summary.Summary) -> None:
    """Their hashes are those of what stands on the page."""
    page = html(evil)
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in markup.unescape(page)
    assert "default-src 'none'" in markup.unescape(page)
    assert "unsafe" not in page


def test_the_page_suits_phones_and_the_dark(evil: summary.Summary) -> None:
    """It has a viewport and both colour schemes."""
    page = html(evil)
    assert 'name="viewport"' in page
    assert "color-scheme: light dark" in page


def test_the_page_has_everything(evil: summary.Summary) -> None:
    """All rules, partitions, findings and sentences are on it, and what was not run."""
    page = html(evil)
    assert all(f'id="{rule["code"]}"' in page for rule in evil["rules"])
    assert all(f'id="{found["id"]}"' in page for found in evil["findings"])
    assert all(
        markup.escape(one.text).replace("&#x27;", "&#39;") in page.replace("&#34;", "&quot;")
        for one in trace.load()
    )
    assert "VIOLATES</span>: 3 findings about C301, C303." in page
    assert "<h3>Not run</h3>" in page


def test_an_empty_run_has_a_page() -> None:
    """Nothing run is shown as inconclusive, without empty tables."""
    page = html(summary.summary(Tally(), RunOptions(), None, 0.0, {Role.CASE: 0}))
    parse(page)
    assert "INCONCLUSIVE</span>:" in page
    assert "<h2>Findings" not in page


def test_a_summary_of_an_earlier_version_has_a_page(evil: summary.Summary) -> None:
    """What was not yet recorded is missing, and the rest is there."""
    for key in ("started", "latency", "fields", "versions", "not_judged", "requests"):
        del evil[key]
    for partition in evil["partitions"]:
        for key in ("rules", "judged", "violated", "unspecified"):
            del partition[key]
    page = html(evil)
    parse(page)
    assert "No times were recorded." in page


def test_markdown_shows_one_finding_of_each_rule(evil: summary.Summary) -> None:
    """The first in full, the others by their number; verdict and totals on top."""
    shown = markdown(evil)
    assert shown.startswith("## VIOLATES: 3 findings about C301, C303.\n")
    assert shown.count("\n### C3") == 2
    assert "And 1 more, in summary.json." in shown
    assert "### Not run" in shown


def test_markdown_takes_nothing_for_markup(evil: summary.Summary) -> None:
    """Outside of code nothing is left that Markdown or HTML would read."""
    prose = re.sub(r"(`{3,})text\n.*?\n\1", "", markdown(evil), flags=re.DOTALL)
    prose = re.sub(r"(`+).*?(?<!`)\1(?!`)", "", prose)
    assert not re.search(r"(?<!\\)[<\[]", prose.replace(" [", " \\["))
    assert "\x1b" not in prose


def test_markdown_stays_short() -> None:
    """However much was found, it fits into a step summary."""
    counted = Tally()
    counted.add("p", result())
    big = case({"Attributes": "x" * 100_000})
    counted.findings += [Finding(f"C{n}", "p", Verdict.FAIL, "a", "b", big) for n in range(100, 170)]
    assert len(markdown(summary.summary(counted, RunOptions(), 0, 1.0, {Role.CASE: 1}))) < 200_000


def test_a_comment_says_how_findings_stand_to_the_baseline() -> None:
    """New, expired, fixed and drift are rows, rule by rule; what is known is counted."""
    counted = Tally()
    counted.add("p", result())
    counted.findings += [
        finding("C229", "one"),
        finding("C229", "two"),
        replace(finding("C301", "p"), remark="was known until 2026-01-31: expired (API-1)"),
        replace(finding("C302", "p", Verdict.FIXED), kind="fixed"),
        replace(finding("", "odd"), kind="drift"),
        finding("C303", "p", Verdict.KNOWN),
    ]
    counted.leave_out("whatsapp", "no sender", chosen=True)
    options = RunOptions("http://127.0.0.1:1", baseline=Path("base_line.json"))
    shown = comment(summary.summary(counted, options, 0, 1.0, {Role.CASE: 1}))
    rows = [line.split(" | ") for line in shown.splitlines() if line.startswith("| **")]
    assert [row[0] for row in rows] == ["| **new**", "| **expired**", "| **fixed**", "| **drift**"]
    assert rows[0][1:] == [
        "C229 An identity of over 256 characters is refused",
        "201",
        "400, code 50304",
        "one, two |",
    ]
    assert "against `base_line.json`" in shown
    assert "Known, and still failing: C303." in shown
    assert "- whatsapp: no sender" in shown
    assert shown.startswith("<!-- participant-contract -->\n### VIOLATES: ")


def test_a_comment_is_short_and_takes_nothing_for_markup(evil: summary.Summary) -> None:
    """However much was found, and whatever it says."""
    evil["findings"] += [{**evil["findings"][0], "rule": code, "expected": EVIL * 99} for code in RULES]
    evil["not_run"] += [{"partition": EVIL, "reason": f"{EVIL} {number}"} for number in range(99)]
    shown = comment(evil)
    assert len(shown) < 20_000
    assert len(shown.splitlines()) < 40
    assert "**violated**" in shown
    assert set(re.findall(r"(?<!\\)<[^ >]*", re.sub(r"(`+).*?(?<!`)\1(?!`)", "", shown))) == {
        *("<!--", "<details", "<summary", "</summary", "</details")
    }


def test_all_files_are_written(tmp_path: Path, evil: summary.Summary) -> None:
    """summary.md, comment.md and report.html appear beside the summary."""
    write_renderings(tmp_path, evil)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["comment.md", "report.html", "summary.md"]
