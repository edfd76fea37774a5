"""Serve tables of a board's agreement as files: `/download/agreement/statistics.csv?board=NAME`."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from core.problems import BadInput
from leaderboard.agreement.findings import get_findings
from leaderboard.agreement.tables import TABLES
from leaderboard.board.boards import find_board
from leaderboard.board.ranked import board_version
from leaderboard.site.links import AGREEMENT_FILE
from leaderboard.site.table_files import FORMATS, MEDIA_TYPES
from leaderboard.store.database import get_database
from web.downloads import attachment_headers, is_unchanged, make_etag

router = APIRouter()


@router.get(f"/{AGREEMENT_FILE}/{{table}}.{{ending}}")
def serve_agreement(table: str, ending: str, request: Request, board: str = "") -> Response:
    """Serve one of `TABLES` as CSV, JSON or Parquet.

    Answers 304 where the client has this version already, and 404 with the problems as JSON where there is no such
    board, table or format.
    """
    kind = f".{ending}"
    try:
        if kind not in FORMATS:
            raise BadInput.one("export_format", ending, f"Ask for one of: {', '.join(name[1:] for name in FORMATS)}.")
        if table not in TABLES:
            raise BadInput.one("export_table", table, f"Ask for one of: {', '.join(TABLES)}.")
        database = get_database()
        known = find_board(database, board)
    except BadInput as refusal:
        return JSONResponse({"problems": [problem.as_dict() for problem in refusal.problems]}, status_code=404)
    _title, make_table = TABLES[table]
    headers = {"ETag": make_etag(f"{board_version(database, known)} {table}{kind}"), "Cache-Control": "no-cache"}
    if is_unchanged(request.headers, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers |= attachment_headers(f"{known.name}-{table}{kind}")
    content = FORMATS[kind](make_table(get_findings(database, known)))
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)
