"""Rankings as files over HTTP: `/download/ranking.csv?board=NAME`, and the same as JSON and Parquet."""

import re

import pandas as pd
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from core.problems import BadInput
from leaderboard.board.boards import find_board
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking import ranking_csv
from leaderboard.site.links import RANKING_FILE
from leaderboard.site.table_files import FORMATS, MEDIA_TYPES
from leaderboard.store.database import get_database

router = APIRouter()


@router.get(f"/{RANKING_FILE}.{{ending}}")
def ranking_file(ending: str, request: Request, board: str = "") -> Response:
    """The whole ranking of a board, unfiltered; columns as `leaderboard.board.ranking` has them, and its baselines'.

    Answers 304 to whoever has this version already (`If-None-Match`), 404 with the problems, as JSON, where there is
    no such board or format.
    """
    kind = f".{ending}"
    try:
        if kind not in FORMATS:
            raise BadInput.one("export_format", ending, f"Ask for one of: {', '.join(each[1:] for each in FORMATS)}.")
        found = ranked(get_database(), find_board(get_database(), board))
    except BadInput as refusal:
        return JSONResponse({"problems": [problem.as_dict() for problem in refusal.problems]}, status_code=404)
    tag = f'"{found.version}{kind}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    name = re.sub(r"[^A-Za-z0-9._-]", "-", found.board.name)
    headers["Content-Disposition"] = f'attachment; filename="{name}{kind}"'
    return Response(ranking_bytes(found.rows, kind), media_type=MEDIA_TYPES[kind], headers=headers)


def ranking_bytes(rows: pd.DataFrame, kind: str) -> bytes:
    """A ranking in one of the formats of `leaderboard.site.table_files`, by ending; moments as ISO 8601."""
    dates = pd.to_datetime(rows["date"], utc=True)
    told = rows.assign(date=[None if pd.isna(date) else date.isoformat() for date in dates])
    return ranking_csv(told).encode() if kind == ".csv" else FORMATS[kind](told)
