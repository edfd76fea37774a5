"""Rankings as JSON documents: the command line prints them, the API sends them."""

import json
from typing import Any, Literal

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


def file_document(database: Database, board: Board, form: Literal["csv", "json"]) -> dict[str, Any]:
    """Make the document of a ranking as a file: `board`, `format`, `file` (a name for it) and `content`.

    CSV is a text, JSON a list of objects with the columns of the ranking.
    """
    ranking = ranked(database, board).ranking
    content = (
        write_ranking_csv(ranking)
        if form == "csv"
        else json.loads(ranking.to_json(orient="records", date_format="iso", double_precision=15))
    )
    return {"board": board.name, "format": form, "file": f"{board.name.replace('@', '-')}.{form}", "content": content}
