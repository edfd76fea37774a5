"""Two metrics against the same people: how much more like them one orders T2I models, and how sure that is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from model.exam.statistics import RESAMPLES, Floats, PointTable, tau_b

PERMUTATIONS = 2_000

_BLOCK = 200
"""Permutations held in memory at once."""


@dataclass(frozen=True, slots=True)
class TauDifference:
    """The first metric's tau-b less the second's, its 95% interval, and a two-sided p-value; None: not defined."""

    value: float | None
    low: float | None
    high: float | None
    p_value: float | None


def tau_difference(human: PointTable, first: PointTable, second: PointTable, *, seed: int = 0) -> TauDifference:
    """Compare how two metrics order the same T2I models as people do.

    The interval is a percentile bootstrap over prompts, the same ones for
    people and both metrics. The p-value is that of a paired permutation test
    over T2I models and prompts (Deutsch et al. 2021, arXiv 2104.00054,
    PERM-BOTH): if the metrics were equally good, an image's two scores, each
    metric's standardised over all images, could be swapped. It compares means
    over images, whatever the tables' own rule of aggregation is.
    """
    prompts = human.points.shape[1]
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(prompts, np.full(prompts, 1 / prompts), size=RESAMPLES)
    value = float(_difference(human, first, second, np.ones((1, prompts)))[0])
    resampled = _difference(human, first, second, drawn)
    defined = resampled[np.isfinite(resampled)]
    if not np.isfinite(value) or not len(defined):
        return TauDifference(None, None, None, None)
    low, high = np.percentile(defined, [2.5, 97.5])
    people = human.scores(np.ones((1, prompts)))
    return TauDifference(value, float(low), float(high), _p_value(people, _cells(first), _cells(second), rng))


def _difference(human: PointTable, first: PointTable, second: PointTable, weights: ArrayLike) -> Floats:
    """(resamples,)."""
    people = human.scores(weights)
    found: Floats = tau_b(people, first.scores(weights)) - tau_b(people, second.scores(weights))
    return found


def _cells(table: PointTable) -> Floats:
    """Standardised scores of images, (T2I models, prompts); NaN where nothing counts."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = table.points / table.counted
        found: Floats = (scores - np.nanmean(scores)) / np.nanstd(scores)
    return found


def _p_value(people: Floats, first: Floats, second: Floats, rng: np.random.Generator) -> float | None:
    observed = float(_gap(people, first[None], second[None])[0])
    if not np.isfinite(observed):
        return None
    extreme = 0
    for _ in range(PERMUTATIONS // _BLOCK):
        swapped = rng.random((_BLOCK, *first.shape)) < 0.5
        gaps = _gap(people, np.where(swapped, second, first), np.where(swapped, first, second))
        # Equal but for rounding counts as equal; an order that is not defined is no evidence.
        extreme += int((np.abs(np.nan_to_num(gaps)) >= abs(observed) - 1e-9).sum())
    return (1 + extreme) / (1 + PERMUTATIONS)


def _gap(people: Floats, first: Floats, second: Floats) -> Floats:
    """Difference of tau-b with people's scores (1, T2I models), of cells (permutations, T2I models, prompts)."""
    found: Floats = tau_b(people, np.nanmean(first, axis=-1)) - tau_b(people, np.nanmean(second, axis=-1))
    return found
