"""The Atom feed: entries, addresses, conditional requests."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from leaderboard.store.database import Database, get_database
from leaderboard.store.tables import Submission
from model.protocol.protocol import Protocol
from submissions.feeds.feed import ATOM, MAX_ENTRIES, atom_feed, published_entries
from submissions.feeds.routes import router
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = "https://board.example/app/"


def add_published(database: Database, protocol: Protocol, *names: str) -> list[str]:
    """Publish one submission an hour, in this order; gives their ids."""
    evaluator = add_evaluator(database, protocol, 1)
    ids = []
    for hour, name in enumerate(names):
        submission, _t2i_model = add_submission(database, protocol, name)
        publish(database, protocol, submission, evaluator, grade(2), at=NOON + timedelta(hours=hour))
        ids.append(submission)
    return ids


def tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def test_newest_entry_comes_first_with_figures_and_absolute_links(database: Database, tiny_protocol: Protocol) -> None:
    first, second = add_published(database, tiny_protocol, "Old", "New <b>&")
    add_submission(database, tiny_protocol, "Waiting")
    feed = ElementTree.XML(atom_feed(published_entries(database), ROOT))
    assert [entry.findtext(tag("title")) for entry in feed.iter(tag("entry"))] == [
        "New <b>& is published",
        "Old is published",
    ]
    assert [entry.findtext(tag("id")) for entry in feed.iter(tag("entry"))] == [
        uuid.UUID(hex=second).urn,
        uuid.UUID(hex=first).urn,
    ]
    assert feed.findtext(tag("updated")) == "2026-03-01T13:00:00Z"
    assert feed.findtext(tag("id")) == f"{ROOT}feed.atom"
    links = [link.get("href", "") for link in feed.iter(tag("link"))]
    assert all(link.startswith(ROOT) for link in links)
    assert any("New+%3Cb%3E%26" in link for link in links)
    assert "95% interval" in (next(feed.iter(tag("entry"))).findtext(tag("summary")) or "")


def test_hidden_submissions_are_left_out(database: Database, tiny_protocol: Protocol) -> None:
    hidden, _shown = add_published(database, tiny_protocol, "Hidden", "Shown")
    with database.write() as session:
        session.get_one(Submission, hidden).hidden = True
    assert [entry.title for entry in published_entries(database)] == ["Shown is published"]


def test_figures_are_those_of_the_evaluator_that_published(database: Database, tiny_protocol: Protocol) -> None:
    submission, _t2i_model = add_submission(database, tiny_protocol, "m")
    for number, points in ((2, 0), (1, 4), (3, 0)):
        publish(database, tiny_protocol, submission, add_evaluator(database, tiny_protocol, number), grade(points))
    with database.write() as session:
        session.get_one(Submission, submission).evaluator_digest = add_evaluator(database, tiny_protocol, 1)
    (entry,) = published_entries(database)
    assert entry.text.startswith("Overall 100.00 %")


def test_feed_keeps_the_newest_and_drops_characters_xml_forbids(database: Database, tiny_protocol: Protocol) -> None:
    (submission,) = add_published(database, tiny_protocol, "m")
    with database.write() as session:
        row = session.get_one(Submission, submission)
        row.t2i_model.name = "a\ufffeb\x01c"
        for number in range(MAX_ENTRIES + 5):
            session.add(
                Submission(
                    id=uuid.uuid4().hex,
                    t2i_model_id=row.t2i_model_id,
                    submitter_id=row.submitter_id,
                    protocol_digest=row.protocol_digest,
                    archive_digest="a" * 64,
                    state="published",
                    finished_at=NOON - timedelta(days=number + 1),
                )
            )
    entries = published_entries(database)
    assert len(entries) == MAX_ENTRIES
    feed = ElementTree.XML(atom_feed(entries, ROOT))
    assert next(feed.iter(tag("entry"))).findtext(tag("title")) == "abc is published"


@pytest.fixture
def reader() -> Iterator[TestClient]:
    server = FastAPI()
    server.include_router(router)
    with TestClient(server, base_url="https://board.example") as client:
        yield client


def test_conditional_requests_get_304_until_something_is_published(reader: TestClient, tiny_protocol: Protocol) -> None:
    assert reader.get("/feed.atom").status_code == 200, "an empty feed is a feed"
    add_published(get_database(), tiny_protocol, "m")
    before = reader.get("/feed.atom")
    assert before.status_code == 200, before.text
    assert before.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert reader.head("/feed.atom").headers["etag"] == before.headers["etag"]
    for known in ({"If-None-Match": f'"x", W/{before.headers["etag"]}'}, {"If-None-Match": "*"}):
        assert reader.get("/feed.atom", headers=known).status_code == 304
    assert reader.get("/feed.atom", headers={"If-None-Match": '"other"'}).status_code == 200
    since = {"If-Modified-Since": before.headers["last-modified"]}
    assert reader.get("/feed.atom", headers=since).status_code == 304
    assert reader.get("/feed.atom", headers={"If-Modified-Since": "nonsense"}).status_code == 200
    add_published(get_database(), tiny_protocol, "n", "o")
    after = reader.get("/feed.atom", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    feed = ElementTree.XML(after.content)
    assert next(feed.iter(tag("entry"))).findtext(tag("title")) == "o is published"
    assert all(link.get("href", "").startswith("https://board.example/") for link in feed.iter(tag("link")))
