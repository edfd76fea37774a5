"""The command line of the leaderboard: `python -m leaderboard --help`."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from core.cli import Json, exit_on_bad_input, make_command_line, print_json
from core.files import write_file_atomically
from leaderboard.board.boards import Board, find_board, list_boards
from leaderboard.board.choice import DEFAULT_BOARD
from leaderboard.board.documents import ranking_document
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking import write_ranking_csv
from leaderboard.cli import statistics as cli_statistics
from leaderboard.cli.annotations import annotations
from leaderboard.cli.baselines import baselines
from leaderboard.cli.results import results
from leaderboard.cli.tables import format_figure, format_interval, new_table, print_table
from leaderboard.store.database import get_database

HOW_TO_FILL = (
    "Nothing has been published on this board yet. To place a simulated T2I model:\n"
    "  python -m model world list\n"
    "  python -m model world sample --t2i-model NAME --out DIR\n"
    "  python -m submissions submit DIR --name NAME\n"
    "  python -m submissions worker --once"
)

app = make_command_line("Results, rankings and agreement with people.")
app.add_typer(baselines, name="baselines")
app.add_typer(annotations, name="annotations")
app.add_typer(results, name="results")

app.command()(cli_statistics.agreement)
app.command()(cli_statistics.debias)


@app.command()
def boards(*, as_json: Json = False) -> None:
    """List the boards: what can be ranked."""
    with exit_on_bad_input():
        known = list_boards(get_database())
    if as_json:
        print_json({"boards": [board.name for board in known], "details": [_board_json(board) for board in known]})
        return
    table = new_table("Board", "T2I models", "What it shows")
    for board in known:
        table.add_row(Text(board.name), str(board.t2i_models), Text(board.explanation))
    print_table(table)


@app.command()
def rank(
    *, board: Annotated[str, typer.Option(help="A name that `boards` lists.")] = DEFAULT_BOARD, as_json: Json = False
) -> None:
    """Rank the T2I models of a board, the best first; intervals are 95%."""
    with exit_on_bad_input():
        database = get_database()
        chosen = find_board(database, board)
        document = ranking_document(database, chosen)
    rows = document["rows"]
    if not rows:
        print(HOW_TO_FILL, file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print_json(document)
    elif rows:
        _print_ranking(chosen, rows)


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write a consistent copy of the SQLite database while the app runs."""
    with exit_on_bad_input():
        get_database().backup(path)
    print(f"Written: {path}")


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="The CSV file to write; an earlier one is replaced.")],
    *,
    board: Annotated[str, typer.Option(help="A name that `boards` lists.")] = DEFAULT_BOARD,
) -> None:
    """Write a board's ranking with every score and interval as CSV."""
    with exit_on_bad_input():
        database = get_database()
        text = write_ranking_csv(ranked(database, find_board(database, board)).ranking)
        write_file_atomically(path, text)
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


def _print_ranking(board: Board, rows: list[dict[str, Any]]) -> None:
    table = new_table(
        "Rank", "95% ranks", "T2I model", "Overall %", "95% interval", "Faithfulness", "Alignment", "Note"
    )
    for row in rows:
        first, last = row["rank_interval"]
        table.add_row(
            format_figure(row["rank"], ""),
            "" if first is None else f"{first}" if first == last else f"{first}-{last}",
            Text(row["t2i_model"]),
            format_figure(row["overall"], ".2f"),
            format_interval(*row["intervals"]["overall"]),
            format_figure(row["faithfulness"], ".4f"),
            format_figure(row["alignment"], ".4f"),
            ", ".join(fact for fact in ("simulated", "reported") if row[fact]),
        )
    print(f"{board.title} ({board.name})\n{board.explanation}")
    print_table(table)
    for note in dict.fromkeys(row["rank_note"] for row in rows if row["rank_note"]):
        print(f"95% ranks: {note}")


if __name__ == "__main__":
    app(prog_name="python -m leaderboard")
