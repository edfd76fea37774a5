"""The house stays in order: names, docstrings and imports of the packages. `make lint` holds the order of packages."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.helpers.paths import ROOT

ROOMS = ("core", "web", "model", "leaderboard", "submissions")


@cache
def files() -> dict[str, ast.Module]:
    """Every module of the packages by its name, parsed; a package has the name of its folder."""
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {_module_name(path): ast.parse(path.read_text(), str(path)) for path in paths}


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("room", ROOMS)
def test_every_package_says_what_lives_there(room: str) -> None:
    folders = {path.parent for path in (ROOT / room).rglob("*.py")}
    folders -= {folder for folder in folders if folder.is_relative_to(ROOT / "leaderboard/migrations/versions")}
    mute = {_module_name(folder / "__init__.py") for folder in folders}
    mute -= {module for module, tree in files().items() if ast.get_docstring(tree)}
    assert mute == set()
