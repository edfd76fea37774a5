"""Writing and reading results: plain data in, data frames out.

Every function takes a session of `leaderboard.store.database` and may be repeated:
what is already there is left as it is, also when two processes write at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Double, and_, case, cast, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from leaderboard.scores.aggregation import Score, score_answers
from leaderboard.store.frames import read_frame, read_of_submissions
from leaderboard.store.protocols import load_protocol
from leaderboard.store.revision import raise_revision
from leaderboard.store.tables import (
    AnswerCount,
    Generation,
    GenerationScore,
    HumanScore,
    SkillScore,
    StoredAnswer,
    StoredEvaluator,
    StoredProtocol,
    Submission,
    T2IModel,
    TableBase,
)
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension

BOOTSTRAP_SEED = 2406_16562
"""The same for every submission, so that resamples are paired between T2I models."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of one evaluator to one skill question about one generation.

    `expected` is the expected score given that the part is there, in points;
    `absent` the probability of -1, None where -1 is no option; `probabilities`
    maps every option to its probability.
    """

    generation_id: int
    evaluator_digest: str
    skill: str
    choice: int
    expected: float | None
    absent: float | None
    probabilities: Mapping[int, float]


class IncompleteAnswers(ValueError):
    """A submission cannot be scored yet: questions of its protocol have no answer."""


def register_protocol(session: Session, protocol: Protocol) -> None:
    """Store a protocol under its digest, once."""
    row = {
        "digest": protocol.digest,
        "name": protocol.name,
        "title": protocol.title,
        "content": protocol.to_json(),
        "has_exam": protocol.exam is not None,
    }
    insert_missing(session, StoredProtocol, [row])


def register_evaluator(session: Session, *, digest: str, passed_exam: bool | None = None, **columns: Any) -> None:
    """Store an evaluator, all columns of `StoredEvaluator`, under its digest, once; its protocol is registered before.

    `passed_exam`: whether it passed its protocol's exam, None where it never sat it or that is not known here.
    """
    insert_missing(session, StoredEvaluator, [{"digest": digest, "passed_exam": passed_exam, **columns}])
    if passed_exam is not None:
        record_exams(session, {digest: passed_exam})


def record_exams(session: Session, passed: Mapping[str, bool]) -> None:
    """Note which evaluators (by digest) passed their protocol's exam; those not registered yet are left out."""
    for digest, outcome in passed.items():
        session.execute(update(StoredEvaluator).where(StoredEvaluator.digest == digest).values(passed_exam=outcome))
        raise_revision(session, evaluator=digest)


def record_answers(session: Session, rows: Iterable[AnswerRow]) -> None:
    """Store a batch of answers; an answer that is already there stays as it was.

    Raises:
        ValueError: A choice is none of its skill's options; nothing is stored.
    """
    values = []
    for row in rows:
        if row.choice not in SKILL_BY_KEY[row.skill].options:
            raise ValueError(f"{row.choice} is no option of {row.skill}")
        probabilities = {str(option): float(value) for option, value in row.probabilities.items()}
        values.append(asdict(row) | {"probabilities": probabilities})
    insert_missing(session, StoredAnswer, values)


def delete_answers(session: Session, submission_id: str, evaluator_digest: str) -> None:
    """Delete what one evaluator answered about a submission, and the scores made of it."""
    generations = select(Generation.id).filter_by(submission_id=submission_id)
    session.execute(delete(SkillScore).filter_by(submission_id=submission_id, evaluator_digest=evaluator_digest))
    answers = delete(StoredAnswer).filter_by(evaluator_digest=evaluator_digest)
    session.execute(answers.where(StoredAnswer.generation_id.in_(generations)))
    raise_revision(session, submission=submission_id)


