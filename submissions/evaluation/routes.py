"""The HTTP route `/health`."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from core.settings import get_settings
from submissions.evaluation.health import check_health

router = APIRouter()


@router.get("/health")
def get_health() -> JSONResponse:
    """Answer whether the leaderboard works, by status 200 or 503; `docs/api.md` has the keys."""
    report = check_health(get_settings())
    return JSONResponse(report, 200 if report["ok"] else 503, headers={"Cache-Control": "no-store"})
