"""Scores of baselines: stored for single generations, read as sums per submission."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from leaderboard.store.frames import read_of_submissions
from leaderboard.store.results import insert_missing
from leaderboard.store.revision import raise_revision
from leaderboard.store.tables import (
    BaselineScore,
    Generation,
    StoredBaseline,
    StoredProtocol,
    Submission,
    T2IModel,
    now,
)

Place = tuple[str, str, str, str]
"""Where a score belongs: the name key of the T2I model, dimension, prompt id, image digest."""


def is_registered(session: Session, protocol_digest: str) -> bool:
    """Return whether anything was submitted for a protocol."""
    return session.get(StoredProtocol, protocol_digest) is not None


def generations_by_place(session: Session, protocol_digest: str, name_keys: Collection[str]) -> dict[Place, list[int]]:
    """Map places to the ids of the generations there, of these T2I models' submissions for a protocol."""
    rows = session.execute(
        select(T2IModel.name_key, Generation.dimension, Generation.prompt_id, Generation.image_digest, Generation.id)
        .join(Submission, Submission.t2i_model_id == T2IModel.id)
        .join(Generation, Generation.submission_id == Submission.id)
        .where(T2IModel.name_key.in_(name_keys), Submission.protocol_digest == protocol_digest)
    )
    generations: dict[Place, list[int]] = {}
    for *place, generation in rows:
        generations.setdefault((place[0], place[1], place[2], place[3]), []).append(generation)
    return generations


def record_baseline_scores(
    session: Session, protocol_digest: str, baseline: Mapping[str, Any], scores: Sequence[tuple[int, float]]
) -> None:
    """Store a baseline (columns of `StoredBaseline`) and its scores, as (generation id, score); earlier ones stay."""
    digest = baseline["digest"]
    insert_missing(session, StoredBaseline, [{**baseline, "loaded_at": now()}])
    session.execute(update(StoredBaseline).where(StoredBaseline.digest == digest).values(loaded_at=now()))
    rows = [{"generation_id": generation, "baseline_digest": digest, "score": score} for generation, score in scores]
    insert_missing(session, BaselineScore, rows)
    raise_revision(session, protocol=protocol_digest)


def baseline_sums(session: Session, submissions: Sequence[str]) -> pd.DataFrame:
    """Sum up what baselines give the generations of submissions.

    Columns: baseline (its name), title, digest, loaded_at, submission, dimension, total (sum of scores), n.
    """
    group = (
        StoredBaseline.name.label("baseline"),
        StoredBaseline.title,
        StoredBaseline.digest,
        StoredBaseline.loaded_at,
        Generation.submission_id.label("submission"),
        Generation.dimension,
    )
    query = (
        select(*group, func.sum(BaselineScore.score).label("total"), func.count(BaselineScore.id).label("n"))
        .join(BaselineScore, BaselineScore.baseline_digest == StoredBaseline.digest)
        .join(Generation, Generation.id == BaselineScore.generation_id)
        .group_by(*group)
    )
    return read_of_submissions(session, query, Generation.submission_id, submissions)
