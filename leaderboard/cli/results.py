"""`python -m leaderboard results`: results of the original EvalAlign code, in and out."""

import json
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer

from core.cli import Json, ProtocolOption, exit_on_bad_input, make_command_line, print_json
from core.files import write_file_atomically
from core.problems import BadInput, Problem
from leaderboard.board.boards import find_board, list_boards
from leaderboard.board.choice import DEFAULT_BOARD
from leaderboard.exchange.original_results import FILE_NAMES
from leaderboard.exchange.reported import WEIGHTS, export_results, import_results
from leaderboard.store.database import get_database
from model.protocol.protocol import current_protocol

results = make_command_line(
    "Results of the original EvalAlign code: load them, marked as reported, and write its files."
)

Shape = Literal["upstream", "excel"]

_EXTENSIONS: dict[Shape, str] = {"upstream": "json", "excel": "xlsx"}

T2IModelOption = Annotated[str, typer.Option("--t2i-model", help="The T2I model's name.")]


@results.command("import")
def results_import(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="result_test_faithfulness.json, result_test_alignment.json, or one."),
    ],
    *,
    t2i_model: T2IModelOption,
    protocol: ProtocolOption = None,
    weights: Annotated[str, typer.Option(help="The weights that the original code ran.")] = WEIGHTS,
    evaluator: Annotated[
        str | None, typer.Option(help="The digest of an evaluator here that has these very weights: onto its board.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace other results reported before.")] = False,
    as_json: Json = False,
) -> None:
    """Load result files of the original code as a T2I model's scores, marked as reported.

    Sums, counts and means are checked against each other and against the protocol first. See docs/official-results.md.
    """
    with exit_on_bad_input():
        under = current_protocol(protocol)
        database = get_database()
        entered = import_results(database, files, t2i_model, under, weights=weights, evaluator=evaluator, replace=force)
        board = next(
            board.name
            for board in list_boards(database)
            if (board.protocol_digest, board.evaluator_digest) == (under.digest, entered.evaluator_digest)
        )
    if as_json:
        print_json(
            {
                "submission": entered.submission,
                "t2i_model": t2i_model,
                "board": board,
                "evaluator": entered.evaluator_digest,
                "reported": True,
                "written": entered.written,
                "scores": {score.key: score.score for score in entered.scores},
            }
        )
        return
    totals = ", ".join(f"{s.key} {s.score:.4f}" for s in entered.scores if s.score is not None and "." not in s.key)
    print(f"{t2i_model}: {totals}; reported by the original code, on the board {board}.")
    print(f"{'Entered' if entered.written else 'Already there'}: {entered.submission}")


@results.command("export")
def results_export(
    *,
    t2i_model: T2IModelOption,
    out: Annotated[Path, typer.Option(help="The folder to write into.")],
    board: Annotated[str, typer.Option(help="A name that `boards` lists.")] = DEFAULT_BOARD,
    shape: Annotated[
        Shape, typer.Option("--format", help="`upstream`: the original's JSON; `excel`: its spreadsheets.")
    ] = "upstream",
    force: Annotated[bool, typer.Option("--force", help="Replace earlier files.")] = False,
    as_json: Json = False,
) -> None:
    """Write a T2I model's result as the original scripts do: one file per dimension, with their names and keys."""
    with exit_on_bad_input():
        database = get_database()
        exported = export_results(database, find_board(database, board), t2i_model)
        contents = {
            out / f"{FILE_NAMES[dimension]}.{_EXTENSIONS[shape]}": _content(result, shape)
            for dimension, result in exported.items()
        }
        there = [path for path in contents if path.exists() and not force]
        if there:
            raise BadInput([Problem("target_exists", str(p), "Is there already; --force replaces it.") for p in there])
        for path, content in contents.items():
            write_file_atomically(path, content, make_folder=True)
    if as_json:
        print_json(
            {"files": [str(path) for path in contents], "results": {str(key): one for key, one in exported.items()}}
        )
    else:
        print("\n".join(f"Written: {path}" for path in contents))


def _content(result: dict[str, int | float], shape: Shape) -> bytes:
    """Format a file as the original writes it."""
    if shape == "upstream":
        return json.dumps(result, indent=2).encode()
    buffer = BytesIO()
    pd.DataFrame.from_dict(result, orient="index").to_excel(buffer)
    return buffer.getvalue()
