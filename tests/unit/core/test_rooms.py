"""The rooms: who may import whom, and where each library lives."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROOMS = ("contracts", "strategies", "reports", "tests")
"""Imports go to the left only."""

HOMES = {
    "httpx": {"contracts"},
    "respx": {"contracts"},
    "phonenumbers": {"contracts"},
    "yaml": {"contracts"},
    "jsonschema_rs": {"contracts"},
    "schemathesis": {"contracts", "strategies"},
    "requests": {"contracts", "strategies"},  # only as what Schemathesis answers with and sends
    "hypothesis": {"strategies", "tests"},
    "click": {"reports"},
    "pytest": {"tests"},
}
"""The rooms of each library. Unit tests may take any, to imitate what it does."""
LAUNCHES_PYTEST = "reports.proof"

DECIDING = ("contracts.oracle", "contracts.grammar", "contracts.form")
JUDGING = (*DECIDING, "contracts.checks")
SIMULATING = ("contracts.simulator", "contracts.miniatures")


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, wherever in the file; of packages also what may be a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports name the whole module"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = {_name(path): set(_imports(path)) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}


def within(module: str, packages: tuple[str, ...]) -> bool:
    """Whether a module is one of these, or in one of them."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def reached(packages: tuple[str, ...]) -> set[str]:
    """All modules of ours that these import, and that those import, and so on."""
    found = {module for module in IMPORTS if within(module, packages)}
    todo = list(found)
    while todo:
        new = {name for name in IMPORTS[todo.pop()] if name in IMPORTS} - found
        found |= new
        todo += new
    return found


def test_all_rooms_were_read() -> None:
    """The tests below look at something."""
    assert {module.split(".")[0] for module in IMPORTS} == set(ROOMS)
    assert within("contracts.grammar.sids", DECIDING)
    assert not within("contracts.formal", DECIDING)
    assert "contracts.wire" in reached(("contracts.simulator",))
    assert all(any(within(module, (package,)) for module in IMPORTS) for package in (*JUDGING, *SIMULATING))


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_to_the_left(room: str) -> None:
    """contracts <- strategies <- reports <- tests."""
    right = ROOMS[ROOMS.index(room) + 1 :]
    wrong = {
        (m, name) for m, names in IMPORTS.items() if within(m, (room,)) for name in names if within(name, right)
    }
    assert wrong == set()


def test_libraries_stay_in_their_homes() -> None:
    """And no library is used that has none."""
    wrong = set()
    for module, names in IMPORTS.items():
        room = module.split(".")[0]
        libraries = {name.split(".")[0] for name in names} - set(ROOMS) - sys.stdlib_module_names
        for library in libraries:
            allowed = room in HOMES.get(library, ()) or within(module, ("tests.unit",))
            if not allowed and (module, library) != (LAUNCHES_PYTEST, "pytest"):
                wrong.add((module, library))
    assert wrong == set()


def test_no_home_is_empty() -> None:
    """A library that nobody uses has no row."""
    used = {(m.split(".")[0], name.split(".")[0]) for m, names in IMPORTS.items() for name in names}
    assert {(room, library) for library, rooms in HOMES.items() for room in rooms} <= used


def test_simulator_knows_nothing_of_the_oracle() -> None:
    """It reads bytes and decides for itself, directly and by whatever it imports."""
    assert {module for module in reached(SIMULATING) if within(module, (*JUDGING, "contracts.targets"))} == set()


def test_oracle_knows_nothing_of_the_simulator() -> None:
    """It reads the case, directly and by whatever it imports; and asks neither checks nor targets."""
    others = (*SIMULATING, "contracts.checks", "contracts.targets", "contracts.recorded")
    assert {module for module in reached(DECIDING) if within(module, others)} == set()


def test_checks_know_nothing_of_the_simulator() -> None:
    """They see exchanges; only what reads back has a session, which may be with the simulator."""
    assert not any(within(name, SIMULATING) for m in IMPORTS if within(m, JUDGING) for name in IMPORTS[m])
    with_session = {
        m for m in IMPORTS if within(m, ("contracts.checks",)) and any("targets" in n for n in IMPORTS[m])
    }
    assert with_session <= {"contracts.checks.state"}
