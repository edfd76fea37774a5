"""Fills a database the way submissions do: registered, answered, scored, published."""

from collections.abc import Callable
from datetime import datetime

from leaderboard.store.database import Database
from leaderboard.store.results import (
    AnswerRow,
    record_answers,
    register_evaluator,
    register_protocol,
    score_submission,
)
from leaderboard.store.tables import Generation, Submission, SubmissionState, Submitter, T2IModel, name_key, now
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import Dimension

Judge = Callable[[str, Question], int]
"""From a prompt id and a question to the chosen option."""


def evaluator_digest(number: int) -> str:
    return f"{number:x}" * 64


def add_evaluator(
    database: Database,
    protocol: Protocol,
    number: int,
    *,
    closed_world: bool = True,
    passed_exam: bool | None = None,
) -> str:
    digest = evaluator_digest(number)
    with database.write() as session:
        register_protocol(session, protocol)
        register_evaluator(
            session,
            digest=digest,
            protocol_digest=protocol.digest,
            name=f"evaluator {number}",
            base_digest="b" * 64,
            adapter_digest=None,
            dtype="float32",
            closed_world=closed_world,
            passed_exam=passed_exam,
        )
    return digest


def add_submission(database: Database, protocol: Protocol, name: str, **model: object) -> tuple[str, int]:
    """A submission of a new or known T2I model with an image for every prompt; gives its id and the T2I model's."""
    with database.write() as session:
        register_protocol(session, protocol)
        t2i_model = session.query(T2IModel).filter_by(name_key=name_key(name)).one_or_none()
        t2i_model = t2i_model or T2IModel(name=name, name_key=name_key(name), **model)
        submitter = session.query(Submitter).filter_by(name="Ada").one_or_none() or Submitter(name="Ada")
        count = session.query(Submission).count()
        submission = Submission(
            id=f"{count:032x}",
            t2i_model=t2i_model,
            submitter=submitter,
            protocol_digest=protocol.digest,
            archive_digest="a" * 64,
            total=len(protocol.prompts),
            generations=[
                Generation(
                    dimension=prompt.dimension.value,
                    prompt_id=prompt.prompt_id,
                    image_digest="c" * 64,
                    media_type="image/png",
                    width=64,
                    height=64,
                )
                for prompt in protocol.prompts
            ],
        )
        session.add(submission)
        session.flush()
        return submission.id, t2i_model.id


def answer_rows(
    database: Database, protocol: Protocol, submission: str, evaluator: str, judge: Judge
) -> list[AnswerRow]:
    with database.read() as session:
        generations = session.query(Generation).filter_by(submission_id=submission).all()
        return [
            AnswerRow(
                generation_id=generation.id,
                evaluator_digest=evaluator,
                skill=question.skill,
                choice=judge(generation.prompt_id, question),
                expected=1.0,
                absent=0.25 if -1 in question.options else None,
                probabilities={option: 1 / len(question.options) for option in question.options},
            )
            for generation in generations
            for question in protocol.questions_for(
                protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id]
            )
        ]


def publish(
    database: Database, protocol: Protocol, submission: str, evaluator: str, judge: Judge, at: datetime | None = None
) -> None:
    """Answer every question, score and publish."""
    rows = answer_rows(database, protocol, submission, evaluator, judge)
    with database.write() as session:
        record_answers(session, rows)
        score_submission(session, submission, evaluator)
        row = session.get_one(Submission, submission)
        row.state = SubmissionState.PUBLISHED
        row.evaluator_digest = evaluator
        row.finished_at = at or now()


def grade(points: int) -> Judge:
    """A judge that gives every question `points`, or its best option where that is less."""
    return lambda _prompt_id, question: min(points, question.options[-1])
