"""The whole ranking as a file over HTTP."""

import io
import json
from collections.abc import Iterator

import pandas as pd
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from leaderboard.board import routes as http_rankings
from leaderboard.board.boards import find_board
from leaderboard.board.ranked import ranked
from leaderboard.store.database import get_database, open_database
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish


@pytest.fixture
def client() -> Iterator[TestClient]:
    server = FastAPI()
    server.include_router(http_rankings.router)
    with TestClient(server) as opened:
        yield opened
    get_database().close()
    open_database.cache_clear()


def place(protocol: Protocol, name: str, points: int, **facts: object) -> None:
    database = get_database()
    evaluator = add_evaluator(database, protocol, 1)
    submission, _ = add_submission(database, protocol, name, **facts)
    publish(database, protocol, submission, evaluator, grade(points))


def test_a_ranking_comes_whole_in_each_format(client: TestClient, tiny_protocol: Protocol) -> None:
    place(tiny_protocol, "Good", 4, parameters=10**9)
    place(tiny_protocol, "=SUM(A1)", 1, licence="MIT")
    wanted = ranked(get_database(), find_board(get_database(), "tiny")).ranking
    files = {ending: client.get(f"/download/ranking.{ending}?board=tiny") for ending in ("csv", "json", "parquet")}
    for ending, answer in files.items():
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="tiny.{ending}"'
    frames = {
        "csv": pd.read_csv(io.BytesIO(files["csv"].content)),
        "json": pd.DataFrame(json.loads(files["json"].content)),
        "parquet": pd.read_parquet(io.BytesIO(files["parquet"].content)),
    }
    for frame in frames.values():
        assert set(frame.columns) >= set(wanted.columns)
        assert frame["overall"].tolist() == pytest.approx(wanted["overall"].tolist())
        assert frame["date"].str.match(r"\d{4}-\d\d-\d\dT.*\+00:00$").all()
    assert frames["csv"]["t2i_model"].tolist() == ["Good", "'=SUM(A1)"], "a spreadsheet runs nothing"
    assert frames["json"]["t2i_model"].tolist() == ["Good", "=SUM(A1)"]


def test_the_published_figures_too(client: TestClient) -> None:
    for ending in ("csv", "json", "parquet"):
        assert client.get(f"/download/ranking.{ending}", params={"board": "evalalign-published"}).status_code == 200


def test_whoever_has_this_version_is_told_so_until_something_is_published(
    client: TestClient, tiny_protocol: Protocol
) -> None:
    place(tiny_protocol, "Good", 4)
    address = "/download/ranking.csv?board=tiny"
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    place(tiny_protocol, "Better", 4)
    later = client.get(address, headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert "Better" in later.text


@pytest.mark.parametrize(
    ("address", "code"),
    [("ranking.csv?board=no", "unknown_board"), ("ranking.xls?board=closed-world", "export_format")],
)
def test_what_there_is_not_is_told_with_what_there_is(client: TestClient, address: str, code: str) -> None:
    answer = client.get(f"/download/{address}")
    assert answer.status_code == 404
    assert [problem["code"] for problem in answer.json()["problems"]] == [code]
