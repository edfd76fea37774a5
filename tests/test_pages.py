"""What makes a page a page: it shows and asks, and leaves storing and judging to others."""

import ast
from pathlib import Path

import gradio as gr
import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path
    for path in [*ROOT.glob("*/page*.py"), *ROOT.glob("leaderboard/pages/*.py"), ROOT / "app.py"]
    if "gradio" in path.read_text(encoding="utf-8")
)
LONGEST = 300
EVENTS = frozenset(
    name for kind in vars(gr).values() if isinstance(kind, type) for name in map(str, getattr(kind, "EVENTS", ()))
) | {"load", "on", "then", "success", "api"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def called(node: ast.expr) -> str:
    """The name of a function that is called."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def test_the_pages_are_found() -> None:
    assert {"app.py", "leaderboard/board/page.py", "model/scoring/page.py", "submissions/submit/page.py"} <= set(
        map(named, PAGES)
    )
    assert {"click", "change", "load", "tick", "input"} <= EVENTS


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_knows_no_sql_and_no_torch(path: Path) -> None:
    assert imported(path).isdisjoint({"sqlalchemy", "alembic", "torch", "transformers", "peft"})


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_fits_in_the_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_what_answers_an_event_is_a_function_of_a_module(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    nested = [inner for outer in functions for inner in ast.walk(outer) if inner is not outer and inner in functions]
    assert [inner.name for inner in nested if "wraps" not in map(called, inner.decorator_list)] == []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    answering = [value for call in calls if call.func.attr in EVENTS for value in [*call.args, *call.keywords]]
    assert [value for value in answering if isinstance(value, ast.Lambda)] == []
