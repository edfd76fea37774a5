"""Baselines' scores: into the results database, and out of it as scores of T2I models."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.problems import BadInput, Problem
from leaderboard.board.baseline_file import ImageRow, ScoresFile
from leaderboard.board.boards import Board
from leaderboard.board.ranking import ranking
from leaderboard.store.database import Database
from leaderboard.store.results import insert_missing, reference_scores
from leaderboard.store.tables import (
    BaselineScore,
    Generation,
    StoredBaseline,
    StoredProtocol,
    Submission,
    T2IModel,
    now,
)
from model.protocol.skills import Dimension

ALL = "all"
"""The key of the mean over the images of both dimensions."""

SYSTEM_COLUMNS = ("baseline", "title", "t2i_model", "key", "score", "n")

_TOLD = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file of scores brought: of which baseline, for how many T2I models and generations."""

    baseline: str
    t2i_models: int
    generations: int


def load_scores(database: Database, scores: ScoresFile) -> Loaded:
    """Store a baseline's scores for the generations they belong to, all or none; may be repeated.

    A score belongs to every generation of its T2I model, prompt and protocol
    that has the very same image; one that is stored already stays as it was.

    Raises:
        BadInput: The protocol or a T2I model is not known here, or an image is no generation of it: every problem.
    """
    with database.write() as session:
        _check_protocol(session, scores)
        found = _generations(session, scores)
        problems = _problems(scores, found)
        if problems:
            raise BadInput(problems)
        insert_missing(session, StoredBaseline, [scores.baseline.model_dump() | {"loaded_at": now()}])
        session.execute(
            update(StoredBaseline).where(StoredBaseline.digest == scores.baseline.digest).values(loaded_at=now())
        )
        rows = [
            {"generation_id": generation, "baseline_digest": scores.baseline.digest, "score": row.score}
            for row in scores.images
            for generation in found[_place(row)]
        ]
        insert_missing(session, BaselineScore, rows)
    return Loaded(scores.baseline.name, len({row.t2i_model.casefold() for row in scores.images}), len(rows))


def baseline_system_scores(database: Database, board: Board, ranked: pd.DataFrame | None = None) -> pd.DataFrame:
    """What baselines give the T2I models of a board: means over the images of the submissions it shows.

    Columns: baseline (its name), title, t2i_model, key (a dimension, or `all`),
    score (the mean), n (images). Of several checkpoints of one baseline the one
    whose scores were loaded last is taken. `ranked` is the board's ranking, for
    those who have it already.
    """
    shown = (ranking(database, board) if ranked is None else ranked)[["t2i_model", "submission"]].dropna()
    names = dict(zip(shown["submission"], shown["t2i_model"], strict=True))
    if not names:
        return pd.DataFrame(columns=list(SYSTEM_COLUMNS))
    with database.read() as session:
        rows = session.execute(
            select(
                StoredBaseline.name,
                StoredBaseline.title,
                StoredBaseline.digest,
                StoredBaseline.loaded_at,
                Generation.submission_id,
                Generation.dimension,
                func.sum(BaselineScore.score),
                func.count(BaselineScore.id),
            )
            .join(BaselineScore, BaselineScore.baseline_digest == StoredBaseline.digest)
            .join(Generation, Generation.id == BaselineScore.generation_id)
            .where(Generation.submission_id.in_(names))
            .group_by(
                StoredBaseline.name,
                StoredBaseline.title,
                StoredBaseline.digest,
                StoredBaseline.loaded_at,
                Generation.submission_id,
                Generation.dimension,
            )
        ).fetchall()
    columns = ["baseline", "title", "digest", "loaded_at", "submission", "dimension", "total", "n"]
    sums = pd.DataFrame(rows, columns=columns)
    if sums.empty:
        return pd.DataFrame(columns=list(SYSTEM_COLUMNS))
    latest = sums.sort_values(["loaded_at", "digest"]).groupby("baseline")["digest"].last()
    sums = sums[sums["digest"] == sums["baseline"].map(latest)]
    keys = pd.concat([sums.rename(columns={"dimension": "key"}), sums.assign(key=ALL)])
    means = keys.groupby(["baseline", "title", "submission", "key"], as_index=False)[["total", "n"]].sum()
    means["score"] = means["total"] / means["n"]
    means["t2i_model"] = means["submission"].map(names)
    return means[list(SYSTEM_COLUMNS)]


def baseline_pairs(database: Database, board: Board) -> dict[str, pd.DataFrame]:
    """Pair the scores of each baseline with the reference scores, as `board_pairs` does for the evaluator.

    Columns: key (a dimension), t2i_model, reference, evaluator; the last holds the baseline's score.
    """
    if board.protocol_digest is None:
        return {}
    system = baseline_system_scores(database, board)
    with database.read() as session:
        reference = reference_scores(session, board.protocol_digest)
    if system.empty or reference.empty:
        return {}
    known = reference[reference["key"].isin(list(Dimension))][["t2i_model", "key", "score"]]
    merged = known.rename(columns={"score": "reference"}).merge(
        system.rename(columns={"score": "evaluator"}), on=["t2i_model", "key"]
    )
    return {str(name): own[["key", "t2i_model", "reference", "evaluator"]] for name, own in merged.groupby("baseline")}


_Place = tuple[str, str, str, str]


def _place(row: ImageRow) -> _Place:
    return row.t2i_model.casefold(), row.dimension, row.prompt_id, row.image


def _check_protocol(session: Session, scores: ScoresFile) -> None:
    if session.get(StoredProtocol, scores.protocol.digest) is None:
        raise BadInput.one(
            "unknown_protocol",
            scores.protocol.name,
            "Nothing has been submitted for this protocol here, so there is nothing that the scores could belong to.",
        )


def _generations(session: Session, scores: ScoresFile) -> dict[_Place, list[int]]:
    """Generations by where they belong, of the T2I models in the file; a known T2I model's name alone is a key, too."""
    names = {row.t2i_model.casefold() for row in scores.images}
    rows = session.execute(
        select(T2IModel.name_key, Generation.dimension, Generation.prompt_id, Generation.image_digest, Generation.id)
        .join(Submission, Submission.t2i_model_id == T2IModel.id)
        .join(Generation, Generation.submission_id == Submission.id)
        .where(T2IModel.name_key.in_(names), Submission.protocol_digest == scores.protocol.digest)
    )
    found: dict[_Place, list[int]] = {}
    for name, dimension, prompt_id, image, generation in rows:
        found.setdefault((name, dimension, prompt_id, image), []).append(generation)
    return found


def _problems(scores: ScoresFile, found: dict[_Place, list[int]]) -> list[Problem]:
    known = {name for name, *_ in found}
    strangers = dict.fromkeys(row.t2i_model for row in scores.images if row.t2i_model.casefold() not in known)
    problems = [
        Problem("unknown_t2i_model", name, "Nobody has submitted a T2I model of this name for this protocol.")
        for name in strangers
    ]
    others = [row for row in scores.images if row.t2i_model not in strangers and _place(row) not in found]
    problems += [
        Problem(
            "other_image",
            f"{row.t2i_model}, {row.dimension} {row.prompt_id}",
            "The scored image is not the one that was submitted; score the submission's own files.",
        )
        for row in others[:_TOLD]
    ]
    if len(others) > _TOLD:
        problems.append(Problem("other_image", "", f"... and {len(others) - _TOLD:,} more of this kind."))
    return problems
