"""Feeds of what was published, and of one submission's way there, as Atom (RFC 4287) and JSON Feed 1.1.

For those who want to be told without leaving an address: whoever has the feed's address reads what everybody may.
"""

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urljoin
from xml.etree import ElementTree

from sqlalchemy import select

from core.language import _
from core.problems import BadInput
from leaderboard.board.boards import list_boards
from leaderboard.site.links import leaderboard_link, t2i_model_link
from leaderboard.store.database import Database
from leaderboard.store.tables import SkillScore, Submission, SubmissionState, Submitter, T2IModel
from submissions.evaluation.status import Event, Status, board_of, history, status
from submissions.upload.names import shown

MOST = 50
"""Entries of a feed; the newest."""

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was updated last."""

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for."""

_TOLD = frozenset({"queued", "running", "published", "failed", "rejected", "withdrawn"})
"""Events of one submission that its feed tells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news; `link` is relative to the application's root, `id` is the same for ever (a URN)."""

    id: str
    title: str
    text: str
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """News, the newest first; `query` is what narrows it, as in the feed's address."""

    title: str
    query: dict[str, str]
    home: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime:
        """When the newest entry came."""
        return max((entry.at for entry in self.entries), default=BEGINNING)


def published_feed(database: Database, submitter: str | None = None) -> Feed:
    """What was published last, of everybody or of one submitter.

    Raises `BadInput` where nobody of this name ever submitted.
    """
    query = (
        select(Submission, T2IModel.name)
        .join(T2IModel)
        .where(
            Submission.state == SubmissionState.PUBLISHED,
            Submission.finished_at.is_not(None),
            Submission.hidden.is_(False),
        )
        .order_by(Submission.finished_at.desc(), Submission.id)
        .limit(MOST)
    )
    title = _("EvalAlign Leaderboard: published submissions")
    boards = {(board.protocol_digest, board.evaluator_digest): board.name for board in list_boards(database)}
    with database.read() as session:
        if submitter is not None:
            found = session.scalars(select(Submitter.id).where(Submitter.name == _plain(submitter))).one_or_none()
            if found is None:
                raise BadInput.one("unknown_submitter", shown(submitter), _("Nobody of this name ever submitted."))
            query = query.where(Submission.submitter_id == found)
            title = _("EvalAlign Leaderboard: published submissions of {name}", name=submitter)
        rows = session.execute(query).all()
        scores = _overall(session.scalars(_scores_of([row.id for row, _name in rows])).all())
    entries = tuple(
        _published(row, name, boards.get((row.protocol_digest, row.evaluator_digest)), scores.get(row.id))
        for row, name in rows
    )
    return Feed(title, {"submitter": submitter} if submitter is not None else {}, ".", entries)


def submission_feed(database: Database, submission: str) -> Feed:
    """What happened to one submission; raises `BadInput` where there is none of this id."""
    found = status(database, submission)
    board = board_of(database, found)
    events = [event for event in history(database, submission) if event.action in _TOLD]
    entries = tuple(_happened(found, event, board) for event in reversed(events))[:MOST]
    title = _("EvalAlign Leaderboard: {t2i_model}", t2i_model=found.t2i_model)
    return Feed(title, {"submission": submission}, _progress_link(submission), entries)


def atom(feed: Feed, root: str, address: str) -> bytes:
    """The feed as Atom in UTF-8; `root` is the application's absolute address, `address` the feed's own path in it."""
    ElementTree.register_namespace("", ATOM)
    here = urljoin(root, _address(address, feed))
    top = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(top, "id", here)
    _add(top, "title", feed.title)
    _add(top, "updated", _moment(feed.updated))
    _add(top, "link", rel="self", type="application/atom+xml", href=here)
    _add(top, "link", rel="alternate", type="text/html", href=urljoin(root, feed.home))
    _add(_add(top, "author"), "name", "EvalAlign Leaderboard")
    for entry in feed.entries:
        item = _add(top, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "updated", _moment(entry.at))
        _add(item, "link", rel="alternate", type="text/html", href=urljoin(root, entry.link))
        _add(item, "summary", entry.text, type="text")
    content: bytes = ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
    return content


def json_feed(feed: Feed, root: str, address: str) -> bytes:
    """The feed as JSON Feed 1.1; arguments as in `atom`."""
    content: dict[str, Any] = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": urljoin(root, feed.home),
        "feed_url": urljoin(root, _address(address, feed)),
        "authors": [{"name": "EvalAlign Leaderboard"}],
        "items": [
            {
                "id": entry.id,
                "url": urljoin(root, entry.link),
                "title": entry.title,
                "content_text": entry.text,
                "date_published": _moment(entry.at),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _published(row: Submission, t2i_model: str, board: str | None, overall: SkillScore | None) -> Entry:
    at = row.finished_at or row.created_at
    text = _("It was reported: scores that the original code gave elsewhere.") if row.reported else _in_figures(overall)
    link = t2i_model_link(board, t2i_model) if board else leaderboard_link("")
    return Entry(uuid.UUID(hex=row.id).urn, _("{t2i_model} is published", t2i_model=t2i_model), text, link, at)


def _in_figures(overall: SkillScore | None) -> str:
    if overall is None or overall.score is None:
        return _("It is on the leaderboard.")
    if overall.low is None or overall.high is None:
        return _("Overall {score} %.", score=f"{overall.score:.2f}")
    return _(
        "Overall {score} %, 95% interval {low} to {high}.",
        score=f"{overall.score:.2f}",
        low=f"{overall.low:.2f}",
        high=f"{overall.high:.2f}",
    )


def _happened(found: Status, event: Event, board: str | None) -> Entry:
    text = event.text
    if event.action == SubmissionState.FAILED and found.reason:
        text = f"{text}: {found.reason}"
    link = _progress_link(found.submission)
    if event.action == SubmissionState.PUBLISHED and board:
        link = t2i_model_link(board, found.t2i_model)
    # The published one is the same piece of news in every feed.
    named = uuid.UUID(hex=found.submission)
    urn = named.urn if event.action == SubmissionState.PUBLISHED else uuid.uuid5(named, str(event.id)).urn
    return Entry(urn, f"{found.t2i_model}: {event.text}", text, link, event.at)


def _scores_of(submissions: Sequence[str]) -> Any:
    return select(SkillScore).where(SkillScore.submission_id.in_(submissions), SkillScore.key == "overall")


def _overall(scores: Sequence[SkillScore]) -> dict[str, SkillScore]:
    return {score.submission_id: score for score in scores}


def _progress_link(submission: str) -> str:
    return f"submit?{urlencode({'submission': submission})}"


def _address(path: str, feed: Feed) -> str:
    return f"{path}?{urlencode(feed.query)}" if feed.query else path


def _plain(text: str) -> str:
    """Without NUL, on which PostgreSQL chokes."""
    return text.replace("\0", "")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = None if text is None else _NO_XML.sub("", text)
    return element


def _moment(at: datetime) -> str:
    """As RFC 3339 writes it, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
