"""Columns of other metrics on a board's ranking table: one per baseline that scored any T2I model on it."""

from dataclasses import dataclass

import pandas as pd

from leaderboard.board.baselines import ALL


@dataclass(frozen=True, slots=True)
class BaselineColumns:
    """The columns: a title per baseline, and (score, images) per baseline and T2I model."""

    titles: dict[str, str]
    scores: dict[tuple[str, str], tuple[float, int]]

    @classmethod
    def of(cls, system: pd.DataFrame) -> "BaselineColumns":
        """From what `leaderboard.board.baselines.baseline_system_scores` gives."""
        means = system[system["key"] == ALL].to_dict("records")
        return cls(
            {mean["baseline"]: mean["title"] for mean in means},
            {(mean["baseline"], mean["t2i_model"]): (float(mean["score"]), int(mean["n"])) for mean in means},
        )
