"""The revision of a protocol's boards: a number that every write raises which changes what they show.

Writes of rows (`T2IModel`, `Submission`) raise it by themselves, when a writing session flushes them. Functions that
write many rows by one statement (scores, reference scores, labels, baselines' scores, exams) call `raise_revision`.
"""

from typing import Any

from sqlalchemy import inspect, or_, select, update
from sqlalchemy.orm import Session

from leaderboard.store.tables import StoredEvaluator, StoredProtocol, Submission, SubmissionState, T2IModel


def board_revision(session: Session, protocol_digest: str) -> int:
    """Return the revision of the boards of a protocol; 0 if it is not registered."""
    query = select(StoredProtocol.revision).where(StoredProtocol.digest == protocol_digest)
    return session.scalars(query).one_or_none() or 0


def raise_revision(
    session: Session,
    *,
    protocol: str | None = None,
    submission: str | None = None,
    evaluator: str | None = None,
    t2i_model: int | None = None,
) -> None:
    """Raise the revision of boards, in the session's transaction.

    Those of the protocol with this digest, or that a submission or an evaluator belongs to; of a T2I model, those of
    all protocols that it was submitted for.
    """
    changed = or_(
        StoredProtocol.digest == protocol,
        StoredProtocol.digest.in_(select(Submission.protocol_digest).where(Submission.id == submission)),
        StoredProtocol.digest.in_(select(StoredEvaluator.protocol_digest).where(StoredEvaluator.digest == evaluator)),
        StoredProtocol.digest.in_(select(Submission.protocol_digest).where(Submission.t2i_model_id == t2i_model)),
    )
    session.execute(
        update(StoredProtocol)
        .where(changed)
        .values(revision=StoredProtocol.revision + 1)
        .execution_options(synchronize_session=False)
    )


def raise_revisions_of_flush(session: Session, *_: Any) -> None:
    """Raise the revision of boards that show a row which the session is about to write; listens to `before_flush`."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, T2IModel) and row.id is not None and session.is_modified(row):
            raise_revision(session, t2i_model=row.id)
        elif isinstance(row, Submission) and _changes_boards(row):
            raise_revision(session, protocol=row.protocol_digest)


def _changes_boards(submission: Submission) -> bool:
    """Return whether a submission comes into view, goes out of it, or changes while it is seen."""
    attributes = inspect(submission).attrs
    states = (*attributes.state.history.sum(), submission.state)
    return SubmissionState.PUBLISHED in states and any(
        attributes[name].history.has_changes() for name in ("state", "hidden", "reported", "reruns", "finished_at")
    )
