"""Where the scores of one T2I model come from: all its published submissions, and what made one of them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from leaderboard.store.tables import SkillScore, StoredEvaluator, Submission, T2IModel, name_key
from leaderboard.store.visibility import published_at, visible


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made scores of a T2I model: a submission, its protocol loaded, and one of the evaluators that judged it."""

    submission: Submission
    evaluator: StoredEvaluator

    @property
    def key(self) -> tuple[str, str]:
        """The submission's id and the evaluator's digest."""
        return self.submission.id, self.evaluator.digest


def scores_by_provenance(
    session: Session, t2i_model: str, keys: Collection[str]
) -> list[tuple[Provenance, dict[str, SkillScore]]]:
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
    by_key: dict[tuple[str, str], tuple[Provenance, dict[str, SkillScore]]] = {}
    for score, submission, evaluator in session.execute(query):
        provenance = Provenance(submission, evaluator)
        by_key.setdefault(provenance.key, (provenance, {}))[1][score.key] = score
    return list(by_key.values())


def load_provenance(session: Session, submission_id: str, evaluator_digest: str | None) -> Provenance:
    """Load a submission with its T2I model, submitter and protocol, and an evaluator."""
    related = map(joinedload, (Submission.t2i_model, Submission.submitter, Submission.protocol))
    submission = session.get_one(Submission, submission_id, options=list(related))
    return Provenance(submission, session.get_one(StoredEvaluator, evaluator_digest))
