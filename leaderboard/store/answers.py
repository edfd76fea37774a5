"""What one evaluator answered about the images of single submissions: all of it, the extremes, how often each option.

Such answers are found through the submission's generations; see `leaderboard.store.results.of_evaluator`.
"""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from leaderboard.store.results import of_evaluator
from leaderboard.store.tables import AnswerCount, Generation, StoredAnswer
from model.protocol.skills import ABSENT

_AT_ONCE = 500
"""So many submissions are named in one query."""

Counts = Counter[tuple[str, int]]
"""How often each option was chosen, by skill and option."""


def images_and_answers(session: Session, submissions: Sequence[str], evaluator_digest: str) -> pd.DataFrame:
    """Return a row per answer about these submissions, and one without an answer per image that has none.

    Columns: submission_id, dimension, prompt_id, image_digest, skill, choice, expected.
    """
    by_evaluator = and_(StoredAnswer.generation_id == Generation.id, StoredAnswer.evaluator_digest == evaluator_digest)
    rows = session.execute(
        select(
            Generation.submission_id,
            Generation.dimension,
            Generation.prompt_id,
            Generation.image_digest,
            StoredAnswer.skill,
            StoredAnswer.choice,
            StoredAnswer.expected,
        )
        .outerjoin(StoredAnswer, by_evaluator)
        .where(Generation.submission_id.in_(submissions))
    )
    return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))


def generations_with_answers(
    session: Session, submission_id: str, evaluator_digest: str
) -> list[tuple[Generation, StoredAnswer]]:
    """Return every answer about a submission with its generation, by dimension, prompt id and skill."""
    rows = session.execute(
        select(Generation, StoredAnswer)
        .join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
        .where(Generation.submission_id == submission_id, of_evaluator(evaluator_digest))
        .order_by(Generation.dimension, Generation.prompt_id, StoredAnswer.skill)
    )
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
    rows = session.execute(
        select(Generation, StoredAnswer)
        .join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
        .where(
            Generation.submission_id == submission_id,
            of_evaluator(evaluator_digest, skill),
            StoredAnswer.choice != ABSENT,
        )
        .order_by(*order)
        .limit(limit)
    )
    return [(generation, answer) for generation, answer in rows]


def answer_counts(session: Session, submissions: Sequence[str], evaluator_digest: str) -> Counts:
    """Add up how often each option was chosen in these submissions."""
    counts: Counts = Counter()
    for start in range(0, len(submissions), _AT_ONCE):
        query = (
            select(AnswerCount.skill, AnswerCount.choice, func.sum(AnswerCount.n))
            .where(
                AnswerCount.evaluator_digest == evaluator_digest,
                AnswerCount.submission_id.in_(submissions[start : start + _AT_ONCE]),
            )
            .group_by(AnswerCount.skill, AnswerCount.choice)
        )
        for skill, choice, number in session.execute(query):
            counts[skill, choice] += int(number)
    return counts
