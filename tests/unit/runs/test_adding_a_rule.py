"""The four edits that add a rule, as docs/adding-a-rule.md has them: made in a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.unit.runs.support import clean_environment

ROOT = Path(__file__).parents[3]

PAGE = (ROOT / "docs" / "adding-a-rule.md").read_text("utf-8")


def block(language: str, start: str) -> str:
    """The one block of the page in this language that starts so."""
    [found] = re.findall(rf"^```{language}\n({re.escape(start)}.*?)^```", PAGE, re.M | re.S)
    return str(found)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path}: {old!r} must stand there once; the test does what the page says"
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
    edit(rules, "\n# --- 2: acceptance and refusal", f"\n{block('toml', '')}\n# --- 2: acceptance and refusal")
    end = "CHECKS: tuple[Check, ...] = (\n"
    check = block("python", "def url_has_no_query")
    edit(copy / "contracts/judging/checks/shape.py", end, f"{check}\n\n{end}    url_has_no_query,\n")
    before, after = (line[1:] for line in block("diff", "-").splitlines())
    edit(copy / "strategies/partitions/identity.py", before, after)
    answers = copy / "contracts/miniatures/answers.py"
    answers.write_text(answers.read_text("utf-8") + "\n\n" + block("python", "@miniature"), "utf-8")

    prove, explain, tests = (line.split() for line in block("sh", "").splitlines())
    proved = run(copy, "reports", *prove[1:])
    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert "C199" in proved.stdout
    explained = run(copy, "reports", *explain[1:]).stdout
    assert "identity-simple" in explained
    assert "puts-a-query-behind-the-url" in explained
    complete = run(copy, *tests)
    assert complete.returncode == 0, complete.stdout
