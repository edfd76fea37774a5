"""Orders of T2I models: their points on shared prompts, scores, and tau-b between two orders with its interval."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model.protocol.schema import FrozenModel
from model.protocol.skills import ABSENT

RESAMPLES = 2_000

Floats = NDArray[np.float64]

Place = tuple[str, str]
"""A T2I model and a prompt: where an image belongs."""


@dataclass(frozen=True, slots=True)
class PointTable:
    """Points that T2I models earned on shared prompts and how many were counted, both (T2I models, prompts).

    A T2I model's score is the sum of its points over the sum of its counts.
    """

    t2i_models: tuple[str, ...]
    points: Floats
    counted: Floats

    def scores(self, weights: ArrayLike | None = None) -> Floats:
        """Compute scores, (resamples, T2I models), where prompt p counts `weights[r, p]` times; NaN where none counts.

        Without weights every prompt counts once: (T2I models,).
        """
        times = np.ones(self.points.shape[1]) if weights is None else np.asarray(weights, dtype=np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            scores: Floats = (times @ self.points.T) / (times @ self.counted.T)
        return scores


def count_points(options_by_place: Iterable[tuple[Place, Iterable[int]]], *, per_image: bool) -> PointTable:
    """Add up the options that one judge chose for each image.

    A score is points per counted answer or, `per_image`, per image: alignment by the second rule, faithfulness and
    single skills by the first, as EvalAlign computes them. -1 never counts as an answer.
    """
    entries = []
    for place, options in options_by_place:
        counted = [option for option in options if option != ABSENT]
        entries.append((place, sum(counted), 1 if per_image else len(counted)))
    return _add_up(entries)


def average_scores(scores_by_place: Iterable[tuple[Place, float]]) -> PointTable:
    """Add up a metric's scores of single images; a T2I model's score is their mean."""
    return _add_up([(place, score, 1) for place, score in scores_by_place])


def _add_up(entries: Sequence[tuple[Place, float, int]]) -> PointTable:
    rows = {name: row for row, name in enumerate(dict.fromkeys(place[0] for place, _, _ in entries))}
    columns = {name: column for column, name in enumerate(dict.fromkeys(place[1] for place, _, _ in entries))}
    points, counted = np.zeros((2, len(rows), len(columns)))
    for (t2i_model, prompt), value, count in entries:
        cell = rows[t2i_model], columns[prompt]
        points[cell] += value
        counted[cell] += count
    return PointTable(tuple(rows), points, counted)


def mean_scores(tables: Sequence[PointTable], weights: ArrayLike | None = None) -> Floats:
    """Average `PointTable.scores` over several judges' tables."""
    scores: Floats = np.mean([table.scores(weights) for table in tables], axis=0)
    return scores


def finite_or_none(scores: Floats) -> list[float | None]:
    """Turn scores of T2I models, (T2I models,), into plain numbers, None where nothing counted."""
    return [float(score) if np.isfinite(score) else None for score in scores]


class TauInterval(FrozenModel):
    """Kendall's tau-b (-1 to 1) over T2I models, with its 95% bootstrap interval over prompts; None: not defined."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None or self.low is None or self.high is None:
            return "not defined"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def tau_b(x: Floats, y: Floats) -> Floats:
    """Compute Kendall's tau-b (-1 to 1) between the rows of `x` and of `y`, both (..., items): (...,).

    NaN where a row is constant or has fewer than two items: there is no order to agree on. `scipy.stats.kendalltau`
    gives the same; it takes one row at a time, which is 20 times slower for the thousands of rows of a bootstrap.
    """
    first, second = np.triu_indices(x.shape[-1], k=1)
    signs_x, signs_y = (np.sign(values[..., first] - values[..., second]) for values in (x, y))
    untied = np.abs(signs_x).sum(-1) * np.abs(signs_y).sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        taus: Floats = (signs_x * signs_y).sum(-1) / np.sqrt(untied)
    return taus


def tau_b_over_prompts(
    human: Sequence[PointTable], evaluator: PointTable, *, resamples: int = RESAMPLES, seed: int = 0
) -> TauInterval:
    """Compute tau-b between two orders of the same T2I models, with its 95% percentile bootstrap interval.

    People's score of a T2I model is the mean over annotators, one table in `human` each. Prompts are resampled, the
    same ones for all T2I models and for both judges; the interval says how far the value would move with other prompts.
    """
    weights = resampled_prompts(evaluator.points.shape[1], resamples, np.random.default_rng(seed))
    return percentile_interval(
        float(tau_b(mean_scores(human), evaluator.scores())),
        tau_b(mean_scores(human, weights), evaluator.scores(weights)),
    )


def resampled_prompts(prompts: int, resamples: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Draw as many prompts as there are, with replacement: how often each was drawn, (resamples, prompts)."""
    return generator.multinomial(prompts, np.full(prompts, 1 / prompts), size=resamples)


def percentile_interval(value: float, resampled: Floats) -> TauInterval:
    """Take the middle 95% of the resampled values that are defined; not defined where the value itself is not."""
    defined = resampled[np.isfinite(resampled)]
    if not np.isfinite(value) or not len(defined):
        return TauInterval()
    low, high = np.percentile(defined, [2.5, 97.5])
    return TauInterval(value=value, low=float(low), high=float(high))
