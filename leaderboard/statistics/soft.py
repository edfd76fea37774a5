"""Soft pairwise accuracy: Thompson, Mathur, Deutsch and Khayrallah 2024, arXiv 2409.09598.

Plain accuracy asks of every pair which T2I model is better; this asks how sure
people are and how sure the metric is, and takes the two p-values' distance.
"""

import numpy as np

from core.language import mark
from leaderboard.statistics.arrays import Floats, same_tables

FLIPS = 1_000
"""Random flips of a paired permutation test; one set serves all pairs."""

UNAVAILABLE = mark("Unavailable: it takes people's scores of every prompt, and only their totals are known.")


def one_sided(scores: Floats, flips: Floats) -> Floats:
    """Compute the p-value for every pair (i, j) that i is no better than j, (T2I models, T2I models).

    A paired permutation test of scores (T2I models, prompts): each prompt's two scores are swapped where its flip,
    (flips, prompts), is -1 and not 1.
    """
    observed = scores.sum(axis=1)
    swapped = flips @ scores.T
    rows = [np.mean(swapped[:, [i]] - swapped >= observed[i] - observed - 1e-9, axis=0) for i in range(scores.shape[0])]
    return np.stack(rows)


def soft_distances(human: Floats, metric: Floats, generator: np.random.Generator) -> Floats:
    """Compute |p of people - p of the metric| for every pair, (T2I models, T2I models), 0 on the diagonal.

    Both have a score of every T2I model and prompt, (T2I models, prompts).

    Raises:
        ValueError: The tables differ in shape or hold something not finite.
    """
    human, metric = same_tables(human, metric)
    flips = generator.choice([-1.0, 1.0], size=(FLIPS, human.shape[1]))
    upper = np.triu(np.abs(one_sided(human, flips) - one_sided(metric, flips)), k=1)
    return np.asarray(upper + upper.T)


def soft_pairwise_accuracy(distances: Floats) -> float:
    """Subtract the mean distance over pairs from 1 (0..1); not a number for one T2I model alone."""
    n = len(distances)
    return 1 - float(distances.sum()) / (n * (n - 1)) if n > 1 else float("nan")


def soft_without_each(distances: Floats) -> Floats:
    """Compute `soft_pairwise_accuracy` with each T2I model left out in turn, (T2I models,)."""
    n = len(distances)
    if n < 3:
        return np.full(n, np.nan)
    return np.asarray(1 - (distances.sum() - 2 * distances.sum(axis=1)) / ((n - 1) * (n - 2)))
