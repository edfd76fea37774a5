"""The command line of the leaderboard: `python -m leaderboard --help`."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from leaderboard import published
from leaderboard.agreement import Agreement, agreement_of_csv, board_agreement, board_pairs
from leaderboard.baselines import baseline_pairs, baseline_system_scores
from leaderboard.boards import CLOSED_WORLD, PUBLISHED, Board, find_board, list_boards
from leaderboard.cli_annotations import annotations
from leaderboard.cli_baselines import baselines, with_baselines
from leaderboard.cli_options import Json
from leaderboard.cli_results import results
from leaderboard.database import get_database
from leaderboard.ranking import ranking, ranking_csv, ranking_rows
from model.cli import command_line, print_json, refusals
from model.files import write_whole
from model.problems import BadInput, Problem
from model.skills import Dimension

HOW_TO_FILL = (
    "Nothing has been published on this board yet. To place a simulated T2I model:\n"
    "  python -m model world list\n"
    "  python -m model world sample --t2i-model NAME --out DIR\n"
    "  python -m submissions submit DIR --name NAME\n"
    "  python -m submissions worker --once"
)

NO_REFERENCE = "This board has no reference scores to agree with."

app = command_line("Results, rankings and agreement with people.")
app.add_typer(baselines, name="baselines")
app.add_typer(annotations, name="annotations")
app.add_typer(results, name="results")


@app.command()
def boards(*, as_json: Json = False) -> None:
    """List the boards: what can be ranked."""
    with refusals():
        found = list_boards(get_database())
    if as_json:
        print_json({"boards": [board.name for board in found], "details": [_board_json(board) for board in found]})
        return
    table = _table("Board", "T2I models", "What it shows")
    for board in found:
        table.add_row(Text(board.name), str(board.t2i_models), Text(board.explanation))
    _print(table)


@app.command()
def rank(
    *, board: Annotated[str, typer.Option(help="A name that `boards` lists.")] = CLOSED_WORLD, as_json: Json = False
) -> None:
    """Rank the T2I models of a board, the best first; intervals are 95%."""
    with refusals():
        database = get_database()
        found = find_board(database, board)
        rows = with_baselines(ranking_rows(ranking(database, found)), baseline_system_scores(database, found))
    if not rows:
        print(HOW_TO_FILL, file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print_json({"board": found.name, "evaluator": found.evaluator_digest, "rows": rows})
    elif rows:
        _print_ranking(found, rows)


@app.command()
def agreement(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A CSV file, its columns named in the first row.")
    ] = None,
    *,
    human: Annotated[str | None, typer.Option(help="The column of human scores in FILE.")] = None,
    metric: Annotated[str | None, typer.Option(help="The column of the metric's scores in FILE.")] = None,
    board: Annotated[str | None, typer.Option(help=f"A board instead of a file; default: {PUBLISHED}.")] = None,
    as_json: Json = False,
) -> None:
    """Tell how well scores agree with people's: Kendall, Spearman, Pearson, pairwise accuracy.

    For a board (over its T2I models), or for any CSV file with two columns of numbers.
    """
    with refusals():
        _check_agreement_options(file, human, metric, board)
        if file is not None and human is not None and metric is not None:
            _agreement_of_file(file, human, metric, as_json=as_json)
        else:
            _agreement_of_board(board or PUBLISHED, as_json=as_json)


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write a consistent copy of the SQLite database while the app runs."""
    with refusals():
        get_database().backup(path)
    print(f"Written: {path}")


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="The CSV file to write; an earlier one is replaced.")],
    *,
    board: Annotated[str, typer.Option(help="A name that `boards` lists.")] = CLOSED_WORLD,
) -> None:
    """Write a board's ranking with every score and interval as CSV."""
    with refusals():
        database = get_database()
        text = ranking_csv(ranking(database, find_board(database, board)))
        write_whole(path, text)
    print(f"Written: {path}")


def _board_json(board: Board) -> dict[str, Any]:
    return {
        "name": board.name,
        "title": board.title,
        "kind": board.kind.value,
        "source": board.source,
        "t2i_models": board.t2i_models,
        "closed_world": board.closed_world,
        "reported": board.reported,
        "simulated_reference": board.simulated_reference,
        "protocol": board.protocol_digest,
        "evaluator": board.evaluator_digest,
    }


