"""Rankings: order, ties, columns, and speed."""

import json
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import insert

from leaderboard.board.boards import find_board
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking import COLUMNS, list_ranking_rows, write_ranking_csv
from leaderboard.board.standings import INCOMPLETE
from leaderboard.scores.aggregation import SCORE_KEYS
from leaderboard.store.database import Database
from leaderboard.store.results import register_protocol
from leaderboard.store.tables import SkillScore, Submission, SubmissionState, Submitter, T2IModel, now
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from tests.helpers.filled import add_evaluator, add_submission, grade, publish


def filled(database: Database, protocol: Protocol, points: dict[str, int]) -> None:
    evaluator = add_evaluator(database, protocol, 1)
    for name, value in points.items():
        submission, _ = add_submission(database, protocol, name)
        publish(database, protocol, submission, evaluator, grade(value))


def test_the_best_comes_first_and_equals_share_a_rank(database: Database, tiny_protocol: Protocol) -> None:
    filled(database, tiny_protocol, {"B": 1, "A": 1, "best": 4, "worst": 0})
    frame = ranked(database, find_board(database, "tiny")).ranking
    assert list(zip(frame["rank"], frame["t2i_model"], strict=True)) == [(1, "best"), (2, "A"), (2, "B"), (4, "worst")]
    assert frame["overall"].tolist() == pytest.approx([100, 37.5, 37.5, 0])
    assert tuple(frame.columns) == COLUMNS


def test_each_dimension_has_a_ranking_of_its_own_where_equals_share_a_rank(
    database: Database, tiny_protocol: Protocol
) -> None:
    points = {"sharp": (4, 0), "true": (1, 2), "both": (4, 1), "neither": (0, 0)}
    evaluator = add_evaluator(database, tiny_protocol, 1)
    for name, (faithfulness, alignment) in points.items():

        def judge(_prompt_id: str, question: Question, by: tuple[int, int] = (faithfulness, alignment)) -> int:
            return by[question.skill.startswith("alignment")]

        submission, _ = add_submission(database, tiny_protocol, name)
        publish(database, tiny_protocol, submission, evaluator, judge)
    frame = ranked(database, find_board(database, "tiny")).ranking
    rows = {row["t2i_model"]: row for row in list_ranking_rows(frame)}
    assert {name: row["faithfulness_rank"] for name, row in rows.items()} == {
        "sharp": 1,
        "both": 1,
        "true": 3,
        "neither": 4,
    }
    assert {name: row["alignment_rank"] for name, row in rows.items()} == {
        "true": 1,
        "both": 2,
        "sharp": 3,
        "neither": 3,
    }
    table = pd.read_csv(StringIO(write_ranking_csv(frame)))
    assert dict(zip(table["t2i_model"], table["alignment_rank"], strict=True)) == {
        name: row["alignment_rank"] for name, row in rows.items()
    }
    json.dumps(list(rows.values()), allow_nan=False)


def test_a_t2i_model_is_represented_by_its_latest_publication(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    for points, age in [(2, 2), (0, 1), (1, 3)]:
        submission, _ = add_submission(database, tiny_protocol, "SDXL")
        publish(database, tiny_protocol, submission, evaluator, grade(points), at=now() - timedelta(days=age))
    frame = ranked(database, find_board(database, "tiny")).ranking
    assert frame["alignment"].tolist() == [0.0]


def test_rows_carry_what_is_known_of_the_t2i_model(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(
        database,
        tiny_protocol,
        "SDXL",
        organisation="Stability",
        open_weights=True,
        parameters=3_500_000_000,
        simulated=True,
    )
    publish(database, tiny_protocol, submission, evaluator, grade(2))
    (row,) = list_ranking_rows(ranked(database, find_board(database, "tiny")).ranking)
    assert (row["organisation"], row["open_weights"], row["parameters"]) == ("Stability", True, 3_500_000_000)
    assert (row["simulated"], row["submission"]) == (True, submission)
    assert row["skills"]["alignment.object"]["n"] == 2
    assert row["skills"]["faithfulness.body"]["score"] == 2.0
    low, high = row["intervals"]["overall"]
    assert low <= row["overall"] <= high
    json.dumps(row, allow_nan=False)


def test_a_skill_without_counted_answers_is_left_out_of_the_row(database: Database, tiny_protocol: Protocol) -> None:
    def nobody(_prompt_id: str, question: Question) -> int:
        return question.options[0]

    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "Landscapes")
    publish(database, tiny_protocol, submission, evaluator, nobody)
    (row,) = list_ranking_rows(ranked(database, find_board(database, "tiny")).ranking)
    assert "faithfulness.body" not in row["skills"]
    assert row["skills"]["faithfulness.object"] == {"score": 0.0, "n": 2, "low": 0.0, "high": 0.0}


def test_the_published_board_ranks_24_with_an_overall_of_our_own(database: Database) -> None:
    frame = ranked(database, find_board(database, "evalalign-published")).ranking
    rows = list_ranking_rows(frame)
    assert len(rows) == 24
    first = frame.set_index("t2i_model").loc["PixArt-XL-2-1024-MS"]
    assert first["overall"] == pytest.approx(100 * (1.6415 / 4 + 5.31 / (834 / 120)) / 2)
    assert rows[0]["skills"] == {}
    assert rows[0]["intervals"]["overall"] == [None, None]
    json.dumps(rows, allow_nan=False)


def test_an_empty_board_gives_an_empty_ranking(database: Database) -> None:
    frame = ranked(database, find_board(database, "closed-world")).ranking
    assert frame.empty
    assert tuple(frame.columns) == COLUMNS
    assert list_ranking_rows(frame) == []


def test_a_thousand_t2i_models_rank_quickly(tmp_path: Path, tiny_protocol: Protocol) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'results.db'}")
    evaluator = add_evaluator(database, tiny_protocol, 1)
    count = 1_000
    with database.write() as session:
        register_protocol(session, tiny_protocol)
        session.add(Submitter(id=1, name="Ada"))
        session.flush()
        session.execute(
            insert(T2IModel), [{"id": i, "name": f"M{i}", "name_key": f"m{i}"} for i in range(1, count + 1)]
        )
        session.execute(
            insert(Submission),
            [
                {
                    "id": f"{i:032}",
                    "t2i_model_id": i,
                    "submitter_id": 1,
                    "protocol_digest": tiny_protocol.digest,
                    "archive_digest": "a",
                    "state": SubmissionState.PUBLISHED,
                    "finished_at": now(),
                }
                for i in range(1, count + 1)
            ],
        )
        session.execute(
            insert(SkillScore),
            [
                {
                    "submission_id": f"{i:032}",
                    "evaluator_digest": evaluator,
                    "key": key,
                    "score": float(i),
                    "low": 0.0,
                    "high": 1.0,
                    "points": 1,
                    "possible": 1,
                    "n": 1,
                }
                for i in range(1, count + 1)
                for key in SCORE_KEYS
            ],
        )
    start = time.process_time()
    frame = ranked(database, find_board(database, "tiny")).ranking
    assert time.process_time() - start < 2
    assert set(frame["rank_note"]) == {INCOMPLETE}
    assert frame["rank"].tolist() == list(range(1, count + 1))
    assert frame["t2i_model"][0] == "M1000"
    database.close()
