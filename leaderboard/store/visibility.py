"""The visible submissions, and those that represent T2I models on a board; pages, files, feeds and API use these."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select

from leaderboard.store.tables import SkillScore, Submission, SubmissionState


def visible() -> ColumnElement[bool]:
    """Return the condition that a `Submission` is published and no admin has hidden it."""
    return and_(Submission.state == SubmissionState.PUBLISHED, Submission.hidden.is_(False))


def published_at() -> ColumnElement[datetime]:
    """Return the moment of a submission's publication; a reported one's is that of its entry."""
    return func.coalesce(Submission.finished_at, Submission.created_at)


def representative_submissions(protocol_digest: str | None, evaluator_digest: str | None) -> Select[tuple[str]]:
    """Select the id of the submission that represents each T2I model on a board.

    Of a T2I model's visible submissions with scores by the evaluator it is the latest; one that was evaluated here
    goes before one that is only reported.
    """
    order = (Submission.reported, published_at().desc(), Submission.id.desc())
    place = func.row_number().over(partition_by=Submission.t2i_model_id, order_by=order).label("place")
    scored = (
        select(SkillScore.id)
        .where(SkillScore.submission_id == Submission.id, SkillScore.evaluator_digest == evaluator_digest)
        .exists()
    )
    placed = (
        select(Submission.id, place).where(visible(), Submission.protocol_digest == protocol_digest, scored).subquery()
    )
    return select(placed.c.id).where(placed.c.place == 1)
