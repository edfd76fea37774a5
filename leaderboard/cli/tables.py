"""How the commands of this room print tables."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

WORDS = frozenset({"Board", "T2I model", "What it shows", "Scores", "Statistic", "Note", "Level", "First", "Second"})
"""Columns of words; all others hold figures and stand to the right."""


def new_table(*names: str, title: str | None = None) -> Table:
    """An empty table with these columns."""
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for name in names:
        table.add_column(name, justify="left" if name in WORDS else "right", overflow="fold", no_wrap=name == "Scores")
    return table


def print_table(table: Table) -> None:
    """Print it, as wide as the terminal or as 120 letters."""
    console = Console()
    if not console.is_terminal:
        console.width = 120  # a pipe has no width of its own, and rich would assume 80
    console.print(table)


def shown(value: float | None, form: str) -> str:
    """A figure, or a dash where there is none."""
    return "–" if value is None else format(value, form)


def between(low: float | None, high: float | None, form: str = ".2f") -> str:
    """An interval, or nothing."""
    return "" if low is None or high is None else f"{low:{form}} to {high:{form}}"
