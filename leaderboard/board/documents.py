"""What is known of a board as JSON documents: the command line prints them, the API sends them."""

import json
from typing import Any

import pandas as pd

from leaderboard.board.baselines import ALL, baseline_system_scores
from leaderboard.board.boards import Board
from leaderboard.board.ranking import ranking, ranking_csv, ranking_rows
from leaderboard.store.database import Database


def ranking_document(database: Database, board: Board) -> dict[str, Any]:
    """The ranking, best first: `board`, `evaluator` (its digest or None) and `rows`."""
    rows = _with_baselines(ranking_rows(ranking(database, board)), baseline_system_scores(database, board))
    return {"board": board.name, "evaluator": board.evaluator_digest, "rows": rows}


def csv_document(database: Database, board: Board) -> dict[str, Any]:
    """The whole ranking as CSV text: `board`, `format`, `file` (a name for it) and `content`."""
    return _file(board, "csv", ranking_csv(ranking(database, board)))


def json_document(database: Database, board: Board) -> dict[str, Any]:
    """The same table as records: `board`, `format`, `file` and `content`, a list of objects with the CSV's columns."""
    text = ranking(database, board).to_json(orient="records", date_format="iso", double_precision=15)
    return _file(board, "json", json.loads(text))


def _file(board: Board, form: str, content: Any) -> dict[str, Any]:
    return {"board": board.name, "format": form, "file": f"{board.name.replace('@', '-')}.{form}", "content": content}


def _with_baselines(rows: list[dict[str, Any]], system: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row with what baselines give its T2I model: `baselines`, mean and number by name."""
    found: dict[str, dict[str, Any]] = {}
    for mean in system[system["key"] == ALL].to_dict("records"):
        found.setdefault(mean["t2i_model"], {})[mean["baseline"]] = {"score": mean["score"], "n": int(mean["n"])}
    return [row | {"baselines": found.get(row["t2i_model"], {})} for row in rows]
