"""The feeds over HTTP: `/feed.atom` and `/feed.json`, narrowed by `?submission=` or `?submitter=`.

A reader that asks with what it got last (`If-None-Match`, `If-Modified-Since`) is told 304 while nothing is new.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import APIRouter, Request, Response
from starlette.datastructures import Headers

from core.language import _
from core.problems import BadInput
from leaderboard.store.database import get_database
from submissions.feeds.feed import Feed, atom, json_feed, published_feed, submission_feed

router = APIRouter()

HEAD = """<link rel="alternate" type="application/atom+xml" title="Published submissions (Atom)" href="feed.atom">
<link rel="alternate" type="application/feed+json" title="Published submissions (JSON Feed)" href="feed.json">
"""
"""For the head of every page, so that browsers and readers find the feeds."""

MAX_AGE = 60
"""Seconds for which an answer may be used again without asking."""

Writer = Callable[[Feed, str, str], bytes]


@router.api_route("/feed.atom", methods=["GET", "HEAD"])
def atom_file(request: Request) -> Response:
    """The feed as Atom."""
    return _answer(request, atom, "feed.atom", "application/atom+xml; charset=utf-8")


@router.api_route("/feed.json", methods=["GET", "HEAD"])
def json_file(request: Request) -> Response:
    """The feed as JSON Feed."""
    return _answer(request, json_feed, "feed.json", "application/feed+json; charset=utf-8")


def _answer(request: Request, write: Writer, address: str, media_type: str) -> Response:
    try:
        feed = _asked(request.query_params.get("submission"), request.query_params.get("submitter"))
    except BadInput as refusal:
        return Response(f"{refusal}\n", 404, media_type="text/plain; charset=utf-8")
    content = write(feed, str(request.base_url), address)
    headers = {
        "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "Last-Modified": format_datetime(feed.updated.astimezone(UTC).replace(microsecond=0), usegmt=True),
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Vary": "Accept-Language, Cookie",
    }
    if _is_known(request.headers, headers["ETag"], headers["Last-Modified"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def _asked(submission: str | None, submitter: str | None) -> Feed:
    if submission is not None and submitter is not None:
        text = _("Ask for the feed of a submission or of a submitter, not of both.")
        raise BadInput.one("two_feeds", "submission, submitter", text)
    if submission is not None:
        return submission_feed(get_database(), submission)
    return published_feed(get_database(), submitter)


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
