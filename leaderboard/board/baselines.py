"""Load baselines' scores into the results database, and read them as scores of T2I models."""

from dataclasses import dataclass

import pandas as pd

from core.problem_list import ProblemList
from core.problems import BadInput
from leaderboard.board.baseline_file import ImageRow, ScoresFile
from leaderboard.store.baselines import (
    Place,
    baseline_sums,
    generations_by_place,
    is_registered,
    record_baseline_scores,
)
from leaderboard.store.database import Database
from leaderboard.store.tables import name_key

ALL = "all"
"""The key of the mean over the images of both dimensions."""

SYSTEM_COLUMNS = ("baseline", "title", "t2i_model", "key", "score", "n")


@dataclass(frozen=True, slots=True)
class LoadedScores:
    """The outcome of loading a file: the baseline, and the numbers of T2I models and generations with scores."""

    baseline: str
    t2i_models: int
    generations: int


@dataclass(frozen=True, slots=True)
class BaselineColumns:
    """The columns: a title per baseline, and (score, images) per baseline and T2I model."""

    titles: dict[str, str]
    scores: dict[tuple[str, str], tuple[float, int]]

    @classmethod
    def of(cls, system: pd.DataFrame) -> "BaselineColumns":
        """Take them from what `baseline_system_scores` gives."""
        means = system[system["key"] == ALL].to_dict("records")
        return cls(
            {mean["baseline"]: mean["title"] for mean in means},
            {(mean["baseline"], mean["t2i_model"]): (float(mean["score"]), int(mean["n"])) for mean in means},
        )


def load_scores(database: Database, scores: ScoresFile) -> LoadedScores:
    """Store a baseline's scores for the generations they belong to, all or none; may be repeated.

    A score belongs to every generation of its T2I model, prompt and protocol
    that has the very same image; one that is stored already stays as it was.

    Raises:
        BadInput: The protocol or a T2I model is not known here, or an image is no generation of it: every problem.
    """
    protocol = scores.protocol
    names = {name_key(row.t2i_model) for row in scores.images}
    with database.write() as session:
        if not is_registered(session, protocol.digest):
            raise BadInput.one(
                "unknown_protocol",
                protocol.name,
                "Nothing has been submitted for this protocol here, so the scores have nothing to belong to.",
            )
        generations = generations_by_place(session, protocol.digest, names)
        _check_places(scores, generations)
        rows = [(generation, row.score) for row in scores.images for generation in generations[_place(row)]]
        record_baseline_scores(session, protocol.digest, scores.baseline.model_dump(), rows)
    return LoadedScores(scores.baseline.name, len(names), len(rows))


def baseline_system_scores(database: Database, ranking: pd.DataFrame) -> pd.DataFrame:
    """Compute the mean of each baseline over the images of the submissions in a ranking (t2i_model, submission).

    Of several checkpoints of one baseline the one whose scores were loaded last is taken.

    Returns:
        Columns: baseline (its name), title, t2i_model, key (a dimension, or `all`), score (the mean), n (images).
    """
    represented = ranking[["t2i_model", "submission"]].dropna()
    names = dict(zip(represented["submission"], represented["t2i_model"], strict=True))
    if not names:
        return pd.DataFrame(columns=list(SYSTEM_COLUMNS))
    with database.read() as session:
        sums = baseline_sums(session, list(names))
    if sums.empty:
        return pd.DataFrame(columns=list(SYSTEM_COLUMNS))
    latest = sums.sort_values(["loaded_at", "digest"]).groupby("baseline")["digest"].last()
    sums = sums[sums["digest"] == sums["baseline"].map(latest)]
    keys = pd.concat([sums.rename(columns={"dimension": "key"}), sums.assign(key=ALL)])
    means = keys.groupby(["baseline", "title", "submission", "key"], as_index=False)[["total", "n"]].sum()
    means["score"] = means["total"] / means["n"]
    means["t2i_model"] = means["submission"].map(names)
    return means[list(SYSTEM_COLUMNS)]


def _place(row: ImageRow) -> Place:
    return name_key(row.t2i_model), row.dimension, row.prompt_id, row.image


def _check_places(scores: ScoresFile, generations: dict[Place, list[int]]) -> None:
    """Raise `BadInput` with every T2I model that is unknown, and every image that was not submitted."""
    problems = ProblemList()
    known = {place[0] for place in generations}
    unknown = dict.fromkeys(row.t2i_model for row in scores.images if name_key(row.t2i_model) not in known)
    for name in unknown:
        message = "There is no submission of a T2I model of this name for this protocol."
        problems.add("unknown_t2i_model", name, message)
    for row in scores.images:
        if row.t2i_model not in unknown and _place(row) not in generations:
            message = "The scored image is not the one that was submitted; score the submission's own files."
            problems.add("other_image", f"{row.t2i_model}, {row.dimension} {row.prompt_id}", message)
    problems.raise_if_any()
