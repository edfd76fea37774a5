"""Two metrics against the same people: how much more like them one orders T2I models, and how sure that is."""

import numpy as np
from numpy.typing import ArrayLike

from model.exam.tau import RESAMPLES, Floats, PointTable, TauInterval, percentile_interval, resampled_prompts, tau_b

PERMUTATIONS = 2_000

_BLOCK = 200
"""Permutations held in memory at once."""


def compare_tau_b(
    human: PointTable, first: PointTable, second: PointTable, *, seed: int = 0
) -> tuple[TauInterval, float | None]:
    """Compare how two metrics order the same T2I models as people do.

    The interval is a percentile bootstrap over prompts, the same ones for people and both metrics. The p-value is that
    of a paired permutation test over T2I models and prompts (Deutsch et al. 2021, arXiv 2104.00054, PERM-BOTH): if the
    metrics were equally good, an image's two scores, each metric's standardised over all images, could be swapped. It
    compares means over images, whatever the tables' own rule of aggregation is.

    Returns:
        The first metric's tau-b less the second's, with its 95% interval; and the two-sided p-value, None where it is
        not defined.
    """
    generator = np.random.default_rng(seed)
    weights = resampled_prompts(human.points.shape[1], RESAMPLES, generator)
    difference = percentile_interval(
        float(_difference(human, first, second)), _difference(human, first, second, weights)
    )
    if difference.value is None:
        return difference, None
    return difference, _p_value(human.scores(), _image_scores(first), _image_scores(second), generator)


def _difference(human: PointTable, first: PointTable, second: PointTable, weights: ArrayLike | None = None) -> Floats:
    """Subtract the metrics' tau-b, (resamples,) or () without weights."""
    people = human.scores(weights)
    difference: Floats = np.subtract(tau_b(people, first.scores(weights)), tau_b(people, second.scores(weights)))
    return difference


def _image_scores(table: PointTable) -> Floats:
    """Standardise the scores of images, (T2I models, prompts); NaN where nothing counts."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = table.points / table.counted
        standardised: Floats = (scores - np.nanmean(scores)) / np.nanstd(scores)
    return standardised


def _p_value(people: Floats, first: Floats, second: Floats, generator: np.random.Generator) -> float | None:
    """Test two metrics' image scores, (T2I models, prompts) each, against people's scores, (T2I models,)."""
    observed = float(_mean_difference(people, first, second))
    if not np.isfinite(observed):
        return None
    extreme = 0
    for _ in range(PERMUTATIONS // _BLOCK):
        swapped = generator.random((_BLOCK, *first.shape)) < 0.5
        differences = _mean_difference(people, np.where(swapped, second, first), np.where(swapped, first, second))
        # Equal but for rounding counts as equal; an order that is not defined is no evidence.
        extreme += int((np.abs(np.nan_to_num(differences)) >= abs(observed) - 1e-9).sum())
    return (1 + extreme) / (1 + PERMUTATIONS)


def _mean_difference(people: Floats, first: Floats, second: Floats) -> Floats:
    """Subtract the tau-b of means over images, (..., T2I models, prompts): (...,)."""
    difference: Floats = np.subtract(
        tau_b(people, np.nanmean(first, axis=-1)), tau_b(people, np.nanmean(second, axis=-1))
    )
    return difference
