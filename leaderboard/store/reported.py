"""Submissions whose scores are reported: the original code gave them, elsewhere, and they have no generations here."""

import hashlib
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaderboard.scores.aggregation import Score
from leaderboard.store.results import register_evaluator
from leaderboard.store.tables import (
    AuditLog,
    SkillScore,
    StoredEvaluator,
    Submission,
    SubmissionState,
    Submitter,
    T2IModel,
    name_key,
    now,
)

SUBMITTER = "command line"
"""The name under which reported results are submitted and logged."""


def evaluator_digests(session: Session, protocol_digest: str) -> list[str]:
    """List the digests of all evaluators under a protocol."""
    query = select(StoredEvaluator.digest).where(StoredEvaluator.protocol_digest == protocol_digest)
    return list(session.scalars(query))


def register_original(session: Session, weights: str, protocol_digest: str) -> str:
    """Register weights that the original code ran elsewhere as an evaluator of their own; gives its digest."""
    digest = hashlib.sha256("\n".join(("reported", weights, protocol_digest)).encode()).hexdigest()
    register_evaluator(
        session,
        digest=digest,
        protocol_digest=protocol_digest,
        name=f"{weights}, run by the original code",
        base_digest=hashlib.sha256(weights.encode()).hexdigest(),
        adapter_digest=None,
        dtype="float16",
        closed_world=False,
    )
    return digest


def latest_reported(session: Session, t2i_model: str, protocol_digest: str, evaluator_digest: str) -> Submission | None:
    """Find the published submission with a T2I model's results reported last by an evaluator."""
    return session.scalars(
        select(Submission)
        .join(T2IModel)
        .where(
            T2IModel.name_key == name_key(t2i_model),
            Submission.protocol_digest == protocol_digest,
            Submission.evaluator_digest == evaluator_digest,
            Submission.reported,
            Submission.state == SubmissionState.PUBLISHED,
        )
        .order_by(Submission.created_at.desc())
    ).first()


def add_reported(
    session: Session, t2i_model: str, protocol_digest: str, evaluator_digest: str, results_digest: str, detail: str
) -> Submission:
    """Publish a submission for reported results, with its T2I model where there is none of that name yet.

    Protocol and evaluator are registered before; `detail` is the origin of the results, for the audit log.
    """
    model = session.scalars(select(T2IModel).where(T2IModel.name_key == name_key(t2i_model))).one_or_none()
    submitter = session.scalars(select(Submitter).where(Submitter.name == SUBMITTER)).one_or_none()
    submission = Submission(
        id=uuid.uuid4().hex,
        t2i_model=model or T2IModel(name=t2i_model, name_key=name_key(t2i_model)),
        submitter=submitter or Submitter(name=SUBMITTER),
        protocol_digest=protocol_digest,
        evaluator_digest=evaluator_digest,
        archive_digest=results_digest,
        reported=True,
    )
    session.add(submission)
    _set_state(session, submission, SubmissionState.PUBLISHED, detail)
    return submission


def withdraw_reported(session: Session, submission: Submission, detail: str) -> None:
    """Withdraw a submission with reported results; `detail` is the reason, for the audit log."""
    _set_state(session, submission, SubmissionState.WITHDRAWN, detail)


def _set_state(session: Session, submission: Submission, state: SubmissionState, detail: str) -> None:
    """Move a reported submission, which no queue ever holds, and log it."""
    submission.state, submission.finished_at = state, now()
    session.flush()
    session.add(AuditLog(actor=SUBMITTER, action=state.value, submission_id=submission.id, detail=detail))
    session.flush()


def stored_scores(session: Session, submission_id: str, evaluator_digest: str) -> list[Score]:
    """Read the scores that an evaluator's answers give a submission, in no particular order."""
    query = select(SkillScore).where(
        SkillScore.submission_id == submission_id, SkillScore.evaluator_digest == evaluator_digest
    )
    return [
        Score(row.key, row.score, row.low, row.high, row.points, row.possible, row.n) for row in session.scalars(query)
    ]
