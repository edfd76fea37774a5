"""Sums of the answers about one generation, stored beside them so that a whole board can be paged through."""

from sqlalchemy import Double, case, cast, delete, func, insert, select
from sqlalchemy.orm import Session

from leaderboard.store.tables import Generation, GenerationScore, StoredAnswer
from model.protocol.skills import ABSENT, SKILLS


def record_generation_scores(session: Session, submission_id: str, evaluator_digest: str) -> None:
    """Sum up one evaluator's answers to each generation of a submission, in place of earlier sums.

    A generation without a question, or of which nothing counts, has none.

    Args:
        session: A writing session of `leaderboard.store.database`.
        submission_id: The submission of the generations.
        evaluator_digest: The evaluator of the answers.
    """
    generations = select(Generation.id).where(Generation.submission_id == submission_id)
    session.execute(
        delete(GenerationScore).where(
            GenerationScore.evaluator_digest == evaluator_digest, GenerationScore.generation_id.in_(generations)
        )
    )
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
