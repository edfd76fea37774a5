"""What the web server answers beside its pages: `/health`."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from core.settings import get_settings
from submissions.evaluation.health import health

router = APIRouter()


@router.get("/health")
def get_health() -> JSONResponse:
    """Whether the leaderboard works: status 200 where it does, 503 where it does not; `docs/api.md` has the keys."""
    found = health(get_settings())
    return JSONResponse(found.as_dict(), 200 if found.ok else 503, headers={"Cache-Control": "no-store"})