def record_reference_scores(
    session: Session, *, protocol_digest: str, t2i_model_id: int, scores: Mapping[str, float], source: str
) -> None:
    """Store the scores that people, or simulated annotators, give a T2I model, in place of that source's earlier ones.

    Keys and units are those of `leaderboard.scores.aggregation.Score`; `source` names the annotators in words shown to
    visitors, at most 200 characters.
    """
    fixed = {"protocol_digest": protocol_digest, "t2i_model_id": t2i_model_id, "source": source}
    session.execute(delete(HumanScore).filter_by(**fixed))
    insert_missing(session, HumanScore, [fixed | {"key": key, "score": score} for key, score in scores.items()])
    raise_revision(session, protocol=protocol_digest)


def answers_frame(session: Session, submission_id: str, evaluator_digest: str) -> pd.DataFrame:
    """One evaluator's answers to one submission.

    Columns: dimension, prompt_id, skill, choice (as `leaderboard.scores.aggregation` takes them), expected, absent.
    """
    question = (Generation.dimension, Generation.prompt_id, StoredAnswer.skill)
    query = (
        select(*question, StoredAnswer.choice, StoredAnswer.expected, StoredAnswer.absent)
        .join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
        .where(Generation.submission_id == submission_id, StoredAnswer.evaluator_digest == evaluator_digest)
        .order_by(*question)
    )
    return read_frame(session, query)


def board_answers(session: Session, submissions: Sequence[str], evaluator_digest: str) -> pd.DataFrame:
    """One evaluator's answers to many submissions.

    Columns: submission, t2i_model, dimension, prompt_id, skill, choice.
    """
    query = (
        select(
            Generation.submission_id.label("submission"),
            T2IModel.name.label("t2i_model"),
            Generation.dimension,
            Generation.prompt_id,
            StoredAnswer.skill,
            StoredAnswer.choice,
        )
        .join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
        .join(Submission, Submission.id == Generation.submission_id)
        .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
        .where(StoredAnswer.evaluator_digest == evaluator_digest)
    )
    return read_of_submissions(session, query, Generation.submission_id, submissions)


def reference_scores(session: Session, protocol_digest: str) -> pd.DataFrame:
    """Read the scores that people, or simulated annotators, gave T2I models under a protocol.

    Columns: t2i_model, key, score, source. Where several sources have spoken,
    only the one with most scores: their scales may differ.
    """
    query = (
        select(T2IModel.name.label("t2i_model"), HumanScore.key, HumanScore.score, HumanScore.source)
        .join(T2IModel, T2IModel.id == HumanScore.t2i_model_id)
        .where(HumanScore.protocol_digest == protocol_digest)
        .order_by(T2IModel.name, HumanScore.key, HumanScore.source)
    )
    scores = read_frame(session, query)
    return scores if scores.empty else scores[scores["source"] == scores["source"].mode()[0]]


def score_submission(session: Session, submission_id: str, evaluator_digest: str) -> list[Score]:
    """Aggregate a submission's answers and write its scores in place of earlier ones by the same evaluator.

    Raises:
        IncompleteAnswers: A question that the protocol asks has no answer.
        LookupError: There is no such submission.
    """
    submission = session.get(Submission, submission_id)
    if submission is None:
        raise LookupError(f"there is no submission {submission_id}")
    answers = answers_frame(session, submission_id, evaluator_digest)
    protocol = load_protocol(session, submission.protocol_digest)
    _check_complete(answers, protocol, submission_id)
    scores = score_answers(answers, np.random.default_rng(BOOTSTRAP_SEED), unasked_prompts(protocol))
    record_scores(session, submission_id, evaluator_digest, scores)
    record_generation_scores(session, submission_id, evaluator_digest)
    return scores


