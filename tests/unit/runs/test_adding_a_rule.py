"""The four edits that add a rule, as ARCHITECTURE.md tells them: made in a copy of the project, seen to work."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.unit.runs.support import clean_environment

ROOT = Path(__file__).parents[3]

RULE = """
[C199]
title = "The url has no query"
level = "documented"
quote = "An absolute API resource URL for this participant."
source = "operation page, Responses, 201, url"
"""
CHECK = '''def url_has_no_query(subject: Subject) -> Iterator[Violation | str]:
    """C199: the address of the resource and nothing more."""
    url = (subject.participant or {}).get("url")
    if isinstance(url, str):
        yield "C199"
        if "?" in url:
            yield broken("C199", expected="url: without a query", actual=f"url: {show(url)}")


CHECKS: tuple[Check, ...] = (
    url_has_no_query,
'''
MINIATURE = """

@miniature(rule="C199", about="puts a page number behind the url")
class PutsAQueryBehindTheUrl(Answering):
    def change(self, body: Body) -> None:
        body["url"] += "?Page=0"
"""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path}: {old!r} must stand there once; the test tells what ARCHITECTURE.md says"
    path.write_text(text.replace(old, new), "utf-8")


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", *arguments],
        cwd=copy,
        env=clean_environment(PYTHONPATH=str(copy)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_rule_is_four_edits(tmp_path: Path) -> None:
    """A table, a check, a partition, a wrong server; then it is proved, explained, and complete."""
    copy = tmp_path / "copy"
    for name in ("contracts", "strategies", "reports", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "out"))
    shutil.copy(ROOT / "pyproject.toml", copy)

    rules = copy / "contracts/promises/rules.toml"
    edit(rules, "\n# --- 2: acceptance and refusal", f"{RULE}\n# --- 2: acceptance and refusal")
    edit(copy / "contracts/judging/checks/shape.py", "CHECKS: tuple[Check, ...] = (\n", CHECK)
    edit(copy / "strategies/partitions/identity.py", 'ACCEPTED = f"C201 C301', 'ACCEPTED = f"C201 C199 C301')
    answers = copy / "contracts/miniatures/answers.py"
    answers.write_text(answers.read_text("utf-8") + MINIATURE, "utf-8")

    proved = run(copy, "reports", "prove", "puts-a-query-behind-the-url")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert "C199" in proved.stdout
    explained = run(copy, "reports", "explain", "C199").stdout
    assert "identity-simple" in explained
    assert "puts-a-query-behind-the-url" in explained
    complete = run(copy, "pytest", "-q", "tests/unit/test_completeness.py", "tests/unit/test_miniatures.py")
    assert complete.returncode == 0, complete.stdout
