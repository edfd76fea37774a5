"""The submissions published last, each with its overall score."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from leaderboard.store.tables import SkillScore, Submission, T2IModel
from leaderboard.store.visibility import published_at, visible


@dataclass(frozen=True, slots=True)
class Publication:
    """A visible submission; its overall score and the bounds of the 95% interval in percent, None where it has none."""

    submission: str
    t2i_model: str
    protocol_digest: str
    evaluator_digest: str | None
    reported: bool
    at: datetime
    overall: float | None
    low: float | None
    high: float | None


def latest_publications(session: Session, limit: int) -> list[Publication]:
    """Find the visible submissions published last, the newest first."""
    is_overall = and_(
        SkillScore.submission_id == Submission.id,
        SkillScore.evaluator_digest == Submission.evaluator_digest,
        SkillScore.key == "overall",
    )
    query = (
        select(
            Submission.id,
            T2IModel.name,
            Submission.protocol_digest,
            Submission.evaluator_digest,
            Submission.reported,
            published_at(),
            SkillScore.score,
            SkillScore.low,
            SkillScore.high,
        )
        .join(T2IModel)
        .outerjoin(SkillScore, is_overall)
        .where(visible())
        .order_by(published_at().desc(), Submission.id)
        .limit(limit)
    )
    return [Publication(*row) for row in session.execute(query)]
