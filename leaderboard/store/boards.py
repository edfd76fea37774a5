"""Queries behind the list of boards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from leaderboard.scores.aggregation import OVERALL
from leaderboard.store.tables import SkillScore, StoredEvaluator, StoredProtocol, Submission
from leaderboard.store.visibility import published_at, visible


@dataclass(frozen=True, slots=True)
class RegisteredProtocol:
    """A protocol as far as the list of boards needs it; `has_exam`: it sets thresholds for evaluators."""

    digest: str
    name: str
    title: str
    has_exam: bool


@dataclass(frozen=True, slots=True)
class ScoredBoard:
    """A protocol and an evaluator that have visible scores, with the number of T2I models and the last publication.

    `reported`: all of the scores were given by the original code, elsewhere.
    """

    protocol_digest: str
    evaluator_digest: str
    evaluator_name: str
    closed_world: bool
    passed_exam: bool | None
    t2i_models: int
    updated: datetime
    reported: bool


def list_protocols(session: Session) -> list[RegisteredProtocol]:
    """List the registered protocols, the newest first."""
    columns = (StoredProtocol.digest, StoredProtocol.name, StoredProtocol.title, StoredProtocol.has_exam)
    return [
        RegisteredProtocol(*row) for row in session.execute(select(*columns).order_by(StoredProtocol.created_at.desc()))
    ]


def list_scored_boards(session: Session) -> list[ScoredBoard]:
    """List protocols and evaluators with visible scores: those computed here first, the newest before the others."""
    latest = func.max(published_at())
    all_reported = func.min(case((Submission.reported, 1), else_=0)) == 1
    evaluator = (
        Submission.protocol_digest,
        StoredEvaluator.digest,
        StoredEvaluator.name,
        StoredEvaluator.closed_world,
        StoredEvaluator.passed_exam,
    )
    query = (
        select(*evaluator, func.count(Submission.t2i_model_id.distinct()), latest, all_reported)
        .join(SkillScore, SkillScore.submission_id == Submission.id)
        .join(StoredEvaluator, StoredEvaluator.digest == SkillScore.evaluator_digest)
        .where(visible(), SkillScore.key == OVERALL)
        .group_by(*evaluator)
        .order_by(all_reported, latest.desc(), StoredEvaluator.digest)
    )
    return [ScoredBoard(*row) for row in session.execute(query)]
