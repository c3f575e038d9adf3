"""What the page shows is what the summary says: differences, cells, sentences."""

import time
from dataclasses import replace

import pytest

from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import broken
from contracts.promises.rules import RULES
from reports.choices.options import RunOptions
from reports.renderings.html import html
from reports.renderings.page import compared, matrix, opening, operation, views
from reports.renderings.page.texts import Piece, differing
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import ALICE, finding, result


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [("alice", "Alice", ("a", "A")), ("ab", "a", ("b", "")), ("same", "same", ("", "")), ("", "x", ("", "x"))],
)
def test_differences_are_marked(one: str, other: str, marked: tuple[str, str]) -> None:
    """Character by character; unmarked pieces are equal on both sides."""
    pieces = differing(one, other)
    assert tuple("".join(p.text for p in side if p.differs) for side in pieces) == marked
    assert [p for p in pieces[0] if not p.differs] == [p for p in pieces[1] if not p.differs]


def test_long_texts_are_cut_where_they_are_equal() -> None:
    """The difference stays, whatever stands around it."""
    sent, returned = differing("a" * 5000 + "é" + "b" * 5000, "a" * 5000 + "e" + "b" * 5000)
    assert Piece("é", True) in sent
    assert Piece("e", True) in returned
    assert sum(len(piece.text) for piece in sent) < 500


def test_sent_and_returned_stand_side_by_side() -> None:
    """Each field beside the property that shows it."""
    found = summary.entry(finding("C301")) | {"evidence": {"status": 201, "body": '{"identity": "ALICE"}'}}
    (row,) = compared.rows(found)
    assert "".join(piece.text for piece in row.sent) == "alice"
    assert "".join(piece.text for piece in row.returned) == "ALICE"
    assert any(piece.differs for piece in row.returned)


def test_the_matrix_has_a_cell_for_what_was_judged() -> None:
    """In its row and column, with its state."""
    tally = Tally()
    tally.start("p", ["C229"])
    tally.add("p", result(violations=(broken("C301", expected="a", actual="b"),)))
    found = summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 1})
    drawn = matrix.matrix(found)
    assert drawn.columns == ["p"]
    (partition,) = found["partitions"]
    assert [matrix.state(partition, code) for code in ("C101", "C301", "C229", "C402")] == [
        "held",
        "violated",
        "missed",
        "",
    ]
    assert drawn.paths["violated"].count("M") == 1


def test_a_sentence_has_the_verdict_of_its_rules() -> None:
    """A broken rule breaks it, and one that nothing judged leaves it open."""
    tally = Tally()
    tally.add("p", result(ALICE))
    tally.findings.append(finding("C229"))
    places = operation.passages(summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 1}))
    of_identity = {
        one.text: one.verdict for place in places if place.name == "Identity" for one in place.sentences
    }
    assert of_identity["Limited to 256 characters."] == "broken"
    assert set(operation.counts(places)) <= set(operation.MEANING)


def test_the_first_screen_says_what_broke() -> None:
    """One entry for each rule, with all of its partitions; what is known is counted."""
    tally = Tally()
    tally.add("p", result(ALICE))
    known = finding("C302", "four", Verdict.KNOWN)
    drift = replace(finding("", "odd"), kind="drift")
    tally.findings += [finding("C229", "one"), finding("C229", "two"), finding("C229", "one"), known, drift]
    found = summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 1})
    first, second = opening.breaches(found)
    assert (first.rule, first.word, first.where, first.actual) == (
        "C229",
        "violated",
        ["one", "two"],
        "400, code 50304",
    )
    assert (second.word, second.where) == ("drift", ["odd"])
    assert opening.known(found) == 1
    assert "1 known failure is still there" in html(found)


