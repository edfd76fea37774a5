"""Feeds: what was published, what becomes of one submission, and what a reader is told that has it already."""

import json
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
from submissions.evaluation.queue import fail
from submissions.evaluation.status import history
from submissions.feeds import routes as http_feed
from submissions.feeds.feed import ATOM, MOST, atom, published_feed, submission_feed
from submissions.prompts import routes as http_prompts
from submissions.submit.mine import my_submissions
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = "https://board.example/app/"


def filled(database: Database, protocol: Protocol, *names: str) -> list[str]:
    """Published one an hour, in this order."""
    evaluator = add_evaluator(database, protocol, 1)
    ids = []
    for hour, name in enumerate(names):
        submission, _t2i_model = add_submission(database, protocol, name)
        publish(database, protocol, submission, evaluator, grade(2), at=NOON + timedelta(hours=hour))
        ids.append(submission)
    return ids


def tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def test_the_newest_is_told_first_with_figures_and_absolute_links(database: Database, tiny_protocol: Protocol) -> None:
    first, second = filled(database, tiny_protocol, "Old", "New <b>&")
    add_submission(database, tiny_protocol, "Waiting")
    read = ElementTree.XML(atom(published_feed(database), ROOT, "feed.atom"))
    assert [entry.findtext(tag("title")) for entry in read.iter(tag("entry"))] == [
        "New <b>& is published",
        "Old is published",
    ]
    assert [entry.findtext(tag("id")) for entry in read.iter(tag("entry"))] == [
        uuid.UUID(hex=second).urn,
        uuid.UUID(hex=first).urn,
    ]
    assert read.findtext(tag("updated")) == "2026-03-01T13:00:00Z"
    assert read.findtext(tag("id")) == f"{ROOT}feed.atom"
    links = [link.get("href", "") for link in read.iter(tag("link"))]
    assert all(link.startswith(ROOT) for link in links)
    assert any("New+%3Cb%3E%26" in link for link in links)
    assert "95% interval" in (next(read.iter(tag("entry"))).findtext(tag("summary")) or "")


def test_a_feed_names_the_newest_only_and_characters_without_a_place_in_xml_are_left_out(
    database: Database, tiny_protocol: Protocol
) -> None:
    (submission,) = filled(database, tiny_protocol, "m")
    with database.write() as session:
        row = session.get_one(Submission, submission)
        row.t2i_model.name = "a\ufffeb\x01c"
        for number in range(MOST + 5):
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
    feed = published_feed(database)
    assert len(feed.entries) == MOST
    read = ElementTree.XML(atom(feed, ROOT, "feed.atom"))
    assert next(read.iter(tag("entry"))).findtext(tag("title")) == "abc is published"


def test_one_submissions_feed_tells_its_way_and_why_it_failed(database: Database, tiny_protocol: Protocol) -> None:
    submission, _t2i_model = add_submission(database, tiny_protocol, "m")
    with database.write() as session:
        row = session.get_one(Submission, submission)
        row.state = "running"
        session.flush()
        fail(session, row, "worker-host-1", "The disk <broke>.")
    (entry,) = submission_feed(database, submission).entries
    assert entry.text == "Failed: The disk <broke>."
    assert "host" not in json.dumps([event.text for event in history(database, submission)])


@pytest.fixture
def reader() -> Iterator[TestClient]:
    server = FastAPI()
    server.include_router(http_feed.router)
    server.include_router(http_prompts.router)
    with TestClient(server, base_url="https://board.example") as client:
        yield client


def test_over_http_a_reader_gets_news_once(reader: TestClient, tiny_protocol: Protocol) -> None:
    (submission,) = filled(get_database(), tiny_protocol, "m")
    for path in ("/feed.atom", "/feed.json", f"/feed.atom?submission={submission}", "/feed.json?submitter=Ada"):
        got = reader.get(path)
        assert got.status_code == 200, got.text
        assert reader.head(path).headers["etag"] == got.headers["etag"]
        for known in ({"If-None-Match": f'"x", W/{got.headers["etag"]}'}, {"If-None-Match": "*"}):
            assert reader.get(path, headers=known).status_code == 304
        assert reader.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
        since = {"If-Modified-Since": got.headers["last-modified"]}
        assert reader.get(path, headers=since).status_code == 304
        assert reader.get(path, headers={"If-Modified-Since": "nonsense"}).status_code == 200
    before = reader.get("/feed.json")
    filled(get_database(), tiny_protocol, "n", "o")
    after = reader.get("/feed.json", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    told = after.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["items"][0]["title"] == "o is published"
    assert told["feed_url"] == "https://board.example/feed.json"
    assert all(item["url"].startswith("https://board.example/") for item in told["items"])


@pytest.mark.parametrize(
    "query", ["submission=nonsense", "submission=%00", "submitter=nobody", f"submission={'a' * 32}&submitter=Ada"]
)
def test_a_feed_of_nothing_is_said(reader: TestClient, query: str) -> None:
    got = reader.get(f"/feed.atom?{query}")
    assert got.status_code == 404
    assert got.headers["content-type"].startswith("text/plain")
    assert reader.get("/feed.atom").status_code == 200


def test_the_prompts_and_the_script_have_addresses(reader: TestClient) -> None:
    assert reader.get("/prompts.csv").text.startswith("dimension,prompt_id,file,prompt")
    assert len(reader.get("/prompts.json").json()["prompts"]) == 220
    script = reader.get("/generate.py")
    assert "PROTOCOL = 'closed-world-v1'" in script.text
    assert "generate.py" in script.headers["content-disposition"]


def test_ones_own_are_those_remembered_and_those_under_ones_name(database: Database, tiny_protocol: Protocol) -> None:
    ids = [add_submission(database, tiny_protocol, name)[0] for name in ("a", "b", "c")]
    assert my_submissions(database, []) == []
    kept = [item.t2i_model for item in my_submissions(database, [ids[0], "nonsense", "\0", 7, None, "f" * 32])]
    assert kept == ["a"]
    assert {item.t2i_model for item in my_submissions(database, ids[:1], "Ada")} == {"a", "b", "c"}
    assert my_submissions(database, [], "Bob") == []
