"""What the leaderboard serves that is no page: badges, and one T2I model's answers and scores as files."""

from typing import Literal

import pandas as pd
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

Form = Literal["csv", "json", "parquet"]

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


@router.get("/export/{board}/scores.{form}", tags=["export"])
def get_scores(board: str, form: Form, model: str) -> Response:
    """Send one T2I model's scores beside the field's as a file; 404 with the reason where it is not known."""
    try:
        record = _record(board, model)
    except BadInput as refusal:
        return _refuse(refusal)
    return _send(record, "scores", form, scores_table(record))


@router.get("/export/{board}/answers.{form}", tags=["export"])
def get_answers(board: str, form: Form, model: str) -> Response:
    """Send every answer about one T2I model's images as a file; 404 with the reason where there are none."""
    try:
        record = _record(board, model)
        if record.provenance is None or not record.judged_here:
            raise BadInput.one("no_answers", model, "No images were judged here, so there are no answers.")
    except BadInput as refusal:
        return _refuse(refusal)
    return _send(record, "answers", form, answers_table(get_database(), record.provenance))


def _record(board: str, t2i_model: str) -> T2IModelRecord:
    database = get_database()
    return find_record(database, find_board(database, board), t2i_model)


def _refuse(refusal: BadInput) -> Response:
    return Response(f"{refusal}\n", 404, media_type="text/plain; charset=utf-8")


def _send(record: T2IModelRecord, name: str, form: Form, table: pd.DataFrame) -> Response:
    ending = f".{form}"
    headers = attachment_headers(f"{record.board.name}-{record.name}-{name}{ending}")
    return Response(FORMATS[ending](table), 200, headers, media_type=MEDIA_TYPES[ending])
