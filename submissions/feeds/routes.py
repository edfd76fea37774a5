"""The feed over HTTP: `/feed.atom`. A reader that has it already (`If-None-Match`, `If-Modified-Since`) gets 304."""

from datetime import UTC
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response

from leaderboard.store.database import get_database
from submissions.feeds.feed import ADDRESS, atom_feed, published_entries, updated_at
from web.downloads import is_unchanged, make_etag

router = APIRouter()

MEDIA_TYPE = "application/atom+xml"

HEAD = f"""<link rel="alternate" type="{MEDIA_TYPE}" title="Published submissions (Atom)" href="{ADDRESS}">
"""
"""For the head of every page, so that browsers and readers find the feed."""

MAX_AGE = 60
"""Seconds for which a cache may use an answer again without asking."""


@router.api_route(f"/{ADDRESS}", methods=["GET", "HEAD"])
def send_feed(request: Request) -> Response:
    """Send the feed as Atom, or 304 to a reader that has it."""
    entries = published_entries(get_database())
    content = atom_feed(entries, str(request.base_url))
    modified = updated_at(entries).astimezone(UTC).replace(microsecond=0)
    headers = {
        "ETag": make_etag(content),
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Vary": "Accept-Language, Cookie",
    }
    if is_unchanged(request.headers, headers["ETag"], modified):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)
