"""What people read on a terminal is complete, plain, and fits."""

import json
import re
from pathlib import Path

import pytest

from contracts.cases.case import case
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import broken
from contracts.promises.rules import RULES
from reports.choices.options import RunOptions
from reports.renderings import colour, text, verdicts, words
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import finding, result


def summary_of(*findings: Finding, target: str = "mock", cases: int = 1) -> summary.Summary:
    """A summary of a run with these findings."""
    counted = Tally()
    for _ in range(cases):
        counted.add("identity-simple", result())
    counted.findings += findings
    return summary.summary(counted, RunOptions(target), 7, 83.2, {Role.CASE: 1234})


def test_a_finding_says_what_broke_where_and_how() -> None:
    """Rule, quotation and source, expected, actual, case, and two ways to see it again."""
    path = Path("out/findings/x.json")
    shown = text.finding_text(summary.entry(finding(), "http://127.0.0.1:1"), path, "live")
    lines = shown.splitlines()
    assert lines[0].startswith("FAIL C207 Attributes of up to 4 KB are accepted (attributes-sizes, confirmed")
    assert "-> Participant Attributes: 4 KB" in shown
    assert "  Expected: 201" in lines
    assert "  Actual:   400, code 50304" in lines
    assert '  Case:     {"partition": "attributes-sizes", "fields": [["Identity", "alice"]]}' in lines
    assert "  Replay:   contract replay out/findings/x.json --target live" in lines
    assert lines[lines.index("  Script:") + 1] == "("
    assert lines[-2].startswith('curl -sS -X POST "http://127.0.0.1:1/v1/')
    assert any(line.startswith("CONVERSATION_SID=$(curl ") for line in lines)


def test_prose_fits_in_80_columns() -> None:
    """Only what is to be copied may be wider."""
    shown = text.closing_summary(summary_of(finding(), finding("C303"), finding("C116")), Path("out"))
    prose = re.sub(r"(?ms)^  Script:$.*?^\)$", "", shown)
    assert prose != shown
    wide = [line for line in prose.splitlines() if len(line) > 80]
    assert all(line.lstrip().startswith(("Case:", "Replay:", "again:", "report:")) for line in wide)


@pytest.mark.parametrize("odd", ["\x1b[31m", "\u202e", "\x07", "\x9b", "\x7f", "\u2028", "\r", "\U000e0041"])
def test_nothing_reaches_the_terminal_that_it_would_obey(odd: str) -> None:
    """Controls and invisible characters are shown as escapes, which JSON reads back."""
    one = Finding("C301", f"p{odd}", Verdict.FAIL, f"a{odd}", f"b{odd}", case({"Identity": f"x{odd}"}))
    shown = text.closing_summary(summary_of(one), Path("out"))
    assert all(character.isprintable() or character == "\n" for character in shown)
    assert json.loads(text.document_text({"Identity": odd})) == {"Identity": odd}


def test_long_cases_are_cut_and_say_so() -> None:
    """The whole is in the files."""
    one = Finding("C207", "p", Verdict.FAIL, "201", "400", case({"Attributes": "x" * 5000}))
    shown = text.finding_text(summary.entry(one))
    assert len(shown) < 3000
    assert "characters; whole in the file to replay)" in shown
    assert f"  Replay:   contract replay findings/{one.id}.json\n" in shown
    assert f"  Script:   contract replay findings/{one.id}.json --export curl" in shown


def test_intermittent_findings_are_called_so() -> None:
    """Less than every confirmation is intermittent."""
    one = Finding("C301", "p", Verdict.FAIL, "a", "b", case({"Identity": "a"}), "1/3")
    assert "intermittent 1/3" in text.finding_text(summary.entry(one))


def test_findings_are_grouped_by_rule() -> None:
    """Of each rule the first is shown in full, the others by partition."""
    several = [finding("C207", name) for name in ("one", "two", "three", "two")]
    shown = text.closing_summary(summary_of(*several, finding("C303", "four")))
    assert shown.count("Expected:") == 2
    assert "  Also in: two, three" in shown


def test_rules_broken_have_one_line_each() -> None:
    """Broken promises and mere observations are told apart."""
    counted = Tally()
    for code in ("C301", "C316", "C316"):
        counted.add("p", result(violations=(broken(code, expected="a", actual="b"),)))
    counted.findings.append(finding("C301"))
    shown = text.closing_summary(summary.summary(counted, RunOptions(), 0, 1.0, {Role.CASE: 3})).splitlines()
    assert "FAIL     C301 The identity comes back as sent [documented]: 1 case" in shown
    assert "OBSERVED C316 The attributes come back byte for byte [inferred]: 2 cases" in shown


