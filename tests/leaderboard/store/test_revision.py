"""The revision of a board: raised by every write that changes what the board shows, and by no other."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from leaderboard.store.annotations import AnnotationRow, record_annotations
from leaderboard.store.database import Database
from leaderboard.store.results import delete_answers, record_exams, record_reference_scores, register_protocol
from leaderboard.store.revision import board_revision
from leaderboard.store.tables import Submission, SubmissionState, T2IModel, now
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

Act = Callable[[Session, Protocol, str, str, int], object]
"""A write, given a session, the protocol, the evaluator, a published submission and its T2I model."""


def change(**values: object) -> Act:
    """Make the write that changes columns of the published submission."""

    def act(session: Session, _protocol: Protocol, _evaluator: str, submission: str, _t2i_model: int) -> None:
        row = session.get_one(Submission, submission)
        for name, value in values.items():
            setattr(row, name, value)

    return act


def describe(session: Session, _protocol: Protocol, _evaluator: str, _submission: str, t2i_model: int) -> None:
    session.get_one(T2IModel, t2i_model).licence = "MIT"


def label(session: Session, _protocol: Protocol, _evaluator: str, submission: str, _t2i_model: int) -> None:
    rows = [AnnotationRow("faithfulness", "f1", "faithfulness.body", "Ada", 3)]
    record_annotations(session, submission, rows, "people")


def refer(session: Session, protocol: Protocol, _evaluator: str, _submission: str, t2i_model: int) -> None:
    scores = {"alignment": 1.0}
    record_reference_scores(
        session, protocol_digest=protocol.digest, t2i_model_id=t2i_model, scores=scores, source="people"
    )


def examine(session: Session, _protocol: Protocol, evaluator: str, _submission: str, _t2i_model: int) -> None:
    record_exams(session, {evaluator: True})


def forget(session: Session, _protocol: Protocol, evaluator: str, submission: str, _t2i_model: int) -> None:
    delete_answers(session, submission, evaluator)


SHOWN: dict[str, Act] = {
    "hide": change(hidden=True),
    "withdraw": change(state=SubmissionState.WITHDRAWN),
    "evaluate anew": change(state=SubmissionState.QUEUED, reruns=1),
    "describe the T2I model": describe,
    "label": label,
    "reference scores": refer,
    "exam": examine,
    "delete answers": forget,
}


@pytest.mark.parametrize("act", SHOWN.values(), ids=SHOWN)
def test_a_write_that_is_shown_raises_the_revision_of_its_protocol_alone(
    database: Database, tiny_protocol: Protocol, act: Act
) -> None:
    other = Protocol.parse(tiny_protocol.model_dump(mode="json") | {"name": "other-v1"})
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, t2i_model = add_submission(database, tiny_protocol, "One")
    publish(database, tiny_protocol, submission, evaluator, grade(2))
    with database.write() as session:
        register_protocol(session, other)
        before = [board_revision(session, protocol.digest) for protocol in (tiny_protocol, other)]
    with database.write() as session:
        act(session, tiny_protocol, evaluator, submission, t2i_model)
    with database.read() as session:
        after = [board_revision(session, protocol.digest) for protocol in (tiny_protocol, other)]
    assert after[0] > before[0]
    assert after[1] == before[1]


def test_publishing_raises_it_and_the_way_there_does_not(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, t2i_model = add_submission(database, tiny_protocol, "One")
    steps = [
        change(state=SubmissionState.QUEUED),
        change(state=SubmissionState.RUNNING, lease_owner="worker", lease_expires_at=now() + timedelta(minutes=1)),
        change(done=1, lease_expires_at=now() + timedelta(minutes=2)),
    ]
    with database.read() as session:
        before = board_revision(session, tiny_protocol.digest)
    for step in steps:
        with database.write() as session:
            step(session, tiny_protocol, evaluator, submission, t2i_model)
    with database.read() as session:
        assert board_revision(session, tiny_protocol.digest) == before
    publish(database, tiny_protocol, submission, evaluator, grade(2))
    with database.read() as session:
        assert board_revision(session, tiny_protocol.digest) > before


def test_a_write_that_fails_leaves_the_revision_as_it_was(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, t2i_model = add_submission(database, tiny_protocol, "One")
    publish(database, tiny_protocol, submission, evaluator, grade(2))
    with database.read() as session:
        before = board_revision(session, tiny_protocol.digest)

    def fail() -> None:
        with database.write() as session:
            describe(session, tiny_protocol, evaluator, submission, t2i_model)
            session.flush()
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        fail()
    with database.read() as session:
        assert board_revision(session, tiny_protocol.digest) == before
