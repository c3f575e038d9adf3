"""The page and the Markdown say what the summary says, and nothing in them is taken for markup."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from contracts.cases.case import case
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from reports.choices.options import RunOptions
from reports.renderings.every import write_renderings
from reports.renderings.html import html
from reports.renderings.markdown import markdown
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import finding, result

EVIL = "<script>alert(1)</script>\"' & ``` | [x](http://example.com) \x1b[31m"
VOID = {"meta"}


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
    """Tags are balanced, there is no script, and nothing is loaded from anywhere."""
    page = html(evil)
    parsed = parse(page)
    assert not parsed.tags & {"script", "link", "img", "iframe", "a"}
    assert not parsed.attributes & {"src", "href", "onclick", "style"}
    assert not re.search(r"url\(|@import", page)
    assert "\x1b" not in page


def test_the_page_suits_phones_and_the_dark(evil: summary.Summary) -> None:
    """It has a viewport and both colour schemes."""
    page = html(evil)
    assert 'name="viewport"' in page
    assert "color-scheme: light dark" in page


def test_the_page_has_everything(evil: summary.Summary) -> None:
    """All rules, partitions, findings and what was not run are on it."""
    page = html(evil)
    assert all(f"<td>{rule['code']}</td>" in page for rule in evil["rules"])
    assert page.count("<details ") == 3
    assert "<h2>Not run</h2>" in page
    assert "VIOLATES: 3 findings about C301, C303." in page


def test_an_empty_run_has_a_page() -> None:
    """Nothing run is shown as inconclusive, without empty tables."""
    page = html(summary.summary(Tally(), RunOptions(), None, 0.0, {Role.CASE: 0}))
    parse(page)
    assert "INCONCLUSIVE: nothing was run" in page
    assert "<h2>Findings" not in page
    assert "<h2>Partitions" not in page


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


def test_both_files_are_written(tmp_path: Path, evil: summary.Summary) -> None:
    """summary.md and report.html appear beside the summary."""
    write_renderings(tmp_path, evil)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "summary.md"]