def test_what_was_not_run_is_listed_by_reason() -> None:
    """Partitions with one reason share a line; many are counted."""
    counted = Tally()
    counted.add("p", result())
    for number in range(13):
        counted.leave_out(f"whatsapp-{number}", "no whatsapp sender", chosen=True)
    counted.leave_out("rest", "the budget of 5 requests is spent")
    shown = text.closing_summary(summary.summary(counted, RunOptions(), 0, 1.0, {Role.CASE: 3}))
    assert "and 3 more: no whatsapp sender" in " ".join(shown.split())
    assert "NOT RUN  rest: the budget of 5 requests is spent" in shown
    assert "INCONCLUSIVE: 14 partitions not run to the end" in shown


def test_why_a_run_broke_off_is_told_once() -> None:
    """With what was not run; the rules that were not judged for that reason stand in the verdict."""
    counted = Tally(known={"identity": ("C201",), "sms-pair": ("C202",), "pages": ("C503",)})
    counted.start("pages", ("C503",))
    for partition in ("identity", "sms-pair"):
        counted.leave_out(partition, "the disk is full")
    shown = text.closing_summary(summary.summary(counted, RunOptions(), 0, 1.0, {Role.CASE: 0}))
    assert shown.count("the disk is full") == 1
    assert "C201, C202" in shown
    assert "NOT JUDGED  C503: nothing judged it: pages came to no judgement" in shown


@pytest.mark.parametrize(
    ("findings", "cases", "words"),
    [
        ((), 1, "CONFORMS: every promise that was tried was kept."),
        ((), 0, "INCONCLUSIVE: nothing was run"),
        ((finding(verdict=Verdict.KNOWN),), 1, "CONFORMS: nothing new is wrong, 1 known failure still there."),
        ((finding(), finding("C303")), 1, "VIOLATES: 2 findings about C207, C303."),
        ((finding(), finding("C303", verdict=Verdict.KNOWN)), 1, "VIOLATES: 1 finding about C207."),
        ((finding(verdict=Verdict.INCONCLUSIVE),), 1, "what was found could not be settled"),
    ],
)
def test_the_verdict_is_in_plain_words(findings: tuple[Finding, ...], cases: int, words: str) -> None:
    """Every verdict says what it means."""
    assert words in text.closing_summary(summary_of(*findings, cases=cases))


def test_words_are_coloured_by_what_they_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the beginning of a line only, and on a terminal of a person that wants it; the text stays the same."""
    shown = text.closing_summary(summary_of(finding(), finding("C303", "FAIL VIOLATES")))
    with_colour = colour.coloured(shown)
    assert re.sub("\x1b\\[[0-9;]*m", "", with_colour) == shown
    assert "\n\x1b[31m\x1b[1mVIOLATES\x1b[0m: 2 findings" in with_colour
    assert with_colour.count("VIOLATES\x1b") == 1
    assert not colour.wanted()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert colour.wanted()
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patched:
            patched.setenv(name, value)
            assert not colour.wanted()


def test_a_title_names_few_rules() -> None:
    """And says how many more there are; the terminal names all."""
    found = summary_of(*(finding(code) for code in list(RULES)[:20]))
    assert verdicts.verdict_text(found, 3) == "VIOLATES: 20 findings about C101, C102, C103 and 17 more."
    assert "more" not in verdicts.verdict_text(found)


def test_totals_and_files_are_named(tmp_path: Path) -> None:
    """How much, how long, with which seed, and where what was written is."""
    (tmp_path / "summary.json").touch()
    shown = text.closing_summary(summary_of(target="live"), tmp_path)
    assert "target live, profile gate, seed 7" in shown
    assert "1 case, 1,234 exchanges, 1 partition in 1:23" in shown
    assert f"report: {tmp_path}, beside summary.json" in shown.splitlines()
    (tmp_path / "report.html").touch()
    shown = text.closing_summary(summary_of(finding(), target="live"), tmp_path)
    *_, files, again, _, _, verdict = shown.splitlines()
    assert files == f"report: {tmp_path / 'report.html'}, beside summary.json"
    assert again == f"again:  contract replay {tmp_path}/findings/{finding().id}.json --target live"
    assert verdict == "VIOLATES: 1 finding about C207."


@pytest.mark.parametrize("name", ["p", "a-partition-with-a-very-long-name" * 5, "zoë\x1b[2J"])
@pytest.mark.parametrize(("left", "start"), [(None, ""), (0.0, "100%  "), (12000.0, " 25%  ")])
def test_progress_is_one_line(name: str, left: float | None, start: str) -> None:
    """It never wraps, and always shows the counts; how far a run is, it tells by time."""
    line = text.progress(name, 123456, 12, 4000.0, left)
    assert len(line) <= 80
    assert line.isprintable()
    assert line.startswith(start)
    assert "123,456 cases, 12 violations" in line


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0.0 s"),
        (3.21, "3.2 s"),
        (9.99, "10.0 s"),
        (41.4, "41 s"),
        (59.7, "1:00"),
        (247, "4:07"),
        (3723, "1:02:03"),
        (-1, "0.0 s"),
    ],
)
def test_durations_are_for_people(seconds: float, shown: str) -> None:
    """Seconds, minutes or hours, as fits."""
    assert words.clock(seconds) == shown
