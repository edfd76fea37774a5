"""Labels that annotators give to single images, people or simulated ones, and the scores they make."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

import pandas as pd
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from leaderboard.scores.aggregation import score_answers
from leaderboard.store.frames import read_of_submissions
from leaderboard.store.results import unasked_prompts
from leaderboard.store.revision import raise_revision
from leaderboard.store.tables import Annotation, Generation, Submission, SubmissionState, T2IModel
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY, Dimension

ANNOTATION_COLUMNS = ("dimension", "prompt_id", "skill", "annotator", "label", "source")

_GONE = (SubmissionState.REJECTED, SubmissionState.FAILED, SubmissionState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """One annotator's label to one skill question about one generation of a submission."""

    dimension: str
    prompt_id: str
    skill: str
    annotator: str
    label: int


@dataclass(frozen=True, slots=True)
class LabelTarget:
    """A submission that labels may be of, with its generations as (dimension, prompt id)."""

    submission_id: str
    t2i_model_id: int
    t2i_model: str
    generations: frozenset[tuple[str, str]]


def label_targets(session: Session, protocol_digest: str) -> dict[str, LabelTarget]:
    """Find the latest submission with images of each T2I model under a protocol, by the T2I model's `name_key`.

    Submissions that were rejected, failed or withdrawn are left out.
    """
    submissions = session.execute(
        select(Submission.id, T2IModel.id, T2IModel.name, T2IModel.name_key)
        .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
        .where(Submission.protocol_digest == protocol_digest, Submission.state.not_in(_GONE))
        .where(Submission.reported.is_(False))
        .order_by(Submission.created_at, Submission.id)
    )
    latest = {key: (submission, t2i_model, name) for submission, t2i_model, name, key in submissions}
    targets = {}
    for key, (submission, t2i_model, name) in latest.items():
        generations = session.execute(
            select(Generation.dimension, Generation.prompt_id).where(Generation.submission_id == submission)
        )
        targets[key] = LabelTarget(submission, t2i_model, name, frozenset((d, p) for d, p in generations))
    return targets


def record_annotations(session: Session, submission_id: str, rows: Sequence[AnnotationRow], source: str) -> None:
    """Store the labels of a submission's generations, one per annotator, generation and skill.

    Earlier labels of the same source are replaced: the annotators, in words shown to visitors, at most 200 characters.

    Raises:
        ValueError: A label is none of its skill's options, or there is no such generation; nothing is stored.
    """
    query = select(Generation.dimension, Generation.prompt_id, Generation.id)
    rows_of_submission = session.execute(query.where(Generation.submission_id == submission_id))
    generations = {(dimension, prompt_id): key for dimension, prompt_id, key in rows_of_submission}
    values = []
    for row in rows:
        skill = SKILL_BY_KEY.get(row.skill)
        if skill is None or row.label not in skill.options or skill.dimension != row.dimension:
            raise ValueError(f"{row.label} is no option of {row.skill} of the dimension {row.dimension}")
        if (row.dimension, row.prompt_id) not in generations:
            raise ValueError(f"submission {submission_id} has no generation {row.dimension} {row.prompt_id}")
        generation = generations[row.dimension, row.prompt_id]
        label = {"skill": row.skill, "annotator": row.annotator, "label": row.label}
        values.append({"generation_id": generation, "source": source} | label)
    session.execute(
        delete(Annotation).where(Annotation.generation_id.in_(generations.values()), Annotation.source == source)
    )
    if values:
        session.execute(insert(Annotation), values)
    raise_revision(session, submission=submission_id)


def annotations_frame(session: Session, submissions: Sequence[str]) -> pd.DataFrame:
    """Read all labels of submissions' generations, in order; columns as in ANNOTATION_COLUMNS, and t2i_model."""
    question = (Generation.dimension, Generation.prompt_id, Annotation.skill, Annotation.annotator)
    query = (
        select(*question, Annotation.label, Annotation.source, T2IModel.name.label("t2i_model"))
        .select_from(Generation)
        .join(Annotation, Annotation.generation_id == Generation.id)
        .join(Submission, Submission.id == Generation.submission_id)
        .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
        .order_by(*question, Annotation.source)
    )
    return read_of_submissions(session, query, Generation.submission_id, submissions)


def annotated_scores(rows: Sequence[AnnotationRow], protocol: Protocol | None = None) -> dict[str, float]:
    """Compute a T2I model's scores by its labels, by key and in the unit of `leaderboard.scores.aggregation.Score`.

    Each annotator's labels are aggregated as an evaluator's answers are; a score is the mean over the annotators who
    have one. A protocol's images without a question count for annotators who labelled all others.

    Raises:
        ValueError: See `leaderboard.scores.aggregation.score_answers`.
    """
    frame = pd.DataFrame([asdict(row) for row in rows], columns=ANNOTATION_COLUMNS[:-1])
    by_key: dict[str, list[float]] = {}
    for _, labels in frame.rename(columns={"label": "choice"}).groupby("annotator"):
        unasked = _unasked(labels, protocol) if protocol else {}
        for score in score_answers(labels, unasked=unasked):
            if score.score is not None:
                by_key.setdefault(score.key, []).append(score.score)
    return {key: fmean(scores) for key, scores in by_key.items()}


def _unasked(labels: pd.DataFrame, protocol: Protocol) -> dict[Dimension, tuple[str, ...]]:
    """List prompts without a question in the dimensions whose other prompts have all been labelled."""
    unasked = unasked_prompts(protocol)
    labelled = {dimension: set(labels[labels["dimension"] == dimension]["prompt_id"]) for dimension in Dimension}
    return {
        dimension: ids
        for dimension, ids in unasked.items()
        if labelled[dimension] | set(ids) == {prompt.prompt_id for prompt in protocol.prompts_of(dimension)}
    }
