"""The feed over HTTP: `/feed.atom`. A reader that has it already (`If-None-Match`, `If-Modified-Since`) gets 304."""

import hashlib
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import APIRouter, Request, Response
from starlette.datastructures import Headers

from leaderboard.store.database import get_database
from submissions.feeds.feed import ADDRESS, atom_feed, published_entries, updated_at

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
    headers = {
        "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "Last-Modified": format_datetime(updated_at(entries).astimezone(UTC).replace(microsecond=0), usegmt=True),
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Vary": "Accept-Language, Cookie",
    }
    if _is_known(request.headers, headers["ETag"], headers["Last-Modified"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


def _is_known(headers: Headers, etag: str, modified: str) -> bool:
    """Whether the reader has this already (RFC 9110, 13.1); an ETag it sends counts more than a date."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
