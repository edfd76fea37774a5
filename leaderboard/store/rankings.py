"""Queries behind a ranking: the scores of the submissions that represent T2I models."""

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaderboard.store.frames import read_frame
from leaderboard.store.tables import SkillScore, Submission, T2IModel
from leaderboard.store.visibility import published_at, representative_submissions


def representative_scores(session: Session, protocol_digest: str | None, evaluator_digest: str | None) -> pd.DataFrame:
    """Read the scores that a board shows, one row per T2I model and score.

    Columns: key, score, n, low, high (as `leaderboard.store.tables.SkillScore`); submission, date (of publication),
    reported; t2i_model, simulated, open_weights, parameters, organisation, licence, link.
    """
    query = (
        select(
            SkillScore.key,
            SkillScore.score,
            SkillScore.n,
            SkillScore.low,
            SkillScore.high,
            Submission.id.label("submission"),
            published_at().label("date"),
            Submission.reported,
            T2IModel.name.label("t2i_model"),
            T2IModel.simulated,
            T2IModel.open_weights,
            T2IModel.parameters,
            T2IModel.organisation,
            T2IModel.licence,
            T2IModel.link,
        )
        .join(Submission, Submission.id == SkillScore.submission_id)
        .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
        .where(
            SkillScore.evaluator_digest == evaluator_digest,
            Submission.id.in_(representative_submissions(protocol_digest, evaluator_digest)),
        )
        .order_by(Submission.id, SkillScore.id)
    )
    return read_frame(session, query)


def count_reruns(session: Session, protocol_digest: str) -> int:
    """Count how often admins had submissions of a protocol evaluated anew."""
    query = select(func.coalesce(func.sum(Submission.reruns), 0)).where(Submission.protocol_digest == protocol_digest)
    return session.scalars(query).one()