def test_the_first_screen_says_what_was_not_judged_and_how_to_see_it_again() -> None:
    """By reason, each told once; the first finding, and the whole run as it was chosen."""
    tally = Tally(known={"p": ("C101",), "whatsapp": ("C203",), "rcs": ("C204",)})
    tally.start("p", ("C101",))
    tally.add("p", result(ALICE))
    for name in ("whatsapp", "rcs"):
        tally.leave_out(name, "no sender", chosen=True)
    options = RunOptions("http://127.0.0.1:1/a b", "nightly", partition=("p", "rcs"))
    found = summary.summary(tally, options, 7, 1.0, {Role.CASE: 1})
    assert opening.not_judged(found)[0] == opening.Gap("no sender", [], ["whatsapp", "rcs"])
    assert len({gap.reason for gap in opening.not_judged(found)}) == len(opening.not_judged(found))
    whole = (
        "contract run '--target=http://127.0.0.1:1/a b' --profile=nightly --seed=7 --partition=p --partition=rcs"
    )
    assert list(opening.commands(found)) == [("The whole run", whole)]
    tally.findings.append(finding("C229"))
    found = summary.summary(tally, options, 7, 1.0, {Role.CASE: 1})
    (_, replay), (_, again) = opening.commands(found)
    assert (
        replay == f"contract replay findings/{found['findings'][0]['id']}.json --target 'http://127.0.0.1:1/a b'"
    )
    assert again == whole
    del found["command"]
    assert [line for _, line in opening.commands(found)][1].endswith("--profile=nightly --seed=7")


def test_one_answer_where_documents_are_silent_is_told_once() -> None:
    """Partitions that always had it stand together; those that had several have a row each."""
    tally = Tally()
    tally.add("p", result(ALICE))
    found = summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 1})
    answers: list[dict[str, int]] = [{"201": 3}, {"201": 1}, {"400 50207": 2, "201": 9}, {}]
    found["partitions"] = [
        {**found["partitions"][0], "name": str(number), "unspecified": came} for number, came in enumerate(answers)
    ]
    assert views.always(found) == [("201", ["0 (3)", "1 (1)"])]
    ((name, shown),) = ((one["name"], one["bars"]) for one in views.unspecified(found))
    assert (name, [bar.label for bar in shown]) == ("2", ["201", "400 50207"])


def test_what_was_left_out_for_one_reason_is_one_entry() -> None:
    """However many partitions it is."""
    tally = Tally()
    for name in ("a", "b", "a"):
        tally.leave_out(name, "no sender", chosen=True)
    assert views.gaps(summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 1})) == [("no sender", ["a", "b"])]


def test_cells_side_by_side_are_one_line() -> None:
    """Of dashes as wide as a cell; those that were missed have outlines of their own."""
    tally = Tally()
    for name in ("a", "b", "d"):
        tally.add(name, result())
    tally.add("c", result(status=400))
    tally.start("d", ["C229"])
    tally.start("a", ["C229"])
    drawn = matrix.matrix(summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 1}))
    y = matrix.TOP + matrix.HIGH * drawn.rows.index("C101") + 5
    assert f"M44 {y}h9M59 {y}h4" in drawn.paths["held"]
    assert drawn.paths["missed"].count("z") == 2


def test_a_rule_that_was_broken_once_is_shown_before_others_again() -> None:
    """However many partitions broke another one before."""
    tally = Tally()
    tally.findings += [finding("C207", f"p-{number}") for number in range(400)]
    tally.findings += [finding("C229", "q"), finding("C303", "r")]
    full, rows, more = views.findings(summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 1}))
    assert [one["rule"] for one in full] == ["C207"] * (views.SHOWN_IN_FULL - 2) + ["C229", "C303"]
    assert len(rows) > 300
    assert len({one["id"] for one in (*full, *rows)}) == len(full) + len(rows) == 402 - more


def test_a_huge_run_has_a_small_page() -> None:
    """300 partitions, in which every rule was judged; 400 findings, with texts that take five bytes a character.
    First ones stand there whole, with what replays them; of others what was expected, and what came."""
    tally, text = Tally(), '"<' * 8_000
    for number in range(300):
        tally.add(f"partition-{number}", result(ALICE))
        tally.coverage.judged[f"partition-{number}"].update(dict.fromkeys(RULES, 333))
    case = ALICE.with_field("Attributes", text)
    tally.findings += [
        Finding("C207", f"partition-{number}", Verdict.FAIL, text, text, case, "3/3") for number in range(400)
    ]
    found = summary.summary(tally, RunOptions(), 0, 1.0, {Role.CASE: 100_000})
    for one in found["findings"]:
        one["evidence"] = {"status": 500, "headers": [["X", text]] * 3, "body": text}
    began = time.process_time()
    page = html(found)
    assert time.process_time() - began < 5
    assert len(page.encode()) < 1_000_000
    assert 4 <= page.count("Copy replay") < views.SHOWN_IN_FULL
    assert "Copy script" not in page
    shown = page.count('bad-edge" id="C207-') + page.count('<tr id="C207-')
    assert f"And {400 - shown} more, in summary.json." in page
