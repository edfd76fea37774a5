"""Tables of a board's agreement as files over HTTP: `/download/agreement/statistics.csv?board=NAME`."""

import re

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from core.problems import BadInput
from leaderboard.agreement.findings import get_findings
from leaderboard.agreement.tables import TABLES
from leaderboard.board.boards import find_board
from leaderboard.site.links import AGREEMENT_FILE
from leaderboard.site.table_files import FORMATS, MEDIA_TYPES
from leaderboard.store.database import get_database

router = APIRouter()


@router.get(f"/{AGREEMENT_FILE}/{{table}}.{{ending}}")
def agreement_file(table: str, ending: str, board: str = "") -> Response:
    """Send one of `TABLES` as CSV, JSON or Parquet; 404 with the problems, as JSON, where there is no such file."""
    kind = f".{ending}"
    try:
        if kind not in FORMATS:
            raise BadInput.one("export_format", ending, f"Ask for one of: {', '.join(name[1:] for name in FORMATS)}.")
        if table not in TABLES:
            raise BadInput.one("export_table", table, f"Ask for one of: {', '.join(TABLES)}.")
        findings = get_findings(get_database(), find_board(get_database(), board))
    except BadInput as refusal:
        return JSONResponse({"problems": [problem.as_dict() for problem in refusal.problems]}, status_code=404)
    _title, make_table = TABLES[table]
    name = re.sub(r"[^A-Za-z0-9._-]", "-", f"{findings.board.name}-{table}")
    headers = {"Cache-Control": "no-cache", "Content-Disposition": f'attachment; filename="{name}{kind}"'}
    return Response(FORMATS[kind](make_table(findings)), media_type=MEDIA_TYPES[kind], headers=headers)
