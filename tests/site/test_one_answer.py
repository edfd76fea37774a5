"""Every door of the site shows the same submissions: those that are visible, and the same one of each T2I model."""

import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from app import build, serve
from core.settings import Settings, get_settings
from leaderboard import api
from leaderboard.__main__ import app as command_line
from leaderboard.board.agreement import board_pairs
from leaderboard.board.boards import Board, BoardKind, list_boards
from leaderboard.board.ranked import ranked
from leaderboard.compare.choice import list_candidates
from leaderboard.compare.comparison import compare
from leaderboard.explore.exploration import explore, explored_t2i_models, resolve
from leaderboard.explore.query import ExploreQuery
from leaderboard.store.database import Database, get_database
from leaderboard.t2i_model.history import list_appearances
from leaderboard.t2i_model.record import find_record
from tests.helpers import awkward_board
from tests.helpers.awkward_board import FIRST, SECOND, Awkward
from tests.helpers.command_line import run_json_command
from tests.helpers.served import module_settings


@pytest.fixture(scope="module", autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """One data directory for all tests, for one database is asked at every door."""
    yield from module_settings(tmp_path_factory)


@dataclass
class Site:
    """The awkward database behind every door."""

    database: Database
    awkward: Awkward
    client: TestClient
    boards: dict[str, Board]

    def rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows of the database by a query of the test's own."""
        connection = sqlite3.connect(get_settings().data_dir / "evalalign.db")
        rows = connection.execute(query, values).fetchall()
        connection.close()
        return rows

    def scores(self, submission: str, evaluator: str) -> dict[str, float | None]:
        """A submission's scores by key."""
        query = "SELECT key, score FROM skill_scores WHERE submission_id = ? AND evaluator_digest = ?"
        return dict(self.rows(query, submission, evaluator))

    def points(self, submission: str, evaluator: str) -> dict[str, int]:
        """The sums of points that its scores are made of, by key."""
        query = "SELECT key, points FROM skill_scores WHERE submission_id = ? AND evaluator_digest = ?"
        return dict(self.rows(query, submission, evaluator))

    def get(self, path: str, **query: str) -> bytes:
        response = self.client.get(path, params=query)
        assert response.status_code == 200, (path, query, response.text)
        return response.content


@pytest.fixture(scope="module")
def site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Site:
    database = get_database()
    awkward = awkward_board.fill(database, tmp_path_factory.mktemp("results"))
    boards = {board.evaluator_digest: board for board in list_boards(database) if board.evaluator_digest}
    assert set(boards) == set(awkward.representatives)
    return Site(database, awkward, TestClient(serve(settings, build())), boards)


Door = Callable[[Site, Board], dict[str, str]]
"""The submission that represents each T2I model of a board, as some door of the site shows it."""


def by_ranking(site: Site, board: Board) -> dict[str, str]:
    return _by_name(ranked(site.database, board).rows)


def by_csv(site: Site, board: Board) -> dict[str, str]:
    return _by_name(pd.read_csv(io.BytesIO(site.get("/download/ranking.csv", board=board.name)), dtype=str))


def by_json(site: Site, board: Board) -> dict[str, str]:
    return _by_name(pd.DataFrame(json.loads(site.get("/download/ranking.json", board=board.name))))


def by_parquet(site: Site, board: Board) -> dict[str, str]:
    return _by_name(pd.read_parquet(io.BytesIO(site.get("/download/ranking.parquet", board=board.name))))


def by_api(_site: Site, board: Board) -> dict[str, str]:
    return _by_name(pd.DataFrame(api.leaderboard(board.name)["rows"]))


def by_csv_export(_site: Site, board: Board) -> dict[str, str]:
    return _by_name(pd.read_csv(io.StringIO(api.export(board.name, "csv")["content"]), dtype=str))


def by_json_export(_site: Site, board: Board) -> dict[str, str]:
    return _by_name(pd.DataFrame(api.export(board.name, "json")["content"]))


def by_command(_site: Site, board: Board) -> dict[str, str]:
    return _by_name(pd.DataFrame(run_json_command(command_line, "rank", "--board", board.name)["rows"]))


def by_record(site: Site, board: Board) -> dict[str, str]:
    records = [find_record(site.database, board, name) for name in by_ranking(site, board)]
    assert all(set(record.submissions) == set(by_ranking(site, board).values()) for record in records)
    return {record.name: record.provenance.submission.id for record in records if record.provenance}


def by_comparison(site: Site, board: Board) -> dict[str, str]:
    return {entry.t2i_model: str(entry.submission) for entry in list_candidates(site.database, board)}


DOORS = (
    by_ranking,
    by_csv,
    by_json,
    by_parquet,
    by_api,
    by_csv_export,
    by_json_export,
    by_command,
    by_record,
    by_comparison,
)


def _by_name(rows: pd.DataFrame) -> dict[str, str]:
    assert rows["t2i_model"].is_unique
    return dict(zip(rows["t2i_model"], rows["submission"], strict=True))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_shows_the_same_representatives(site: Site, door: Door) -> None:
    assert {digest: door(site, board) for digest, board in site.boards.items()} == site.awkward.representatives


def test_the_list_of_boards_counts_the_representatives(site: Site) -> None:
    counts = {digest: board.t2i_models for digest, board in site.boards.items()}
    assert counts == {digest: len(names) for digest, names in site.awkward.representatives.items()}


def test_files_and_badge_of_a_t2i_model_are_those_of_its_representative(site: Site) -> None:
    for digest, board in site.boards.items():
        representatives = site.awkward.representatives[digest]
        for name, submission in representatives.items():
            scores = site.scores(submission, digest)
            table = json.loads(site.get(f"/export/{board.name}/scores.json", model=name))
            assert {row["key"]: row["score"] for row in table} == pytest.approx(
                {key: score for key, score in scores.items() if score is not None}
            )
            badge = site.get(f"/badge/{board.name}/{name}.svg").decode()
            assert f"{scores['overall']:.1f}%" in badge
            assert f"of {len(representatives)}" in badge
            if submission not in site.awkward.reported:
                answers = json.loads(site.get(f"/export/{board.name}/answers.json", model=name))
                query = "SELECT COUNT(*), SUM(choice) FROM answers JOIN generations ON generations.id = generation_id "
                query += "WHERE submission_id = ? AND evaluator_digest = ?"
                assert [(len(answers), sum(row["choice"] for row in answers))] == site.rows(query, submission, digest)


def test_the_original_shape_holds_the_sums_of_the_representative(site: Site) -> None:
    for digest, names in site.awkward.representatives.items():
        for name, submission in names.items():
            results = api.export(site.boards[digest].name, "upstream", name)["results"]
            points = site.points(submission, digest)
            totals = {dimension: result["total_score"] for dimension, result in results.items()}
            assert totals == {dimension: points[dimension] for dimension in totals}


def test_explore_shows_the_images_of_representatives_that_were_judged_here(site: Site) -> None:
    for digest, board in site.boards.items():
        judged = site.awkward.judged_here(digest)
        first = explore(site.database, board, resolve(site.database, board, ExploreQuery()))
        queries = [ExploreQuery(page=page) for page in range(1, first.pages + 1)]
        pages = [explore(site.database, board, resolve(site.database, board, query)) for query in queries]
        cards = [card for page in pages for card in page.cards]
        submissions = dict(site.rows("SELECT id, submission_id FROM generations"))
        assert {submissions[card.generation_id] for card in cards} == set(judged.values())
        assert {card.t2i_model for card in cards} == set(judged) == set(explored_t2i_models(site.database, board))


def test_compare_shows_scores_and_images_of_representatives(site: Site) -> None:
    for digest, board in site.boards.items():
        chosen = list_candidates(site.database, board)
        comparison = compare(site.database, board, chosen)
        judged = site.awkward.judged_here(digest)
        for name, submission in site.awkward.representatives[digest].items():
            assert comparison.points.at["overall", name] == pytest.approx(site.scores(submission, digest)["overall"])
        submissions = dict(site.rows("SELECT image_digest, submission_id FROM generations"))
        assert {(name, submissions[image]) for (name, *_), image in comparison.images.items()} == set(judged.items())


def test_agreement_pairs_the_scores_of_representatives_that_were_judged_here(site: Site) -> None:
    for digest in (FIRST, SECOND):
        pairs = board_pairs(site.database, site.boards[digest])
        judged = site.awkward.judged_here(digest)
        for dimension in ("faithfulness", "alignment"):
            rows = pairs[pairs["key"] == dimension]
            scores = {name: site.scores(submission, digest)[dimension] for name, submission in judged.items()}
            assert dict(zip(rows["t2i_model"], rows["evaluator"], strict=True)) == pytest.approx(scores)
        document = api.agreement(site.boards[digest].name)
        assert {row["n"] for row in document["rows"] if row["statistic"] == "kendall_tau_b"} <= {len(judged)}


def test_baselines_are_means_over_the_images_of_representatives(site: Site) -> None:
    query = "SELECT AVG(score) FROM baseline_scores JOIN generations ON generations.id = generation_id "
    query += "WHERE submission_id = ?"
    rows = {row["t2i_model"]: row["baselines"] for row in api.leaderboard(site.boards[FIRST].name)["rows"]}
    for name, submission in site.awkward.judged_here(FIRST).items():
        ((mean,),) = site.rows(query, submission)
        assert rows.pop(name) == {"clip-score": {"score": pytest.approx(mean), "n": 5}}
    assert list(rows.values()) == [{}]


def test_the_feed_holds_what_is_visible(site: Site) -> None:
    ids = re.findall(r"<id>urn:uuid:(.+?)</id>", site.get("/feed.atom").decode())
    assert len(ids) == len(site.awkward.visible)
    assert {UUID(text).hex for text in ids} == site.awkward.visible


def test_the_history_of_each_t2i_model_holds_what_is_visible(site: Site) -> None:
    names = [name for (name,) in site.rows("SELECT name FROM t2i_models")]
    boards = list_boards(site.database)
    appearances = {name: list_appearances(site.database, boards, name) for name in names}
    shown = {
        name: {row.provenance.submission.id for row in rows if row.provenance} for name, rows in appearances.items()
    }
    assert set().union(*shown.values()) == site.awkward.visible
    assert shown["Hidden"] == shown["Withdrawn"] == shown["Waiting again"] == set()


def test_who_has_nothing_visible_is_nowhere(site: Site) -> None:
    board = next(board for board in site.boards.values() if board.kind is BoardKind.MEASURED)
    for name in ("Hidden", "Withdrawn", "Waiting again"):
        assert site.client.get(f"/badge/{board.name}/{name}.svg").status_code == 404
        assert site.client.get(f"/export/{board.name}/scores.csv", params={"model": name}).status_code == 404
        with pytest.raises(Exception, match="not on the board"):
            api.export(board.name, "upstream", name)
