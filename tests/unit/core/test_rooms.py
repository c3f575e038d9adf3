"""The rooms: which may import which, and where each library lives."""

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
    "h11": {"contracts"},
    "respx": {"contracts"},
    "phonenumbers": {"contracts"},
    "yaml": {"contracts"},
    "jsonschema_rs": {"contracts", "reports"},  # Schemathesis brings it
    "schemathesis": {"contracts", "strategies"},
    "requests": {"contracts", "strategies"},  # only as what Schemathesis answers with and sends
    "hypothesis": {"strategies", "tests"},
    "click": {"reports"},
    "jinja2": {"reports"},
    "markupsafe": {"reports"},
    "pytest": {"tests"},
    "rich": {"tests"},
}
"""The rooms of each library. Unit tests may take any, to imitate what it does."""
LAUNCHES_PYTEST = "reports.runs.launch"

WITHIN = {
    "contracts": (
        ("errors", "cases", "exchanges", "promises", "judging", "simulator", "miniatures", "targets", "trials")
    ),
    "strategies": ("json", "fields", "partitions", "sequences", "sampling"),
    "reports": (
        "exit_codes",
        "choices",
        "runs",
        "baselines",
        "renderings",
        "proving",
        "commands",
        "cli",
        "__main__",
    ),
    "tests": ("weather", "campaign", "conformance", "benchmarks", "peers"),
}
"""The rooms and modules within each folder; there too imports go to the left only."""
DATA = {"contracts": {"recordings"}, "tests": {"unit"}}
"""Folders that are no rooms: they hold data, or may import everything."""

DECIDING = ("contracts.promises.oracle", "contracts.promises.grammar", "contracts.cases.form")
JUDGING = (*DECIDING, "contracts.judging.checks")
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
    assert within("contracts.promises.grammar.sids", DECIDING)
    assert not within("contracts.formal", DECIDING)
    assert "contracts.exchanges.wire" in reached(("contracts.simulator",))
    assert all(any(within(module, (package,)) for module in IMPORTS) for package in (*JUDGING, *SIMULATING))


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_to_the_left(room: str) -> None:
    """contracts <- strategies <- reports <- tests."""
    right = ROOMS[ROOMS.index(room) + 1 :]
    wrong = {
        (m, name) for m, names in IMPORTS.items() if within(m, (room,)) for name in names if within(name, right)
    }
    assert wrong == set()


@pytest.mark.parametrize("folder", WITHIN)
def test_imports_within_a_folder_go_to_the_left(folder: str) -> None:
    """As the docstrings at the doors say."""
    names = [f"{folder}.{room}" for room in WITHIN[folder]]
    wrong = {
        (module, name)
        for place, room in enumerate(names)
        for module, imported in IMPORTS.items()
        if within(module, (room,))
        for name in imported
        if within(name, tuple(names[place + 1 :]))
    }
    assert wrong == set()


@pytest.mark.parametrize("folder", WITHIN)
def test_every_room_has_its_place_and_says_what_it_is_for(folder: str) -> None:
    """In the table above, and in a docstring of one to six lines."""
    paths = [path for path in (ROOT / folder).iterdir() if path.is_dir() and path.name != "__pycache__"]
    rooms = {path.name for path in paths if any(path.rglob("*.py"))} - DATA.get(folder, set())
    modules = {path.stem for path in (ROOT / folder).glob("*.py")} - {"__init__", "conftest"}
    assert rooms | modules == set(WITHIN[folder])
    for room in rooms:
        docstring = ast.get_docstring(ast.parse((ROOT / folder / room / "__init__.py").read_text("utf-8")))
        assert docstring is not None, room
        assert 1 <= len(docstring.splitlines()) <= 6, room


def test_the_engine_does_not_know_pytest() -> None:
    """It would be the same under another runner."""
    assert not {m for m in IMPORTS if within(m, ("tests.campaign",)) and "pytest" in IMPORTS[m]}


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
    """A library that is not used has no row."""
    used = {(m.split(".")[0], name.split(".")[0]) for m, names in IMPORTS.items() for name in names}
    assert {(room, library) for library, rooms in HOMES.items() for room in rooms} <= used


def test_simulator_knows_nothing_of_the_oracle() -> None:
    """It reads bytes and decides for itself, directly and by whatever it imports."""
    assert {module for module in reached(SIMULATING) if within(module, (*JUDGING, "contracts.targets"))} == set()


def test_oracle_knows_nothing_of_the_simulator() -> None:
    """It reads the case, directly and by whatever it imports; and asks neither checks nor targets."""
    others = (*SIMULATING, "contracts.judging", "contracts.targets")
    assert {module for module in reached(DECIDING) if within(module, others)} == set()


def test_checks_know_nothing_of_the_simulator() -> None:
    """They see exchanges; what reads back, with a session that may be with the simulator, is in another room."""
    assert not any(within(name, (*SIMULATING, "contracts.targets")) for name in reached(JUDGING))