def record_scores(session: Session, submission_id: str, evaluator_digest: str, scores: Iterable[Score]) -> None:
    """Write a submission's scores, and how its answers spread, in place of earlier ones by the same evaluator."""
    owner = {"submission_id": submission_id, "evaluator_digest": evaluator_digest}
    for table in (SkillScore, AnswerCount):
        session.execute(delete(table).filter_by(**owner))
    insert_missing(session, SkillScore, [owner | asdict(score) for score in scores])
    counted = session.execute(
        select(StoredAnswer.skill, StoredAnswer.choice, func.count().label("n"))
        .join(Generation, Generation.id == StoredAnswer.generation_id)
        .where(Generation.submission_id == submission_id, of_evaluator(evaluator_digest))
        .group_by(StoredAnswer.skill, StoredAnswer.choice)
    )
    insert_missing(session, AnswerCount, [owner | dict(row) for row in counted.mappings()])
    raise_revision(session, submission=submission_id)


def record_generation_scores(session: Session, submission_id: str, evaluator_digest: str) -> None:
    """Sum up one evaluator's answers to each generation of a submission, in place of earlier sums.

    They are stored beside the answers so that a whole board can be paged through. A generation without a question, or
    of which nothing counts, has none.
    """
    generations = select(Generation.id).where(Generation.submission_id == submission_id)
    earlier = delete(GenerationScore).where(GenerationScore.generation_id.in_(generations))
    session.execute(earlier.filter_by(evaluator_digest=evaluator_digest))
    counts = StoredAnswer.choice != ABSENT
    best = case({skill.key: skill.best for skill in SKILLS}, value=StoredAnswer.skill)
    points = func.sum(case((counts, StoredAnswer.choice), else_=0))
    possible = func.sum(case((counts, best), else_=0))
    sums = (
        select(
            StoredAnswer.generation_id,
            StoredAnswer.evaluator_digest,
            points,
            possible,
            cast(points, Double) / possible,
            func.max(StoredAnswer.doubt),
        )
        .join(Generation, Generation.id == StoredAnswer.generation_id)
        .where(Generation.submission_id == submission_id, StoredAnswer.evaluator_digest == evaluator_digest)
        .group_by(StoredAnswer.generation_id, StoredAnswer.evaluator_digest)
        .having(possible > 0)
    )
    columns = ["generation_id", "evaluator_digest", "points", "possible", "share", "doubt"]
    session.execute(insert(GenerationScore).from_select(columns, sums))


def of_evaluator(digest: str, skill: str | None = None) -> ColumnElement[bool]:
    """Whether an answer is by an evaluator (and about a skill), for questions about the answers of one submission.

    Such answers are found through its generations. Said plainly, SQLite would rather walk an index that begins with
    evaluator or skill, and so all such answers of the board.
    """
    by_evaluator = StoredAnswer.evaluator_digest.concat("") == digest
    return by_evaluator if skill is None else and_(by_evaluator, StoredAnswer.skill.concat("") == skill)


def unasked_prompts(protocol: Protocol) -> dict[Dimension, tuple[str, ...]]:
    """Ids of the prompts, by dimension, that a protocol asks nothing about: their images are only counted."""
    return {
        dimension: tuple(
            prompt.prompt_id for prompt in protocol.prompts_of(dimension) if not protocol.questions_for(prompt)
        )
        for dimension in Dimension
    }


def _check_complete(answers: pd.DataFrame, protocol: Protocol, submission_id: str) -> None:
    asked = {
        (prompt.dimension.value, prompt.prompt_id, question.skill)
        for prompt in protocol.prompts
        for question in protocol.questions_for(prompt)
    }
    missing = asked - set(answers[["dimension", "prompt_id", "skill"]].itertuples(index=False, name=None))
    if missing:
        example = " ".join(min(missing))
        raise IncompleteAnswers(
            f"submission {submission_id} lacks {len(missing)} of {len(asked)} answers, {example} among them"
        )


def insert_missing(session: Session, table: type[TableBase], rows: list[dict[str, Any]]) -> None:
    """Insert the rows that break no unique constraint; `ON CONFLICT DO NOTHING` of both kinds of database."""
    if rows:
        session.flush()
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        target = TableBase.metadata.tables[table.__tablename__]
        session.execute(dialect.insert(target).on_conflict_do_nothing(), rows)
