"""Where the scores of one T2I model come from: all its published submissions, and what made one of them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from leaderboard.store.tables import SkillScore, StoredEvaluator, Submission, T2IModel, name_key
from leaderboard.store.visibility import published_at, visible


@dataclass(frozen=True, slots=True)
class ScoredSubmission:
    """A submission with its protocol, an evaluator that judged it, and the scores it gave, by key."""

    submission: Submission
    evaluator: StoredEvaluator
    scores: dict[str, SkillScore]


def scored_submissions(session: Session, t2i_model: str, keys: Collection[str]) -> list[ScoredSubmission]:
    """Return a T2I model's visible submissions under every evaluator, the newest first, with the scores of `keys`."""
    query = (
        select(SkillScore, Submission, StoredEvaluator)
        .join(Submission, Submission.id == SkillScore.submission_id)
        .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
        .join(StoredEvaluator, StoredEvaluator.digest == SkillScore.evaluator_digest)
        .where(T2IModel.name_key == name_key(t2i_model), visible(), SkillScore.key.in_(keys))
        .order_by(published_at().desc(), Submission.id, StoredEvaluator.digest)
        .options(joinedload(Submission.protocol))
    )
    by_place: dict[tuple[str, str], ScoredSubmission] = {}
    for score, submission, evaluator in session.execute(query):
        place = (submission.id, evaluator.digest)
        by_place.setdefault(place, ScoredSubmission(submission, evaluator, {})).scores[score.key] = score
    return list(by_place.values())


def load_submission(session: Session, submission_id: str) -> Submission:
    """Return a submission with its T2I model, submitter and protocol."""
    query = select(Submission).where(Submission.id == submission_id)
    related = (Submission.t2i_model, Submission.submitter, Submission.protocol)
    return session.execute(query.options(*map(joinedload, related))).scalar_one()
