"""The feed of what was published, as Atom (RFC 4287)."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin
from xml.etree import ElementTree

from core.language import _
from leaderboard.board.boards import list_boards
from leaderboard.site.links import leaderboard_link, t2i_model_link
from leaderboard.store.database import Database
from leaderboard.store.listings import latest_publications
from leaderboard.store.tables import SkillScore, Submission

MAX_ENTRIES = 50
"""Entries of the feed; the newest."""

ADDRESS = "feed.atom"
"""The feed's address, relative to the application's root."""

ATOM = "http://www.w3.org/2005/Atom"

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One published submission; `link` is relative to the application's root, `id` a URN that never changes."""

    id: str
    title: str
    text: str
    link: str
    at: datetime


def published_entries(database: Database) -> list[FeedEntry]:
    """Make an entry for each submission published last, the newest first."""
    boards = {(board.protocol_digest, board.evaluator_digest): board.name for board in list_boards(database)}
    with database.read() as session:
        publications = latest_publications(session, MAX_ENTRIES)
    entries = []
    for submission, overall in publications:
        name = submission.t2i_model.name
        board = boards.get((submission.protocol_digest, submission.evaluator_digest))
        entries.append(
            FeedEntry(
                id=uuid.UUID(hex=submission.id).urn,
                title=_("{t2i_model} is published", t2i_model=name),
                text=_summary(submission, overall),
                link=t2i_model_link(board, name) if board else leaderboard_link(""),
                at=submission.finished_at or submission.created_at,
            )
        )
    return entries


def updated_at(entries: Sequence[FeedEntry]) -> datetime:
    """Return when the newest entry was published, and 1970 where there is none."""
    return max((entry.at for entry in entries), default=datetime(1970, 1, 1, tzinfo=UTC))


def atom_feed(entries: Sequence[FeedEntry], root: str) -> bytes:
    """Write entries as Atom in UTF-8; `root` is the application's absolute address."""
    ElementTree.register_namespace("", ATOM)
    address = urljoin(root, ADDRESS)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", address)
    _add(feed, "title", _("EvalAlign Leaderboard: published submissions"))
    _add(feed, "updated", _rfc3339(updated_at(entries)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=urljoin(root, "."))
    _add(_add(feed, "author"), "name", "EvalAlign Leaderboard")
    for entry in entries:
        item = _add(feed, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "updated", _rfc3339(entry.at))
        _add(item, "link", rel="alternate", type="text/html", href=urljoin(root, entry.link))
        _add(item, "summary", entry.text, type="text")
    content: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _summary(submission: Submission, overall: SkillScore | None) -> str:
    if submission.reported:
        return _("It was reported: scores that the original code gave elsewhere.")
    if overall is None or overall.score is None:
        return _("It is on the leaderboard.")
    score = f"{overall.score:.2f}"
    if overall.low is None or overall.high is None:
        return _("Overall {score} %.", score=score)
    return _(
        "Overall {score} %, 95% interval {low} to {high}.",
        score=score,
        low=f"{overall.low:.2f}",
        high=f"{overall.high:.2f}",
    )


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = None if text is None else _NO_XML.sub("", text)
    return element


def _rfc3339(at: datetime) -> str:
    """Write a moment as RFC 3339 does, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
