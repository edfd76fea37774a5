"""Serve rankings as files: `/download/ranking.csv?board=NAME`, also as JSON and Parquet."""

import pandas as pd
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from core.problems import BadInput
from leaderboard.board.boards import find_board
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking import write_ranking_csv
from leaderboard.site.links import RANKING_FILE
from leaderboard.site.table_files import FORMATS, MEDIA_TYPES
from leaderboard.store.database import get_database
from web.downloads import attachment_headers, is_unchanged, make_etag

router = APIRouter()


@router.get(f"/{RANKING_FILE}.{{ending}}")
def serve_ranking(ending: str, request: Request, board: str = "") -> Response:
    """Serve the whole ranking of a board: the columns of `leaderboard.board.ranking`, and those of its baselines.

    Answers 304 where the client has this version already, and 404 with the problems as JSON where there is no such
    board or format.
    """
    kind = f".{ending}"
    try:
        if kind not in FORMATS:
            raise BadInput.one(
                "export_format", ending, f"Ask for one of: {', '.join(ending[1:] for ending in FORMATS)}."
            )
        ranking = ranked(get_database(), find_board(get_database(), board))
    except BadInput as refusal:
        return JSONResponse({"problems": [problem.as_dict() for problem in refusal.problems]}, status_code=404)
    headers = {"ETag": make_etag(f"{ranking.version}{kind}"), "Cache-Control": "no-cache"}
    if is_unchanged(request.headers, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers |= attachment_headers(f"{ranking.board.name}{kind}")
    return Response(write_ranking(ranking.rows, kind), media_type=MEDIA_TYPES[kind], headers=headers)


def write_ranking(rows: pd.DataFrame, kind: str) -> bytes:
    """Write a ranking in a format of `leaderboard.site.table_files`, named by its ending; moments as ISO 8601."""
    dates = pd.to_datetime(rows["date"], utc=True)
    table = rows.assign(date=[None if pd.isna(date) else date.isoformat() for date in dates])
    return write_ranking_csv(table).encode() if kind == ".csv" else FORMATS[kind](table)
