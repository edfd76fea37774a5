"""What the leaderboard serves that is no page: badges, and one T2I model's answers and scores as files."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from core.problems import BadInput
from leaderboard.board.boards import find_board
from leaderboard.site.table_files import FORMATS, MEDIA_TYPES
from leaderboard.store.database import get_database
from leaderboard.t2i_model.answers import answers_table
from leaderboard.t2i_model.badge import RED, badge_svg, draw_badge
from leaderboard.t2i_model.record import T2IModelRecord, find_record, scores_table
from web.downloads import NO_SNIFF, attachment_headers, is_unchanged, make_etag

router = APIRouter()

_SVG = NO_SNIFF | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
_BADGE_SECONDS = 300
"""So long a browser or a proxy may show a badge without asking again."""


@router.get("/badge/{board}/{t2i_model:path}.svg", tags=["badge"])
def get_badge(board: str, t2i_model: str, request: Request) -> Response:
    """Show a T2I model's place on a board as an SVG; a red one with status 404 where it is not known."""
    try:
        svg, status = draw_badge(_record(board, t2i_model)), 200
    except BadInput as refusal:
        reason = "no such board" if refusal.problems[0].code == "unknown_board" else "not on this board"
        svg, status = badge_svg("EvalAlign", reason, RED), 404
    etag = make_etag(svg)
    headers = _SVG | {"ETag": etag, "Cache-Control": f"public, max-age={_BADGE_SECONDS if status == 200 else 60}"}
    if status == 200 and is_unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    return Response(svg, status, headers, media_type="image/svg+xml")


@router.get("/export/{board}/{table}.{form}", tags=["export"])
def get_table(
    board: str, table: Literal["scores", "answers"], form: Literal["csv", "json", "parquet"], model: str
) -> Response:
    """Send a T2I model's scores beside the field's, or every answer about its images, as a file; 404 without them."""
    try:
        record = _record(board, model)
        frame = scores_table(record) if table == "scores" else answers_table(get_database(), record)
    except BadInput as refusal:
        return Response(f"{refusal}\n", 404, media_type="text/plain; charset=utf-8")
    ending = f".{form}"
    headers = attachment_headers(f"{record.board.name}-{record.name}-{table}{ending}")
    return Response(FORMATS[ending](frame), 200, headers, media_type=MEDIA_TYPES[ending])


def _record(board: str, t2i_model: str) -> T2IModelRecord:
    database = get_database()
    return find_record(database, find_board(database, board), t2i_model)
