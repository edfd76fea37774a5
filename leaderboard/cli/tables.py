"""Print tables on a terminal."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

_WORDS = frozenset({"Board", "T2I model", "What it shows", "Scores", "Statistic", "Note", "Level", "First", "Second"})
"""Columns of words; all others hold figures and stand to the right."""


def new_table(*names: str, title: str | None = None) -> Table:
    """Make an empty table with these columns."""
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for name in names:
        table.add_column(name, justify="left" if name in _WORDS else "right", overflow="fold", no_wrap=name == "Scores")
    return table


def print_table(table: Table) -> None:
    """Print a table as wide as the terminal, or 120 characters into a pipe."""
    console = Console()
    if not console.is_terminal:
        console.width = 120  # a pipe has no width of its own, and rich would assume 80
    console.print(table)


def format_figure(value: float | None, form: str) -> str:
    """Format a figure, or a dash where there is none."""
    return "–" if value is None else format(value, form)


def format_interval(low: float | None, high: float | None, form: str = ".2f") -> str:
    """Format an interval; "" where there is none."""
    return "" if low is None or high is None else f"{low:{form}} to {high:{form}}"
