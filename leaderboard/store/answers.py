"""What one evaluator answered about the images of single submissions: all of it, the extremes, how often each option.

Such answers are found through the submission's generations; see `leaderboard.store.results.of_evaluator`.
"""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from leaderboard.store.frames import read_of_submissions, split_batches
from leaderboard.store.results import of_evaluator
from leaderboard.store.tables import AnswerCount, Generation, StoredAnswer
from model.protocol.skills import ABSENT

Counts = Counter[tuple[str, int]]
"""How often each option was chosen, by skill and option."""


def images_and_answers(session: Session, submissions: Sequence[str], evaluator_digest: str) -> pd.DataFrame:
    """Return a row per answer about these submissions, and one without an answer per image that has none.

    Columns: submission_id, dimension, prompt_id, image_digest, skill, choice, expected.
    """
    by_evaluator = and_(StoredAnswer.generation_id == Generation.id, StoredAnswer.evaluator_digest == evaluator_digest)
    query = select(
        Generation.submission_id,
        Generation.dimension,
        Generation.prompt_id,
        Generation.image_digest,
        StoredAnswer.skill,
        StoredAnswer.choice,
        StoredAnswer.expected,
    ).outerjoin(StoredAnswer, by_evaluator)
    return read_of_submissions(session, query, Generation.submission_id, submissions)


def generations_with_answers(
    session: Session, submission_id: str, evaluator_digest: str
) -> list[tuple[Generation, StoredAnswer]]:
    """Return every answer about a submission with its generation, by dimension, prompt id and skill."""
    query = _select_answers(submission_id, of_evaluator(evaluator_digest))
    rows = session.execute(query.order_by(Generation.dimension, Generation.prompt_id, StoredAnswer.skill))
    return [(generation, answer) for generation, answer in rows]


def extreme_answers(
    session: Session, submission_id: str, evaluator_digest: str, skill: str, limit: int, *, best: bool
) -> list[tuple[Generation, StoredAnswer]]:
    """Return at most `limit` best or worst answers to a skill's question with their generations, -1 left out.

    The order is by the chosen option, then by the expected score; `best` and worst are exactly opposite.
    """
    value = func.coalesce(StoredAnswer.expected, StoredAnswer.choice)
    order = (
        (StoredAnswer.choice.desc(), value.desc(), StoredAnswer.id)
        if best
        else (StoredAnswer.choice, value, StoredAnswer.id.desc())
    )
    query = _select_answers(submission_id, of_evaluator(evaluator_digest, skill), StoredAnswer.choice != ABSENT)
    return [(generation, answer) for generation, answer in session.execute(query.order_by(*order).limit(limit))]


def _select_answers(submission_id: str, *conditions: ColumnElement[bool]) -> Select[Generation, StoredAnswer]:
    """Select generations of a submission, each with an answer about it."""
    query = select(Generation, StoredAnswer).join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
    return query.where(Generation.submission_id == submission_id, *conditions)


def answer_counts(session: Session, submissions: Sequence[str], evaluator_digest: str) -> Counts:
    """Add up how often each option was chosen in these submissions."""
    query = (
        select(AnswerCount.skill, AnswerCount.choice, func.sum(AnswerCount.n))
        .where(AnswerCount.evaluator_digest == evaluator_digest)
        .group_by(AnswerCount.skill, AnswerCount.choice)
    )
    counts: Counts = Counter()
    for batch in split_batches(submissions):
        rows = session.execute(query.where(AnswerCount.submission_id.in_(batch)))
        counts.update({(skill, choice): int(number) for skill, choice, number in rows})
    return counts
