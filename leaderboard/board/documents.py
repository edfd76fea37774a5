"""Rankings as JSON documents: the command line prints them, the API sends them."""

import json
from typing import Any

from leaderboard.board.baselines import ALL
from leaderboard.board.boards import Board
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking import list_ranking_rows, write_ranking_csv
from leaderboard.store.database import Database


def ranking_document(database: Database, board: Board) -> dict[str, Any]:
    """Make the document of a ranking, best first: `board`, `evaluator` (its digest or None) and `rows`.

    Each row has, beyond those of `list_ranking_rows`, `baselines`: by name the mean score and the number of images.
    """
    ranking = ranked(database, board)
    scores = ranking.baseline_scores
    baselines: dict[str, dict[str, Any]] = {}
    for mean in scores[scores["key"] == ALL].to_dict("records"):
        baselines.setdefault(mean["t2i_model"], {})[mean["baseline"]] = {"score": mean["score"], "n": int(mean["n"])}
    rows = [row | {"baselines": baselines.get(row["t2i_model"], {})} for row in list_ranking_rows(ranking.ranking)]
    return {"board": board.name, "evaluator": board.evaluator_digest, "rows": rows}


def csv_document(database: Database, board: Board) -> dict[str, Any]:
    """Make the document of a ranking as CSV text: `board`, `format`, `file` (a name for it) and `content`."""
    return _describe_file(board, "csv", write_ranking_csv(ranked(database, board).ranking))


def json_document(database: Database, board: Board) -> dict[str, Any]:
    """Make the document of a ranking as records: as `csv_document`, `content` a list of objects with its columns."""
    text = ranked(database, board).ranking.to_json(orient="records", date_format="iso", double_precision=15)
    return _describe_file(board, "json", json.loads(text))


def _describe_file(board: Board, form: str, content: Any) -> dict[str, Any]:
    return {"board": board.name, "format": form, "file": f"{board.name.replace('@', '-')}.{form}", "content": content}