def _check_agreement_options(file: Path | None, human: str | None, metric: str | None, board: str | None) -> None:
    problems = []
    for option, column in (("--human", human), ("--metric", metric)):
        if file is not None and column is None:
            problems.append(Problem("missing_option", option, "Name the column of FILE to read."))
        if file is None and column is not None:
            problems.append(Problem("missing_file", option, "Names a column, but no FILE is given."))
    if file is not None and board is not None:
        problems.append(Problem("file_and_board", "--board", "Give either a FILE or a board, not both."))
    if problems:
        raise BadInput(problems)


def _agreement_of_file(file: Path, human: str, metric: str, *, as_json: bool) -> None:
    rows = agreement_of_csv(file, human, metric)
    if as_json:
        print_json({"rows": [row.as_dict() for row in rows]})
        return
    table = _agreement_table()
    for row in rows:
        table.add_row("", *_agreement_cells(row))
    _print(table)


def _agreement_of_board(name: str, *, as_json: bool) -> None:
    database = get_database()
    board = find_board(database, name)
    found = board_agreement(board_pairs(database, board))
    others = {name: board_agreement(pairs) for name, pairs in baseline_pairs(database, board).items()}
    notes = list(published.NOTES) if board.name == PUBLISHED else []
    if not found:
        print(NO_REFERENCE, file=sys.stderr if as_json else sys.stdout)
    if as_json:
        dimensions = {dimension.value for dimension in Dimension}
        print_json(
            {
                "board": board.name,
                "rows": [
                    {"dimension": item.key} | row.as_dict()
                    for item in found
                    if item.key in dimensions
                    for row in item.rows
                ],
                "skills": [
                    {"skill": item.key} | row.as_dict()
                    for item in found
                    if item.key not in dimensions
                    for row in item.rows
                ],
                "baselines": [
                    {"baseline": name, "dimension": item.key} | row.as_dict()
                    for name, own in others.items()
                    for item in own
                    for row in item.rows
                ],
                "simulated_reference": board.simulated_reference,
                "source": board.source,
                "notes": notes,
            }
        )
        return
    table = _agreement_table()
    for item in found:
        for row in item.rows:
            table.add_row(item.key, *_agreement_cells(row))
        table.add_section()
    for name, own in others.items():
        for item in own:
            for row in item.rows:
                table.add_row(f"{item.key} by {name}", *_agreement_cells(row))
            table.add_section()
    if found or others:
        _print(table)
    for note in notes:
        print(f"Note: {note}")


def _print_ranking(board: Board, rows: list[dict[str, Any]]) -> None:
    table = _table("Rank", "T2I model", "Overall %", "95% interval", "Faithfulness", "Alignment", "Note")
    for row in rows:
        low, high = row["intervals"]["overall"]
        table.add_row(
            _shown(row["rank"], ""),
            Text(row["t2i_model"]),
            _shown(row["overall"], ".2f"),
            "" if low is None else f"{low:.2f} to {high:.2f}",
            _shown(row["faithfulness"], ".4f"),
            _shown(row["alignment"], ".4f"),
            ", ".join(fact for fact in ("simulated", "reported") if row[fact]),
        )
    print(f"{board.title} ({board.name})\n{board.explanation}")
    _print(table)


def _agreement_table() -> Table:
    return _table("Scores", "Statistic", "Value", "95% interval", "p", "n", "Note")


def _agreement_cells(row: Agreement) -> tuple[str, ...]:
    interval = "" if row.low is None else f"{row.low:.2f} to {row.high:.2f}"
    return (
        row.statistic,
        _shown(row.value, ".4f"),
        interval,
        _shown(row.p_value, ".2g"),
        str(row.n),
        row.note or "",
    )


def _shown(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _table(*names: str) -> Table:
    table = Table(box=SIMPLE_HEAD)
    words = {"Board", "T2I model", "What it shows", "Scores", "Statistic", "Note"}
    for name in names:
        table.add_column(name, justify="left" if name in words else "right", overflow="fold")
    return table


def _print(table: Table) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = 120  # a pipe has no width of its own, and rich would assume 80
    console.print(table)


if __name__ == "__main__":
    app(prog_name="python -m leaderboard")
