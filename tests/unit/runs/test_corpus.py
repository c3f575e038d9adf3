"""The life of a bug: reported, made small, explained, kept, known, and fixed."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.cases import corpus
from contracts.errors import UsageError
from contracts.promises.oracle import expect
from contracts.promises.rules import RULES
from tests.unit.runs.support import run, summary

ROOT = Path(__file__).parents[3]
WRONG = ("--target", "miniature:identity-limit-of-64")
KEPT = ("--corpus", "kept", "--profile", "quick", "--partition", "corpus-long-identity", "--out", "out")
BUG = {"fields": [["Identity", "a" * 90], ["Attributes", '{"a":1}']]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a reported bug and an empty corpus."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "bug.json").write_text(json.dumps(BUG))
    return tmp_path


def keep(folder: Path, *more: str) -> str:
    """What replaying and keeping the bug prints."""
    options = (*WRONG, "--keep", "long-identity", "--corpus", "kept", *more)
    done = run("replay", "bug.json", *options, cwd=folder)
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_a_kept_case_fails_until_its_bug_is_fixed(folder: Path) -> None:
    """Where the bug is, the run fails by the rule that the smallest case breaks; elsewhere it conforms."""
    told = keep(folder, "--shrink")
    assert "Irrelevant: field Attributes" in told
    document = json.loads((folder / "kept/long-identity.json").read_text())
    assert document["case"] == {"fields": [["Identity", "a" * 65]]}
    assert document["rule"] == "C205"
    assert run("run", *KEPT, *WRONG, cwd=folder).returncode == 1
    found = summary(folder / "out")["findings"]
    assert [(one["rule"], one["partition"]) for one in found] == [("C205", "corpus-long-identity")]
    assert run("run", *KEPT, cwd=folder).returncode == 0


def test_without_a_corpus_a_part_of_a_run_is_that_part(folder: Path) -> None:
    """As in an installed copy, which has none."""
    chosen = ("--corpus", "kept", "--profile", "quick", "--partition", "identity-simple", "--out", "out")
    assert run("run", *chosen, cwd=folder).returncode == 0
    assert [one["name"] for one in summary(folder / "out")["partitions"] if one["cases"]] == ["identity-simple"]


def test_a_known_failure_passes_while_it_fails(folder: Path) -> None:
    """And fails the run when it is fixed, with what to do."""
    keep(folder, "--known", "the old limit", "--issue", "API-9")
    assert run("run", *KEPT, *WRONG, cwd=folder).returncode == 0
    assert summary(folder / "out")["findings"][0]["verdict"] == "known"
    done = run("run", *KEPT, cwd=folder)
    assert done.returncode == 1
    assert "fixed: remove 'known' from long-identity.json in the corpus" in " ".join(done.stdout.split())


def test_what_matters_is_explained(folder: Path) -> None:
    """The exact length, and which values show it too."""
    done = run("replay", "bug.json", *WRONG, "--explain", cwd=folder)
    assert "Identity: 65 characters show it, 64 do not; 130 do too" in done.stdout
    assert "any text of 65 characters shows it, as far as 3 others tell" in done.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--keep", "A b"), "the name of a case must be of a-z, 0-9 and hyphens (got 'A b')"),
        (("--keep", "x", "--known", "why"), "'--known' and '--issue' must be given together"),
        (("--keep", "x", "--rule", "C999"), "'--rule' must be the code of a rule"),
        (("--title", "x"), "'--title' must go with '--keep NAME'"),
        (("--keep", "x"), "'--rule' must be given for a case that breaks none here"),
    ],
)
def test_what_cannot_be_kept(folder: Path, options: tuple[str, ...], message: str) -> None:
    """Wrong usage, and no file."""
    done = run("replay", "bug.json", "--corpus", "kept", *options, cwd=folder)
    if options[0] != "--keep":
        done = run("replay", "bug.json", *options, cwd=folder)
    assert done.returncode == 2, done.stdout
    assert message in done.stderr
    assert not list((folder / "kept").iterdir())


def test_a_name_is_taken_once(folder: Path) -> None:
    """Nothing that was kept is written over."""
    keep(folder)
    done = run("replay", "bug.json", *WRONG, "--keep", "long-identity", "--corpus", "kept", cwd=folder)
    assert done.returncode == 2
    assert "'--keep' must be a new name" in done.stderr


def document(**changes: Any) -> dict[str, Any]:
    """A case of the corpus, with changes; `...` takes a member out."""
    whole = {"title": "t", "date": "2026-11-25", "source": "s", "rule": "C201", "case": BUG} | changes
    return {key: value for key, value in whole.items() if value is not ...}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "must be a case of the corpus"),
        ("[]", "must be an object"),
        (json.dumps(document(title=...)), "'title' must be a text"),
        (json.dumps(document(date="yesterday")), "'date' must be a date like 2026-11-25 (got 'yesterday')"),
        (json.dumps(document(rule="C999")), "'rule' must be the code of a rule"),
        (json.dumps(document(case={})), "fields"),
        (json.dumps(document(more=1)), "'more' must be none of a case"),
        (json.dumps(document(known={"reason": "r"})), "'known' must have a reason, an issue and since when"),
    ],
)
def test_a_document_that_is_none_is_named(tmp_path: Path, text: str, message: str) -> None:
    """The run does not begin."""
    (tmp_path / "broken.json").write_text(text)
    with pytest.raises(UsageError, match=r"broken\.json") as raised:
        corpus.read(tmp_path, frozenset(RULES))
    assert message in str(raised.value)


def test_the_corpus_of_this_checkout_says_what_it_is_about() -> None:
    """Each case is one of its rule, or judged by reading it back."""
    kept = corpus.read(ROOT / "tests" / "corpus", frozenset(RULES))
    assert kept
    for one in kept:
        assert one.document() == json.loads((ROOT / "tests" / "corpus" / f"{one.name}.json").read_text())
        assert one.source.startswith("https://")
        if one.rule.startswith("C2") and isinstance(one.case, corpus.Case):
            assert one.rule in expect(one.case).rules
