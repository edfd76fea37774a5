"""What the leaderboard serves that is no page: badges, and one T2I model's answers and scores as files."""

import hashlib
from typing import Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from core.problems import BadInput
from leaderboard.board.boards import find_board
from leaderboard.site.table_files import FORMATS, MEDIA_TYPES
from leaderboard.store.database import get_database
from leaderboard.t2i_model.answers import answers_table
from leaderboard.t2i_model.badge import badge, unknown_badge
from leaderboard.t2i_model.record import T2IModelRecord, find_record, scores_table

router = APIRouter()

Form = Literal["csv", "json", "parquet"]

_SVG = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}
_BADGE_SECONDS = 300
"""So long a browser or a proxy may show a badge without asking again."""


@router.get("/badge/{board}/{t2i_model:path}.svg", tags=["badge"])
def get_badge(board: str, t2i_model: str, request: Request) -> Response:
    """Where a T2I model stands on a board, as an SVG; 304 to who has it already, a red badge and 404 where unknown."""
    try:
        svg, status = badge(_record(board, t2i_model)), 200
    except BadInput as refusal:
        reason = "no such board" if refusal.problems[0].code == "unknown_board" else "not on this board"
        svg, status = unknown_badge(reason), 404
    tag = f'"{hashlib.sha256(svg.encode()).hexdigest()[:32]}"'
    headers = _SVG | {"ETag": tag, "Cache-Control": f"public, max-age={_BADGE_SECONDS if status == 200 else 60}"}
    if status == 200 and tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(svg, status, headers, media_type="image/svg+xml")


@router.get("/export/{board}/scores.{form}", tags=["export"])
def get_scores(board: str, form: Form, model: str) -> Response:
    """One T2I model's scores beside the field's, as a file; 404 with the reason where it is not known."""
    try:
        record = _record(board, model)
    except BadInput as refusal:
        return _refused(refusal)
    return _file(record, "scores", form, FORMATS[f".{form}"](scores_table(record)))


@router.get("/export/{board}/answers.{form}", tags=["export"])
def get_answers(board: str, form: Form, model: str) -> Response:
    """Every answer about one T2I model's images, as a file; 404 with the reason where there are none."""
    try:
        record = _record(board, model)
        if record.provenance is None or not record.judged_here:
            raise BadInput.one("no_answers", model, "No images were judged here, so there are no answers.")
    except BadInput as refusal:
        return _refused(refusal)
    return _file(record, "answers", form, FORMATS[f".{form}"](answers_table(get_database(), record.provenance)))


def _record(board: str, t2i_model: str) -> T2IModelRecord:
    database = get_database()
    return find_record(database, find_board(database, board), t2i_model)


def _tags(header: str) -> set[str]:
    """The entity tags of an `If-None-Match`, weak ones as strong: proxies weaken what they compress."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _refused(refusal: BadInput) -> Response:
    return Response(f"{refusal}\n", 404, media_type="text/plain; charset=utf-8")


def _file(record: T2IModelRecord, table: str, form: Form, content: bytes) -> Response:
    """A download under a name that says of what it is; other languages' letters survive in `filename*`."""
    name = f"{record.board.name}-{record.name}-{table}.{form}".replace("/", "-").replace("@", "-")
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-._ ") else "_" for letter in name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, 200, headers, media_type=MEDIA_TYPES[f".{form}"])
