"""The submissions published last, each with its overall score."""

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload

from leaderboard.store.tables import SkillScore, Submission
from leaderboard.store.visibility import published_at, visible


def latest_publications(session: Session, limit: int) -> list[tuple[Submission, SkillScore | None]]:
    """Find the visible submissions published last, the newest first.

    Returns:
        Each with its T2I model loaded, and its overall score by the evaluator that published it; None without one.
    """
    is_overall = and_(
        SkillScore.submission_id == Submission.id,
        SkillScore.evaluator_digest == Submission.evaluator_digest,
        SkillScore.key == "overall",
    )
    query = select(Submission, SkillScore).outerjoin(SkillScore, is_overall).where(visible())
    query = query.options(joinedload(Submission.t2i_model)).order_by(published_at().desc(), Submission.id).limit(limit)
    return [(submission, score) for submission, score in session.execute(query)]
