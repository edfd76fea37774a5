"""Writing and reading results, on both kinds of database."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from leaderboard.scores.aggregation import SCORE_KEYS, score_answers
from leaderboard.store.database import Database
from leaderboard.store.results import (
    IncompleteAnswers,
    answers_frame,
    record_answers,
    record_reference_scores,
    register_evaluator,
    register_protocol,
    score_submission,
)
from leaderboard.store.tables import HumanScore, SkillScore, StoredAnswer, StoredEvaluator, StoredProtocol, TableBase
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, answer_rows, grade


def count(database: Database, table: type[TableBase]) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_registering_twice_changes_nothing(database: Database, tiny_protocol: Protocol) -> None:
    for _ in range(2):
        add_evaluator(database, tiny_protocol, 1)
    assert (count(database, StoredProtocol), count(database, StoredEvaluator)) == (1, 1)
    with database.read() as session:
        stored = session.scalars(select(StoredProtocol)).one()
        assert Protocol.model_validate_json(stored.content) == tiny_protocol


def test_registering_from_many_threads_at_once(database: Database, tiny_protocol: Protocol) -> None:
    errors: list[Exception] = []

    def register() -> None:
        try:
            for number in range(1, 8):
                add_evaluator(database, tiny_protocol, number)
        except Exception as error:  # collected, and asserted on below
            errors.append(error)

    threads = [threading.Thread(target=register) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert count(database, StoredEvaluator) == 7


def test_an_evaluator_needs_its_protocol(database: Database) -> None:
    def register() -> None:
        with database.write() as session:
            register_evaluator(
                session,
                digest="1" * 64,
                protocol_digest="unknown",
                name="evaluator",
                base_digest="b" * 64,
                adapter_digest=None,
                dtype="float32",
                closed_world=True,
            )

    with pytest.raises(IntegrityError):
        register()
    assert count(database, StoredEvaluator) == 0


def test_a_repeated_batch_of_answers_changes_nothing(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    rows = answer_rows(database, tiny_protocol, submission, evaluator, grade(2))
    with database.write() as session:
        record_answers(session, rows[:4])
    with database.write() as session:
        record_answers(session, [replace(row, choice=0) for row in rows])
    with database.read() as session:
        frame = answers_frame(session, submission, evaluator)
    assert len(frame) == len(rows) == 17
    assert sorted(frame["choice"], reverse=True) == [2] * 4 + [0] * 13


def test_answers_come_back_as_they_were_given(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    rows = answer_rows(database, tiny_protocol, submission, evaluator, grade(1))
    with database.write() as session:
        record_answers(session, rows)
        frame = answers_frame(session, submission, evaluator)
        body = session.scalars(select(StoredAnswer).where(StoredAnswer.skill == "faithfulness.body")).first()
    assert list(frame.columns) == ["dimension", "prompt_id", "skill", "choice", "expected", "absent"]
    first = frame.iloc[0]
    assert (first["dimension"], first["prompt_id"], first["skill"], first["choice"]) == (
        "alignment",
        "a1",
        "alignment.color",
        1,
    )
    assert frame.set_index("skill")["absent"].isna()["alignment.color"]
    assert body is not None
    assert set(body.probabilities) == {"-1", "0", "1", "2", "3", "4"}


def test_an_answer_outside_its_options_is_refused(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    rows = answer_rows(database, tiny_protocol, submission, evaluator, grade(1))
    with database.write() as session, pytest.raises(ValueError, match="7 is no option"):
        record_answers(session, [*rows, replace(rows[0], choice=7)])
    assert count(database, StoredAnswer) == 0


def test_scores_written_are_those_of_the_answers_and_replace_earlier_ones(
    database: Database, tiny_protocol: Protocol
) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    with database.write() as session:
        record_answers(session, answer_rows(database, tiny_protocol, submission, evaluator, grade(1)))
    for _ in range(2):
        with database.write() as session:
            given = score_submission(session, submission, evaluator)
    with database.read() as session:
        stored = {row.key: row for row in session.scalars(select(SkillScore))}
        recomputed = score_answers(answers_frame(session, submission, evaluator))
    assert tuple(stored) == SCORE_KEYS
    for score, again in zip(given, recomputed, strict=True):
        row = stored[score.key]
        assert (row.score, row.low, row.high, row.n) == (score.score, score.low, score.high, score.n)
        assert (again.score, again.points, again.possible) == (row.score, row.points, row.possible)


def test_a_submission_with_a_missing_answer_is_not_scored(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    with database.write() as session:
        record_answers(session, answer_rows(database, tiny_protocol, submission, evaluator, grade(1))[:-1])
    with database.write() as session, pytest.raises(IncompleteAnswers, match="lacks 1 of 17"):
        score_submission(session, submission, evaluator)
    assert count(database, SkillScore) == 0


def test_reference_scores_of_the_same_source_are_replaced(database: Database, tiny_protocol: Protocol) -> None:
    with database.write() as session:
        register_protocol(session, tiny_protocol)
    _, t2i_model = add_submission(database, tiny_protocol, "SDXL")
    for scores, source in [
        ({"alignment": 1.0, "faithfulness": 2.0}, "truth"),
        ({"alignment": 3.0}, "truth"),
        ({"alignment": 4.0}, "people"),
    ]:
        with database.write() as session:
            record_reference_scores(
                session,
                protocol_digest=tiny_protocol.digest,
                t2i_model_id=t2i_model,
                scores=scores,
                source=source,
            )
    with database.read() as session:
        rows = session.scalars(select(HumanScore).order_by(HumanScore.source)).all()
    assert [(row.source, row.key, row.score) for row in rows] == [
        ("people", "alignment", 4.0),
        ("truth", "alignment", 3.0),
    ]
