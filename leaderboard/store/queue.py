"""The queue as rows: which submission is next, where one stands in line, and what is left to answer of it."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from leaderboard.store.tables import Generation, StoredAnswer, Submission, SubmissionState, Switch

PAUSED = "paused"
"""The switch that keeps workers from claiming; what they evaluate already, they finish."""

_ORDER = (Submission.priority, Submission.created_at, Submission.id)


def is_paused(session: Session) -> bool:
    """Return whether an admin keeps workers from claiming."""
    switch = session.get(Switch, PAUSED)
    return switch is not None and switch.on


def find_next(session: Session, moment: datetime, *, lock: bool = False) -> Submission | None:
    """Find the submission to evaluate next: first by priority, then by age; None where nothing waits.

    A running one counts as waiting once its lease has run out at this moment. With `lock` the row is locked until a
    writing session ends; those that others hold locked are passed over.
    """
    abandoned = and_(Submission.state == SubmissionState.RUNNING, Submission.lease_expires_at < moment)
    query = select(Submission).where(or_(Submission.state == SubmissionState.QUEUED, abandoned))
    query = query.order_by(*_ORDER).limit(1)
    return session.scalars(query.with_for_update(skip_locked=True) if lock else query).first()


def is_any_running(session: Session) -> bool:
    """Return whether any submission is being evaluated, or was when its worker died."""
    running = select(Submission.id).where(Submission.state == SubmissionState.RUNNING).limit(1)
    return session.scalars(running).first() is not None


def queue_position(session: Session, submission: Submission) -> int:
    """Count where a queued submission stands in line, from 1."""
    ahead = tuple_(*_ORDER) < (submission.priority, submission.created_at, submission.id)
    query = select(func.count()).select_from(Submission).where(Submission.state == SubmissionState.QUEUED, ahead)
    return 1 + session.scalars(query).one()


def count_answers(session: Session, submission_id: str, evaluator_digest: str) -> list[tuple[Generation, int]]:
    """Count how many answers one evaluator has given to each generation of a submission, in the order of the rows."""
    by_evaluator = and_(StoredAnswer.generation_id == Generation.id, StoredAnswer.evaluator_digest == evaluator_digest)
    query = (
        select(Generation, func.count(StoredAnswer.id))
        .outerjoin(StoredAnswer, by_evaluator)
        .where(Generation.submission_id == submission_id)
        .group_by(Generation.id)
        .order_by(Generation.id)
    )
    return [(generation, count) for generation, count in session.execute(query)]
