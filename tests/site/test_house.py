"""The house stays in order: names, docstrings and imports of the packages. `make lint` holds the order of packages."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.helpers.paths import ROOT

ROOMS = ("core", "web", "model", "leaderboard", "submissions")
RIDDLE = re.compile(r"(Who|Somebody|What (is|was|stands)|Signs|Told|Said|Wish)", re.I)
"""How no docstring opens: it says what a function does, or what a value is."""


@cache
def files() -> dict[str, ast.Module]:
    """Every module of the packages by its name, parsed; a package has the name of its folder."""
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {_module_name(path): ast.parse(path.read_text(), str(path)) for path in paths}


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_two_public_classes_share_a_name() -> None:
    places = defaultdict(list)
    for module, tree in files().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_no_docstring_opens_with_a_riddle() -> None:
    texts = [
        (f"{module}:{node.lineno}", node.value.value.strip())
        for module, tree in files().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    assert len(texts) > 1000
    assert [f"{place}: {text[:80]}" for place, text in texts if RIDDLE.match(text)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_package_says_what_lives_there(room: str) -> None:
    folders = {path.parent for path in (ROOT / room).rglob("*.py")}
    folders -= {folder for folder in folders if folder.is_relative_to(ROOT / "leaderboard/migrations/versions")}
    mute = {_module_name(folder / "__init__.py") for folder in folders}
    mute -= {module for module, tree in files().items() if ast.get_docstring(tree)}
    assert mute == set()


def test_no_file_imports_itself_by_a_detour() -> None:
    circle: list[str] = []
    try:
        TopologicalSorter({module: set(imports(module)) for module in files()}).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []


def imports(module: str) -> Iterator[str]:
    """The modules of the packages that a module imports, anywhere but for the type checker."""
    tree = files()[module]
    checking = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in checking:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in files() else str(node.module) for name in names]
        else:
            continue
        yield from (name for name in names if name in files() and name != module)
